"""What a reviewer would object to in an item's words: each objection with its reason.

The form of an item is judged by :mod:`knowledge.model.item_rules`, its likeness to others of the
course by :mod:`knowledge.quizzing.duplicates`. Here its words are held against one another and
against its passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.model.assessment import (
    BLANK,
    ChoiceKey,
    DateKey,
    ItemDraft,
    ItemType,
    NumberKey,
    TextKey,
)
from knowledge.model.item_rules import Finding, Severity, faults_of_form, start
from knowledge.model.wording import normalised
from knowledge.model.written_dates import read_dates, shown_date
from knowledge.quizzing.mentions import date_in, has_acronym, holds, numbers_in, words_of

MUCH_LONGER = 1.75
"""An option this many times as long as the next longest catches the eye."""
LONGER_BY = 20
"""Characters; below, nobody sees a difference."""
SHORTEST_LEAK = 3
"""Characters of a key that counts as leaked: "5" may stand in any stem."""

_CHOICES = (ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE)
_CATCH_ALL = re.compile(
    r"(?:all|none|both|neither|some)\s+(?:of\s+)?(?:the|these|those)?\s*"
    r"(?:above|options|answers|these|those)\b",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"\b(?:died|dies|death|dead|killed|kills|murder\w*|assassinat\w+|execut(?:ed|ion)|suicide|"
    r"hanged|shot|resign\w*|impeach\w*|convict\w*|arrest\w*|imprison\w*|sentenced|crimes?|"
    r"criminal|corrupt\w*|fraud|brib\w+|rap(?:e|ed|ist)|traitor|treason|terroris\w+)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w'’-]+)*")
_ATTRIBUTION = re.compile(
    r"\b(?:according to|as) [^,]+,|, as [^,.]+(?=[,.])|"
    r"(?:, |^)[A-Z][\w ]* (?:says|writes|reports|argues|notes|states|tells)\b(?: that)?",
    re.IGNORECASE,
)
_SWAPPED_PERSON = re.compile(r"swap\w*\W*(?:of\W*)?person|person\W*swap", re.IGNORECASE)


def findings_in(draft: ItemDraft) -> list[Finding]:
    """Everything that can be said of an item by itself, what blocks it first."""
    faults = faults_of_form(draft)
    if faults:
        # The rest reads keys and options, and would stumble over them.
        return faults
    found = [
        *_leaks(draft),
        *_lengths(draft),
        *_precisions(draft),
        *_swapped_person(draft),
        *_support(draft),
        *_advice(draft),
    ]
    return sorted(found, key=lambda finding: finding.severity is Severity.ADVICE)


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


def right_options(draft: ItemDraft) -> list[str]:
    return _split(draft)[0]


def _split(draft: ItemDraft) -> tuple[list[str], list[str]]:
    """The options that are right and those that are not."""
    right = draft.key.right if isinstance(draft.key, ChoiceKey) else frozenset[int]()
    sides: tuple[list[str], list[str]] = ([], [])
    for place, option in enumerate(draft.options):
        sides[place not in right].append(option)
    return sides


def _leaks(draft: ItemDraft) -> Iterator[Finding]:
    stem = draft.stem.replace(BLANK, " ")
    leaked: str | None = None
    match draft.key:
        case ChoiceKey() if draft.type in _CHOICES:
            right, wrong = _split(draft)
            # "Which came first, A or B?" names its options, all of them.
            if not any(_is_said(option, stem) for option in wrong):
                leaked = next((option for option in right if _is_said(option, stem)), None)
        case TextKey(accepted) if draft.type is not ItemType.FLASHCARD:
            leaked = next((text for text in accepted if _is_said(text, stem)), None)
        case NumberKey(value):
            leaked = f"{value:g}" if value in numbers_in(stem, with_dates=False) else None
        case DateKey(date):
            leaked = shown_date(date) if date_in(date, stem) else None
    if leaked is not None:
        yield Finding(
            "key_leaked", f"The question gives its answer away: “{start(leaked)}”. Reword it."
        )


def _is_said(text: str, stem: str) -> bool:
    if has_acronym(text, stem):
        return True
    return len(normalised(text)) >= SHORTEST_LEAK and holds(stem, text)


def _lengths(draft: ItemDraft) -> Iterator[Finding]:
    if draft.type not in _CHOICES or len(draft.options) < 3:
        return
    *_, second, longest = sorted(draft.options, key=len)
    if len(longest) >= len(second) * MUCH_LONGER and len(longest) - len(second) >= LONGER_BY:
        yield Finding(
            "length_outlier",
            f"“{start(longest)}” is much longer than the other options. Make them alike in length.",
        )


def _precisions(draft: ItemDraft) -> Iterator[Finding]:
    if draft.type not in _CHOICES:
        return
    dates = [read_dates(option) for option in draft.options]
    precisions = {(d[0].month is None, d[0].day is None) for d in dates if d}
    if all(dates) and len(precisions) > 1:
        yield Finding(
            "mixed_precision",
            "The options mix years, months and days. Give all of them in the same form.",
        )


def _swapped_person(draft: ItemDraft) -> Iterator[Finding]:
    """A false statement that lets somebody die, resign or commit a crime."""
    is_false = draft.type is ItemType.TRUE_FALSE and draft.key == ChoiceKey(frozenset({1}))
    if not (is_false and _GRAVE.search(draft.stem)):
        return
    swapped = any(_SWAPPED_PERSON.search(flag) for flag in draft.flags)
    if not swapped and draft.citation is not None:
        told = f"{draft.citation.quote} {draft.citation.document} {draft.citation.author or ''}"
        statement = _ATTRIBUTION.sub(" ", draft.stem)
        first, *_ = statement.split() or [""]
        names = [n for n in _NAME.findall(statement) if n != first or " " in n]
        swapped = any(not holds(told, name) for name in names)
    if swapped:
        yield Finding(
            "person_swapped",
            "This says of the wrong person that they died, resigned or did wrong. Change the date "
            "or the place instead.",
        )


def _support(draft: ItemDraft) -> Iterator[Finding]:
    if draft.citation is None:
        yield Finding(
            "no_passage",
            "No passage shows that the answer is right, so learners see no source. Find one.",
            Severity.ADVICE,
        )
        return
    quote = draft.citation.quote
    match draft.key:
        case TextKey(accepted) if draft.type is not ItemType.FLASHCARD:
            if not any(holds(quote, text) or _all_words_in(text, quote) for text in accepted):
                yield _unsupported(accepted[0])
        case NumberKey(value):
            if value not in numbers_in(quote):
                yield _unsupported(f"{value:g}")
        case DateKey():
            yield from _date_support(draft.key, quote)
        case _:
            pass


def _date_support(key: DateKey, quote: str) -> Iterator[Finding]:
    date = key.date
    if date_in(date, quote):
        return
    if date.month is None or not date_in(date, quote, year_known=True):
        yield _unsupported(shown_date(date))
    else:
        yield Finding(
            "year_inferred",
            f"The passage does not name the year {date.year}. Check it in the document.",
            Severity.ADVICE,
        )


def _all_words_in(text: str, quote: str) -> bool:
    found = words_of(quote)
    return set(words_of(text)) <= set(found)


def _unsupported(key: str) -> Finding:
    return Finding(
        "unsupported_key",
        f"The passage does not say “{start(key)}”. Quote one that does, or correct the answer.",
    )


def _advice(draft: ItemDraft) -> Iterator[Finding]:
    if draft.type in _CHOICES:
        if any(_CATCH_ALL.search(option) for option in draft.options):
            yield Finding(
                "catch_all",
                "An option such as “all of the above” tests logic, not knowledge. Replace it.",
                Severity.ADVICE,
            )
        yield from _clue(draft)
    if not draft.rationale.strip():
        yield Finding(
            "no_rationale", "It does not say why the answer is right. Add it.", Severity.ADVICE
        )


def _clue(draft: ItemDraft) -> Iterator[Finding]:
    right, wrong = _split(draft)
    if draft.type is not ItemType.SINGLE_CHOICE or len(wrong) < 2:
        return
    shared = {word for word in words_of(right[0]) if len(word) > 4} & set(words_of(draft.stem))
    clues = shared.difference(*(words_of(option) for option in wrong))
    if clues:
        yield Finding(
            "clue",
            f"Only the right option repeats “{min(clues)}” from the question, which is a clue. "
            "Reword one of them.",
            Severity.ADVICE,
        )
