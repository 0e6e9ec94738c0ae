"""`/study`, as a learner uses it: one item on the screen, whatever its type."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot import client
from bot.cards import study_ids
from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemStatus,
    ItemType,
    Picked,
    TextKey,
)
from knowledge.model.study import Hint, StudyKind, StudySession, Turn
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items
from knowledge.storage.items import ItemFilter
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    CITATION,
    CLOZE,
    DATE,
    MATCHING,
    NUMBER,
    ORDERING,
    SEVERAL,
    TRUE_FALSE,
    media,
    single,
    stock,
)
from tests.cogs.reading import components, custom_id, labels, text
from tests.cogs.test_answer_buttons import OPENED

LETTERS = "ABCDEFGH"
TYPED = {
    ItemType.CLOZE: "Ferry",
    ItemType.NUMBER: "48 000",
    ItemType.DATE: "May 14, 1932",
    ItemType.SHORT_TEXT: "ruth calder",
}
SHORT_TEXT = ItemDraft(
    ItemType.SHORT_TEXT,
    "Who drew the first plans for the bridge?",
    TextKey(("Ruth Calder",)),
    rationale="Okafor says that Calder had drawn them.",
    citation=CITATION,
    themes=("people",),
    name="short-text",
)
FLASHCARD = ItemDraft(
    ItemType.FLASHCARD,
    "When did the bridge open?",
    TextKey(("On 14 May 1932.",)),
    citation=CITATION,
    name="flashcard",
)


async def start(world: World, *drafts: ItemDraft, **options: Any) -> Any:
    """Ana's first screen, with these items in the bank."""
    await stock(world, *drafts)
    result = await world.ana.slash(world.private, "study start", **options)
    assert result.ephemeral
    return result.response


async def session_of(world: World, member: Any) -> StudySession:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    found = await world.knowledge.tutor.open_session(member.id, course.id)
    assert found is not None
    return found


async def open_turn(world: World, member: Any) -> Turn:
    found = await world.knowledge.tutor.next(member.id, (await session_of(world, member)).id)
    assert isinstance(found, Turn)
    return found


async def letter(world: World, *, right: bool) -> str:
    turn = await open_turn(world, world.ana)
    key = turn.draft.key
    assert isinstance(key, ChoiceKey)
    return next(
        LETTERS[slot] for slot, place in enumerate(turn.order) if (place in key.right) is right
    )


async def press(world: World, screen: Any, turn: Turn) -> Any:
    """Answer with what is right, as the controls of the item's type want it."""
    draft = turn.draft
    slot_of = {place: slot for slot, place in enumerate(turn.order)}
    match draft.type:
        case ItemType.SINGLE_CHOICE | ItemType.TRUE_FALSE:
            assert isinstance(draft.key, ChoiceKey)
            (place,) = draft.key.right
            label = LETTERS[slot_of[place]]
            if draft.type is ItemType.TRUE_FALSE:
                label = draft.options[place]
            return await world.ana.click(screen, label=label)
        case ItemType.MULTIPLE_CHOICE:
            assert isinstance(draft.key, ChoiceKey)
            return await world.ana.select(screen, [str(slot_of[p]) for p in draft.key.right])
        case ItemType.FLASHCARD:
            back = await world.ana.click(screen, label="Show the answer")
            return await world.ana.click(back.response, label="I knew it")
        case ItemType.ORDERING:
            fields = {f"step{p}": [str(slot_of[p])] for p in range(len(draft.options) - 1)}
            return await fill(world, screen, "Put in order", fields)
        case ItemType.MATCHING:
            fields = {f"step{p}": [str(slot_of[p])] for p in range(len(draft.options))}
            return await fill(world, screen, "Match", fields)
    return await fill(world, screen, "Answer", {"text": TYPED[draft.type]})


async def fill(world: World, screen: Any, label: str, fields: dict[str, Any]) -> Any:
    shown = await world.ana.click(screen, label=label)
    return await world.ana.submit_modal(shown, fields)


KINDS = (
    single(), SEVERAL, TRUE_FALSE, CLOZE, NUMBER, DATE, ORDERING, MATCHING, SHORT_TEXT, FLASHCARD,
)  # fmt: skip


@pytest.mark.parametrize("draft", KINDS, ids=lambda draft: draft.type.value)
async def test_every_type_can_be_answered_also_after_a_restart(
    world: World, draft: ItemDraft
) -> None:
    screen = await start(world, draft)
    turn = await open_turn(world, world.ana)
    asked = text(screen)
    await world.restart()

    result = await press(world, screen, turn)

    shown = text(result.response)
    assert result.response.id == screen.id, "one item on one screen"
    assert draft.stem in asked
    assert "✅ **Correct**" in shown
    assert CITATION.quote in shown
    assert "p. 7" in shown
    assert "Comes again" in shown


async def test_nothing_on_the_screen_says_what_is_right_before_the_answer(world: World) -> None:
    screen = await start(world, *KINDS, number=10)
    for _ in KINDS:
        turn = await open_turn(world, world.ana)
        shown = text(screen)
        assert CITATION.quote not in shown
        if turn.draft.rationale:
            assert turn.draft.rationale not in shown
        ids = [c["custom_id"] for c in components(screen) if c.get("custom_id")]
        assert not any("right" in found or "correct" in found for found in ids)
        answered = await press(world, screen, turn)
        screen = (await world.ana.click(answered.response, label="Next")).response
        await world.env.advance_time(5)
    assert "10 answered: **10 right**. 10 of 10 points." in text(screen)


async def test_events_do_not_stand_solved(world: World) -> None:
    await start(world, ORDERING)
    ordering = await open_turn(world, world.ana)
    assert list(ordering.order) != sorted(ordering.order)


async def test_a_wrong_choice_shows_both_answers_and_comes_again_soon(world: World) -> None:
    screen = await start(world, single())
    wrong = await letter(world, right=False)
    result = await world.ana.click(screen, label=wrong)

    shown = text(result.response)
    assert "❌ **Not correct**" in shown
    assert "Ruth Calder (✅ right)" in shown
    assert "(your choice)" in shown
    assert "I was right" not in labels(result.response)


async def test_a_second_press_on_an_old_screen_changes_nothing(world: World) -> None:
    screen = await start(world, single())
    right, wrong = await letter(world, right=True), await letter(world, right=False)
    identifier = custom_id(screen, wrong)
    first = await world.ana.click(screen, label=right)
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    turn = int(identifier.split(":")[2])

    again = await world.knowledge.tutor.answer(world.ana.id, turn, Picked((0,)), 99)

    assert "Correct" in text(first.response)
    assert again is not None
    progress = await world.knowledge.tutor.progress(world.ana.id, course.id)
    assert (progress.responses, progress.right) == (1, 1)


async def test_the_ladder_of_hints_goes_up_step_by_step(world: World) -> None:
    screen = await start(world, SHORT_TEXT)
    one = await world.ana.click(screen, label="Hint 1 of 4")
    first = text(one.response)
    await world.restart()
    two = await world.ana.click(one.response, label="Hint 2 of 4")
    second = text(two.response)
    three = await world.ana.click(two.response, label="Hint 3 of 4")
    third = text(three.response)
    result = await fill(world, three.response, "Answer", {"text": "Ruth Calder"})

    assert "Building the bridge" in first
    assert "48,000" in second
    assert "R___ C___" in third
    assert "Ruth Calder" not in third
    assert "0.5 of 1 point" in text(result.response)


async def test_the_last_hint_is_the_answer_and_is_worth_nothing(world: World) -> None:
    screen = await start(world, NUMBER)
    for step in (1, 2, 3, 4):
        screen = (await world.ana.click(screen, label=f"Hint {step} of 4")).response

    assert "48,000 pounds" in text(screen)
    assert not any(label.startswith("Hint") for label in labels(screen))


async def test_what_cannot_be_read_is_given_back(world: World) -> None:
    screen = await start(world, DATE)

    result = await fill(world, screen, "Answer", {"text": "a while ago"})
    good = await fill(world, screen, "Answer", {"text": "14 May 1932"})

    assert result.ephemeral
    assert "can't read a date" in text(result.response)
    assert "Correct" in text(good.response)


async def test_an_order_that_names_an_event_twice_is_given_back(world: World) -> None:
    screen = await start(world, ORDERING)

    result = await fill(
        world, screen, "Put in order", {"step0": ["0"], "step1": ["0"], "step2": ["1"]}
    )

    assert "its own place" in text(result.response)
    assert (await open_turn(world, world.ana)).response is None


async def test_a_flashcard_that_was_not_known(world: World) -> None:
    screen = await start(world, FLASHCARD)
    back = await world.ana.click(screen, label="Show the answer")
    await world.restart()
    result = await world.ana.click(back.response, label="I didn't")

    assert "On 14 May 1932." in text(back.response)
    assert "Not correct" in text(result.response)


@pytest.mark.parametrize("part", ["flip", "known"])
async def test_an_item_that_is_no_flashcard_is_neither_turned_nor_known(
    world: World, part: str
) -> None:
    await start(world, NUMBER)
    turn = await open_turn(world, world.ana)
    forged = await post_button(world, study_ids.press(turn.id, part))

    result = await world.ana.click(forged, label="Forged")

    assert "answered in another way" in text(result.response)
    assert "48,000" not in text(result.response)
    assert await open_turn(world, world.ana) == turn


async def test_quiz_me_on_this_keeps_what_was_open_and_says_how_to_return(world: World) -> None:
    await start(world, single(), SHORT_TEXT, theme="people")
    usual = await session_of(world, world.ana)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    begun = await world.ana.click(asked.response, label="Quiz me on this")
    first = text(begun.response)
    stopped = await world.ana.click(begun.response, label="Stop")

    assert "Your other session is kept" in first
    assert "`/study start` goes on with it" in text(stopped.response)
    assert (await session_of(world, world.ana)).id == usual.id


async def test_the_source_opens_after_the_answer(world: World) -> None:
    screen = await start(world, single())
    answered = await world.ana.click(screen, label=await letter(world, right=True))
    await world.restart()

    source = await world.ana.click(answered.response, label="Show source")

    assert source.ephemeral
    assert f"**{CITATION.quote}**" in text(source.response)


async def test_a_session_is_resumed_anywhere(world: World) -> None:
    screen = await start(world, single(1), single(2), number=2)
    await world.ana.click(screen, label=await letter(world, right=True))
    await world.restart()

    resumed = await world.ana.user.slash("study start")

    assert not resumed.ephemeral, "a direct message stays"
    assert "2 of 2" in text(resumed.response)
    assert "in the middle" in text(resumed.response)
    turn = await open_turn(world, world.ana)
    (slot,) = [s for s, place in enumerate(turn.order) if place == 1]
    over = await world.ana.user.click(resumed.response, label=LETTERS[slot])
    done = await world.ana.user.click(over.response, label="Next")
    assert "2 answered: **2 right**" in text(done.response)


async def test_stop_ends_the_session_and_says_how_it_went(world: World) -> None:
    screen = await start(world, single(1), single(2))

    stopped = await world.ana.click(screen, label="Stop")
    anew = await world.ana.slash(world.private, "study start")

    assert "Nothing was counted" in text(stopped.response)
    assert "in the middle" not in text(anew.response)


async def test_nobody_presses_on_somebody_else_s_screen(
    world: World,
) -> None:
    screen = await start(world, SHORT_TEXT)
    turn = await open_turn(world, world.ana)
    for identifier in (
        f"study:press:{turn.id}:form",
        f"study:next:{turn.session_id}",
        f"study:stop:{turn.session_id}",
        f"study:hint:{turn.id}:4",
        f"study:source:{turn.id}",
        f"study:appeal:{turn.id}",
        f"study:flag:{turn.id}",
    ):
        forged = await post_button(world, identifier)
        result = await world.ben.click(forged, label="Forged")
        assert result.ephemeral
        assert "somebody else's" in text(result.response), identifier
    assert (await open_turn(world, world.ana)) == turn
    assert SHORT_TEXT.stem in text(screen)


async def post_button(world: World, identifier: str) -> Any:
    view = discord.ui.LayoutView(timeout=None)
    forged: discord.ui.Button[Any] = discord.ui.Button(label="Forged", custom_id=identifier)
    view.add_item(discord.ui.ActionRow(forged))
    channel = world.env.bot.get_channel(world.public.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)


async def test_flags_of_three_learners_suspend_an_item(world: World) -> None:
    await stock(world, single())
    for member in (world.ana, world.ben, world.max):
        screen = await member.slash(world.private, "study start")
        reasons = await member.click(screen.response, label="Flag 🚩")
        thanks = await member.select(reasons.response, ["wrong"])
        assert "saved" in text(thanks.response)
        await world.restart()

    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    assert await world.knowledge.tutor.themes(course.id) == []


async def test_a_theme_and_an_unknown_document(world: World) -> None:
    await stock(world, single(), SHORT_TEXT)

    themed = await world.ana.slash(world.private, "study start", theme="people", number=5)
    unknown = await world.ana.slash(world.private, "study start", document="nowhere")
    nothing = await world.ana.slash(world.private, "study start", theme="ships")

    assert "Study: people · 1 of 1" in text(themed.response)
    assert "I don't have that document" in text(unknown.response)
    assert "no approved questions" in text(nothing.response)


async def test_mistakes_are_listed_and_studied_again(world: World) -> None:
    screen = await start(world, single())
    await world.ana.click(screen, label=await letter(world, right=False))
    listed = await world.ana.slash(world.private, "study mistakes")
    await world.restart()
    again = await world.ana.click(listed.response, label="Study these")
    await world.ana.click(again.response, label=await letter(world, right=True))
    none = await world.ana.slash(world.private, "study mistakes")

    assert "Right: Ruth Calder" in text(listed.response)
    assert "Your mistakes · 1 of 1" in text(again.response)
    assert "no open mistakes" in text(none.response)


async def test_due_says_when_and_then_asks(world: World) -> None:
    screen = await start(world, single())
    await world.ana.click(screen, label=await letter(world, right=True))
    early = await world.ana.slash(world.private, "study due")
    await advance_days(world, 3)
    later = await world.ana.slash(world.private, "study due")

    assert "Nothing is due now. Next: <t:" in text(early.response)
    assert "Due today · 1 of 1" in text(later.response)


async def test_progress_says_in_words_what_its_picture_shows(world: World) -> None:
    screen = await start(world, single(), SHORT_TEXT, theme="bridges")
    await world.ana.click(screen, label=await letter(world, right=True))

    result = await world.ana.slash(world.private, "study progress")

    shown = text(result.response)
    (picture,) = media(result.response)
    assert result.ephemeral
    assert "bridges: **100%**" in shown
    assert "people: **0%**" in shown
    assert "Streak: **1 day**" in shown
    assert "bridges: 100%; people: 0%" in picture["description"]
    assert result.response.attachments[0].filename == "progress.png"


async def test_a_reminder_comes_once_a_day_and_not_at_night(world: World) -> None:
    screen = await start(world, single())
    await world.ana.click(screen, label=await letter(world, right=True))
    hour = world.env.now().hour
    quiet_to = (hour + 4) % 24
    asleep = await world.ana.slash(
        world.private, "study reminders", zone="+00:00", quiet_from=hour, quiet_to=quiet_to
    )
    await advance_days(world, 3)
    at_night = dm_count(world)
    await world.restart()
    await world.env.advance_time(5 * 3_600)
    in_the_morning = dm_count(world)
    await world.restart()
    await world.env.advance_time(3_600)
    after_restart = dm_count(world)
    message = world.ana.user.dm_channel.last_message
    begun = await world.ana.user.click(message, label="Study now")

    assert "Reminders: on" in text(asleep.response)
    assert in_the_morning - at_night <= 1
    assert after_restart == in_the_morning >= 1
    assert "1 question is due" in text(message)
    assert "Due today · 1 of 1" in text(begun.response)


async def advance_days(world: World, days: int) -> None:
    for _ in range(days):
        await world.env.advance_time(24 * 3_600)


def dm_count(world: World) -> int:
    channel = world.ana.user.dm_channel
    return 0 if channel is None else len(channel.history())


async def test_reminders_refuse_an_unknown_zone_and_can_be_turned_off(world: World) -> None:
    unknown = await world.ana.slash(world.private, "study reminders", zone="Moon/Crater")
    on = await world.ana.slash(world.private, "study reminders", zone="Europe/Bucharest")
    await world.restart()
    off = await world.ana.click(on.response, label="Turn off")
    now = await world.ana.slash(world.private, "study reminders")

    assert "don't know that time zone" in text(unknown.response)
    assert "Europe/Bucharest" in text(on.response)
    assert "off" in text(off.response)
    assert "Reminders: off" in text(now.response)


async def test_quiz_me_on_this_asks_about_the_cited_passage(world: World) -> None:
    await stock(world, single(), SHORT_TEXT)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    await world.restart()

    begun = await world.ana.click(asked.response, label="Quiz me on this")

    assert begun.ephemeral
    assert "From the answer · 1 of 2" in text(begun.response)


async def test_quiz_me_on_this_offers_the_nearest_theme_where_there_is_nothing(
    world: World,
) -> None:
    elsewhere = ItemDraft(
        ItemType.TRUE_FALSE,
        "Lanterns are lit at noon.",
        ChoiceKey(frozenset({1})),
        ("True", "False"),
        themes=("lanterns",),
        name="lanterns",
    )
    await stock(world, elsewhere)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    offered = await world.ana.click(asked.response, label="Quiz me on this")
    await world.restart()
    begun = await world.ana.click(offered.response, label="Study that theme")

    assert "no questions on these passages" in text(offered.response)
    assert "**lanterns**" in text(offered.response)
    assert "Study: lanterns · 1 of 1" in text(begun.response)


async def appeal(world: World, typed: str) -> Any:
    screen = await start(world, SHORT_TEXT)
    answered = await fill(world, screen, "Answer", {"text": typed})
    assert "Not correct" in text(answered.response)
    await world.restart()
    return await world.ana.click(answered.response, label="I was right")


async def test_an_accepted_appeal_is_told_once_and_counts_for_everybody(world: World) -> None:
    sent = await appeal(world, "the bridge's lady engineer")
    waiting = await world.max.slash(world.private, "study appeals")
    to_decide = text(waiting.response)
    await world.restart()
    decided = await world.max.click(waiting.response, label="Accept")
    await world.restart()
    await world.env.advance_time(3_700)

    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    progress = await world.knowledge.tutor.progress(world.ana.id, course.id)
    (item,) = await items_of(world)
    assert "went to the course's instructors" in text(sent.response)
    assert "the bridge's lady engineer" in to_decide
    assert "Accepted: 1 answer is right now" in text(decided.response)
    assert (progress.responses, progress.right, progress.mistakes) == (1, 1, 0)
    assert isinstance(item.draft.key, TextKey)
    assert "the bridge's lady engineer" in item.draft.key.accepted
    assert item.revision == 2
    assert dm_count(world) == 1
    assert "is accepted now" in text(world.ana.user.dm_channel.last_message)


async def items_of(world: World, *statuses: ItemStatus) -> Any:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    wanted = ItemFilter(statuses=frozenset(statuses or (ItemStatus.APPROVED,)))
    async with world.knowledge.database.read() as session:
        return await items.list_items(session, course.id, wanted)


async def test_a_rejected_appeal_changes_nothing_and_is_told(world: World) -> None:
    await appeal(world, "Samuel Pryce")
    waiting = await world.max.slash(world.private, "study appeals")
    rejected = await world.max.click(waiting.response, label="Reject")

    (item,) = await items_of(world)
    assert "Rejected" in text(rejected.response)
    assert item.revision == 1
    assert "stays as it was" in text(world.ana.user.dm_channel.last_message)


async def test_only_instructors_decide_appeals(world: World) -> None:
    await appeal(world, "Samuel Pryce")

    listed = await world.ana.slash(world.private, "study appeals")
    forged = await post_button(world, "study:decide:accept:1")
    pressed = await world.ana.click(forged, label="Forged")

    assert "permission" in text(listed.response)
    assert "permission" in text(pressed.response)
    assert (await items_of(world))[0].revision == 1


async def test_a_suggested_item_waits_for_review_with_its_author(world: World) -> None:
    offered = await world.ana.slash(world.private, "study suggest", about="the toll on carts")
    (select,) = [c for c in components(offered.response) if c["type"] == 3]
    toll = next(o["value"] for o in select["options"] if "toll" in o["label"].casefold())
    await world.restart()
    opened = await world.ana.select(offered.response, [toll])
    await world.restart()
    stored = await world.ana.submit_modal(
        opened,
        {
            "question": "What did a cart pay at the bridge before 1951?",
            "right": "two pence",
            "wrong": "six pence\none shilling\nnothing",
            "why": "Okafor names the charge on every cart.",
        },
    )

    (item,) = await items_of(world, ItemStatus.DRAFT)
    assert stored.ephemeral
    assert "Thank you" in text(stored.response)
    assert (item.origin.value, item.author, item.author_id) == ("suggested", "Ana", world.ana.id)
    assert item.draft.citation is not None
    assert "two pence" in item.draft.citation.quote
    assert item.draft.options[0] == "two pence"


async def test_a_suggestion_that_the_validators_refuse_is_given_back(world: World) -> None:
    offered = await world.ana.slash(world.private, "study suggest", about="the toll on carts")
    (select,) = [c for c in components(offered.response) if c["type"] == 3]
    opened = await world.ana.select(offered.response, [select["options"][0]["value"]])
    refused = await world.ana.submit_modal(
        opened,
        {
            "question": "Did carts pay two pence or something else?",
            "right": "two pence",
            "wrong": "two pence",
            "why": "It **says** so.",
        },
    )

    assert "Not taken yet" in text(refused.response)
    assert "It **says** so." in text(refused.response)
    assert await items_of(world, ItemStatus.DRAFT) == []


@pytest.mark.parametrize("command", ["start", "due", "mistakes", "progress"])
async def test_a_bank_without_items_says_so(world: World, command: str) -> None:
    result = await world.ana.slash(world.private, f"study {command}")

    assert result.ephemeral
    assert text(result.response)


@pytest.fixture
def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the model is asked, and that Discord never waits for it."""
    found: list[str] = []
    one, many = Embedder.embed_query, Embedder.embed_documents

    def note(*texts: str) -> None:
        found.extend(texts)
        waiting = [i for i in world.env.backend.interactions.values() if not i.responded]
        assert not waiting, "the model is asked before Discord has its acknowledgement"

    async def embed_query(self: Embedder, text: str) -> Any:
        note(text)
        return await one(self, text)

    async def embed_documents(self: Embedder, texts: Any, **more: Any) -> Any:
        note("\n".join(texts))
        return await many(self, texts, **more)

    monkeypatch.setattr(Embedder, "embed_query", embed_query)
    monkeypatch.setattr(Embedder, "embed_documents", embed_documents)
    return found


TOLL = ItemDraft(
    ItemType.SHORT_TEXT,
    "What was the toll for?",
    TextKey(("paying for the bridge",)),
    citation=CITATION,
    themes=("tolls",),
    name="toll",
)


async def test_discord_does_not_wait_while_a_text_is_compared(
    world: World, asked: list[str]
) -> None:
    screen = await start(world, TOLL)
    result = await fill(world, screen, "Answer", {"text": "feeding the toll keeper"})

    assert len(asked) == 1
    assert result.response.id == screen.id
    assert "Not correct" in text(result.response)


async def test_discord_does_not_wait_while_a_passage_or_a_theme_is_looked_for(
    world: World, asked: list[str]
) -> None:
    await stock(world, ItemDraft(
        ItemType.TRUE_FALSE, "Lanterns are lit at noon.", ChoiceKey(frozenset({1})),
        ("True", "False"), themes=("lanterns",), name="lanterns",
    ))  # fmt: skip
    answer = await world.ana.slash(world.private, "ask", question=OPENED)
    asked.clear()

    offered = await world.ana.slash(world.private, "study suggest", about="the toll on carts")
    begun = await world.ana.click(answer.response, label="Quiz me on this")

    assert len(asked) == 2
    assert offered.ephemeral
    assert begun.ephemeral
    assert "**lanterns**" in text(begun.response)


async def test_a_decision_asks_the_model_once_for_all_texts(world: World, asked: list[str]) -> None:
    screen = await start(world, TOLL)
    answered = await fill(world, screen, "Answer", {"text": "feeding the toll keeper"})
    await world.ana.click(answered.response, label="I was right")
    for member, words in ((world.ben, "feeding the poor keeper"), (world.max, "food for keepers")):
        began = await member.slash(world.private, "study start")
        shown = await member.click(began.response, label="Answer")
        await member.submit_modal(shown, {"text": words})
    waiting = await world.max.slash(world.private, "study appeals")
    asked.clear()

    decided = await world.max.click(waiting.response, label="Accept")

    assert len(asked) == 1
    assert "feeding the poor keeper" in asked[0]
    assert "food for keepers" in asked[0]
    assert "Accepted" in text(decided.response)


async def test_learners_hear_of_a_decision_even_if_its_card_cannot_be_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await appeal(world, "Samuel Pryce")
    waiting = await world.max.slash(world.private, "study appeals")

    async def fail(*_args: Any, **_kwargs: Any) -> None:
        raise discord.DiscordException

    with monkeypatch.context() as patched:
        patched.setattr(discord.Interaction, "edit_original_response", fail)
        failed = await world.max.click(waiting.response, label="Reject")

    assert "Your decision **is saved**." in text(failed.followups[0])
    assert "stays as it was" in text(world.ana.user.dm_channel.last_message)


async def untold(world: World) -> None:
    """Ana's appeal is decided while no direct message reaches her."""
    await appeal(world, "Samuel Pryce")
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    appeals = world.knowledge.appeals
    (waiting,) = await appeals.list_open(course.id)
    await appeals.decide(course.id, waiting.appeal.id, accept=False, by=world.max.id)
    assert len(await appeals.take_untried()) == 1


@pytest.mark.parametrize("command", ["study start", "study due"])
async def test_a_decision_is_shown_at_the_next_visit_wherever_it_leads(
    world: World, command: str
) -> None:
    """`/study start` goes on with the open session, `/study due` finds nothing to ask."""
    await untold(world)

    first = await world.ana.slash(world.private, command)
    second = await world.ana.slash(world.private, command)

    assert "stays as it was" in text(first.response)
    assert "stays as it was" not in text(second.response)


async def test_a_decision_that_could_not_be_shown_is_shown_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await untold(world)

    async def fail(*_args: Any, **_kwargs: Any) -> None:
        raise discord.DiscordException

    with monkeypatch.context() as patched:
        patched.setattr("bot.cogs.study.show", fail)
        await world.ana.slash(world.private, "study due")
    again = await world.ana.slash(world.private, "study due")

    assert "stays as it was" in text(again.response)


async def test_a_flag_on_an_item_that_is_gone_says_so(world: World) -> None:
    screen = await start(world, single())
    reasons = await world.ana.click(screen, label="Flag 🚩")
    turn = await open_turn(world, world.ana)
    flag, bank = world.knowledge.bank.flag, world.knowledge.bank

    async def flag_gone(_item_id: int, user_id: int, reason: str) -> Any:
        return await flag(turn.item_id + 1, user_id, reason)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bank, "flag", flag_gone)
        result = await world.ana.select(reasons.response, ["wrong"])

    assert "no longer in the bank" in text(result.response)


BIG = 2**63 - 1


@pytest.mark.parametrize(
    "made",
    [
        study_ids.press(BIG, "choose"),
        study_ids.next_item(BIG),
        study_ids.stop(BIG),
        study_ids.hint(BIG, Hint.ANSWER),
        study_ids.source(BIG),
        study_ids.appeal(BIG),
        study_ids.flag(BIG),
        study_ids.reason(BIG),
        study_ids.begin(StudyKind.MISTAKES),
        study_ids.theme("a" * 300),
        study_ids.mistakes("previous", 99_999),
        study_ids.from_answer("A-7F3KQQQQ"),
        study_ids.PROGRESS,
        study_ids.REMIND_OFF,
        study_ids.PASSAGE,
        study_ids.decide("reject", BIG),
    ],
)
def test_a_custom_id_of_self_study_leads_to_exactly_one_handler(made: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in client.ITEMS]

    assert len(made) <= 100
    assert sum(bool(pattern.fullmatch(made)) for pattern in patterns) == 1
