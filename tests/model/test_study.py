"""Hints, streaks and mastery."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model.assessment import (
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
from knowledge.model.corpus import Citation, Span
from knowledge.model.hints import ladder, next_hint, paragraph_cloze, part_of_key, sentence_cloze
from knowledge.model.study import WORTH, Hint, mastery, streak

QUOTE = "On 14 May 1932 Ruth Calder opened the bridge, which cost 48,000 pounds."


def cited(kind: ItemType, key: Key, options: tuple[str, ...] = ()) -> ItemDraft:
    citation = Citation(
        1, 1, 1, 1, "Bridges", None, ("History",), None, QUOTE, Span(0, len(QUOTE)), 1, QUOTE
    )
    return ItemDraft(kind, "Which?", key, options, citation=citation)


@pytest.mark.parametrize(
    ("draft", "cloze"),
    [
        (
            cited(ItemType.SHORT_TEXT, TextKey(("Calder", "Ruth Calder"))),
            "On 14 May 1932 R___ C___ opened the bridge, which cost 48,000 pounds.",
        ),
        (
            cited(ItemType.NUMBER, NumberKey(48_000)),
            "On 14 May 1932 Ruth Calder opened the bridge, which cost ____ pounds.",
        ),
        (
            cited(ItemType.DATE, DateKey(PartialDate(1932, 5, 14))),
            "On ____ Ruth Calder opened the bridge, which cost 48,000 pounds.",
        ),
        (
            cited(ItemType.DATE, DateKey(PartialDate(1932))),
            "On 14 May ____ Ruth Calder opened the bridge, which cost 48,000 pounds.",
        ),
        (
            cited(
                ItemType.SINGLE_CHOICE, ChoiceKey(frozenset({1})), ("Samuel Pryce", "ruth calder")
            ),
            "On 14 May 1932 ____ opened the bridge, which cost 48,000 pounds.",
        ),
    ],
)
def test_a_cloze_leaves_out_what_is_asked_for(draft: ItemDraft, cloze: str) -> None:
    assert sentence_cloze(draft) == cloze


@pytest.mark.parametrize(
    ("kind", "key", "hidden"),
    [
        (ItemType.SHORT_TEXT, TextKey(("Ruth Calder",)), ("Ruth", "Calder", "R___")),
        (ItemType.CLOZE, TextKey(("bridge",)), ("bridge", "b___")),
        (ItemType.NUMBER, NumberKey(48_000), ("48,000",)),
        (ItemType.DATE, DateKey(PartialDate(1932, 5, 14)), ("May", "1932")),
    ],
)
def test_the_paragraph_tells_less_than_its_sentence(
    kind: ItemType, key: Key, hidden: tuple[str, ...]
) -> None:
    shown = paragraph_cloze(cited(kind, key))

    assert "____" in shown
    assert not any(words in shown for words in hidden)


@pytest.mark.parametrize(
    ("value", "quote", "cloze"),
    [
        (3, "Three of its 30 arches fell.", "____ of its 30 arches fell."),
        (25, "It took twenty-five years and 25 men.", "It took ____ years and ____ men."),
        (1_500_000, "It cost 1.5 million pounds.", "It cost ____ pounds."),
        (12, "It has twelve arches, not 112.", "It has ____ arches, not 112."),
    ],
)
def test_a_number_is_left_out_also_where_it_stands_in_words(
    value: float, quote: str, cloze: str
) -> None:
    draft = cited(ItemType.NUMBER, NumberKey(value))
    assert draft.citation is not None

    assert sentence_cloze(replace(draft, citation=replace(draft.citation, quote=quote))) == cloze


def test_of_an_order_and_of_pairs_a_part_is_given() -> None:
    events = ("Calder", "Pryce")

    assert part_of_key(cited(ItemType.ORDERING, OrderKey(), events)) == "Calder"
    assert part_of_key(cited(ItemType.MATCHING, MatchKey(("a", "b")), events)) == "Calder – a"
    assert part_of_key(cited(ItemType.NUMBER, NumberKey(3))) == ""


def test_the_ladder_goes_up_to_the_answer_and_each_step_is_worth_less() -> None:
    draft = cited(ItemType.NUMBER, NumberKey(48_000))
    assert draft.citation is not None
    passage = f"{QUOTE} It stood for 80 years."
    draft = replace(draft, citation=replace(draft.citation, passage=passage))
    climbed = [Hint.NONE]
    while (step := next_hint(draft, climbed[-1])) is not None:
        climbed.append(step)

    assert climbed == list(Hint)
    worths = [WORTH[step] for step in climbed]
    assert worths == sorted(set(worths), reverse=True)
    assert (worths[0], worths[-1]) == (1.0, 0.0)


def test_true_or_false_has_no_sentence_with_a_gap() -> None:
    key = ChoiceKey(frozenset({0}))
    draft = cited(ItemType.TRUE_FALSE, key, ("True", "False"))

    assert ladder(draft) == (Hint.SECTION, Hint.PARAGRAPH, Hint.ANSWER)
    assert next_hint(draft, Hint.PARAGRAPH) is Hint.ANSWER


def test_a_step_that_would_add_nothing_is_left_out() -> None:
    number = cited(ItemType.NUMBER, NumberKey(48_000))
    assert number.citation is not None
    alone = (Hint.SECTION, Hint.PARAGRAPH, Hint.ANSWER)
    assert ladder(number) == alone, "the sentence is all of the passage"

    longer = replace(number.citation, passage=f"{QUOTE} It stood for 80 years.")
    quoted = "Which number belongs in the blank? “" + QUOTE.replace("48,000", "____") + "”"
    assert ladder(replace(number, stem=quoted, citation=longer)) == alone, "the question shows it"
    assert Hint.PARAGRAPH not in ladder(replace(number, stem=quoted))


def test_without_a_passage_there_is_only_the_answer() -> None:
    assert ladder(ItemDraft(ItemType.NUMBER, "Which?", NumberKey(1))) == (Hint.ANSWER,)


@pytest.mark.parametrize(
    ("days", "length"),
    [([], 0), ([10], 1), ([9], 1), ([8], 0), ([10, 9, 8], 3), ([9, 8], 2), ([10, 8, 7], 1)],
)
def test_a_streak_ends_with_the_first_day_left_out(days: list[int], length: int) -> None:
    assert streak(days, today=10) == length


def test_mastery_counts_what_was_not_answered_as_unknown() -> None:
    assert mastery([1.0, 0.5], 4) == pytest.approx(0.375)
    assert mastery([], 0) == 0
