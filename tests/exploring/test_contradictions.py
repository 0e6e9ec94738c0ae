"""Documents that give different figures for one thing are found; what only seems so is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from knowledge.exploring.contradictions import find_contradictions
from knowledge.exploring.sentences import read_sentences
from knowledge.model.contradiction import Contradiction, Differing
from knowledge.model.corpus import Passage, Span
from knowledge.model.timeline import Reading


class Pair(NamedTuple):
    one: str
    other: str
    differs: bool


def pairs_of(part: str) -> list[Pair]:
    """The pairs of one part of the file."""
    text = (Path(__file__).parent / "contradicting_pairs.txt").read_text(encoding="utf-8")
    lines = text.partition(f"\n# {part}\n")[2].partition("\n#")[0].splitlines()
    parts = (line.split("|") for line in lines)
    return [Pair(one, other, mark == "+") for mark, one, other in parts]


DEVELOPMENT, HOLD_OUT = pairs_of("development"), pairs_of("hold-out")
TITLES = ("First Text", "Second Text")


def passage(document_id: int, text: str) -> Passage:
    found = re.finditer(r"[^.\s].*?\.(?=\s|$)", text)
    return Passage(
        id=document_id,
        course_id=1,
        document_id=document_id,
        version_id=document_id,
        version=document_id,
        document_title=TITLES[document_id - 1],
        author=None,
        voice="",
        section=(),
        ordinal=0,
        span=Span(0, len(text)),
        text=text,
        sentences=tuple(Span(match.start(), match.end()) for match in found),
    )


def found_in(pair: Pair) -> tuple[Contradiction, ...]:
    passages = [passage(1, pair.one), passage(2, pair.other)]
    return find_contradictions(read_sentences(passages, {1: None, 2: None}))


def scores(pairs: Iterable[Pair]) -> tuple[float, float]:
    """Precision and recall."""
    verdicts = [(pair.differs, bool(found_in(pair))) for pair in pairs]
    right = verdicts.count((True, True))
    return right / sum(said for _, said in verdicts), right / sum(true for true, _ in verdicts)


@pytest.mark.parametrize("pair", [pair for pair in DEVELOPMENT if not pair.differs])
def test_what_only_seems_to_differ_is_left_alone(pair: Pair) -> None:
    assert found_in(pair) == ()


def test_on_pairs_that_shaped_no_rule_hardly_any_is_wrong_and_most_are_found() -> None:
    precision, recall = scores(HOLD_OUT)

    assert precision >= 0.9
    assert recall >= 0.6


def test_a_contradiction_names_both_documents_and_takes_no_side() -> None:
    (found,) = found_in(DEVELOPMENT[0])

    assert found.differing is Differing.DATES
    assert str(found) == (
        "The documents give different dates: “First Text” (version 1) has May 14, 1932, "
        "“Second Text” (version 2) has June 2, 1933."
    )
    assert found.one.quote == DEVELOPMENT[0].one
    assert found.other.quote == DEVELOPMENT[0].other


def test_one_document_alone_contradicts_nobody() -> None:
    one, other, _ = DEVELOPMENT[0]
    alone = passage(1, f"{one} {other}")

    assert find_contradictions(read_sentences([alone], {1: None})) == ()


def test_its_key_stays_the_same_as_long_as_the_words_do() -> None:
    before, after = found_in(DEVELOPMENT[0])[0], found_in(DEVELOPMENT[0])[0]
    other = found_in(DEVELOPMENT[2])[0]

    assert before.key == after.key != other.key


def test_the_shipped_course_agrees_with_itself(seeds: Reading) -> None:
    assert seeds.contradictions == ()
