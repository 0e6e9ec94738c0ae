"""What the buttons under an answer do, for those who may press them and those who may not."""

from __future__ import annotations

import re
from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.cogs.answer_buttons import FOREIGN_ANSWER, MAY_NOT_POST, SHARED_ALREADY
from knowledge.model.record import Complaint, Decision, Rating
from tests.cogs.conftest import World
from tests.cogs.reading import components, custom_id, labels, markdown, receipt, text

OPENED = "When was the Tollan Bridge opened?"
UNANSWERABLE = "What is the boiling point of tungsten?"
LANTERNS = "Where does the red lantern stand according to the harbour master?"
SEASONS = "barrels and men in the seasons 1830 1860 1900 1930"
"""Answered with three quotes of a thousand characters each."""


async def ask(world: World, question: str = OPENED, **options: Any) -> Any:
    return (await world.ana.slash(world.private, "ask", question=question, **options)).response


async def test_show_source_marks_the_quote_in_its_passage(world: World) -> None:
    card = await ask(world)

    result = await world.ana.click(card, label="Show source")

    source = text(result.response)
    assert result.ephemeral
    assert "**The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder.**" in source
    assert "The bridge cost 48,000 pounds." in source
    assert "A Short History of the Tollan Bridge › Building the bridge" in source
    assert receipt(result.response) == receipt(card)


async def test_anyone_who_sees_a_public_answer_may_see_its_source(world: World) -> None:
    await world.ana.slash(world.public, "ask", question=OPENED)

    result = await world.ben.click(world.public.last_message, label="Show source")

    assert result.ephemeral
    assert "Ruth Calder" in text(result.response)


async def test_a_quote_full_of_markdown_is_shown_to_the_letter(world: World) -> None:
    card = await ask(world, LANTERNS)
    quote = (await world.records())[0].citations[0].quote
    result = await world.ana.click(card, label="Show source")

    assert "@everyone and <@1> and <@&2>" in quote
    assert "[this page](https://evil.example/x)" in quote
    assert f"> {quote} [1]" in text(card)
    assert f"**{quote}**" in text(result.response)
    for message in (card, result.response):
        assert not re.search(
            r"(?<!\\)(<@|@everyone|\[this|\*\*red|\|\||`code|~~gone)", markdown(message)
        )
        assert "https://" not in markdown(message), "nothing to click"


async def test_each_citation_has_a_page_of_the_source_view(world: World) -> None:
    card = await ask(world, SEASONS)
    citations = (await world.records())[0].citations
    assert len(citations) == 3

    shown = await world.ana.click(card, label="Show source")
    pages = [text(shown.response)]
    for _ in citations[1:]:
        turned = await world.ana.click(shown.response, label="Next")
        assert turned.response.id == shown.response.id, "a page turns in place"
        pages.append(text(turned.response))
    ends = labels(shown.response)
    first = await world.ana.click(shown.response, label="First")

    for number, (citation, page) in enumerate(zip(citations, pages, strict=True), start=1):
        assert f"Source [{citation.number}]" in page
        assert f"Source {number} of {len(citations)}" in page
        assert f"**{citation.quote}**" in page
    assert ends == ["First", "Previous"]
    assert text(first.response) == pages[0]


async def test_a_long_answer_is_one_message_with_pages(world: World) -> None:
    card = await ask(world, SEASONS)
    citations = (await world.records())[0].citations
    first = text(card)
    turned = await world.ana.click(card, label="Next")
    second = text(turned.response)

    assert turned.response.id == card.id
    assert len(world.private.history(viewer=world.ana)) == 1
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    for citation in citations:
        (page,) = [page for page in (first, second) if f"{citation.quote} [" in page]
        assert f"[{citation.number}]" in page.split("**Source", 1)[1], "beside its source"
    assert "Share" in labels(turned.response), "still to be shared"


async def test_nobody_turns_the_page_of_a_public_answer_for_the_others(world: World) -> None:
    await world.ana.slash(world.public, "ask", question=SEASONS)
    public = world.public.last_message

    result = await world.ben.click(public, label="Next")

    assert result.ephemeral
    assert "Page 2 of 2" in text(result.response)
    assert "Page 1 of 2" in text(world.public.last_message)
    assert "Share" not in labels(result.response)
    back = await world.ben.click(result.response, label="Previous")
    assert "Page 1 of 2" in text(back.response)


async def test_a_thumb_up_counts_at_once(world: World) -> None:
    card = await ask(world)

    result = await world.ana.click(card, label="Helpful 👍")

    assert result.ephemeral
    assert "saved" in text(result.response)
    (given,) = (await world.records())[0].feedback
    assert (given.user_id, given.rating, given.complaint) == (world.ana.id, Rating.UP, None)


async def test_a_thumb_down_counts_without_a_reason_and_takes_one(world: World) -> None:
    card = await ask(world)

    result = await world.ana.click(card, label="Not helpful 👎")
    (before,) = (await world.records())[0].feedback
    chosen = await world.ana.select(result.response, ["wrong_source"])

    assert before.rating is Rating.DOWN
    assert before.complaint is None
    (after,) = (await world.records())[0].feedback
    assert after.complaint is Complaint.WRONG_SOURCE
    assert "Noted: **Wrong source**." in text(chosen.response)


async def test_an_abstention_asks_for_reasons_of_its_own(world: World) -> None:
    card = await ask(world, UNANSWERABLE)

    result = await world.ana.click(card, label="Not helpful 👎")
    (select,) = [c for c in components(result.response) if c["type"] == 3]
    await world.ana.select(result.response, ["not_in_documents"])

    assert [option["label"] for option in select["options"]] == [
        "The documents do say",
        "The course should cover this",
        "Wrong headings",
        "Unclear",
    ]
    (record,) = await world.records()
    assert record.decision is Decision.ABSTAINED
    assert record.feedback[0].complaint is Complaint.NOT_IN_DOCUMENTS


async def test_everyones_last_thumb_counts(world: World) -> None:
    await world.ana.slash(world.public, "ask", question=OPENED)
    message = world.public.last_message

    await world.ana.click(message, label="Helpful 👍")
    await world.ben.click(message, label="Helpful 👍")
    await world.ana.click(message, label="Not helpful 👎")

    given = {f.user_id: f.rating for f in (await world.records())[0].feedback}
    assert given == {world.ana.id: Rating.DOWN, world.ben.id: Rating.UP}


async def test_sharing_posts_the_answer_once_with_the_sharers_name(world: World) -> None:
    card = await ask(world)

    await world.ana.click(card, label="Share")

    (posted,) = world.private.history(viewer=world.ben)
    assert "14 May 1932" in text(posted)
    assert "[1] Mira Okafor" in text(posted)
    assert "Shared by Ana" in text(posted)
    assert labels(posted) == ["Show source", "Helpful 👍", "Not helpful 👎", "Quiz me on this"]
    assert (await world.records())[0].message_id == posted.id
    mine = world.private.history(viewer=world.ana)
    assert "Share" not in labels(next(m for m in mine if m.flags.ephemeral))


async def test_an_answer_is_never_shared_twice(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(OPENED))
    pointer = world.private.last_message
    first = await world.ana.click(pointer, label="Show my answer")
    second = await world.ana.click(pointer, label="Show my answer")

    await world.ana.click(first.response, label="Share")
    again = await world.ana.click(second.response, label="Share")
    third = await world.ana.click(pointer, label="Show my answer")

    shared = [m for m in world.private.history(viewer=world.ben) if "Shared by" in text(m)]
    assert len(shared) == 1
    assert SHARED_ALREADY in text((again.followups or [again.response])[0])
    assert "Share" not in labels(third.response)


async def test_who_lost_the_right_to_write_cannot_share(world: World) -> None:
    card = await ask(world)
    silenced = Overwrite(
        world.guild.id, OverwriteType.ROLE, deny=discord.Permissions(send_messages=True).value
    )
    world.env.backend.edit_channel(world.private.id, {}, overwrites=[silenced])

    result = await world.ana.click(card, label="Share")

    assert MAY_NOT_POST in text(result.response)
    assert world.private.history(viewer=world.ben) == []


async def test_a_private_answer_opens_for_its_asker_only(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(OPENED))
    pointer = world.private.last_message

    foreign = await world.ben.click(pointer, label="Show my answer")
    own = await world.ana.click(pointer, label="Show my answer")

    assert text(foreign.response) == FOREIGN_ANSWER
    assert foreign.ephemeral
    assert own.ephemeral
    assert "14 May 1932" in text(own.response)
    assert receipt(own.response) in custom_id(pointer, "Show my answer")
