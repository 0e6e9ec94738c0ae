"""Answers that somebody confirms or corrects: who gets them, and when they do not hold any more."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql

from bot.cards import answers_ids
from bot.cards.answer import CHANGED_SINCE, WITHDRAWN
from bot.cards.inbox import NO_PASSAGE
from bot.cards.verified import KEPT, NONE_YET, RETIRED, UNKNOWN_RECEIPT
from knowledge.answering.grounding import WORDINGS
from knowledge.model.audit import StaffAct
from knowledge.model.pseudonym import DELETED_USER
from tests.cogs.conftest import World
from tests.cogs.moderating import moderator, press_forged, trail
from tests.cogs.reading import labels, receipt, text
from tests.cogs.standing import (
    CORRECT,
    COST,
    COST_AGAIN,
    HOSTILE,
    LANTERNS,
    ask,
    change_the_bridge,
    fix,
    found,
    instructor,
    passage_of,
    verify,
)


async def test_a_confirmed_answer_comes_first_for_whoever_asks_the_same(world: World) -> None:
    ida = instructor(world)
    first = await ask(world)

    done = await verify(world, ida, receipt(first.response))
    again = await ask(world, COST_AGAIN, world.ben)

    assert "Saved." in text(done.response)
    card = text(again.response)
    assert "✅ Confirmed by **Ida** on <t:" in card
    assert "The bridge cost 48,000 pounds. [1]" in card
    assert "Okafor, A Short History of the Tollan Bridge › Building the bridge" in card
    assert not any(words in card for words in WORDINGS.values())
    record = await found(world, receipt(again.response))
    assert record.verified is not None
    assert record.verified.by == "Ida"
    await world.restart()
    source = await world.ben.click(again.response, label="Show source")
    assert "The bridge cost 48,000 pounds." in text(source.response)


@pytest.mark.parametrize(
    "question",
    [
        "How much did the Tollan Ferry cost?",
        "Why did the Tollan Bridge cost so much?",
        "How long is the Tollan Bridge?",
    ],
)
async def test_another_question_does_not_get_it(world: World, question: str) -> None:
    ida = instructor(world)
    first = await ask(world)
    await verify(world, ida, receipt(first.response))

    other = await ask(world, question)

    assert "Ida" not in text(other.response)


async def test_where_only_places_or_another_document_are_asked_it_is_not_shown(
    world: World,
) -> None:
    ida = instructor(world)
    first = await ask(world)
    await verify(world, ida, receipt(first.response))

    places = await ask(world, mode="where")
    elsewhere = await ask(world, source="Notices of the *Tollan* Harbour Board")
    inside = await ask(world, source="A Short History of the Tollan Bridge")

    assert "Ida" not in text(places.response)
    assert "Ida" not in text(elsewhere.response)
    assert "✅ Confirmed by **Ida**" in text(inside.response)


async def test_a_correction_speaks_as_its_author_and_tells_who_got_the_answer(
    world: World,
) -> None:
    ida = instructor(world)
    first = await ask(world)
    of = receipt(first.response)

    done = await fix(world, ida, of, passage=await passage_of(world, of, "A Short"))

    assert "1 person was told." in text(done.response)
    told = text(world.ana.user.dm_channel.last_message)
    assert "An answer that you got was corrected" in told
    assert "✅ Corrected by **Ida**" in told
    assert f"Ida writes:\n> {CORRECT}\nNearest in the documents:" in told
    assert "> The bridge cost 48,000 pounds. [1]" in told
    again = await ask(world, COST_AGAIN, world.ben)
    assert "✅ Answered by **Ida**" in text(again.response)
    acts = [(entry.act, entry.target) for entry in await trail(world)]
    assert (StaffAct.FIXED, of) in acts
    shown = (await world.max.slash(world.private, "logs search", status="fixed")).response
    assert of in text(shown)


async def test_within_fifteen_minutes_the_private_answer_itself_is_corrected(
    world: World,
) -> None:
    ida = instructor(world)
    first = await ask(world)
    form = await ida.slash(world.private, "answers fix", receipt=receipt(first.response))

    await ida.submit_modal(form, {"question": COST, "words": CORRECT, "passages": [NO_PASSAGE]})

    assert "An answer that you got was corrected" in text(first.response)
    assert CORRECT in text(first.response)
    offered = {"Helpful 👍", "Not helpful 👎", "Share", "Quiz me on this"}
    assert offered <= set(labels(first.response))
    await world.ana.click(first.response, label="Share")
    (shared,) = world.private.history(viewer=world.ben)
    assert "✅ Corrected by **Ida**" in text(shared)
    await fix(world, ida, receipt(shared), "Exactly 48,000 pounds.")
    (shared,) = world.private.history(viewer=world.ben)
    assert "Exactly 48,000 pounds." in text(shared)
    assert "Shared by Ana ·" in text(shared)


async def test_the_message_of_all_is_corrected_and_its_buttons_go_on_working(
    world: World,
) -> None:
    ida = instructor(world)
    first = await world.ana.slash(world.public, "ask", question=COST)
    of = receipt(first.response)

    done = await fix(world, ida, of, passage=await passage_of(world, of, "A Short"))
    (public,) = world.public.history(viewer=world.ben)

    assert "The message in the channel shows it now." in text(done.response)
    assert "✅ Corrected by **Ida**" in text(public)
    assert f"Ida writes:\n> {CORRECT}" in text(public)
    source = await world.ben.click(public, label="Show source")
    assert "Source [1]" in text(source.response)


async def test_a_pointer_to_a_private_answer_stays_one(world: World) -> None:
    ida = instructor(world)
    await world.ana.send(world.private, world.to_bot(COST))
    pointer = world.private.history(viewer=world.ben)[-1]
    (record,) = await world.records()

    await fix(world, ida, record.receipt)

    pointer = world.private.history(viewer=world.ben)[-1]
    assert CORRECT not in text(pointer)
    opened = await world.ana.click(pointer, label="Show my answer")
    assert CORRECT in text(opened.response)


async def test_a_second_correction_takes_the_place_of_the_first_everywhere(world: World) -> None:
    ida, otto = instructor(world), instructor(world, "Otto")
    first = await ask(world)
    await fix(world, ida, receipt(first.response))
    reused = await ask(world, COST_AGAIN, world.ben)

    await fix(world, otto, receipt(reused.response), "It cost 49,000 pounds.")

    assert "49,000" in text(world.ana.user.dm_channel.last_message)
    assert "49,000" in text(world.ben.user.dm_channel.last_message)
    standing = await world.knowledge.verified.list_standing(1)
    assert [one.by for one in standing] == ["Otto"]
    third = await ask(world, COST, world.ben)
    assert "✅ Answered by **Otto**" in text(third.response)


async def test_once_its_words_are_gone_it_is_stale_and_not_shown_first(world: World) -> None:
    ida = instructor(world)
    first = await ask(world)
    await verify(world, ida, receipt(first.response))

    await change_the_bridge(world, "48,000 pounds", "50,000 pounds")
    again = await ask(world, COST_AGAIN, world.ben)
    listed = await ida.slash(world.private, "answers list")

    assert "50,000 pounds" in text(again.response)
    assert "Ida" not in text(again.response)
    assert "⚠️ 1 no longer shown first: a document has changed" in text(listed.response)
    opened = await ida.select(listed.response, ["1"])
    assert CHANGED_SINCE in text(opened.response)
    await world.restart()
    kept = await ida.click(opened.response, label="Keep")
    assert KEPT in text(kept.response)
    assert "Keep" not in labels(kept.response)
    third = await ask(world, COST_AGAIN, world.ben)
    assert "✅ Confirmed by **Ida**" in text(third.response)


async def test_a_new_version_that_says_the_same_elsewhere_changes_only_the_place(
    world: World,
) -> None:
    ida = instructor(world)
    first = await ask(world)
    await verify(world, ida, receipt(first.response))

    await change_the_bridge(world, "## Building the bridge", "## How it was built")
    again = await ask(world, COST_AGAIN, world.ben)

    assert "✅ Confirmed by **Ida**" in text(again.response)
    assert "Tollan Bridge › How it was built" in text(again.response)


async def test_a_retired_answer_is_shown_to_nobody_any_more(world: World) -> None:
    ida = instructor(world)
    await world.ana.send(world.private, world.to_bot(COST))
    (record,) = await world.records()
    await fix(world, ida, record.receipt)
    listed = await ida.slash(world.private, "answers list")
    opened = await ida.select(listed.response, ["1"])
    await world.restart()

    gone = await ida.click(opened.response, label="Retire")
    again = await ask(world, COST_AGAIN, world.ben)
    pointer = world.private.history(viewer=world.ana)[1]
    old = await world.ana.click(pointer, label="Show my answer")

    assert text(gone.response) == RETIRED
    assert "Ida" not in text(again.response)
    assert WITHDRAWN in text(old.response)
    listed = await ida.slash(world.private, "answers list")
    assert text(listed.response) == NONE_YET
    acts = [entry.act for entry in await trail(world)]
    assert acts[-1] is StaffAct.WITHDRAWN


async def test_an_answer_is_edited_where_it_stands(world: World) -> None:
    ida = instructor(world)
    first = await ask(world)
    await fix(world, ida, receipt(first.response))
    listed = await ida.slash(world.private, "answers list")
    opened = await ida.select(listed.response, ["1"])
    form = await ida.click(opened.response, label="Edit…")
    await world.restart()

    typed = {"question": COST, "words": "Exactly 48,000 pounds.", "passages": [NO_PASSAGE]}
    done = await ida.submit_modal(form, typed)

    assert "Saved." in text(done.response)
    assert "Exactly 48,000" in text(world.ana.user.dm_channel.last_message)
    late = await ida.click(opened.response, label="Edit…")
    assert "no longer in force" in text(late.response)


async def test_an_abstention_cannot_be_confirmed_but_corrected(world: World) -> None:
    ida = instructor(world)
    of = receipt((await ask(world, LANTERNS)).response)

    refused = await verify(world, ida, of)
    done = await fix(world, ida, of, "They paid twelve pesos.", question=LANTERNS)

    assert "nothing to confirm" in text(refused.response)
    assert "Saved." in text(done.response)
    again = await ask(world, LANTERNS, world.ben)
    assert "They paid twelve pesos." in text(again.response)
    assert "Ask a human" not in labels(again.response)


@pytest.mark.parametrize("command", ["verify", "fix"])
async def test_students_and_other_servers_are_refused(world: World, command: str) -> None:
    ida = instructor(world)
    of = receipt((await ask(world)).response)

    refused = await world.ana.slash(world.private, f"answers {command}", receipt=of)
    async with world.knowledge.database.write() as session:
        await session.execute(sql("UPDATE records SET server_id = server_id + 1"))
    unknown = await ida.slash(world.private, f"answers {command}", receipt=of)

    assert "**Manage Events** permission" in text(refused.response)
    assert text(unknown.response) == UNKNOWN_RECEIPT


async def test_receipts_are_offered_newest_first(world: World) -> None:
    ida = instructor(world)
    receipts = [receipt((await ask(world, asked)).response) for asked in (COST, LANTERNS)]

    offered = await ida.autocomplete(world.private, "answers fix", "receipt", "")

    assert [choice["value"] for choice in offered] == receipts[::-1]


async def test_hostile_names_and_words_stay_words(world: World) -> None:
    ida = instructor(world, "I [da](https://evil.example) @everyone")
    first = await world.ana.slash(world.public, "ask", question=COST)

    await fix(world, ida, receipt(first.response), HOSTILE)

    (public,) = world.public.history(viewer=world.ben)
    assert HOSTILE in text(public)
    assert "I [da](https://evil.example) @everyone" in text(public)


async def test_an_erased_author_leaves_the_answer_without_the_name(world: World) -> None:
    ida = instructor(world)
    first = await ask(world)
    await fix(world, ida, receipt(first.response))

    await world.knowledge.personal_data.erase(ida.id)
    again = await ask(world, COST_AGAIN, world.ben)

    assert "Ida" not in text(again.response)
    assert f"✅ Answered by **{DELETED_USER}**" in text(again.response)
    assert CORRECT in text(again.response)


async def test_a_reviewer_who_teaches_corrects_from_the_review(world: World) -> None:
    await ask(world)
    shown = await world.max.slash(world.private, "logs review")
    form = await world.max.click(shown.response, label="Correct this answer…")
    await world.restart()

    typed = {"question": COST, "words": CORRECT, "passages": [NO_PASSAGE]}
    done = await world.max.submit_modal(form, typed)
    reviewed = await world.max.slash(
        world.private, "logs show", receipt=(await world.records())[0].receipt
    )

    assert "Saved." in text(done.response)
    assert "✅ Corrected by **Max**" in text(reviewed.response)
    assert "**Fixed**" in text(reviewed.response)


async def test_a_moderator_who_does_not_teach_is_offered_no_correction(world: World) -> None:
    mona = moderator(world)
    of = receipt((await ask(world)).response)

    shown = await mona.slash(world.private, "logs review")
    forged = await press_forged(world, mona, answers_ids.correct(of))

    assert "Correct this answer…" not in labels(shown.response)
    assert "**Manage Events** permission" in text(forged.response)


async def test_what_rests_on_a_document_that_may_not_be_quoted_cannot_be_kept(
    world: World,
) -> None:
    ida = instructor(world)
    first = await ask(world)
    await verify(world, ida, receipt(first.response))
    async with world.knowledge.database.write() as session:
        await session.execute(sql("UPDATE documents SET use = 'searchable'"))

    again = await ask(world, COST_AGAIN, world.ben)
    listed = await ida.slash(world.private, "answers list")
    opened = await ida.select(listed.response, ["1"])

    assert "Ida" not in text(again.response)
    assert "stale" in text(listed.response)
    assert "Keep" not in labels(opened.response)


async def test_what_was_kept_is_stale_again_after_the_next_change(world: World) -> None:
    ida = instructor(world)
    first = await ask(world)
    await verify(world, ida, receipt(first.response))
    await change_the_bridge(world, "48,000 pounds", "50,000 pounds")
    listed = await ida.slash(world.private, "answers list")
    opened = await ida.select(listed.response, ["1"])
    await world.env.advance_time(5)
    await ida.click(opened.response, label="Keep")
    await world.env.advance_time(5)
    assert "✅" in text((await ask(world, COST_AGAIN)).response)

    await change_the_bridge(world, "48,000 pounds", "60,000 pounds")

    assert "✅" not in text((await ask(world, COST_AGAIN)).response)


async def test_who_rated_an_answer_of_somebody_else_hears_of_its_correction(world: World) -> None:
    ida = instructor(world)
    first = await world.ana.slash(world.public, "ask", question=COST)
    (public,) = world.public.history(viewer=world.max)
    await world.ben.click(public, label="Helpful 👍")

    done = await fix(world, ida, receipt(first.response))

    assert "2 people were told." in text(done.response)
    assert "An answer that you got was corrected" in text(world.ben.user.dm_channel.last_message)
