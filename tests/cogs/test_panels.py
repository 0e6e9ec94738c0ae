"""`/explore sources`, `/help` and `/setup`."""

from __future__ import annotations

import pytest
import simcord

from bot.access_table import ACCESS, Job, Role
from bot.cogs.desk import NO_DOCUMENTS, NOT_SET_UP
from bot.cogs.setup import IN_A_SERVER
from knowledge.ingestion.batch import SourceFile
from knowledge.model.record import Visibility
from tests.cogs.conftest import World
from tests.cogs.reading import components, labels, text

OPENED = "When was the Tollan Bridge opened?"


async def test_sources_lists_every_document_with_what_is_known_of_it(world: World) -> None:
    result = await world.ana.slash(world.private, "explore sources")

    card = text(result.response)
    assert result.ephemeral
    assert "3 documents that you can ask about" in card
    assert "1. A Short History of the Tollan Bridge" in card
    assert "Mira Okafor · 2021-03-04" in card
    assert "2 passages" in card
    assert "version 1" not in card
    assert "<https://example.org/tollan-bridge>" in card
    assert "Notices of the *Tollan* Harbour Board" in card


async def test_many_sources_are_paged_by_ten(world: World) -> None:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    files = [SourceFile(f"n{n}.txt", f"Note {n} on tides.".encode()) for n in range(9)]
    report = await world.knowledge.ingester.ingest(course, files)
    assert not report.skipped

    first = await world.ana.slash(world.private, "explore sources")
    assert "Page 1 of 2" in text(first.response)
    assert "10. " in text(first.response)
    second = await world.ana.click(first.response, label="Next")
    assert second.response.id == first.response.id
    assert "Page 2 of 2" in text(second.response)
    assert "12. n8" in text(second.response)
    assert labels(second.response) == ["First", "Previous"]


@pytest.mark.parametrize(("course", "words"), [("", NOT_SET_UP), ("empty", NO_DOCUMENTS)])
async def test_sources_says_when_there_are_none(world: World, course: str, words: str) -> None:
    result = await world.ana.slash(world.private, "explore sources")

    assert text(result.response) == words


async def test_help_shows_a_student_what_a_student_may_do(world: World) -> None:
    result = await world.ana.slash(world.private, "help")

    first = text(result.response)
    turned = await world.ana.click(result.response, label="Next")
    card = first + text(turned.response)
    assert result.ephemeral
    for example in ("/ask question:", "/explore sources", "/help", "Ask about this", "@Colloquy"):
        assert example in card
    for option in ("`source`", "`mode: where`", "`private`", "**Share**"):
        assert option in card
    assert "/setup" not in card


async def test_help_is_grouped_by_job_and_fits_a_telephone(world: World) -> None:
    first = await world.ana.slash(world.private, "help")
    pages = [text(first.response)]
    second = await world.ana.click(first.response, label="Next")
    pages.append(text(second.response))
    assert "Next" not in labels(second.response)
    shown = "\n".join(pages)
    headings = [f"**{job.value}**" for job in Job]

    places = [shown.find(heading) for heading in headings[:-1]]
    assert -1 not in places
    assert places == sorted(places)
    assert headings[-1] not in shown
    for page in pages:
        assert sum(-(-len(line) // 45) for line in page.splitlines() if line) <= 40
    entries = [line for line in shown.splitlines() if " · " in line]
    assert len(entries) >= 17
    assert max(len(line) for line in entries) <= 90


async def test_help_shows_staff_their_own_page_last(world: World) -> None:
    shown = await world.max.slash(world.private, "help")
    read = [text(shown.response)]
    for _ in range(2):
        turned = await world.max.click(shown.response, label="Next")
        read.append(text(turned.response))

    assert "For staff" not in "".join(read[:-1])
    assert turned.response.id == shown.response.id
    assert "**For staff**" in read[-1]
    assert "/setup" in read[-1]
    assert "Next" not in labels(turned.response)
    examples = [r.example for r in ACCESS.values() if r.example and r.role is not Role.OPERATOR]
    assert [e for e in examples if sum(f"{e} · " in page for page in read) != 1] == []


async def test_help_in_a_direct_message_leaves_out_what_needs_a_server(world: World) -> None:
    result = await world.max.user.slash("help")

    assert "/setup" not in text(result.response)


async def test_setup_changes_who_sees_answers_in_its_channel_only(world: World) -> None:
    panel = await world.max.slash(world.private, "setup")
    assert panel.ephemeral
    assert "Answers in #reading-room" in text(panel.response)
    assert "Now: **Private**." in text(panel.response)

    chosen = await world.max.select(panel.response, ["public"])

    assert "Now: **Public**." in text(chosen.response)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    assert not asked.ephemeral
    other = world.guild.create_text_channel("elsewhere")
    assert (await world.ana.slash(other, "ask", question=OPENED)).ephemeral


async def test_setup_names_the_course_that_answers(world: World) -> None:
    panel = await world.max.slash(world.private, "setup")

    assert "Course: Small course" in text(panel.response)


@pytest.mark.parametrize("course", [""])
async def test_setup_without_a_course_says_how_to_get_one(world: World, course: str) -> None:
    panel = await world.max.slash(world.private, "setup")

    assert "There is no course yet" in text(panel.response)
    assert "DEFAULT_COURSE" in text(panel.response)


async def test_setup_is_hidden_from_students(world: World) -> None:
    assert "setup" not in world.ana.available_commands(world.private)
    assert "setup" in world.max.available_commands(world.private)


async def test_setup_is_refused_to_students_even_where_discord_shows_it(world: World) -> None:
    await _let_everyone_see(world, "setup")

    result = await world.ana.slash(world.private, "setup")

    assert result.ephemeral
    assert text(result.response) == (
        "You need the **Manage Server** permission to do this. Ask a server admin."
    )


async def _let_everyone_see(world: World, name: str) -> None:
    command = next(c for c in world.env.backend.commands[None].values() if c["name"] == name)
    world.guild.set_command_permissions(int(command["id"]), {world.ana: True})


async def test_setup_asks_again_who_is_choosing(world: World) -> None:
    """The panel was opened by a manager who is none any more when choosing."""
    panel = await world.max.slash(world.private, "setup")
    member = world.env.bot.get_guild(world.guild.id)
    assert member is not None
    world.env.backend.get_guild(world.guild.id).members[world.max.id].role_ids.clear()

    result = await world.max.select(panel.response, ["public"])

    assert "You need the **Manage Server** permission" in text(result.response)
    kept = await world.knowledge.library.channel_visibility(world.guild.id, world.private.id)
    assert kept is Visibility.PRIVATE


async def test_setup_is_not_offered_in_direct_messages(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="not visible"):
        await world.max.user.slash("setup")
    assert IN_A_SERVER
    assert components((await world.max.user.slash("help")).response)
