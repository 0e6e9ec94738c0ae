"""Whose words an answer gives: the few words before each quotation.

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


def lead(passage: Passage, span: Span, earlier: int = 0, *, goes_back: bool = False) -> str:
    """The attribution of one quotation, ending in a colon.

    "Hong writes:" by default; "Hong reports:" where it tells an event or someone else's words.
    A quotation that names its author itself ("Hong argues that …") is placed by its document
    instead, as is the text of a document whose author is not known. No two quotations of a
    document are introduced in the same words.

    Args:
        passage: Where the quotation stands.
        span: The quotation.
        earlier: Quotations of the same document that stand before it in the answer.
        goes_back: In the document one of those stands behind it.
    """
    further = "Elsewhere" if goes_back else "Further on"
    quotation = passage.slice(span)
    if _names_its_author(quotation, passage):
        said = (f"In “{passage.document_title}”", "It also says", f"{further}, it says")
    elif not _has_author(passage):
        said = (f"{passage.voice} says", "It also says", f"{further}, it says")
    else:
        does = "reports" if _is_report(quotation) else "writes"
        who = passage.voice
        said = (f"{who} {does}", f"{who} also {does}", f"{further}, {who} {does}")
    return f"{said[min(earlier, len(said) - 1)]}:"


def _has_author(passage: Passage) -> bool:
    return not passage.voice.startswith("“")


def _names_its_author(sentence: str, passage: Passage) -> bool:
    if not _has_author(passage):
        return False
    names = {passage.voice, passage.author or passage.voice}
    pattern = "|".join(re.escape(name) for name in names)
    return re.search(rf"(?<!\w)(?:{pattern}|[Tt]he author)(?!\w)", sentence) is not None


def _is_report(sentence: str) -> bool:
    if _OWN_VOICE.search(_QUOTATION.sub("", sentence)):
        return False
    reported = _REPORTED.search(sentence) or _QUOTATION.search(sentence)
    return bool(reported or _EVENT.search(sentence))
