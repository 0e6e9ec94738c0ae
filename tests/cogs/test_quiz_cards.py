"""The cards of a live quiz as pure functions: what they say, what they fit, what they hide."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import client
from bot.cards import quiz_ids
from bot.cards.custom_ids import theme_mark
from bot.cards.layout import Card
from bot.cards.players import shown_name, shown_names
from bot.cards.quiz_board import board_card, mistake_card, naming_card, result_card
from bot.cards.quiz_catch_up import graded_card, late_card
from bot.cards.quiz_lobby import already_live, lobby_card, preview_card
from bot.cards.quiz_panel import ending_card, panel_card
from bot.cards.quiz_question import CHANGEABLE, question_card, receipt_words, response_words
from bot.cards.quiz_reveal import bars, flag_card, reveal_card
from bot.cards.quiz_rules import rules_card
from bot.cards.text import width
from bot.charts.shares import alt_text, draw_shares
from knowledge.model.assessment import (
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    Origin,
    Outcome,
    Picked,
    Written,
)
from knowledge.model.quiz import (
    Board,
    Changed,
    Given,
    Late,
    Leaderboard,
    Misfit,
    Mistake,
    Player,
    Question,
    QuestionResult,
    QuestionState,
    Quiz,
    QuizPlan,
    QuizState,
    Recorded,
    Refusal,
    Standing,
    TeamStanding,
)
from knowledge.model.quiz_replies import Graded, Preview
from knowledge.model.scoring import FORMULA
from tests.cogs.payloads import walk
from tests.cogs.quizzes import (
    ALL_KINDS,
    CITATION,
    MATCHING,
    ORDERING,
    RIGHT_MARK,
    SEVERAL,
    TRUE_FALSE,
    single,
)

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLAN = QuizPlan(course_id=1, count=10)
SINGLE = single()


def components(card: Card) -> list[dict[str, Any]]:
    return list(walk(card.to_components()))


def words(card: Card) -> str:
    return "\n".join(c["content"] for c in components(card) if c["type"] == 10)


def a_quiz(**changes: Any) -> Quiz:
    made = Quiz(
        id=7, receipt="Q-7F3K", course="Small *course*", plan=PLAN, state=QuizState.RUNNING,
        server_id=1, channel_id=2, host_id=3, host_name="@everyone Max", questions=10, position=3,
        lobby_message_id=4, board_message_id=None, starts_at=None, window_until=None,
        created_at=AT, finished_at=None,
    )  # fmt: skip
    return replace(made, **changes)


def a_question(draft: ItemDraft = SINGLE, **changes: Any) -> Question:
    shuffled = {
        ItemType.ORDERING: (2, 0, 3, 1),
        ItemType.MATCHING: (1, 2, 0),
        ItemType.TRUE_FALSE: (0, 1),
    }
    order = shuffled.get(draft.type, (3, 1, 0, 2) if draft.options else ())
    made = Question(
        id=31, quiz_id=7, ordinal=3, item_id=5, draft=draft, order=order,
        state=QuestionState.OPEN, message_id=9, opened_at=AT, deadline=AT,
    )  # fmt: skip
    return replace(made, **changes)


def a_player(name: str, user_id: int = 1, **changes: Any) -> Player:
    return replace(Player(user_id, name, None, AT, False, False, False), **changes)


def a_standing(rank: int, name: str, points: float, **changes: Any) -> Standing:
    return Standing(rank, a_player(name, rank, **changes), points, int(points), 10)


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.type.value)
@pytest.mark.parametrize("state", [s for s in QuestionState if s is not QuestionState.REVEALED])
def test_no_key_is_in_a_question_before_its_reveal(draft: ItemDraft, state: QuestionState) -> None:
    sent = json.dumps(question_card(a_question(draft, state=state), 10).to_components())

    assert RIGHT_MARK not in sent
    assert CITATION.quote not in sent
    assert "orrect" not in sent


def test_the_ids_of_a_choice_do_not_tell_which_item_option_stands_there() -> None:
    right = [a_question(order=order) for order in ((1, 0, 2, 3), (0, 1, 2, 3))]
    ids = [[c["custom_id"] for c in components(question_card(q, 10)) if "custom_id" in c]
           for q in right]  # fmt: skip

    assert ids[0] == ids[1] == [*(f"quiz:a:31:{slot}" for slot in range(4)), "quiz:flag:31"]


def test_a_question_has_lettered_texts_and_short_buttons() -> None:
    card = question_card(a_question(), 10)

    assert "**Question 3 of 10**" in words(card)
    assert "**A.** The Harbour Board\n**B.** Ruth Calder" in words(card)
    assert [c["label"] for c in components(card) if c["type"] == 2] == [*"ABCD", "Report 🚩"]
    assert f"<t:{int(AT.timestamp())}:R>" in words(card)


def test_ten_options_have_ten_letters() -> None:
    many = replace(single(), options=tuple(f"Option number {n}" for n in range(10)))
    card = question_card(a_question(many, order=tuple(range(10))), 10)

    assert [c["label"] for c in components(card) if c["type"] == 2] == [*"ABCDEFGHIJ", "Report 🚩"]


@pytest.mark.parametrize(
    "state", [QuestionState.PAUSED, QuestionState.CLOSED, QuestionState.SKIPPED]
)
def test_what_is_not_open_has_no_controls(state: QuestionState) -> None:
    assert not [c for c in components(question_card(a_question(state=state), 10))
                if c["type"] in (2, 3)]  # fmt: skip


def test_partial_credit_is_stated() -> None:
    assert "Partly right counts in part" in words(question_card(a_question(SEVERAL), 10))
    whole = replace(SEVERAL, key=replace(SEVERAL.key, credit="all"))  # type: ignore[arg-type]
    assert "All or nothing" in words(question_card(a_question(whole), 10))


@pytest.mark.parametrize(
    ("draft", "response", "shown"),
    [
        (single(), Picked((1,)), "**B**"),
        (SEVERAL, Picked((0, 2)), "**C, D**"),
        (TRUE_FALSE, Picked((1,)), "**False**"),
        (ORDERING, Picked((0, 1, 2, 3)), "**B → D → A → C**"),
        (MATCHING, Picked((0, 1, 2)), "**1C, 2A, 3B**"),
        (single(), Written("a *ferry*"), "“a \\*ferry\\*”"),
    ],
)
def test_a_response_is_named_by_the_letters_of_the_screen(
    draft: ItemDraft, response: Picked | Written, shown: str
) -> None:
    assert response_words(a_question(draft), response) == shown


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        (Recorded(Picked((1,))), f"Recorded: **B**. {CHANGEABLE}"),
        (
            Changed(Picked((1,)), Picked((0,))),
            f"Changed from **B** to **C**. {CHANGEABLE}",
        ),
        (Changed(Picked((1,)), Picked((1,))), f"Still **B**. {CHANGEABLE}"),
        (Late(3.2), "Time was up 3 s before your click, so it does not count."),
        (Late(0.2), "Time was up 1 s before your click, so it does not count."),
        (Late(0), "This question is closed."),
        (Misfit("Give a day."), "Give a day. Nothing was saved: answer again."),
    ],
)
def test_everyone_hears_what_became_of_their_click(receipt: Any, said: str) -> None:
    assert receipt_words(a_question(), receipt) == said


def test_a_receipt_stays_true_after_the_close() -> None:
    said = receipt_words(a_question(), Recorded(Picked((1,))))

    assert said == "Recorded: **B**. You can change it as long as the question is open."


def test_every_refusal_has_words() -> None:
    assert all(receipt_words(a_question(), refusal) for refusal in Refusal)


def a_result(draft: ItemDraft = SINGLE, **changes: Any) -> QuestionResult:
    shares = (4, 12, 0, 3) if draft.options else ()
    made = QuestionResult(a_question(draft), shares, (), 19, 12, 20)
    return replace(made, **changes)


def test_a_reveal_keeps_letters_and_says_correct_in_a_word() -> None:
    shown = words(reveal_card(a_result(), 10, charted=True))

    assert "**B.** Ruth Calder ✅ **Correct** · 12 (63 %)" in shown
    assert "**A.** The Harbour Board · 3 (16 %)" in shown
    assert "**12 of 19** answered right (63 %). 1 did not answer." in shown
    assert CITATION.quote in shown
    assert "A Short History of the Tollan Bridge › Building the bridge, p. 7" in shown
    assert RIGHT_MARK in shown


def test_the_chart_says_in_its_alt_text_what_the_words_say() -> None:
    card = reveal_card(a_result(), 10, charted=True)
    (gallery,) = [c for c in components(card) if c["type"] == 12]

    assert gallery["items"][0]["description"] == (
        "Bar chart of the answers. A: 3, 16 %; B (correct): 12, 63 %; C: 4, 21 %; D: 0, 0 %."
    )
    assert not [c for c in components(reveal_card(a_result(), 10, charted=False))
                if c["type"] == 12]  # fmt: skip


async def test_the_chart_is_a_picture_that_tells_right_from_wrong() -> None:
    drawn = await draw_shares(bars(a_result()), 19)
    without = await draw_shares([replace(bar, is_right=False) for bar in bars(a_result())], 19)

    assert drawn.startswith(b"\x89PNG")
    assert drawn != without
    assert len(alt_text(bars(a_result()) * 200, 19)) <= 1_024


def test_a_reveal_of_a_text_shows_the_commonest_answers() -> None:
    text_item = next(d for d in ALL_KINDS if d.type is ItemType.CLOZE)
    result = a_result(text_item, shares=(), written=(("ferry", 9), ("boat @everyone", 3)))

    shown = words(reveal_card(result, 10, charted=False))

    assert "Right: **ferry" in shown
    assert "Most given: “ferry” × 9, “boat \\@everyone” × 3" in shown


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.type.value)
def test_every_kind_of_item_has_a_reveal_and_a_mistake(draft: ItemDraft) -> None:
    result = a_result(draft, shares=(1,) * len(draft.options))
    mistake = Mistake(a_question(draft), None)

    assert RIGHT_MARK in words(reveal_card(result, 10, charted=False))
    missed = words(mistake_card(a_quiz(), [mistake]))
    assert "⬜ **Missed**: you gave no answer." in missed
    assert "Missed · 1 of 1" in missed


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana", "Ana"),
        ("**Ana** <@1> @everyone", "\\*\\*Ana\\*\\* \\<\\@1\\> \\@everyone"),
        ("\u2800\u200b", "player 7"),
        ("", "player 7"),
        ("\u0301" * 32, "player 7"),
        ("A" + "\u0301" * 32, "Á\u0301\u0301"),
        ("\u202eanA", "anA"),
        ("x" * 90, "x" * 31 + "…"),
    ],
)
def test_a_name_cannot_break_a_board(name: str, shown: str) -> None:
    assert shown_name(name, 7) == shown


def test_a_full_lobby_is_counted_not_listed() -> None:
    players = [a_player(f"Somebody with a long name {n}", n) for n in range(500)]
    hidden = [a_player("Ghost", 1, is_hidden=True)]

    assert "In so far: 500" in words(lobby_card(a_quiz(), "Course", players))
    assert "and 460 more" in words(lobby_card(a_quiz(), "Course", players))
    assert shown_names(hidden, 40) == "1 in all"


def test_the_lobby_names_the_theme_that_was_chosen() -> None:
    themed = a_quiz(plan=replace(PLAN, theme="Bridges & *ferries*"))

    assert "### Quiz: Course · Bridges & \\*ferries\\*" in words(lobby_card(themed, "Course", []))
    assert "### Quiz: Course\n" in words(lobby_card(a_quiz(), "Course", []))


def test_a_removed_player_is_not_in_the_lobby() -> None:
    shown = words(
        lobby_card(a_quiz(), "Course", [a_player("Ana"), a_player("Ben", 2, is_kicked=True)])
    )

    assert "In so far: 1" in shown
    assert "Ben" not in shown


def test_the_rules_print_the_formula() -> None:
    shown = words(rules_card(a_quiz(plan=replace(PLAN, bonus=0.3))))

    assert FORMULA in shown
    assert "*Partly right counts in part*" in shown
    assert "wrong ones chosen / all wrong ones" in shown
    assert "a bonus of up to 30 % for speed" in shown


def test_a_preview_calls_the_kinds_as_the_bank_does() -> None:
    drawn = (an_item(SEVERAL), an_item(single()), an_item(single()))

    assert "Kinds: 2 × single choice, 1 × multiple choice" in words(
        preview_card(PLAN, Preview(3, drawn, 7, ()), 0)
    )


def test_a_preview_says_why_its_themes_add_up_to_more_than_its_questions() -> None:
    one, two = an_item(single()), an_item(replace(single(), themes=("bridges", "tolls")))

    several = words(preview_card(PLAN, Preview(2, (one, two), 7, ()), 0))
    each_one = words(preview_card(PLAN, Preview(2, (one, one), 7, ()), 0))

    assert "Themes (a question may have several): bridges (2), tolls (1)" in several
    assert "Themes: bridges (2)" in each_one


def an_item(draft: ItemDraft) -> Item:
    return Item(5, 1, draft, ItemStatus.APPROVED, Origin.WRITTEN, "Mira", None, "", None, 1, AT, AT)


LONG = "long *words* @everyone <@1> " * 200
FULL = ItemDraft(
    type=ItemType.SINGLE_CHOICE,
    stem=LONG,
    key=single().key,
    options=tuple(LONG + str(n) for n in range(10)),
    rationale=LONG,
    citation=replace(
        CITATION, quote=LONG, document=LONG, section=(LONG,) * 6, author=LONG, passage=LONG
    ),
    themes=(LONG,) * 20,
)
FULL_QUESTION = a_question(FULL, order=tuple(range(10)))
FULL_QUIZ = a_quiz(
    course=LONG, host_name=LONG, plan=replace(PLAN, theme=LONG, bonus=0.3, teams=9),
    window_until=AT, starts_at=AT,
)  # fmt: skip
CROWD = tuple(a_standing(1, LONG, 9.123456, team=3) for _ in range(500))
TEAMS = tuple(TeamStanding(1, n, 9.123456, 10) for n in range(10))


@pytest.mark.parametrize(
    "card",
    [
        question_card(FULL_QUESTION, 50),
        late_card(FULL_QUESTION, 50),
        graded_card(Graded(FULL_QUESTION, Picked((0,)), Outcome(0), 0), 50),
        reveal_card(
            QuestionResult(FULL_QUESTION, (100,) * 10, (), 1_000, 100, 1_000), 50, charted=True
        ),
        board_card(FULL_QUIZ, LONG, Leaderboard(CROWD, TEAMS), catching_up=True),
        result_card(FULL_QUIZ, CROWD[0], 500),
        mistake_card(
            FULL_QUIZ,
            [Mistake(FULL_QUESTION, Given(1, Picked((0,)), AT, 0, Outcome(0), 0))] * 50,
            page=49,
        ),
        preview_card(
            FULL_QUIZ.plan, Preview(999, (an_item(FULL),) * 50, 2**32 - 1, (LONG,) * 9), 336
        ),
        lobby_card(FULL_QUIZ, LONG, [s.player for s in CROWD]),
        panel_card(FULL_QUIZ, FULL_QUESTION, [s.player for s in CROWD], "A note. " * 40, 9),
        ending_card(FULL_QUIZ),
        naming_card(FULL_QUIZ, 2**62, LONG, is_hidden=False),
        already_live(FULL_QUIZ),
        flag_card(FULL_QUESTION),
        rules_card(FULL_QUIZ),
    ],
    ids=lambda card: words(card)[:24].replace("\n", " "),
)
def test_the_fullest_card_fits(card: Card) -> None:
    ids = [c["custom_id"] for c in components(card) if c.get("custom_id")]

    assert width(words(card)) <= 3_900
    assert len(components(card)) <= 40
    assert all(len(custom_id) <= 100 for custom_id in ids)
    assert "@everyone" not in words(card).replace("\\@everyone", "")


@given(
    count=st.integers(1, 50),
    theme=st.one_of(st.none(), st.text(min_size=1, max_size=90)),
    document=st.one_of(st.none(), st.integers(1, 10**6)),
    types=st.frozensets(st.sampled_from(list(ItemType))),
    seconds=st.one_of(st.none(), st.integers(5, 3_600)),
    bonus=st.integers(0, 30),
    board=st.sampled_from(list(Board)),
    teams=st.integers(0, 10),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_plan_survives_the_way_through_a_button(
    count: int, theme: str | None, document: int | None, types: frozenset[ItemType],
    seconds: int | None, bonus: int, board: Board, teams: int, seed: int,
) -> None:  # fmt: skip
    plan = QuizPlan(
        course_id=10**6, count=count, theme=theme, document_id=document, types=types,
        seconds=seconds, bonus=bonus / 100, board=board, teams=teams,
    )  # fmt: skip
    for made in (
        quiz_ids.start(plan, 336, seed),
        quiz_ids.redraw(plan, 336, seed),
        quiz_ids.schedule(plan, AT, AT, 1_440),
    ):
        assert len(made) <= 100
        (match,) = [
            m
            for item in client.ITEMS
            if (m := item.__discord_ui_compiled_template__.fullmatch(made))
        ]
        state = match.groupdict()
        assert quiz_ids.plan_of(state, theme) == plan
        mark = "-" if theme is None else theme_mark(theme)
        assert state["theme"] == mark


@pytest.mark.parametrize(
    "made",
    [
        quiz_ids.CANCEL,
        quiz_ids.unschedule(7),
        quiz_ids.join(7),
        quiz_ids.leave(7),
        quiz_ids.press(31, "0"),
        quiz_ids.press(31, "choose"),
        quiz_ids.press(31, "form"),
        quiz_ids.late_press(31, "9"),
        quiz_ids.catch_up(7),
        quiz_ids.about(31),
        quiz_ids.flag(31),
        quiz_ids.reason(31),
        quiz_ids.result(7),
        quiz_ids.mistakes(7),
        quiz_ids.turn_mistakes("next", 7, 2),
        quiz_ids.naming(7),
        quiz_ids.showing(7, 2**62, hidden=True),
        quiz_ids.alias(7, 2**62),
        quiz_ids.control("next", 7),
        quiz_ids.kick(7),
        quiz_ids.names("next", 7, 2),
    ],
)
def test_an_id_of_a_quiz_leads_to_exactly_one_handler(made: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in client.ITEMS]

    assert sum(bool(pattern.fullmatch(made)) for pattern in patterns) == 1
