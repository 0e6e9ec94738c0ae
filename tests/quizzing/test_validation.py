"""What keeps an item out of the bank, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model.assessment import (
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    DateKey,
    ItemDraft,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    PartialDate,
    TextKey,
)
from knowledge.model.corpus import Citation, Span
from knowledge.model.item_rules import Severity, faults_of_form
from knowledge.quizzing.duplicates import DuplicateFinder, Known
from knowledge.quizzing.validation import findings_in
from knowledge.retrieval.embedder import Embedder


def citing(quote: str) -> Citation:
    return Citation(1, 1, 1, 1, "Bridges", "Mira Okafor", (), None, quote, Span(0, 1), 1, quote)


def choice(
    stem: str, *options: str, right: int | set[int] = 0, passage: str = "", several: bool = False
) -> ItemDraft:
    places = right if isinstance(right, set) else {right}
    return ItemDraft(
        ItemType.MULTIPLE_CHOICE if several or len(places) > 1 else ItemType.SINGLE_CHOICE,
        stem,
        ChoiceKey(frozenset(places)),
        options,
        rationale="So it is.",
        citation=citing(passage) if passage else None,
    )


def text(stem: str, *accepted: str, passage: str, kind: ItemType = ItemType.CLOZE) -> ItemDraft:
    return ItemDraft(kind, stem, TextKey(accepted), rationale="So.", citation=citing(passage))


def number(stem: str, value: float, passage: str) -> ItemDraft:
    key = NumberKey(value)
    return ItemDraft(ItemType.NUMBER, stem, key, rationale="So.", citation=citing(passage))


def date(stem: str, iso: str, passage: str) -> ItemDraft:
    key = DateKey(PartialDate(*map(int, iso.split("-"))))
    return ItemDraft(ItemType.DATE, stem, key, rationale="So.", citation=citing(passage))


def statement(stem: str, *, true: bool, passage: str, flags: tuple[str, ...] = ()) -> ItemDraft:
    key = ChoiceKey(frozenset({0 if true else 1}))
    return ItemDraft(
        ItemType.TRUE_FALSE,
        stem,
        key,
        TRUE_FALSE_OPTIONS,
        rationale="So.",
        citation=citing(passage),
        flags=flags,
    )


def codes(draft: ItemDraft, severity: Severity = Severity.BLOCKING) -> set[str]:
    return {finding.code for finding in findings_in(draft) if finding.severity is severity}


WHO = ("Ruth Calder", "Samuel Pryce", "Mira Okafor", "Joan Hale")


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (choice("Who opened it?", "Ruth Calder"), "option_count"),
        (choice("Who?", *(f"Person {n}" for n in range(11))), "option_count"),
        (choice("Who opened it?", *WHO, right=7), "key_not_among_options"),
        (choice("Who opened it?", *WHO, right=set()), "no_key"),
        (replace(choice("Who?", *WHO), key=ChoiceKey(frozenset({0, 1}))), "two_keys"),
        (choice("Who?", *WHO, right={0, 1, 2, 3}), "no_distractor"),
        (choice("Who opened it?", *WHO[:3], "the Ruth-Calder."), "equal_options"),
        (choice("Who opened it?", *WHO[:3], " "), "empty_option"),
        (choice("Who opened it?", *WHO[:3], "x" * 201), "too_long"),
        (choice("Who opened it? " + "x" * 1000, *WHO), "too_long"),
        (choice("😀" * 501, *WHO), "no_stem"),
        (choice("?", *WHO), "no_stem"),
        (replace(choice("Who?", *WHO), key=TextKey(("Ruth",))), "key_of_another_type"),
        (replace(choice("Who?", *WHO), themes=("x" * 81,)), "too_long"),
        (ItemDraft(ItemType.CLOZE, "No blank here.", TextKey(("word",))), "blank"),
        (ItemDraft(ItemType.CLOZE, "____ and ____", TextKey(("word",))), "blank"),
        (ItemDraft(ItemType.SHORT_TEXT, "What?", TextKey(())), "no_key"),
        (ItemDraft(ItemType.SHORT_TEXT, "What?", TextKey(("…",))), "no_key"),
        (ItemDraft(ItemType.FLASHCARD, "What?", TextKey(("a", "b"))), "two_backs"),
        (ItemDraft(ItemType.SHORT_TEXT, "What?", TextKey(("a",)), ("a",)), "options"),
        (ItemDraft(ItemType.NUMBER, "How many?", NumberKey(float("nan"))), "number"),
        (ItemDraft(ItemType.NUMBER, "How many?", NumberKey(1.0, -2.0)), "number"),
        (ItemDraft(ItemType.DATE, "When?", DateKey(PartialDate(2023, 2, 29))), "date"),
        (ItemDraft(ItemType.DATE, "When?", DateKey(PartialDate(2023, None, 2))), "date"),
        (ItemDraft(ItemType.DATE, "When?", DateKey(PartialDate(0))), "date"),
        (ItemDraft(ItemType.MATCHING, "Match.", MatchKey(("a",)), ("b", "c")), "matches"),
        (ItemDraft(ItemType.MATCHING, "Match.", MatchKey(("a", "")), ("b", "c")), "empty_match"),
        (ItemDraft(ItemType.MATCHING, "?a", MatchKey(("a", "x" * 101)), ("b", "c")), "too_long"),
        (ItemDraft(ItemType.ORDERING, "Order.", OrderKey(), ("War", "The war")), "equal_options"),
        (
            ItemDraft(ItemType.TRUE_FALSE, "So?", ChoiceKey(frozenset({0})), ("Yes", "No")),
            "options",
        ),
    ],
)
def test_a_fault_of_form_is_found_and_explained(draft: ItemDraft, code: str) -> None:
    found = {finding.code: finding for finding in faults_of_form(draft)}

    assert code in found
    assert found[code].severity is Severity.BLOCKING
    assert found[code].message.endswith(".")
    assert codes(draft) == set(found)


SOUND = [
    choice("Who opened the bridge?", *WHO),
    choice("Which of these were at the opening?", *WHO, right={0, 2}),
    choice("Who came first, Ruth Calder or Samuel Pryce?", "Ruth Calder", "Samuel Pryce"),
    choice("When was the bridge opened?", "May 1932", "June 1932", "May 1951", "July 1927"),
    choice("What did it cost?", "48,000 pounds", "48,500 pounds", "4,800 pounds"),
    choice("Who reigned then?", "Mao", "Deng Xiaoping", "Hua Guofeng"),
    text("A ____ was charged.", "toll", passage="A toll of two pence was charged."),
    text("Who?", "Pryce", passage="Samuel Pryce's ledger", kind=ItemType.SHORT_TEXT),
    text("What?", "the tolls", passage="A toll was charged.", kind=ItemType.SHORT_TEXT),
    text("What is a toll?", "A price.", passage="Toll.", kind=ItemType.FLASHCARD),
    number("How many pounds did it cost?", 48_000, "The bridge cost 48,000 pounds."),
    number("How many pence?", 2, "A toll of two pence was charged."),
    number("Which edition?", 15, "At the 15th gala he spoke."),
    number("By how many percent?", 30, "They rose by more than thirty percent."),
    number("How many rungs on October 12?", 12, "It has twelve rungs."),
    date("When was it opened?", "1932-05-14", "It was opened on 14 May 1932."),
    date("When was it opened?", "1932-05-14", "On May 14, 1932, it was opened."),
    date("When was it drawn?", "1927", "She drew it in 1927."),
    date("When was it drawn?", "1927-03", "She drew it in March 1927."),
    statement("It was opened in 1933.", true=False, passage="It was opened in 1932."),
    statement("Mao died in 1978, Hong says.", true=False, passage="Mao died in 1976."),
    statement("Mao Zedong died in 1976.", true=True, passage="Mao Zedong died in 1976."),
    ItemDraft(ItemType.ORDERING, "Order.", OrderKey(), ("The war", "The peace"), rationale="So."),
    ItemDraft(ItemType.DATE, "When?", DateKey(PartialDate(-44, 3, 15)), rationale="So."),
]


@pytest.mark.parametrize("draft", SOUND, ids=lambda draft: draft.stem)
def test_a_sound_item_passes(draft: ItemDraft) -> None:
    assert codes(draft) == set()


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (choice("What did Ruth Calder, the engineer, open?", *WHO), "key_leaked"),
        (choice("Who spoke at the SCO?", "Shanghai Cooperation Organization", "Asia Dialogue"),
         "key_leaked"),
        (text("The toll, a ____, was paid.", "toll", passage="A toll."), "key_leaked"),
        (number("The 48,000 pounds: how many pounds?", 48_000, "48,000 pounds"), "key_leaked"),
        (date("When in 1927 was it drawn?", "1927", "She drew it in 1927."), "key_leaked"),
        (date("It opened on May 14, 1932. When?", "1932-05-14", "14 May 1932"), "key_leaked"),
        (choice("Who?", "Ruth Calder, the engineer who had drawn the plans", *WHO[1:]),
         "length_outlier"),
        (choice("When was it opened?", "1932", "May 1951", "1927"), "mixed_precision"),
        (choice("When?", "14 May 1932", "15 May 1932", "1951"), "mixed_precision"),
        (text("A ____ was charged.", "fare", passage="A toll was charged."), "unsupported_key"),
        (number("How many?", 13, "The ladder has twelve rungs."), "unsupported_key"),
        (date("When?", "1932-05-15", "It was opened on 14 May 1932."), "unsupported_key"),
        (date("When?", "1928", "She drew it in 1927."), "unsupported_key"),
        (statement("Xi Jinping died in 1976.", true=False, passage="Mao Zedong died in 1976."),
         "person_swapped"),
        (statement("After he resigned, Nixon left.", true=False, passage="Ford resigned.",
                   flags=("swapped person",)), "person_swapped"),
    ],
    ids=lambda value: value.stem if isinstance(value, ItemDraft) else value,
)  # fmt: skip
def test_what_a_teacher_would_not_ask_is_blocked(draft: ItemDraft, code: str) -> None:
    assert codes(draft) == {code}


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (choice("Who?", *WHO), "no_passage"),
        (replace(choice("Who?", *WHO), rationale=" "), "no_rationale"),
        (choice("Who?", *WHO[:3], "All of the above"), "catch_all"),
        (choice("What sank in the storm?", "A wooden storm boat", "A raft", "A car"), "clue"),
        (date("When in 2023 was it?", "2023-06-14", "On June 14, it was."), "year_inferred"),
    ],
)
def test_what_a_reviewer_should_look_at_is_only_advice(draft: ItemDraft, code: str) -> None:
    assert codes(draft) == set()
    assert code in codes(draft, Severity.ADVICE)


ORDER = ItemDraft(
    ItemType.ORDERING,
    "Put these events in order, earliest first.",
    OrderKey(),
    ("The ferry sinks", "The bridge opens", "The toll ends"),
)
FORUM = date("In which year was the 2nd China-Africa People's Forum held?", "2012", "2012")
OPENED = choice("Who opened the Tollan Bridge?", *WHO)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (OPENED, replace(OPENED, name="again"), True),
        (OPENED, choice("The Tollan Bridge was opened by whom?", *WHO), True),
        (OPENED, replace(OPENED, key=ChoiceKey(frozenset({2}))), True),
        (
            choice("Which came first?", "The bridge opened", "The toll ended"),
            choice("Which came first?", "The ferry sank", "The plans were drawn"),
            False,
        ),
        (ORDER, replace(ORDER, options=("War is declared", "Peace is made", "Trade grows")), False),
        (ORDER, replace(ORDER, stem="Put the events in their order, earliest first."), True),
        (
            FORUM,
            date("In which year was the 3rd China-Africa People's Forum held?", "2014", "2014"),
            False,
        ),
        (FORUM, date("What year was the 2nd China-Africa People's Forum?", "2012", "2012"), True),
        (
            date("In which year did Hua Guofeng visit Romania?", "1978", "1978"),
            date("In which year did Deng Xiaoping visit Japan?", "1978", "1978"),
            False,
        ),
    ],
)
async def test_duplicates_ask_the_same_fact_not_only_in_the_same_pattern(
    loaded_embedder: Embedder, one: ItemDraft, other: ItemDraft, same: bool
) -> None:
    finder = DuplicateFinder(loaded_embedder)

    (found,) = await finder.find(1, [one], [Known("other", other)])
    beside = await finder.find(2, [other, one], [])

    assert (found is not None) is same
    assert [repeated is not None for repeated in beside] == [False, same]
