"""One question of Moodle's XML: what it asks for and what is right, by its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.model.assessment import (
    BLANK,
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    Credit,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    TextKey,
)
from knowledge.quizzing.interchange.gift import COMMENTS_LOST, PARTS_LOST
from knowledge.quizzing.interchange.html_text import text_of
from knowledge.quizzing.interchange.moodle_cloze import Gap, the_gap
from knowledge.quizzing.interchange.written import FaultyItem, ForeignItem, one_of

ALL_OR_NOTHING = "ALL_OR_NOTHING"
"""How Moodle says that an ordering gives no credit in part."""

_PLAIN = ("plain_text", "markdown")
_GAP = re.compile(r"_{3,}")

_Parsed = tuple[ItemType, tuple[str, ...], Key]


class Element(Protocol):
    """What is used of an element of :mod:`xml.etree`, which is not imported here: parsing with
    it would let a file name others."""

    tag: str
    text: str | None

    def get(self, key: str, default: str = ...) -> str: ...
    def set(self, key: str, value: str) -> None: ...
    def find(self, path: str) -> Element | None: ...
    def findall(self, path: str) -> list[Element]: ...
    def findtext(self, path: str, default: str = ...) -> str: ...
    def iter(self, tag: str) -> Iterator[Element]: ...


@dataclass(slots=True)
class MoodleQuestion:
    element: Element
    stem: str
    rationale: str
    own: dict[str, str]
    """The attributes of our own element."""
    losses: list[str] = field(default_factory=list)
    """What of it an item has no place for, in words."""

    @property
    def credit(self) -> Credit:
        return one_of(Credit, self.own.get("credit", Credit.PARTIAL.value), "credit")


@dataclass(slots=True)
class _Answer:
    text: str
    fraction: float
    """In percent."""
    comment: str
    tolerance: str


def question_in(element: Element, own: dict[str, str]) -> MoodleQuestion:
    """Raises ForeignItem if its words come with a picture."""
    return MoodleQuestion(
        element,
        _GAP.sub(BLANK, _words(element.find("questiontext"))),
        _words(element.find("generalfeedback")),
        own,
    )


def _words(element: Element | None) -> str:
    if element is None:
        return ""
    text = element.findtext("text", "").strip()
    return text if element.get("format") in _PLAIN else text_of(text)


def read_key(question: MoodleQuestion) -> _Parsed:
    """The item's type, options and key.

    Raises:
        FaultyItem: something is wrong with the question.
        ForeignItem: there is no such type here.
    """
    kind = question.element.get("type")
    readers = {
        "multichoice": _choice,
        "truefalse": _true_false,
        "shortanswer": _text,
        "numerical": _number,
        "matching": _matching,
        "ordering": _ordering,
        "cloze": _cloze,
    }
    if kind == "description":
        raise ForeignItem("it asks nothing: a description.")
    if kind == "essay":
        raise ForeignItem("an essay cannot be graded here.")
    if kind not in readers:
        raise ForeignItem(f"questions of the type “{kind}” do not exist here.")
    return readers[kind](question)


def _answers(question: MoodleQuestion) -> list[_Answer]:
    return [
        _Answer(
            _words_of_answer(answer),
            _figure(answer.get("fraction", "0"), "fraction"),
            _words(answer.find("feedback")),
            answer.findtext("tolerance", "0").strip() or "0",
        )
        for answer in question.element.findall("answer")
    ]


def _words_of_answer(answer: Element) -> str:
    # Answers to be typed have no format: their words are meant as they stand.
    text = answer.findtext("text", "").strip()
    marked = answer.get("format", "plain_text")
    return text if marked in _PLAIN else text_of(text)


def _choice(question: MoodleQuestion) -> _Parsed:
    answers = _answers(question)
    options = tuple(answer.text for answer in answers)
    full = frozenset(place for place, answer in enumerate(answers) if answer.fraction == 100)
    some = frozenset(place for place, answer in enumerate(answers) if answer.fraction > 0)
    if not some:
        raise FaultyItem("no correct answer marked.")
    if question.element.findtext("single", "true").strip() in ("true", "1"):
        if full != some:
            question.losses.append(PARTS_LOST)
        _note(question, answers, full)
        return ItemType.SINGLE_CHOICE, options, ChoiceKey(full)
    _note(question, answers, some)
    return ItemType.MULTIPLE_CHOICE, options, ChoiceKey(some, question.credit)


def _true_false(question: MoodleQuestion) -> _Parsed:
    answers = _answers(question)
    right = [answer for answer in answers if answer.fraction == 100]
    if len(right) != 1 or right[0].text.casefold() not in ("true", "false"):
        raise FaultyItem("no correct answer marked: true or false.")
    _note(question, answers, frozenset({answers.index(right[0])}))
    place = int(right[0].text.casefold() == "false")
    return ItemType.TRUE_FALSE, TRUE_FALSE_OPTIONS, ChoiceKey(frozenset({place}))


def _full(question: MoodleQuestion) -> list[_Answer]:
    answers = _answers(question)
    full = [a for a in answers if a.fraction == 100 and a.text not in ("", "*")]
    if not full:
        raise FaultyItem("no correct answer marked.")
    if any(0 < answer.fraction < 100 for answer in answers):
        question.losses.append(PARTS_LOST)
    _note(question, answers, frozenset({answers.index(full[0])}))
    return full


def _text(question: MoodleQuestion) -> _Parsed:
    accepted = tuple(answer.text for answer in _full(question))
    one_gap = question.stem.count(BLANK) == 1
    return ItemType.CLOZE if one_gap else ItemType.SHORT_TEXT, (), TextKey(accepted)


def _number(question: MoodleQuestion) -> _Parsed:
    full = _full(question)
    if len(full) > 1:
        raise FaultyItem("several numbers are right; here one is, with a tolerance.")
    units = [
        unit.findtext("unit_name", "").strip()
        for unit in question.element.findall("units/unit")
        if _figure(unit.findtext("multiplier", "1"), "multiplier") == 1
    ]
    value, tolerance = _figure(full[0].text, "answer"), _figure(full[0].tolerance, "tolerance")
    return ItemType.NUMBER, (), NumberKey(value, tolerance, units[0] if units else "")


def _matching(question: MoodleQuestion) -> _Parsed:
    pairs = [
        (_words(pair), pair.findtext("answer/text", "").strip())
        for pair in question.element.findall("subquestion")
    ]
    whole = [pair for pair in pairs if pair[0]]
    if len(whole) < len(pairs):
        question.losses.append("a match without a term is not kept.")
    if not whole:
        raise FaultyItem("there are no pairs to match.")
    terms, matches = zip(*whole, strict=True)
    return ItemType.MATCHING, terms, MatchKey(matches, question.credit)


def _ordering(question: MoodleQuestion) -> _Parsed:
    events = tuple(answer.text for answer in _answers(question))
    whole = question.element.findtext("gradingtype", "").strip() == ALL_OR_NOTHING
    credit = Credit.ALL if whole else question.credit
    return ItemType.ORDERING, events, OrderKey(credit)


def _cloze(question: MoodleQuestion) -> _Parsed:
    question.stem, gap = the_gap(question.stem)
    if gap.partial:
        question.losses.append(PARTS_LOST)
    if gap.kind is Gap.TEXT:
        return ItemType.CLOZE, (), TextKey(tuple(gap.right))
    said = frozenset(gap.right)
    right = frozenset(place for place, option in enumerate(gap.options) if option in said)
    return ItemType.SINGLE_CHOICE, tuple(gap.options), ChoiceKey(right)


def _note(question: MoodleQuestion, answers: Sequence[_Answer], right: frozenset[int]) -> None:
    """The comment on the right answer is the rationale, if the question has no other."""
    for place, answer in enumerate(answers):
        if answer.comment and place in right and not question.rationale:
            question.rationale = answer.comment
        elif answer.comment and answer.comment != question.rationale:
            question.losses.append(COMMENTS_LOST)


def _figure(text: str, what: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise FaultyItem(f"{what} is “{text.strip()}”; it must be a number.") from None
