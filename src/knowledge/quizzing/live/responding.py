"""A learner's response: checked, stored, acknowledged only after the commit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from knowledge.errors import NotGraded
from knowledge.model import play
from knowledge.model.assessment import Response
from knowledge.model.quiz import (
    Acknowledgement,
    Changed,
    Given,
    Late,
    Misfit,
    QuestionState,
    Recorded,
    Refusal,
)
from knowledge.model.quiz_replies import Act, LogEntry
from knowledge.quizzing.live.marking import Marking
from knowledge.storage import quiz_log, quiz_players, quiz_recording, quiz_responses
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.item_codec import response_from_json, response_to_json
from knowledge.storage.quiz_recording import AskedQuestion, Click, Hindrance, Taken

_REMEMBERED = 64

log = logging.getLogger(__name__)


class Responding:
    """Takes the responses of a class that answers at the same moment."""

    def __init__(self, database: Database, clock: Callable[[], datetime], marking: Marking) -> None:
        self._database = database
        self._clock = clock
        self._marking = marking
        self._asked: dict[int, AskedQuestion] = {}

    async def respond(
        self,
        question_id: int,
        user_id: int,
        name: str,
        response: Response,
        at: datetime,
        event_id: int,
    ) -> Acknowledgement:
        """Store a response, in place of the learner's earlier one; whoever is new joins with it.

        It counts if it was given before the learner's deadline by Discord's clock, and came in
        while the question was open or within two seconds of the timer's close. An event that is
        delivered twice changes nothing and is acknowledged in the same words.

        Args:
            question_id: What is answered.
            user_id: Who answers.
            name: As it is in the server.
            response: Its places are in the item's own order.
            at: Discord's clock at the click.
            event_id: Of Discord, unique.

        Raises:
            NotSaved: it does not count, unlike what is acknowledged.
        """
        asked = await self._recall(question_id)
        if asked is None or not play.suits(asked.draft, response):
            return Refusal.UNKNOWN
        click = Click(question_id, user_id, response, at, event_id)
        misfit = play.misfit(asked.draft, response)

        async def work(session: WriteSession) -> tuple[Acknowledgement, bool]:
            if misfit is None:
                taken = await quiz_recording.take(session, click, now=self._clock())
                if taken is not None:
                    return await _taken(session, click, asked, taken, name), taken.is_open
            return await _not_taken(session, click, asked, misfit), True

        told, is_open = await self._database.write_grouped(work)
        if not is_open:
            try:
                await self._marking.settle(asked.quiz_id)
            except NotGraded:
                # It counts all the same: whoever asks for a result next has it graded.
                log.exception("responses to question %s wait for their outcomes", question_id)
        return told

    async def given(self, question_id: int, user_id: int) -> Given | None:
        """A learner's response as it counts now."""
        async with self._database.read() as session:
            return await quiz_responses.find(session, question_id, user_id)

    async def _recall(self, question_id: int) -> AskedQuestion | None:
        """Kept in memory, because a whole class answers the same question at once."""
        asked = self._asked.get(question_id)
        if asked is None:
            async with self._database.read() as session:
                asked = await quiz_recording.find_asked(session, question_id)
            if asked is not None:
                self._asked[question_id] = asked
                while len(self._asked) > _REMEMBERED:
                    del self._asked[next(iter(self._asked))]
        return asked


async def _taken(
    session: WriteSession, click: Click, asked: AskedQuestion, taken: Taken, name: str
) -> Acknowledgement:
    if taken.before is not None:
        before = response_to_json(taken.before)
        return await _put_on_record(session, click, asked, Act.CHANGED, before=before)
    await quiz_players.put(
        session,
        asked.quiz_id,
        click.user_id,
        name=name,
        teams=asked.teams,
        from_ordinal=asked.ordinal,
        at=click.at,
    )
    return await _put_on_record(session, click, asked, Act.ANSWERED)


async def _not_taken(
    session: WriteSession, click: Click, asked: AskedQuestion, misfit: str | None
) -> Acknowledgement:
    known = await quiz_log.find_event(session, click.event_id)
    if known is not None:
        return _acknowledgement(known)
    act, why = _reason(click, await quiz_recording.find_hindrance(session, click), misfit)
    return await _put_on_record(session, click, asked, act, **why)


async def _put_on_record(
    session: WriteSession, click: Click, asked: AskedQuestion, act: Act, **detail: Any
) -> Acknowledgement:
    line = quiz_log.Line(
        act,
        click.at,
        asked.quiz_id,
        question_id=click.question_id,
        user_id=click.user_id,
        event_id=click.event_id,
        detail={"response": response_to_json(click.response), **detail},
    )
    await quiz_log.add(session, line)
    return _acknowledgement(LogEntry(line.at, act, line.question_id, line.user_id, line.detail))


def _reason(click: Click, around: Hindrance, misfit: str | None) -> tuple[Act, dict[str, Any]]:
    """Why a response was not taken, as the log keeps it."""
    if around.is_kicked:
        return Act.REFUSED, {"refusal": Refusal.KICKED.name}
    if around.state is QuestionState.PAUSED:
        return Act.REFUSED, {"refusal": Refusal.PAUSED.name}
    if around.state is QuestionState.WAITING:
        return Act.REFUSED, {"refusal": Refusal.UNKNOWN.name}
    if around.state is QuestionState.SKIPPED:
        return Act.REFUSED, {"late": 0.0}
    past = 0.0
    if around.deadline is not None:
        past = max(0.0, (click.at - around.deadline).total_seconds())
    before = around.before
    if not past and before is not None and before.at >= click.at:
        return Act.OVERTAKEN, {"before": response_to_json(before.response)}
    if not past and misfit is not None and around.state is QuestionState.OPEN:
        return Act.REFUSED, {"misfit": misfit}
    return Act.REFUSED, {"late": past}


def _acknowledgement(entry: LogEntry) -> Acknowledgement:
    """What the learner hears, from what is on record: the same however often it is delivered."""
    detail: dict[str, Any] = entry.detail
    match entry.act, detail:
        case Act.ANSWERED, {"response": response}:
            return Recorded(response_from_json(response))
        case Act.CHANGED, {"response": response, "before": before}:
            return Changed(response_from_json(before), response_from_json(response))
        case Act.OVERTAKEN, {"response": response, "before": standing}:
            return Changed(response_from_json(response), response_from_json(standing))
        case Act.REFUSED, {"late": seconds}:
            return Late(seconds)
        case Act.REFUSED, {"misfit": reason}:
            return Misfit(reason)
        case Act.REFUSED, {"refusal": name}:
            return Refusal[name]
    return Refusal.UNKNOWN
