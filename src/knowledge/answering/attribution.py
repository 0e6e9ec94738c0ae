"""Whose words an answer gives: the few words before each quoted sentence.

The bot reports what documents say and never speaks in its own voice about their subject.
"""

from __future__ import annotations

import re

from knowledge.model.corpus import Passage, Span

_SAID = (
    r"said|says|stated|states|declared|declares|announced|announces|argued|argues|claimed|claims"
    r"|wrote|writes|reported|reports|explained|explains|noted|notes|remarked|told|called\s+for"
    r"|promised|proposed|pledged|warned|insisted|stressed|emphasi[sz]ed|according\s+to|quoted"
)
_REPORTED = re.compile(rf"\b(?:{_SAID})\b")
_QUOTATION = re.compile(r"[“\"«][^”\"»]{12,}[”\"»]")
_EVENT = re.compile(
    r"\b(?:in|on|since|by|until|during|from)\s+(?:\w+\s+){0,3}(?:1\d{3}|20\d\d)\b"
    r".*?\b(?:\w+ed|was|were|became|began|came|gave|held|led|made|met|saw|sent|took|went|won)\b"
    r"|\b(?:\w+ed|was|were|became|began|came|gave|held|led|made|met|saw|sent|took|went|won)\b"
    r".*?\b(?:in|on|since|by|until|during|from)\s+(?:\w+\s+){0,3}(?:1\d{3}|20\d\d)\b",
    re.IGNORECASE | re.DOTALL,
)
_OWN_VOICE = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")


def lead(passage: Passage, span: Span, after: tuple[Passage, Span] | None) -> str:
    """The attribution of one sentence, ending in a colon.

    "Hong writes:" by default; "Hong reports:" where the sentence tells an event or someone
    else's words; "Hong adds:" after another sentence of the same document. A sentence that
    names its author itself ("Hong argues that …") is placed by its document instead, as is
    the text of a document whose author is not known.

    Args:
        passage: Where the sentence stands.
        span: The sentence.
        after: The sentence shown just before it, if any.
    """
    sentence = passage.slice(span)
    follows = after is not None and after[0].document_id == passage.document_id
    if _names_its_author(sentence, passage):
        if not follows:
            return f"In “{passage.document_title}”:"
        return "It goes on:" if _adjoins(passage, span, after) else "It also says:"
    if not _has_author(passage):
        if not follows:
            return f"{passage.voice} says:"
        return "It goes on:" if _adjoins(passage, span, after) else "It also says:"
    if follows:
        return f"{passage.voice} adds:"
    return f"{passage.voice} {'reports' if _is_report(sentence) else 'writes'}:"


def _has_author(passage: Passage) -> bool:
    return not passage.voice.startswith("“")


def _names_its_author(sentence: str, passage: Passage) -> bool:
    if not _has_author(passage):
        return False
    names = {passage.voice, passage.author or passage.voice}
    pattern = "|".join(re.escape(name) for name in names)
    return re.search(rf"(?<!\w)(?:{pattern}|[Tt]he author)(?!\w)", sentence) is not None


def _adjoins(passage: Passage, span: Span, after: tuple[Passage, Span] | None) -> bool:
    if after is None or after[0].version_id != passage.version_id:
        return False
    return 0 <= span.start - after[1].end <= 2


def _is_report(sentence: str) -> bool:
    if _OWN_VOICE.search(_QUOTATION.sub("", sentence)):
        return False
    reported = _REPORTED.search(sentence) or _QUOTATION.search(sentence)
    return bool(reported or _EVENT.search(sentence))
