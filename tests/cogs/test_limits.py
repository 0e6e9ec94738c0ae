"""Too fast, too long, too clever: nobody is pinged, nothing breaks, everything is acknowledged."""

from __future__ import annotations

import re

import pytest

from tests.cogs.conftest import World
from tests.cogs.reading import components, markdown, receipt, text
from tests.cogs.test_answer_buttons import OPENED


async def test_the_sixth_question_in_ten_seconds_is_slowed_down_once(world: World) -> None:
    for _ in range(5):
        answered = await world.ana.slash(world.public, "ask", question=OPENED)
        assert receipt(answered.response)

    sixth = await world.ana.slash(world.public, "ask", question=OPENED)
    seventh = await world.ana.slash(world.public, "ask", question=OPENED)
    other = await world.ben.slash(world.public, "ask", question=OPENED)

    found = re.fullmatch(r"Slow down: try again <t:(\d+):R>\.", text(sixth.response))
    assert found is not None
    assert 0 < int(found[1]) - world.env.now().timestamp() <= 11
    assert sixth.ephemeral
    assert seventh.acknowledged
    assert seventh.response is None, "silence"
    assert receipt(other.response), "others are not slowed down"
    assert len(await world.records()) == 6

    await world.env.advance_time(11)
    later = await world.ana.slash(world.public, "ask", question=OPENED)
    assert receipt(later.response)


async def test_mentions_count_towards_the_same_pace(world: World) -> None:
    for _ in range(8):
        await world.ana.send(world.public, world.to_bot(OPENED))

    answers = [m for m in world.public.history() if m.author.bot]
    assert len(answers) == 6
    assert text(answers[-1]).startswith("Slow down: try again <t:")
    assert len(await world.records()) == 5


async def test_hammering_a_button_is_slowed_down_and_acknowledged(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)

    results = [await world.ana.click(asked.response, label="Helpful 👍") for _ in range(23)]

    words = [text(result.response) for result in results if result.response is not None]
    assert sum("Slow down" in said for said in words) == 1
    assert all(result.acknowledged for result in results)


@pytest.mark.parametrize(
    "question",
    [
        "@everyone @here who opened the <@&1> bridge <@1> <#1>?",
        "Tollan bridge **bold** ||spoiler|| [click](https://evil.example) `x`",
        "# Tollan bridge\n> quote\n- list ~~gone~~",
        "</ask:1> <t:0:R> <:smile:1> :smile: Tollan bridge",
        "\u202eegdirb nalloT\u202c Tollan bridge",
        "T̴̡̛o̵̢͝l̷̨̛l̶̡̛a̴̧͝n̵̢̛ bridge opened",
        "🌉" * 480 + " Tollan bridge opened when?",
        "*" * 900 + " Tollan bridge opened when?",
    ],
)
async def test_a_question_is_shown_as_text_and_pings_nobody(world: World, question: str) -> None:
    result = await world.ana.slash(world.public, "ask", question=question)
    await world.ana.send(world.public, world.to_bot(question))

    for message in (result.response, world.public.last_message):
        title = markdown(message).split("\n")[0].removeprefix("### ")
        assert not re.search(r"(?<!\\)(<@|<#|<t:|</|\|\||\]\(|`|\*\*)", title)
        assert "\u202e" not in title
        assert not components(message)[0].get("spoiler")
    assert not world.public.last_message.mentions
    assert not world.public.last_message.mention_everyone


async def test_a_name_full_of_markdown_is_shown_as_text(world: World) -> None:
    name = "**@everyone** <@1> [x](https://evil.example) " + "o\u0336" * 5
    eve = world.guild.add_member(world.env.create_user("eve", global_name=name))
    asked = await eve.slash(world.private, "ask", question=OPENED)

    await eve.click(asked.response, label="Share")

    (posted,) = world.private.history(viewer=world.ben)
    assert "Shared by **@everyone** <@1> [x](https" in text(posted)
    assert not posted.mention_everyone


async def test_cards_that_were_sent_are_not_kept_in_memory(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    await world.ana.click(asked.response, label="Show source")
    await world.ana.click(asked.response, label="Share")
    await world.ana.send(world.private, world.to_bot(OPENED))

    assert world.bot.persistent_views == []
