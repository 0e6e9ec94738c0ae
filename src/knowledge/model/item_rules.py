"""What makes an item sound in itself: its form, whatever the documents say."""

from __future__ import annotations

import calendar
import enum
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model.assessment import (
    BLANK,
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    DateKey,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    PartialDate,
    TextKey,
)
from knowledge.model.wording import normalised

LONGEST_STEM = 900
LONGEST_OPTION = 200
OPTIONS_TOGETHER = 1_500
"""With the stem they fit on one card, matches among them."""
LONGEST_MATCH = 100
"""Discord's limit for an entry of a select, where a match is chosen."""
LONGEST_BACK = 1_000
LONGEST_RATIONALE = 1_000
LONGEST_THEME = 80
LONGEST_NAME = 100
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
"""A live question has the letters A to J."""
MOST_ACCEPTED = 20
MOST_THEMES = 10
LONGEST_FLAG = 200
LARGEST_NUMBER = 1e15
"""Up to here whole numbers are exact, and differences tell."""


class Severity(enum.StrEnum):
    BLOCKING = "blocking"
    """The item is not taken."""
    ADVICE = "advice"
    """The item is taken; a reviewer should look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with an item."""

    code: str
    """Stable, for scripts and statistics: "key_leaked"."""
    message: str
    """What is wrong and what to do, for a person."""
    severity: Severity = Severity.BLOCKING


_KEYS: dict[ItemType, type[Key]] = {
    ItemType.SINGLE_CHOICE: ChoiceKey,
    ItemType.MULTIPLE_CHOICE: ChoiceKey,
    ItemType.TRUE_FALSE: ChoiceKey,
    ItemType.CLOZE: TextKey,
    ItemType.NUMBER: NumberKey,
    ItemType.DATE: DateKey,
    ItemType.ORDERING: OrderKey,
    ItemType.MATCHING: MatchKey,
    ItemType.SHORT_TEXT: TextKey,
    ItemType.FLASHCARD: TextKey,
}
_WITH_OPTIONS = {
    ItemType.SINGLE_CHOICE,
    ItemType.MULTIPLE_CHOICE,
    ItemType.ORDERING,
    ItemType.MATCHING,
}


def faults_of_form(draft: ItemDraft) -> list[Finding]:
    """Every fault of an item's form. All are blocking: such an item cannot be asked or graded."""
    if not isinstance(draft.key, _KEYS[draft.type]):
        return [Finding("key_of_another_type", f"The key does not fit the type {draft.type}.")]
    return [
        *_stem(draft),
        *_lengths(draft),
        *_options(draft),
        *_key(draft),
    ]


def _stem(draft: ItemDraft) -> Iterator[Finding]:
    if not any(char.isalnum() for char in draft.stem):
        yield Finding("no_stem", "There is no question. Write one.")
    blanks = draft.stem.count(BLANK)
    if draft.type is ItemType.CLOZE and blanks != 1:
        yield Finding(
            "blank",
            f"A cloze has one blank, written {BLANK}; this one has {blanks or 'none'}.",
        )


def _lengths(draft: ItemDraft) -> Iterator[Finding]:
    long_key = LONGEST_BACK if draft.type is ItemType.FLASHCARD else LONGEST_OPTION
    accepted = draft.key.accepted if isinstance(draft.key, TextKey) else ()
    matches = draft.key.matches if isinstance(draft.key, MatchKey) else ()
    parts = [
        ("question", draft.stem, LONGEST_STEM),
        ("rationale", draft.rationale, LONGEST_RATIONALE),
        ("name", draft.name, LONGEST_NAME),
        *((f"option “{start(text)}”", text, LONGEST_OPTION) for text in draft.options),
        *((f"match “{start(text)}”", text, LONGEST_MATCH) for text in matches),
        *((f"answer “{start(text)}”", text, long_key) for text in accepted),
        *((f"theme “{start(text)}”", text, LONGEST_THEME) for text in draft.themes),
        *((f"flag “{start(text)}”", text, LONGEST_FLAG) for text in draft.flags),
        ("unit", draft.key.unit if isinstance(draft.key, NumberKey) else "", LONGEST_OPTION),
    ]
    for what, text, limit in parts:
        if (length := _width(text)) > limit:
            yield _too_long(f"The {what} has", length, limit)
    together = sum(map(_width, (*draft.options, *matches)))
    if together > OPTIONS_TOGETHER:
        yield _too_long("All options together have", together, OPTIONS_TOGETHER)
    if len(draft.themes) > MOST_THEMES:
        yield Finding(
            "too_many_themes", f"There are {len(draft.themes)} themes; keep {MOST_THEMES}."
        )


def _options(draft: ItemDraft) -> Iterator[Finding]:
    count = len(draft.options)
    if draft.type is ItemType.TRUE_FALSE:
        if draft.options != TRUE_FALSE_OPTIONS:
            yield Finding("options", "A true/false question has the options True and False.")
        return
    if draft.type not in _WITH_OPTIONS:
        if draft.options:
            yield Finding("options", f"A {named(draft.type)} has no options. Take them out.")
        return
    if not FEWEST_OPTIONS <= count <= MOST_OPTIONS:
        yield Finding(
            "option_count",
            f"There are {count} options; {FEWEST_OPTIONS} to {MOST_OPTIONS} can be shown.",
        )
    if not all(option.strip() for option in draft.options):
        yield Finding("empty_option", "An option is empty. Write it or take it out.")
    # Normalising takes the square of a text's length where accents pile up; long ones are refused.
    short = (option for option in draft.options if _width(option) <= LONGEST_OPTION)
    counted = Counter(normalised(option) or option.strip() for option in short)
    for text, times in counted.items():
        if times > 1 and text:
            yield Finding("equal_options", f"Two options say the same: “{text}”. Change one.")


def _key(draft: ItemDraft) -> Iterator[Finding]:
    match draft.key:
        case ChoiceKey(right):
            yield from _right(draft, right)
        case MatchKey(matches):
            if len(matches) != len(draft.options):
                yield Finding(
                    "matches",
                    f"There are {len(draft.options)} terms and {len(matches)} matches. "
                    "Give each term one.",
                )
            if not all(text.strip() for text in matches):
                yield Finding("empty_match", "A match is empty. Write it or take the pair out.")
        case TextKey(accepted):
            yield from _accepted(draft.type, accepted)
        case NumberKey(value, tolerance):
            # Of what is no number every comparison is false.
            if not (abs(value) <= LARGEST_NUMBER and 0 <= tolerance <= LARGEST_NUMBER):
                yield Finding(
                    "number",
                    f"The key is a number up to {LARGEST_NUMBER:,.0f}, its tolerance one from 0 up "
                    "to that.",
                )
        case DateKey(date):
            if not is_date(date):
                yield Finding("date", f"No calendar has the date {date}. Correct it.")
        case OrderKey():
            pass


def _right(draft: ItemDraft, right: frozenset[int]) -> Iterator[Finding]:
    places = range(len(draft.options))
    if not right:
        yield Finding("no_key", "No correct answer is marked. Mark one.")
    elif not right <= set(places):
        yield Finding("key_not_among_options", "The key is not among the options.")
    elif draft.type is not ItemType.MULTIPLE_CHOICE and len(right) > 1:
        yield Finding(
            "two_keys",
            "Two options are marked as correct. Mark one, or make it a question with several "
            "right answers.",
        )
    elif len(right) == len(places):
        yield Finding("no_distractor", "Every option is marked as correct. Add a wrong one.")


def _accepted(kind: ItemType, accepted: tuple[str, ...]) -> Iterator[Finding]:
    if not accepted or not all(any(char.isalnum() for char in text) for text in accepted):
        yield Finding("no_key", "There is no answer to accept. Write one.")
    if kind is ItemType.FLASHCARD and len(accepted) > 1:
        yield Finding("two_backs", "A flashcard has one back. Put it into one text.")
    if len(accepted) > MOST_ACCEPTED:
        yield Finding(
            "too_many_accepted", f"{len(accepted)} answers are accepted; keep {MOST_ACCEPTED}."
        )


def is_date(date: PartialDate) -> bool:
    """Whether a calendar has it. Years before the common era are negative; there is no year 0."""
    if date.year == 0 or not -9999 <= date.year <= 9999:
        return False
    if date.month is None:
        return date.day is None
    if not 1 <= date.month <= 12:
        return False
    # A leap year stands in for years that the module does not know.
    year = date.year if date.year > 0 else 4
    return date.day is None or 1 <= date.day <= calendar.monthrange(year, date.month)[1]


def named(kind: ItemType) -> str:
    """A type as people say it: "single choice"."""
    return "true/false" if kind is ItemType.TRUE_FALSE else kind.value.replace("_", " ")


def _width(text: str) -> int:
    """Characters as Discord counts them: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _too_long(what_has: str, length: int, limit: int) -> Finding:
    return Finding(
        "too_long",
        f"{what_has} {length} characters; Discord has room for {limit}. Shorten it.",
    )


def start(text: str) -> str:
    """Enough of a text to know it by."""
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"
