"""What two instructors do at once, and whom a correction reaches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from bot.cards.inbox import NO_PASSAGE
from knowledge.model.review import ReviewStatus
from knowledge.model.server import LogMode
from knowledge.model.verified import Draft, NotVerified, Person
from knowledge.storage import reviews
from tests.cogs.conftest import World
from tests.cogs.course import NOTICES
from tests.cogs.moderating import moderator
from tests.cogs.reading import receipt, text
from tests.cogs.standing import (
    CORRECT,
    COST,
    COST_AGAIN,
    LANTERNS,
    ask,
    change,
    change_the_bridge,
    fix,
    form_for,
    found,
    instructor,
    passage_of,
    wait_for_a_person,
)


async def test_no_form_shows_a_question_where_the_log_shows_none(world: World) -> None:
    ida = instructor(world)
    of = receipt((await ask(world)).response)
    await world.knowledge.moderation.alerting.change(
        world.guild.id, by=ida.id, mode=LogMode.NO_QUESTION_TEXT
    )

    fixing = await ida.slash(world.private, "answers fix", receipt=of)
    confirming = await ida.slash(world.private, "answers verify", receipt=of)

    assert COST not in str(fixing.modal) + str(confirming.modal)
    assert "Building the bridge" in str(fixing.modal)


async def test_a_form_takes_over_no_address_of_whoever_asked(world: World) -> None:
    ida = instructor(world)
    of, _ = await wait_for_a_person(world, f"{LANTERNS} Tell eve@example.org, 0123 456 7890.")

    fixing = await ida.slash(world.private, "answers fix", receipt=of)
    replying = await form_for(world, ida)

    for form in (fixing, replying):
        assert "Tell [address], [number]." in str(form.modal)


async def test_a_moderators_note_outlives_the_correction(world: World) -> None:
    mona, ida = moderator(world), instructor(world)
    of = receipt((await ask(world)).response)
    case = await mona.slash(world.private, "logs show", receipt=of)
    form = await mona.click(case.response, label="Wrong…")
    await mona.submit_modal(form, {"note": "The ramps are not in that sum."})

    await fix(world, ida, of)

    async with world.knowledge.database.read() as session:
        review = await reviews.find(session, of)
    assert review is not None
    assert (review.status, review.note) == (ReviewStatus.FIXED, "The ramps are not in that sum.")
    # Erasing whoever wrote the note must find it.
    assert review.reviewer_id == mona.id


async def test_what_another_wrote_meanwhile_is_not_replaced_unseen(world: World) -> None:
    ida, otto = instructor(world), instructor(world, "Otto")
    of = receipt((await ask(world)).response)
    forms = [await who.slash(world.private, "answers fix", receipt=of) for who in (ida, otto)]
    typed = {"question": COST, "words": CORRECT, "passages": [NO_PASSAGE]}
    late = typed | {"words": "It cost a lot."}

    done = await ida.submit_modal(forms[0], typed)
    refused = await otto.submit_modal(forms[1], late)
    to_many = await world.knowledge.verified.answer(
        1, world.guild.id, Draft(COST, "A lot."), by=Person(otto.id, "Otto"), receipts=[of]
    )

    assert "Saved." in text(done.response)
    assert "meanwhile" in text(refused.response)
    assert "It cost a lot." in text(refused.response)
    assert to_many is NotVerified.OVERTAKEN
    standing = await world.knowledge.verified.list_standing(1)
    assert [one.words for one in standing] == [CORRECT]


async def test_a_correction_reaches_those_who_asked_the_same_before(world: World) -> None:
    ida = instructor(world)
    first, second = await ask(world), await ask(world, COST_AGAIN, world.ben)
    other = await ask(world, LANTERNS, world.max)

    done = await fix(world, ida, receipt(first.response))

    assert "2 people were told." in text(done.response)
    reached = [await found(world, receipt(one.response)) for one in (first, second, other)]
    assert [record.verified is not None for record in reached] == [True, True, False]


async def test_an_answer_under_many_records_takes_no_more_queries(world: World) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world)).response))
    verified, asked = world.knowledge.verified, Draft(COST, "So much.")
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    counted = []
    for _ in range(2):
        (standing,) = await verified.list_standing(1)
        event.listen(Engine, "before_cursor_execute", note)
        await verified.edit(1, world.guild.id, standing.id, asked, by=Person(ida.id, "Ida"))
        event.remove(Engine, "before_cursor_execute", note)
        counted.append(len(statements))
        statements.clear()
        for who in (world.ben, world.max):
            await ask(world, COST_AGAIN, who)

    assert counted[0] == counted[1] > 0


async def test_what_was_kept_is_not_stale_for_a_document_that_still_says_so(world: World) -> None:
    ida = instructor(world)
    of = receipt((await ask(world, "What do the lanterns and the Tollan Bridge cost?")).response)
    ids = [await passage_of(world, of, document) for document in ("A Short", "Notices")]
    form = await ida.slash(world.private, "answers fix", receipt=of)
    await ida.submit_modal(form, {"question": COST, "words": CORRECT, "passages": ids})
    await change_the_bridge(world, "48,000 pounds", "50,000 pounds")
    await world.env.advance_time(5)
    assert await world.knowledge.verified.keep(1, world.guild.id, 1, by=Person(ida.id, "Ida"))
    await world.env.advance_time(5)

    await change(world, "notices.md", f"{NOTICES}\n## Ropes\n\nRopes are tarred in May.\n")

    (kept,) = await world.knowledge.verified.list_standing(1)
    assert [quote.is_current for quote in kept.quotes] == [False, True]
    assert not kept.is_stale
