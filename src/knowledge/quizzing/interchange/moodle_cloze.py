"""Moodle's embedded answers: `The capital is {1:SHORTANSWER:=Berlin~%50%Bonn}.`"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from knowledge.model.assessment import BLANK
from knowledge.quizzing.interchange.written import FaultyItem, ForeignItem

# A gap that nothing closes is found, too, with all the text behind it: if it were not, every "{:A:"
# would be read to the end again.
_GAP = re.compile(r"\{\d*:(?P<kind>[A-Z_]+):(?P<answers>(?:\\.|[^\\}])*)(?P<end>\}?)", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")


class Gap(enum.Enum):
    TEXT = enum.auto()
    CHOICE = enum.auto()


_TEXTS = ("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC")
_CHOICES = re.compile(r"(?:MULTICHOICE|MC)_?(?:V|H|S|VS|HS)?")


@dataclass(slots=True)
class GapAnswers:
    kind: Gap
    options: list[str]
    right: list[str]
    partial: bool
    """Whether some option was worth a part of the marks."""


def the_gap(text: str) -> tuple[str, GapAnswers]:
    """The text with a blank for its one gap, and what belongs there.

    Raises:
        ForeignItem: there are several gaps, or one of another kind.
        FaultyItem: there is none, or nothing is right in it.
    """
    gaps = [gap for gap in _GAP.finditer(text) if gap["end"]]
    if len(gaps) > 1:
        raise ForeignItem(f"it has {len(gaps)} gaps; a cloze here has one.")
    if not gaps:
        raise FaultyItem("there is no gap in it.")
    gap = gaps[0]
    if gap["kind"] in _TEXTS:
        kind = Gap.TEXT
    elif _CHOICES.fullmatch(gap["kind"]):
        kind = Gap.CHOICE
    else:
        raise ForeignItem(f"gaps of the type “{gap['kind']}” do not exist here.")
    found = GapAnswers(kind, [], [], partial=False)
    for answer in re.split(r"(?<!\\)~", gap["answers"]):
        _take(answer.strip(), found)
    if not found.right:
        raise FaultyItem("no correct answer marked in the gap.")
    return text[: gap.start()] + BLANK + text[gap.end() :], found


def _take(answer: str, found: GapAnswers) -> None:
    weight = 0.0
    stated = _WEIGHT.match(answer)
    if stated is not None:
        weight, answer = float(stated[1]), answer[stated.end() :]
    elif answer.startswith("="):
        weight, answer = 100.0, answer[1:]
    words = re.sub(r"\\(.)", r"\1", re.split(r"(?<!\\)#", answer, maxsplit=1)[0]).strip()
    if not words or words == "*":
        return
    found.options.append(words)
    found.partial = found.partial or 0 < weight < 100
    if weight == 100:
        found.right.append(words)
