"""A question that the documents do not answer, and the person who does."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import event

from bot.cards import answers_ids
from bot.cards.answer import RESTS_ON_NOTHING
from bot.cards.inbox import NO_PASSAGE, NOTHING_WAITS, SENT_ALREADY, TOO_MANY_WAIT
from bot.cards.offers import SENT
from bot.errors import FOREIGN_PANEL
from knowledge.model.audit import StaffAct
from knowledge.model.verified import Draft, NotVerified, Person, TidingKind, Verified
from knowledge.storage.tables import VersionRow
from tests.cogs.conftest import World
from tests.cogs.moderating import press_forged, trail
from tests.cogs.reading import labels, markdown, receipt, text
from tests.cogs.standing import (
    COST,
    HOSTILE,
    LANTERNS,
    form_for,
    instructor,
    passage_of,
    wait_for_a_person,
)

WORDS = "They paid twelve pesos.\nThe keeper kept a tenth."


async def answer(
    world: World, who: Any, words: str = WORDS, passages: str = NO_PASSAGE, **more: bool
) -> Any:
    form = await form_for(world, who, **more)
    if more:
        await world.restart()
    typed = {"question": LANTERNS, "words": words, "passages": [passages]}
    return await who.submit_modal(form, typed)


async def inbox(world: World, who: Any) -> str:
    return text((await who.slash(world.private, "answers inbox")).response)


async def test_an_abstention_offers_a_person_and_a_sure_answer_does_not(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=LANTERNS)
    sure = await world.ana.slash(world.private, "ask", question=COST)

    assert "Ask a human" in labels(asked.response)
    assert "Ask a human" not in labels(sure.response)


async def test_who_asks_a_person_hears_what_happens_next_and_waits_once(world: World) -> None:
    ida = instructor(world)
    asked = await world.ana.slash(world.private, "ask", question=LANTERNS)

    first = await world.ana.click(asked.response, label="Ask a human")
    await world.restart()
    second = await press_forged(world, world.ana, answers_ids.ask_human(receipt(asked.response)))

    assert markdown(first.response).count(SENT) == 1
    assert first.response.id == asked.response.id
    assert "Ask a human" not in text(asked.response)
    assert "Ask a human" not in labels(asked.response)
    assert SENT_ALREADY in text(second.response)
    assert "1 of 1" in await inbox(world, ida)


async def test_the_inbox_shows_the_question_what_was_said_and_the_passages(world: World) -> None:
    ida = instructor(world)
    of, _ = await wait_for_a_person(world)

    shown = await inbox(world, ida)

    assert f"### {LANTERNS}" in shown
    assert "Reader " in shown
    assert "Ana" not in shown
    assert "What I said" in shown
    assert "Nearest passages" in shown
    assert "Notices of the *Tollan* Harbour Board › Lanterns: **fairly close**" in shown
    assert of in shown


async def test_the_inbox_says_how_doubtful_the_answer_was(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(
        world, "Was the Tollan Bridge opened by the engineer Brunel on 14 May 1932?"
    )

    assert "it may not answer your question." in await inbox(world, ida)


async def test_a_reply_is_shown_in_the_message_that_waits_for_it(world: World) -> None:
    ida = instructor(world)
    of, waiting = await wait_for_a_person(world)

    done = await answer(world, ida, passages=await passage_of(world, of, "Notices"))

    assert "1 person was told." in text(done.response)
    said = text(waiting)
    assert "A person has answered a question of yours" in said
    assert "Answered by **Ida**" in said
    assert "Ida writes:\n> They paid twelve pesos.\n> The keeper kept a tenth." in said
    assert "[1] Harbour Board, Notices of the *Tollan* Harbour Board" in said
    assert text((await ida.slash(world.private, "answers inbox")).response) == NOTHING_WAITS
    shown = (await world.max.slash(world.private, "logs search", status="fixed")).response
    assert of in text(shown)
    acts = [(entry.act, entry.target) for entry in await trail(world)]
    assert (StaffAct.ANSWERED, of) in acts


async def test_after_a_restart_the_reply_comes_in_a_direct_message(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)

    await answer(world, ida, restarting=True)

    said = text(world.ana.user.dm_channel.last_message)
    assert "A person has answered a question of yours" in said
    assert f"Question: {LANTERNS}" in said
    assert RESTS_ON_NOTHING in markdown(world.ana.user.dm_channel.last_message)


async def test_who_takes_no_messages_hears_it_under_the_next_question_once(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)
    await world.restart()
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)

    done = await answer(world, ida)
    await world.restart()
    next_one = await world.ana.slash(world.private, "ask", question=COST)
    after = await world.ana.slash(world.private, "ask", question=COST)

    assert "Told under their next /ask: 1." in text(done.response).replace("`", "")
    assert ["twelve pesos" in text(sent) for sent in next_one.followups] == [True]
    assert after.followups == []


async def test_everybody_who_waits_for_the_same_answer_is_told(world: World) -> None:
    ida = instructor(world)
    asked = await world.ana.slash(world.public, "ask", question=LANTERNS)
    await world.ana.click(asked.response, label="Ask a human")
    (public,) = world.public.history(viewer=world.ben)
    waiting = await world.ben.click(public, label="Ask a human")
    assert "2 people wait" in await inbox(world, ida)

    done = await answer(world, ida)

    assert "2 people were told." in text(done.response)
    assert "twelve pesos" in text(waiting.response)
    (public,) = world.public.history(viewer=world.max)
    assert "Answered by **Ida**" in text(public), "the message of all shows it, too"


async def test_of_two_who_answer_at_once_the_first_wins_and_the_other_keeps_the_words(
    world: World,
) -> None:
    ida, otto = instructor(world), instructor(world, "Otto")
    await wait_for_a_person(world)
    hers, his = await form_for(world, ida), await form_for(world, otto)
    typed = {"question": LANTERNS, "passages": [NO_PASSAGE]}

    first = await ida.submit_modal(hers, {**typed, "words": "They paid twelve pesos."})
    late = await otto.submit_modal(his, {**typed, "words": "It was Bo Lind."})

    assert "Saved." in text(first.response)
    assert "**Ida** has answered this" in text(late.response)
    assert "It was Bo Lind." in text(late.response)
    answers = await world.knowledge.verified.list_standing(1)
    assert [one.words for one in answers] == ["They paid twelve pesos."]


async def test_not_for_this_course_tells_why(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)
    shown = await ida.slash(world.private, "answers inbox")
    form = await ida.click(shown.response, label="Not for this course…")
    await world.restart()

    closed = await ida.submit_modal(form, {"reason": "Ask the town archive."})

    assert "Closed." in text(closed.response)
    assert await inbox(world, ida) == NOTHING_WAITS
    said = text(world.ana.user.dm_channel.last_message)
    assert "The course's staff say: Ask the town archive." in said


@pytest.mark.parametrize(
    "made",
    [answers_ids.reply, answers_ids.decline, answers_ids.keep, answers_ids.retire],
)
async def test_students_cannot_answer(world: World, made: Any) -> None:
    await wait_for_a_person(world)

    heard = await press_forged(world, world.ana, made(1))

    assert heard.modal is None
    assert "**Manage Events** permission" in text(heard.response)


@pytest.mark.parametrize("command", ["inbox", "list"])
async def test_students_cannot_look(world: World, command: str) -> None:
    heard = await world.ana.slash(world.private, f"answers {command}")

    assert "**Manage Events** permission" in text(heard.response)


async def test_nobody_waits_with_somebody_elses_private_question(world: World) -> None:
    of, _ = await wait_for_a_person(world)

    heard = await press_forged(world, world.ben, answers_ids.ask_human(of))

    assert text(heard.response) == FOREIGN_PANEL


async def test_hostile_words_of_an_instructor_stay_words(world: World) -> None:
    ida = instructor(world)
    _, waiting = await wait_for_a_person(world)

    await answer(world, ida, words=HOSTILE)

    sent = markdown(waiting)
    assert HOSTILE in text(waiting)
    assert "\\@everyone" in sent
    assert "\\[here\\](https:\\//evil.example)" in sent
    assert " https:\\//evil.example" in sent


async def test_a_question_of_a_direct_message_reaches_the_staff_and_back(world: World) -> None:
    ida = instructor(world)
    await world.ana.user.send_dm(LANTERNS)
    asked = world.ana.user.dm_channel.last_message
    await world.ana.user.click(asked, label="Ask a human")

    await answer(world, ida)

    assert "A person has answered a question of yours" in text(
        world.ana.user.dm_channel.last_message
    )


async def test_answers_at_the_same_moment_leave_one(world: World) -> None:
    await wait_for_a_person(world)
    inbox, by = world.knowledge.inbox, instructor(world)

    outcomes = await asyncio.gather(
        *(
            inbox.answer(1, world.guild.id, 1, Draft(LANTERNS, word), by=Person(by.id, "Ida"))
            for word in ("One.", "Two.", "Three.")
        )
    )

    assert sum(isinstance(outcome, Verified) for outcome in outcomes) == 1


async def test_of_an_answer_that_is_too_long_for_a_message_it_says_where_the_rest_is(
    world: World,
) -> None:
    ida = instructor(world)
    of, waiting = await wait_for_a_person(world)

    done = await answer(world, ida, "*_*_ " * 300, await passage_of(world, of, "Notices"))
    listed = await ida.slash(world.private, "answers list")
    opened = await ida.select(listed.response, ["1"])

    assert "It goes on: /ask shows all of it." in text(done.response).replace("`", "")
    assert "Ask this again with /ask" in text(waiting).replace("`", "")
    assert "Edit… shows all its words." in text(opened.response).replace("*", "")


async def test_an_erased_asker_waits_no_more(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)

    await world.knowledge.personal_data.erase(world.ana.id)

    assert await inbox(world, ida) == NOTHING_WAITS


async def test_a_tiding_that_could_not_be_sent_waits_for_the_next_direct_message(
    world: World,
) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)
    await world.restart()
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=1)
    await answer(world, ida)

    await world.ana.user.send_dm(COST)

    assert "A person has answered a question of yours" in text(
        world.ana.user.dm_channel.last_message
    )


async def test_of_several_that_could_not_be_sent_each_waits_for_the_next_question(
    world: World,
) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)
    await wait_for_a_person(world, "Who was the mayor of Recife in 1901?")
    await world.restart()
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await answer(world, ida)
    await answer(world, ida, "Nobody knows who it was.")

    next_one = await world.ana.slash(world.private, "ask", question=COST)

    told = "".join(text(sent) for sent in next_one.followups)
    assert "twelve pesos" in told
    assert "Nobody knows" in told


async def waiting_for_another(world: World, ida: Any) -> str:
    """The receipt of Ana's question, for whose answer Ben waited and which he has."""
    await world.ana.slash(world.public, "ask", question=LANTERNS)
    (public,) = world.public.history(viewer=world.max)
    await world.ben.click(public, label="Ask a human")
    await world.restart()
    await answer(world, ida)
    (record,) = await world.records()
    return record.receipt


async def test_five_questions_of_one_person_wait_and_no_more(world: World) -> None:
    """The inbox is everybody's: one learner cannot fill it."""
    ida, asked = instructor(world), []
    for number in range(6):
        await world.env.advance_time(11)
        asked.append(await world.ana.slash(world.private, "ask", question=f"{LANTERNS} {number}"))
    sent = [await world.ana.click(one.response, label="Ask a human") for one in asked]
    others = await world.ben.slash(world.private, "ask", question=LANTERNS)

    other = await world.ben.click(others.response, label="Ask a human")
    first = answers_ids.ask_human(receipt(asked[0].response))
    again = await press_forged(world, world.ana, first)

    assert [SENT in text(one.response) for one in sent] == [True] * 5 + [False]
    assert text(sent[5].response) == TOO_MANY_WAIT
    assert SENT in text(other.response)
    assert SENT_ALREADY in text(again.response)
    assert "1 of 6 in Small course, oldest first" in await inbox(world, ida)


async def test_who_waited_with_the_question_of_another_hears_of_a_correction(
    world: World,
) -> None:
    ida = instructor(world)
    of = await waiting_for_another(world, ida)
    form = await ida.slash(world.private, "answers fix", receipt=of)

    typed = {"question": LANTERNS, "words": "Fourteen pesos.", "passages": [NO_PASSAGE]}
    await ida.submit_modal(form, typed)

    told = text(world.ben.user.dm_channel.last_message)
    assert "An answer that you got was corrected" in told
    assert "Fourteen pesos." in told


async def test_who_waited_and_has_not_heard_yet_hears_of_what_stands_now(world: World) -> None:
    ida = instructor(world)
    of = receipt((await world.ana.slash(world.private, "ask", question=COST)).response)
    await world.knowledge.inbox.ask(of, world.ana.id)
    await world.restart()
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await answer(world, ida)
    by, server = Person(ida.id, "Ida"), world.guild.id

    await world.knowledge.verified.retire(1, server, 1, by=by)
    await world.knowledge.verified.verify(1, server, of, COST, by=by)
    due = await world.knowledge.tidings.take_due(world.ana.id)

    assert [(one.kind, one.answer and one.answer.id) for one in due] == [(TidingKind.ANSWERED, 2)]


async def test_what_was_decided_elsewhere_is_not_told_to_another_course(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)
    await answer(world, ida)
    inbox, by = world.knowledge.inbox, Person(ida.id, "Ida")
    other, server = 2, world.guild.id

    answered = await inbox.answer(other, server, 1, Draft(LANTERNS, "Mine."), by=by)
    declined = await inbox.decline(other, server, 1, "No.", by=by)

    assert answered is NotVerified.GONE
    assert declined is None


async def test_the_passages_of_an_answer_load_no_other_document(world: World) -> None:
    ida = instructor(world)
    of, _ = await wait_for_a_person(world)
    passages = await passage_of(world, of, "Notices")
    form = await form_for(world, ida)
    loaded: set[str] = set()

    def note(version: VersionRow, _context: object) -> None:
        loaded.add(version.title)

    event.listen(VersionRow, "load", note)
    try:
        typed = {"question": LANTERNS, "words": WORDS, "passages": [passages]}
        done = await ida.submit_modal(form, typed)
    finally:
        event.remove(VersionRow, "load", note)

    assert "Saved." in text(done.response)
    assert loaded == {"Notices of the *Tollan* Harbour Board"}
