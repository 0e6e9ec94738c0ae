"""`/explore timeline`, `/explore themes` and `/quiz draft`, as people use them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio

from bot.access_table import ACCESS
from bot.cards.timeline import NAME_TAKEN, NO_EVENTS, NO_SUCH_THEME, PICTURE
from bot.charts.timeline import Mark, draw_timeline, spread
from bot.cogs.desk import NO_DOCUMENTS, NOT_SET_UP
from bot.cogs.timeline import UNKNOWN_DOCUMENT, UNKNOWN_THEME, UNREADABLE_PERIOD
from knowledge.bootstrap import Knowledge
from knowledge.exploring.timeline import Timeline
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import ItemStatus, Origin
from tests.cogs.conftest import SEEDS, World
from tests.cogs.reading import components, text

SEED_COURSE = pytest.mark.parametrize("course", [SEEDS.name])


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def read_before(knowledge: Knowledge, course: str) -> None:
    """The simulator waits five seconds for an answer; the first reading may take longer."""
    found = await knowledge.library.find_course(course) if course else None
    if found is not None:
        await knowledge.timeline.read(found.id)
    await draw_timeline([Mark(2000, 2001, 1, is_sure=True)])


NOT_STAFF = "You need the **Manage Events** permission to do this. Ask a server admin."


def _select(message: Any) -> dict[str, Any]:
    (found,) = [c for c in components(message) if c["type"] == 3]
    return found


def _theme_names(message: Any) -> list[str]:
    return re.findall(r"\*\*\d+\. (.+?)\*\* · ", text(message))


async def _course_id(world: World) -> int:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    return course.id


@SEED_COURSE
async def test_the_timeline_tells_events_in_order_with_their_place(world: World) -> None:
    result = await world.ana.slash(world.private, "explore timeline", period="1976-2011")

    card = text(result.response)
    assert result.ephemeral
    assert card.index("1. mid-1970s") < card.index("2. 1976") < card.index("May 5, 2011")
    assert "> Mao Zedong died in 1976" in card
    assert "Hua Guofeng's precedent" in card
    assert "**5. 1979** (not sure: worked out from the lines around)" in card
    assert "March 17, 2013" not in card


@SEED_COURSE
async def test_the_picture_says_in_words_what_it_shows(world: World) -> None:
    result = await world.ana.slash(world.private, "explore timeline", period="2013")

    attached = [
        attachment["filename"]
        for channel in world.env.backend.messages.values()
        for message in channel.values()
        for attachment in message.attachments
    ]
    assert attached == [PICTURE]
    (gallery,) = [c for c in components(result.response) if c["type"] == 12]
    (item,) = gallery["items"]
    assert PICTURE in item["media"]["url"]
    assert item["description"].startswith("A line of time from 2013 to 2013 with ")
    assert "March 17, 2013" in item["description"]


def test_the_numbers_in_the_picture_never_cover_one_another() -> None:
    for wanted in ([0.5] * 6, [0.0, 0.0, 0.01, 0.99, 1.0, 1.0], [0.2, 0.1, 0.9], [0.4]):
        places = spread(wanted)
        assert all(b - a >= 0.05 for a, b in pairwise(places))
        assert places[0] > 0
        assert places[-1] < 1
    assert spread([0.2, 0.5, 0.8]) == pytest.approx([0.2, 0.5, 0.8])


@SEED_COURSE
async def test_the_example_of_the_help_finds_something_in_the_shipped_course(world: World) -> None:
    example = ACCESS["explore timeline"].example
    found = await world.ana.slash(world.private, "explore timeline", period=example[-10:-1])

    assert example == "`/explore timeline period: 2013-2015`"
    assert "March 17, 2013" in text(found.response)


@SEED_COURSE
async def test_the_timeline_is_paged_and_survives_a_restart(world: World) -> None:
    first = await world.ana.slash(world.private, "explore timeline")
    before = text(first.response)
    assert "Page 1 of" in before
    await world.restart()

    second = await world.ana.click(first.response, label="Next")

    assert "Page 2 of" in text(second.response)
    assert "7. " in text(second.response)
    assert "1. mid-1970s" in before
    assert "1. mid-1970s" not in text(second.response)


@SEED_COURSE
async def test_the_timeline_is_narrowed_by_theme_and_document(world: World) -> None:
    course_id = await _course_id(world)
    hong, zhao = sorted(
        await world.knowledge.library.list_documents(course_id), key=lambda d: d.voice
    )
    result = await world.ana.slash(world.private, "explore timeline", document=str(hong.id))
    assert "Mao Zedong died in 1976" in text(result.response)
    assert zhao.title not in text(result.response)

    themes = await world.knowledge.timeline.themes(course_id)
    dream = next(theme for theme in themes if theme.name == "Chinese dream")
    found = await world.ana.slash(world.private, "explore timeline", theme="chinese dream")
    assert "March 17, 2013" in text(found.response)
    assert "Chinese dream" in text(found.response)
    assert "Suzhou" not in text(found.response)
    assert len(dream.passages) > 1


@SEED_COURSE
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"period": "long ago"}, UNREADABLE_PERIOD),
        ({"period": "1990-1980"}, UNREADABLE_PERIOD),
        ({"period": "1200"}, NO_EVENTS),
        ({"theme": "Cooking"}, UNKNOWN_THEME),
        ({"document": "Cooking"}, UNKNOWN_DOCUMENT),
    ],
)
async def test_what_cannot_be_found_is_said_plainly(
    world: World, options: dict[str, str], words: str
) -> None:
    result = await world.ana.slash(world.private, "explore timeline", **options)

    assert text(result.response) == words


@pytest.mark.parametrize(("course", "words"), [("", NOT_SET_UP), ("empty", NO_DOCUMENTS)])
async def test_without_documents_there_is_nothing_to_show(
    world: World, course: str, words: str
) -> None:
    for command in ("explore timeline", "explore themes"):
        result = await world.ana.slash(world.private, command)
        assert text(result.response) == words


@SEED_COURSE
async def test_staff_leave_out_a_misread_event_for_everybody(world: World) -> None:
    shown = await world.max.slash(world.private, "explore timeline", period="1976-1978")
    mao = next(o for o in _select(shown.response)["options"] if "Mao Zedong" in o["description"])
    await world.restart()

    after = await world.max.select(shown.response, [mao["value"]])

    assert "Mao Zedong" not in text(after.response)
    seen = await world.ana.slash(world.private, "explore timeline", period="1976-1978")
    assert "Mao Zedong" not in text(seen.response)
    assert "Hua Guofeng" in text(seen.response)


@SEED_COURSE
async def test_students_are_offered_no_change_and_refused_one(world: World) -> None:
    timeline = await world.ana.slash(world.private, "explore timeline", period="1976-1978")
    themes = await world.ana.slash(world.private, "explore themes")
    offered = [c for m in (timeline, themes) for c in components(m.response) if c["type"] == 3]
    assert offered == []

    staff = await world.max.slash(world.private, "explore themes")
    name = _theme_names(staff.response)[0]
    world.env.backend.get_guild(world.guild.id).members[world.max.id].role_ids.clear()
    refused = await world.max.select(staff.response, [name])
    assert text(refused.response) == NOT_STAFF


@SEED_COURSE
async def test_themes_say_how_many_questions_there_are_and_where_they_stand(
    world: World,
) -> None:
    result = await world.ana.slash(world.private, "explore themes")

    card = text(result.response)
    names = _theme_names(result.response)
    assert result.ephemeral
    assert "Chinese dream" in names
    assert "Sino-US relations" in names
    assert "There are no questions on them yet." in card
    assert "**1. People-to-people diplomacy** · no questions yet" in card
    assert re.search(r"\d+ passages · (Hong|Zhao)", card)
    second = await world.ana.click(result.response, label="Next")
    assert not set(names) & set(_theme_names(second.response))


@SEED_COURSE
async def test_students_practise_what_the_list_of_themes_names(world: World) -> None:
    course_id = await _course_id(world)
    file = SEEDS / "items.yaml"
    await world.knowledge.exchange.plant(course_id, file.name, file.read_bytes())

    shown = await world.ana.slash(world.private, "explore themes")

    card = text(shown.response)
    assert "14 themes have questions" in card
    assert "**1. Sino-US relations** · 22 questions" in card
    progress = await world.ana.slash(world.private, "study progress")
    offered = await world.ana.autocomplete(world.private, "study start", "theme", "")
    for name in ("Chinese dream and centenary goals", "multi-dimensional diplomacy"):
        assert name in card
        assert name.casefold() in text(progress.response).casefold()
        assert name in [choice["value"] for choice in offered]
    # A phrase of the documents that belongs to a theme stands for it, in any case.
    study = await world.ana.slash(world.private, "study start", theme="chinese dream")
    assert "Study: Chinese dream and centenary goals · 1 of 9" in text(study.response)


@SEED_COURSE
async def test_staff_rename_what_is_practised(world: World) -> None:
    course_id = await _course_id(world)
    file = SEEDS / "items.yaml"
    await world.knowledge.exchange.plant(course_id, file.name, file.read_bytes())
    shown = await world.max.slash(world.private, "explore themes")
    form = await world.max.select(shown.response, ["Sino-US relations"])

    await world.max.submit_modal(form, {"name": "China and America", "into": ""})

    offered = await world.ana.autocomplete(world.private, "study start", "theme", "america")
    assert [choice["value"] for choice in offered] == ["China and America"]
    study = await world.ana.slash(world.private, "study start", theme="china and america")
    assert "Study: China and America · 1 of 10" in text(study.response)


@SEED_COURSE
async def test_staff_rename_a_theme_even_after_a_restart(world: World) -> None:
    shown = await world.max.slash(world.private, "explore themes")
    form = await world.max.select(shown.response, ["Chinese dream"])
    await world.restart()

    done = await world.max.submit_modal(form, {"name": "The dream of renewal", "into": ""})

    assert "The dream of renewal" in _theme_names(done.response)
    assert "Chinese dream" not in _theme_names(done.response)
    narrowed = await world.ana.slash(
        world.private, "explore timeline", theme="The dream of renewal"
    )
    assert "March 17, 2013" in text(narrowed.response)


@SEED_COURSE
async def test_staff_merge_themes(world: World) -> None:
    course_id = await _course_id(world)
    before = {t.name: t for t in await world.knowledge.timeline.themes(course_id)}
    shown = await world.max.slash(world.private, "explore themes")
    form = await world.max.select(shown.response, ["Chinese dream"])

    await world.max.submit_modal(form, {"name": "Chinese dream", "into": "foreign policy"})

    after = {t.name: t for t in await world.knowledge.timeline.themes(course_id)}
    assert "Chinese dream" not in after
    merged = next(t for t in after.values() if "Chinese dream" in t.aliases)
    assert set(merged.passages) == {
        *before["Chinese dream"].passages, *before["Foreign policy"].passages,
    }  # fmt: skip


@SEED_COURSE
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "Foreign policy", "into": ""}, NAME_TAKEN),
        ({"name": "x", "into": "Cooking"}, NO_SUCH_THEME.format(name="Cooking")),
    ],
)
async def test_a_change_that_cannot_be_made_changes_nothing(
    world: World, typed: dict[str, str], words: str
) -> None:
    course_id = await _course_id(world)
    before = await world.knowledge.timeline.themes(course_id)
    shown = await world.max.slash(world.private, "explore themes")
    form = await world.max.select(shown.response, ["Chinese dream"])

    refused = await world.max.submit_modal(form, typed)

    assert text((refused.followups or [refused.response])[0]) == words
    assert await world.knowledge.timeline.themes(course_id) == before


@SEED_COURSE
async def test_drafts_wait_for_review_and_nobody_is_asked_them(world: World) -> None:
    course_id = await _course_id(world)

    result = await world.max.slash(world.private, "quiz draft", count=8)

    card = text(result.response)
    assert result.ephemeral
    stored = await world.knowledge.bank.list_items(course_id)
    assert stored
    assert f"{len(stored)} drafts wait for review" in card
    assert len(stored) > 5
    assert f"and {len(stored) - 5} more\n" in card
    assert "**Why not more? " in card
    assert " possible questions were left out:**" in card
    assert "× unclear without the lines before it" in card
    assert {item.status for item in stored} == {ItemStatus.DRAFT}
    assert {item.origin for item in stored} == {Origin.DRAFTED}
    assert {item.author_id for item in stored} == {world.max.id}
    assert all(item.draft.citation is not None for item in stored)


@SEED_COURSE
async def test_students_cannot_draft(world: World) -> None:
    command = next(c for c in world.env.backend.commands[None].values() if c["name"] == "quiz")
    world.guild.set_command_permissions(int(command["id"]), {world.ana: True})

    result = await world.ana.slash(world.private, "quiz draft")

    assert text(result.response) == NOT_STAFF
    assert await world.knowledge.bank.list_items(await _course_id(world)) == []


@SEED_COURSE
async def test_typing_a_theme_never_starts_to_read_the_course(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    note = SourceFile("note.txt", b"The pier was opened in 1931.")
    await world.knowledge.ingester.ingest(course, [note])

    async def read(*_args: Any) -> None:
        raise AssertionError("a keystroke has begun a reading")

    monkeypatch.setattr(Timeline, "_find", read)

    offered = await world.ana.autocomplete(world.private, "explore timeline", "theme", "dre")
    assert "Chinese dream" in [choice["name"] for choice in offered]
