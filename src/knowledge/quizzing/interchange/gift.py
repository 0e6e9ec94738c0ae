"""Items as GIFT, the text format of Moodle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.model.assessment import (
    BLANK,
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    Credit,
    Difficulty,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    TextKey,
)
from knowledge.quizzing.interchange.gift_syntax import (
    Block,
    blocks,
    cut,
    plain,
    split_at,
    taken_answers,
    taken_name,
)
from knowledge.quizzing.interchange.written import (
    FaultyItem,
    ForeignItem,
    Reading,
    Remark,
    WrittenItem,
    one_of,
)

COMMENTS_LOST = "the comments on single options are not kept."
PARTS_LOST = "answers that are worth only a part of the marks count as wrong."
LESS_LOST = (
    "options with a negative fraction are read as wrong ones; how much each takes away is not kept."
)
DESCRIPTION = "it asks nothing: a description."

_CATEGORY = "$CATEGORY:"
_WEIGHT = re.compile(r"%\s*(-?\d+(?:\.\d+)?)%\s*")
_ROUNDED = 0.01
"""Percent; Moodle writes a third as 33.33333%."""
_GAP = re.compile(r"_{3,}")
_TRUE, _FALSE = ("t", "true"), ("f", "false")


@dataclass(slots=True)
class _Answer:
    text: str
    weight: float
    """In percent."""
    comment: str


@dataclass(slots=True)
class _Question:
    """What has been understood of a block so far."""

    format: str
    stem: str
    rationale: str = ""
    losses: list[str] = field(default_factory=list)


def read(text: str) -> Reading:
    return Reading.of(_read, text)


def _read(text: str, reading: Reading) -> None:
    theme = ""
    for block in blocks(text):
        text = block.text
        if text.startswith(_CATEGORY):
            category, _, text = text.removeprefix(_CATEGORY).partition("\n")
            theme = theme_of(category)
            if not text.strip():
                continue
        name, body = taken_name(text.strip())
        name = block.labels.get("id", [name])[0]
        with reading.item(block.line, name):
            item, losses = _item(block, name, body, theme)
            reading.items.append(item)
            reading.left_out += [Remark(block.line, name, loss) for loss in losses]


def theme_of(category: str) -> str:
    """The innermost part of a category's path; none for Moodle's own, "Default for …"."""
    innermost = category.strip().replace("//", "\0").rsplit("/", 1)[-1].replace("\0", "/").strip()
    own = innermost.startswith(("Default for ", "$")) or innermost == "top"
    return "" if own else innermost


def _item(block: Block, name: str, body: str, theme: str) -> tuple[WrittenItem, list[str]]:
    before, answers, after = taken_answers(body)
    if answers is None:
        raise ForeignItem(DESCRIPTION)
    if taken_answers(after)[1] is not None:
        raise FaultyItem("two questions stand here. Put a blank line between them.")
    # Words after the braces: the answer belongs into the gap between.
    stem, kind = plain(f"{before.rstrip()} {BLANK}{_joined(after)}" if after else before, "moodle")
    question = _Question(kind, _GAP.sub(BLANK, stem))
    answers, general = cut(answers, "####", last=True)
    question.rationale = plain(general, kind)[0]
    draft_type, options, key = _key(question, answers, block)
    labels = block.labels
    draft = ItemDraft(
        type=draft_type,
        stem=question.stem,
        key=key,
        options=options,
        rationale=question.rationale,
        themes=tuple(labels.get("tag", [theme] if theme else [])),
        difficulty=one_of(Difficulty, labels.get("difficulty", ["medium"])[0], "difficulty"),
        name=name,
        flags=tuple(labels.get("flag", [])),
    )
    document, passage = labels.get("document", [""])[0], labels.get("passage", [""])[0]
    losses = list(dict.fromkeys(question.losses))
    return WrittenItem(draft, document, passage, block.line), losses


def _joined(after: str) -> str:
    """The words behind a gap, with a space unless they begin with a mark."""
    return after if after[:1] in ".,;:!?)" else f" {after}"


def _key(question: _Question, answers: str, block: Block) -> tuple[ItemType, tuple[str, ...], Key]:
    if not answers:
        raise ForeignItem("an essay cannot be graded here.")
    credit = block.labels.get("credit", [""])[0]
    if answers.startswith("#"):
        unit = block.labels.get("unit", [""])[0]
        return ItemType.NUMBER, (), _number(question, answers[1:], unit)
    parts = split_at(answers, "=~")
    if any(sign == "~" for sign, _ in parts):
        return _choice(question, parts, credit)
    said, comments = cut(answers, "#")
    if said.casefold() in _TRUE + _FALSE:
        wrong, right = cut(comments, "#")
        _note(question, right, [wrong])
        key = ChoiceKey(frozenset({int(said.casefold() in _FALSE)}))
        return ItemType.TRUE_FALSE, TRUE_FALSE_OPTIONS, key
    if any("->" in text for _, text in parts):
        return _matching(question, parts, credit)
    accepted = _full(question, [_answer(question, text, 100.0) for _, text in parts])
    gaps = question.stem.count(BLANK)
    kind = ItemType.CLOZE if gaps == 1 else ItemType.SHORT_TEXT
    return kind, (), TextKey(tuple(answer.text for answer in accepted if answer.text != "*"))


def _choice(
    question: _Question, parts: Sequence[tuple[str, str]], credit: str
) -> tuple[ItemType, tuple[str, ...], Key]:
    answers = [_answer(question, text, 100.0 if sign == "=" else 0.0) for sign, text in parts]
    options = tuple(answer.text for answer in answers)
    full = frozenset(place for place, answer in enumerate(answers) if answer.weight == 100)
    some = frozenset(place for place, answer in enumerate(answers) if answer.weight > 0)
    if not some:
        raise FaultyItem("no correct answer marked. Put = before it.")
    single = any(sign == "=" for sign, _ in parts) or (len(some) == 1 and full == some)
    right = full if single else some
    if _takes_away(answers, single=single):
        question.losses.append(LESS_LOST)
    if single and some != full:
        question.losses.append(PARTS_LOST)
    _note(question, *_comments(answers, right))
    if single:
        return ItemType.SINGLE_CHOICE, options, ChoiceKey(right, _credit(credit, Credit.ALL))
    return ItemType.MULTIPLE_CHOICE, options, ChoiceKey(right, _credit(credit, Credit.PARTIAL))


def _takes_away(answers: Sequence[_Answer], *, single: bool) -> bool:
    """Whether wrong options take away otherwise than partial credit does here: evenly, to zero."""
    wrong = [answer.weight for answer in answers if answer.weight <= 0]
    return any(weight < 0 for weight in wrong) and (
        single or any(abs(weight + 100 / len(wrong)) > _ROUNDED for weight in wrong)
    )


def _comments(answers: Sequence[_Answer], right: frozenset[int]) -> tuple[str, list[str]]:
    said = [answer.comment for place, answer in enumerate(answers) if place in right]
    others = [answer.comment for place, answer in enumerate(answers) if place not in right]
    return said[0], [*said[1:], *others]


def _matching(
    question: _Question, parts: Sequence[tuple[str, str]], credit: str
) -> tuple[ItemType, tuple[str, ...], Key]:
    pairs = [[plain(side, question.format)[0] for side in cut(text, "->")] for _, text in parts]
    if not all("->" in text for _, text in parts):
        raise FaultyItem("every pair is written as: =term -> match")
    if any(not term for term, _ in pairs):
        question.losses.append("a match without a term is not kept.")
    whole = [pair for pair in pairs if pair[0]]
    if not whole:
        raise FaultyItem("there are no pairs to match.")
    terms, matches = zip(*whole, strict=True)
    return ItemType.MATCHING, terms, MatchKey(matches, _credit(credit, Credit.PARTIAL))


def _number(question: _Question, answers: str, unit: str) -> NumberKey:
    parts = [part for part in split_at(answers, "=~") if part[0] != "~"]
    full = _full(question, [_answer(question, text, 100.0) for _, text in parts])
    if len(full) > 1:
        raise FaultyItem("several numbers are right; here one is, with a tolerance.")
    said = full[0].text
    try:
        if ".." in said:
            low, high = (float(end) for end in said.split("..", 1))
            return NumberKey((low + high) / 2, (high - low) / 2, unit)
        value, _, tolerance = said.partition(":")
        return NumberKey(float(value), float(tolerance or 0), unit)
    except ValueError:
        raise FaultyItem(f"“{said}” is no number, such as 1822, 1822:5 or 1817..1827.") from None


def _full(question: _Question, answers: list[_Answer]) -> list[_Answer]:
    """Those that are wholly right."""
    full = [answer for answer in answers if answer.weight == 100 and answer.text]
    if not full:
        raise FaultyItem("no correct answer marked.")
    if any(0 < answer.weight < 100 for answer in answers):
        question.losses.append(PARTS_LOST)
    _note(question, full[0].comment, [answer.comment for answer in answers[1:]])
    return full


def _answer(question: _Question, text: str, weight: float) -> _Answer:
    stated = _WEIGHT.match(text)
    if stated is not None:
        weight, text = float(stated[1]), text[stated.end() :]
    said, comment = cut(text, "#")
    return _Answer(plain(said, question.format)[0], weight, plain(comment, question.format)[0])


def _note(question: _Question, right: str, others: Sequence[str]) -> None:
    """The comment on the right answer is the rationale, if the question has no other."""
    if right and not question.rationale:
        question.rationale = plain(right, question.format)[0]
    elif right and right != question.rationale:
        question.losses.append(COMMENTS_LOST)
    if any(others):
        question.losses.append(COMMENTS_LOST)


def _credit(said: str, default: Credit) -> Credit:
    return one_of(Credit, said, "credit") if said else default
