"""`/explore sources`, `/help` and `/setup`."""

from __future__ import annotations

import pytest
import simcord

from bot.access_table import ACCESS, Job, Role
from bot.cards.panels import STAFF
from bot.cogs.desk import NO_DOCUMENTS, NOT_SET_UP
from bot.cogs.setup import IN_A_SERVER
from knowledge.ingestion.batch import SourceFile
from tests.cogs.conftest import World
from tests.cogs.reading import components, labels, text


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
    headings = [f"**{job.value}**" for job in Job if job not in STAFF]

    places = [shown.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)
    assert "For staff" not in shown
    for page in pages:
        assert sum(-(-len(line) // 45) for line in page.splitlines() if line) <= 40
    entries = [line for line in shown.splitlines() if " · " in line]
    assert len(entries) >= 17
    assert max(len(line) for line in entries) <= 90


async def test_help_shows_staff_their_own_pages_last(world: World) -> None:
    shown = await world.max.slash(world.private, "help")
    read = [text(shown.response)]
    for _ in range(4):
        turned = await world.max.click(shown.response, label="Next")
        read.append(text(turned.response))

    assert "For staff" not in "".join(read[:2])
    assert turned.response.id == shown.response.id
    assert all("**For staff: " in page for page in read[2:])
    assert "/setup" in read[-1]
    assert "Next" not in labels(turned.response)
    examples = [r.example for r in ACCESS.values() if r.example and r.role is not Role.OPERATOR]
    assert [e for e in examples if sum(f"{e} · " in page for page in read) != 1] == []


async def test_help_in_a_direct_message_leaves_out_what_needs_a_server(world: World) -> None:
    result = await world.max.user.slash("help")

    assert "/setup" not in text(result.response)


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


async def test_setup_is_not_offered_in_direct_messages(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="not visible"):
        await world.max.user.slash("setup")
    assert IN_A_SERVER
    assert components((await world.max.user.slash("help")).response)
