"""What learners tell the staff, and hear back: appeals, and items that they propose."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemStatus,
    ItemType,
    TextKey,
)
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items
from knowledge.storage.items import ItemFilter
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    stock,
)
from tests.cogs.reading import components, text
from tests.cogs.studying import (
    SHORT_TEXT,
    TOLL,
    dm_count,
    fill,
    post_button,
    start,
)
from tests.cogs.test_answer_buttons import OPENED


async def appeal(world: World, typed: str) -> Any:
    screen = await start(world, SHORT_TEXT)
    answered = await fill(world, screen, "Answer", {"text": typed})
    assert "Not correct" in text(answered.response)
    await world.restart()
    return await world.ana.click(answered.response, label="I was right")


async def test_an_accepted_appeal_is_told_once_and_counts_for_everybody(world: World) -> None:
    sent = await appeal(world, "the bridge's lady engineer")
    waiting = await world.max.slash(world.private, "quiz appeals")
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
    waiting = await world.max.slash(world.private, "quiz appeals")
    rejected = await world.max.click(waiting.response, label="Reject")

    (item,) = await items_of(world)
    assert "Rejected" in text(rejected.response)
    assert item.revision == 1
    assert "stays as it was" in text(world.ana.user.dm_channel.last_message)


async def test_only_instructors_decide_appeals(world: World) -> None:
    await appeal(world, "Samuel Pryce")

    listed = await world.ana.slash(world.private, "quiz appeals")
    forged = await post_button(world, "study:decide:accept:1")
    pressed = await world.ana.click(forged, label="Forged")

    assert "permission" in text(listed.response)
    assert "permission" in text(pressed.response)
    assert (await items_of(world))[0].revision == 1


async def test_a_suggested_item_waits_for_review_with_its_author(world: World) -> None:
    offered = await world.ana.slash(world.private, "study suggest", about="the toll on carts")
    (select,) = [c for c in components(offered.response) if c["type"] == 3]
    assert len(select["options"]) == 5
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
    waiting = await world.max.slash(world.private, "quiz appeals")
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
    waiting = await world.max.slash(world.private, "quiz appeals")

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
