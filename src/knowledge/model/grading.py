"""What a response is worth, and what was right, in words. Pure rules, no model.

A text is right here if its words are; :mod:`knowledge.quizzing.text_grading` also forgives slips
and takes other words of the same meaning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    DateKey,
    ItemDraft,
    MatchKey,
    NumberKey,
    OrderKey,
    Outcome,
    PartialDate,
    Picked,
    Recalled,
    Response,
    TextKey,
    Written,
)
from knowledge.model.near_words import forms_of, readings_of, says_the_same
from knowledge.model.wording import same_list, same_words
from knowledge.model.written_dates import agrees, missing_part, read_dates, shown_date
from knowledge.model.written_numbers import read_number, shown_number

RIGHT = Outcome(1.0)
WRONG = Outcome(0.0)

R = TypeVar("R", Picked, Written, Recalled)


def grade(draft: ItemDraft, response: Response) -> Outcome:
    """The outcome of a response; one that cannot be read is wrong, see :func:`fault`.

    - Choices: all or nothing, or with partial credit
      max(0, right ones picked / all right ones - wrong ones picked / all wrong ones).
    - Ordering with partial credit: the share of pairs of events that stand in the right order.
    - Matching with partial credit: the share of options whose match is right; two matches of the
      same words are one.
    - Number: right within the tolerance, whatever the unit.
    - Date: right if it agrees with the key at the key's precision.
    - Text: right if its words are those of an accepted text, see
      :func:`knowledge.model.wording.normalised`, or say as much, see
      :mod:`knowledge.model.near_words`; of a list, in any order.
    - Flashcard: right if it was known.

    Raises:
        TypeError: the response is of another kind than the item asks for.
    """
    match draft.key:
        case ChoiceKey() as key:
            return _choice(key, len(draft.options), _as(Picked, response))
        case OrderKey() as key:
            return _ordering(key, len(draft.options), _as(Picked, response))
        case MatchKey() as key:
            return _matching(key, _as(Picked, response))
        case NumberKey() as key:
            return _number(key, _as(Written, response))
        case DateKey() as key:
            written = _as(Written, response)
            return _all(any(agrees(date, key.date) for date in read_dates(written.text)))
        case TextKey() as key:
            if isinstance(response, Recalled):
                return _all(response.known)
            written = _as(Written, response)
            return _all(any(_same_text(written.text, text, draft) for text in key.accepted))


def fault(draft: ItemDraft, response: Response) -> str | None:
    """Why a response cannot be graded, in words for the learner; ``None`` if it can.

    Such a response should be given back, not counted as wrong.
    """
    match draft.key, response:
        case ChoiceKey(), Picked(places):
            inside = set(places) <= set(range(len(draft.options)))
            return None if places and inside else "Choose an answer."
        case OrderKey(), Picked(places):
            whole = sorted(places) == list(range(len(draft.options)))
            return None if whole else "Give each event its own place."
        case MatchKey(matches), Picked(places):
            whole = sorted(places) == list(range(len(matches)))
            return None if whole else "Use each match once."
        case NumberKey(), Written(text) if read_number(text) is None:
            return "I can't read one number in that. Write it in figures, such as 48,000."
        case DateKey(date), Written(text):
            return _date_fault(date, text)
        case TextKey(), Written(text) if not any(char.isalnum() for char in text):
            return "Write your answer in words."
    return None


def _date_fault(asked: PartialDate, text: str) -> str | None:
    example = shown_date(PartialDate(1912, asked.month and 2, asked.day and 12))
    missing = missing_part(text, asked)
    if missing is not None:
        return f"That has no {missing}. Write it like {example}."
    if not read_dates(text):
        return f"I can't read a date in that. Write it like this: {example}."
    return None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A response beside what was right: a line for each choice, event or pair."""

    given: tuple[str, ...]
    """Empty if nothing was answered."""
    right: tuple[str, ...]


def explain(draft: ItemDraft, response: Response | None) -> Explanation:
    """What was answered and what is right, in the item's words. Events stand earliest first."""
    return Explanation(() if response is None else given_words(draft, response), key_words(draft))


def key_words(draft: ItemDraft) -> tuple[str, ...]:
    """What is right, in the item's words."""
    match draft.key:
        case ChoiceKey(right):
            return _options(draft, sorted(right))
        case OrderKey():
            return draft.options
        case MatchKey(matches):
            return _pairs(draft, matches)
        case NumberKey() as key:
            around = f" (± {shown_number(key.tolerance)})" if key.tolerance else ""
            return (f"{shown_number(key.value)} {key.unit}".strip() + around,)
        case DateKey(date):
            return (shown_date(date),)
        case TextKey(accepted):
            return accepted[:1]


def given_words(draft: ItemDraft, response: Response) -> tuple[str, ...]:
    """What was answered, in the item's words; a text as it was typed."""
    match response:
        case Picked(places):
            if isinstance(draft.key, MatchKey):
                matches = draft.key.matches
                return _pairs(draft, [matches[p] for p in places if p < len(matches)])
            return _options(draft, places)
        case Written(text):
            return (text,)
        case Recalled(known):
            return ("I knew it" if known else "I didn't know it",)


def _choice(key: ChoiceKey, options: int, picked: Picked) -> Outcome:
    chosen = frozenset(picked.places)
    if chosen == key.right:
        return RIGHT
    if key.credit is Credit.ALL:
        return WRONG
    wrong = frozenset(range(options)) - key.right
    lost = len(chosen & wrong) / len(wrong) if wrong else 0.0
    return Outcome(max(0.0, len(chosen & key.right) / len(key.right) - lost))


def _ordering(key: OrderKey, options: int, picked: Picked) -> Outcome:
    if sorted(picked.places) != list(range(options)):
        return WRONG
    pairs = [earlier < later for earlier, later in combinations(picked.places, 2)]
    return _shared(pairs, key.credit)


def _matching(key: MatchKey, picked: Picked) -> Outcome:
    if sorted(picked.places) != list(range(len(key.matches))):
        return WRONG
    given = [key.matches[place] for place in picked.places]
    return _shared([one == two for one, two in zip(given, key.matches, strict=True)], key.credit)


def _number(key: NumberKey, written: Written) -> Outcome:
    value = read_number(written.text)
    if value is None:
        return WRONG
    # "0.1" typed and 0.1 computed may differ in the last bit of a float.
    near = math.isclose(abs(value - key.value), key.tolerance, rel_tol=1e-9, abs_tol=1e-9)
    return _all(near or abs(value - key.value) < key.tolerance)


def _same_text(given: str, accepted: str, draft: ItemDraft) -> bool:
    if same_words(given, accepted) or same_list(given, accepted):
        return True
    forms = forms_of(accepted, draft)
    readings = readings_of(given, accepted, draft)
    return any(says_the_same(reading, form) for reading in readings for form in forms)


def _shared(right: list[bool], credit: Credit) -> Outcome:
    if all(right) or credit is Credit.ALL:
        return _all(all(right))
    return Outcome(sum(right) / len(right))


def _all(right: bool) -> Outcome:
    return RIGHT if right else WRONG


def _as(kind: type[R], response: Response) -> R:
    if not isinstance(response, kind):
        raise TypeError(f"the item asks for {kind.__name__}, not for {response}")
    return response


def _options(draft: ItemDraft, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(draft.options[place] for place in places if place < len(draft.options))


def _pairs(draft: ItemDraft, matches: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{option} – {match}" for option, match in zip(draft.options, matches))  # noqa: B905
