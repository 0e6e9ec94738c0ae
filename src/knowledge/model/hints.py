"""The hint ladder of an item: section → paragraph → cloze of the sentence → answer.

An ordering and a matching have a part of their key in place of the cloze; true/false has no
cloze, because its key is not in the sentence. A step that would add nothing is left out, because
it would cost a part of the score all the same.
"""

from __future__ import annotations

import re

from knowledge.model.assessment import (
    ChoiceKey,
    DateKey,
    ItemDraft,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    TextKey,
)
from knowledge.model.grading import key_words
from knowledge.model.study import Hint
from knowledge.model.wording import normalised
from knowledge.model.written_dates import shown_date
from knowledge.model.written_numbers import without_number

_GAP = "____"
_WORD = re.compile(r"\w+")


def ladder(draft: ItemDraft) -> tuple[Hint, ...]:
    """The steps that an item has. Without a passage only its answer is left to give."""
    if draft.citation is None:
        return (Hint.ANSWER,)
    steps = [Hint.SECTION]
    passage, asked = paragraph_cloze(draft), _bare(draft.stem)
    if _bare(passage) not in asked:
        steps.append(Hint.PARAGRAPH)
    if part_of_key(draft):
        steps.append(Hint.CLOZE)
    elif draft.type is not ItemType.TRUE_FALSE:
        sentence = _bare(sentence_cloze(draft))
        if sentence != _bare(passage) and sentence not in asked:
            steps.append(Hint.CLOZE)
    return (*steps, Hint.ANSWER)


def _bare(text: str) -> str:
    """Its words alone, a space around each, so that one text can be looked for in another."""
    return f" {normalised(text)} "


def next_hint(draft: ItemDraft, hint: Hint) -> Hint | None:
    """The step after ``hint``; ``None`` at the top."""
    return next((step for step in ladder(draft) if step > hint), None)


def sentence_cloze(draft: ItemDraft) -> str:
    """The sentence that the key rests on, with the key's words left out.

    Of a text each word keeps its first letter. Where the key does not stand in the sentence in
    these words, the sentence is given whole.
    """
    quote = "" if draft.citation is None else draft.citation.quote
    return _without_key(draft, quote, initials=isinstance(draft.key, TextKey))


def paragraph_cloze(draft: ItemDraft) -> str:
    """The passage with the key's words left out, so that it tells less than its sentence."""
    passage = "" if draft.citation is None else draft.citation.passage
    return _without_key(draft, passage, initials=False)


def part_of_key(draft: ItemDraft) -> str:
    """Of an ordering what comes first, of a matching one pair; else nothing."""
    match draft.key:
        case OrderKey():
            return draft.options[0]
        case MatchKey(matches):
            return f"{draft.options[0]} – {matches[0]}"
    return ""


def _without_key(draft: ItemDraft, text: str, *, initials: bool) -> str:
    if isinstance(draft.key, NumberKey):
        return without_number(text, draft.key.value, _GAP)
    for wanted in _wanted(draft):
        pattern = re.compile(_spaced_pattern(wanted), re.IGNORECASE)
        text = pattern.sub(lambda found: _blank(found.group(), initials), text)
    return text


def _wanted(draft: ItemDraft) -> list[str]:
    """Texts of the key that may stand in the sentence, the longest first."""
    match draft.key:
        case TextKey(accepted):
            texts = list(accepted)
        case ChoiceKey():
            texts = list(key_words(draft))
        case DateKey(date):
            month = shown_date(type(date)(date.year, date.month)).split()[0]
            day = None if date.day is None or date.month is None else f"{month} {date.day}"
            texts = [shown_date(date), str(date), str(date.year), *([day] if day else [])]
            texts += [month] if date.month is not None else []
        case _:
            texts = []
    return sorted((text for text in texts if _WORD.search(text)), key=len, reverse=True)


def _spaced_pattern(text: str) -> str:
    """The words of ``text`` with anything but letters and digits between them."""
    return r"(?<!\w)" + r"\W+".join(map(re.escape, _WORD.findall(text))) + r"(?!\w)"


def _blank(words: str, initials: bool) -> str:
    if not initials:
        return _GAP
    return _WORD.sub(lambda word: f"{word.group()[0]}{_GAP[1:]}", words)
