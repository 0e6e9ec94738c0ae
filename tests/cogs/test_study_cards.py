"""The screens of self-study stay within Discord's limits, whatever an item holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest
from discord import ui

from bot.cards.item_form import form, form_filled
from bot.cards.layout import Card
from bot.cards.study import back_card, passage_card, question_card, result_card
from bot.cards.study_lists import mistakes_card
from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    DateKey,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    Outcome,
    PartialDate,
    Picked,
    Response,
    TextKey,
    Written,
)
from knowledge.model.corpus import Citation, Span
from knowledge.model.grading import grade
from knowledge.model.study import Answered, Hint, StudyKind, StudySession, Turn

HOSTILE = "*_~|`[x](https://evil.example) @everyone <@1> " * 60
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CITATION = Citation(
    1, 1, 1, 1, HOSTILE, HOSTILE, (HOSTILE, HOSTILE), "p. 7", HOSTILE, Span(0, len(HOSTILE)),
    1, HOSTILE * 3, HOSTILE,
)  # fmt: skip
SESSION = StudySession(1, 1, 101, StudyKind.CHOSEN, HOSTILE, 10, 1, 0, 0, 0, 0.0, 0.0, None)


def hostile(kind: ItemType, key: Key, options: int = 0) -> ItemDraft:
    return ItemDraft(kind, HOSTILE, key, (HOSTILE,) * options, HOSTILE, CITATION, (HOSTILE,))


ITEMS: tuple[tuple[ItemDraft, Response], ...] = (
    (hostile(ItemType.SINGLE_CHOICE, ChoiceKey(frozenset({0})), 6), Picked((1,))),
    (hostile(ItemType.MULTIPLE_CHOICE, ChoiceKey(frozenset({0, 1})), 10), Picked((1, 2))),
    (hostile(ItemType.ORDERING, OrderKey(), 8), Picked((7, 6, 5, 4, 3, 2, 1, 0))),
    (hostile(ItemType.MATCHING, MatchKey((HOSTILE,) * 6), 6), Picked((0, 1, 2, 3, 4, 5))),
    (hostile(ItemType.CLOZE, TextKey((HOSTILE,) * 8)), Written(HOSTILE)),
    (hostile(ItemType.SHORT_TEXT, TextKey((HOSTILE,) * 8)), Written(HOSTILE)),
    (hostile(ItemType.NUMBER, NumberKey(1.5, 0.1, HOSTILE)), Written(HOSTILE)),
    (hostile(ItemType.DATE, DateKey(PartialDate(1978, 8))), Written(HOSTILE)),
    (hostile(ItemType.FLASHCARD, TextKey((HOSTILE,))), Written(HOSTILE)),
)
NO_FORM = (ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE, ItemType.FLASHCARD)


def turn(draft: ItemDraft, hint: Hint = Hint.NONE) -> Turn:
    order = tuple(range(len(draft.options)))
    return Turn(2**40, 2**40, 101, 1, 1, draft, order, NOW, hint, None, None, None)


def texts_of(card: Card) -> str:
    return "\n".join(
        item.content for item in card.walk_children() if isinstance(item, ui.TextDisplay)
    )


def assert_fits(card: Card) -> None:
    texts = [item.content for item in card.walk_children() if isinstance(item, ui.TextDisplay)]
    assert sum(len(text.encode("utf-16-le")) // 2 for text in texts) <= 4_000
    assert sum(1 for _ in card.walk_children()) <= 40
    shown = "\n".join(texts)
    assert "](https" not in shown.replace("\\]", "")
    assert "<@1>" not in shown.replace("\\<", "")


@pytest.mark.parametrize(("draft", "response"), ITEMS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("hint", list(Hint))
def test_every_screen_fits(draft: ItemDraft, response: Response, hint: Hint) -> None:
    asked = turn(draft, hint)
    answered = replace(asked, answered_at=NOW, response=response, outcome=Outcome(0.5))

    assert_fits(question_card(SESSION, asked, note=HOSTILE[:0]))
    assert_fits(result_card(SESSION, Answered(answered, NOW, is_new=True)))
    assert_fits(passage_card(CITATION))
    assert_fits(mistakes_card(1, [answered] * 12, page=1))
    if draft.type is ItemType.FLASHCARD:
        assert_fits(back_card(SESSION, asked))


def test_a_mistake_in_an_order_shows_only_what_differs_and_why() -> None:
    draft = ItemDraft(
        ItemType.ORDERING, "Order", OrderKey(), ("ferry", "bridge", "flood"), "It came later."
    )
    asked = replace(turn(draft), response=Picked((0, 2, 1)), outcome=Outcome(0.5))
    shown = texts_of(mistakes_card(1, [asked, asked]))

    assert "Yours: (2) flood · (3) bridge\nRight: (2) bridge · (3) flood\nIt came later." in shown
    assert "ferry" not in shown
    assert "It came later.\n\n**Order**" in shown


@pytest.mark.parametrize("draft", [draft for draft, _ in ITEMS if draft.type not in NO_FORM])
def test_every_form_fits(draft: ItemDraft) -> None:
    modal = form(draft, "study:answer:1", turn(draft).order)

    assert len(modal.children) <= 5
    for item in modal.children:
        if isinstance(item, ui.Label):
            assert len(item.text) <= 45
            assert len(item.description or "") <= 100
            if isinstance(item.component, ui.Select):
                assert all(len(option.label) <= 100 for option in item.component.options)


def shown_in(modal: ui.Modal) -> str:
    texts = []
    for item in modal.children:
        if isinstance(item, ui.TextDisplay):
            texts.append(item.content)
        elif isinstance(item, ui.Label):
            texts += [item.text, item.description or ""]
    return "\n".join(texts)


@pytest.mark.parametrize("events", [3, 6, 8])
def test_the_form_of_an_order_repeats_the_question_and_says_what_fills_itself(events: int) -> None:
    draft = ItemDraft(ItemType.ORDERING, "What came first?", OrderKey(), tuple("abcdefgh"[:events]))
    shown = shown_in(form(draft, "study:answer:1", tuple(range(events))))

    assert "What came first?" in shown
    assert shown.count("The last place fills itself.") == 1
    # Six events take all the room of a form for their selects, which name them.
    assert ("**C.** c" in shown) == (events != 6)


def test_several_that_earn_nothing_say_why() -> None:
    key = ChoiceKey(frozenset({0, 1}), Credit.PARTIAL)
    draft = ItemDraft(ItemType.MULTIPLE_CHOICE, "Which?", key, tuple("abcd"))

    def shown(*places: int) -> str:
        picked = Picked(places)
        asked = replace(turn(draft), response=picked, outcome=grade(draft, picked), answered_at=NOW)
        return texts_of(result_card(SESSION, Answered(asked, NOW, is_new=True)))

    why = "You chose 1 of the 2 right ones and 1 of the 2 wrong ones"
    assert why in shown(0, 2)
    assert "You chose" not in shown(0)
    assert "You chose" not in shown(2)


def test_a_long_order_is_typed_in_letters() -> None:
    draft = ItemDraft(ItemType.ORDERING, "Order", OrderKey(), tuple("abcdefgh"))
    order = (7, 6, 5, 4, 3, 2, 1, 0)
    modal = form(draft, "study:answer:1", order)
    fields = [i.component for i in modal.children if isinstance(i, ui.Label)]

    assert [type(field) for field in fields] == [discord.ui.TextInput]
    assert form_filled(draft, order, {"text": "h, g f-e dcba"}) == Picked(tuple(range(8)))
    assert form_filled(draft, order, {"text": "HGFEDCB"}) == Picked(tuple(range(8))), "the rest"
    assert form_filled(draft, order, {"text": "XYZ"}) == Picked(())


def test_slots_become_places_in_the_item_s_own_order() -> None:
    draft = ItemDraft(ItemType.ORDERING, "Order", OrderKey(), ("first", "second", "third"))
    order = (2, 0, 1)

    # Shown as A third, B first, C second; the learner wants B, C, and so A last.
    filled = form_filled(draft, order, {"step0": "1", "step1": "2"})

    assert filled == Picked((0, 1, 2))
