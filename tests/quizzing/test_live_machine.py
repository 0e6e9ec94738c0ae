"""Anything that people, Discord and the machine may do to a quiz, in any order, against a model.

The same few hundred steps each time, or as many as ``QUIZ_STEPS`` says, at random:
``QUIZ_STEPS=10000 pytest tests/quizzing/test_live_machine.py``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from knowledge.model.assessment import Picked
from knowledge.model.quiz import (
    Acknowledgement,
    Changed,
    Late,
    Question,
    QuestionResult,
    Quiz,
    Recorded,
    Refusal,
)
from knowledge.model.quiz_replies import Act, AlreadyIn, AlreadyLive, Finished, Joined
from knowledge.storage.database import Database
from tests.quizzing.live_model import ALLOWED, SLOW_LEARNER, Asked, Click, Model
from tests.quizzing.played import CHANNEL, HOST, SERVER, START, Clock, Room

T = TypeVar("T")

STEPS_OF_A_RUN = 40
STEPS = int(os.environ.get("QUIZ_STEPS", "0"))
RUNS = max(10, STEPS // STEPS_OF_A_RUN)
LEARNERS = [SLOW_LEARNER, 201, 202, 203]
HOSTS = [HOST, HOST + 1]
WAIT, GRACE = 1.0, 2.0

learners = st.sampled_from(LEARNERS)
hosts = st.sampled_from(HOSTS)
places = st.integers(0, 3)
lags = st.sampled_from([0.0, 0.4, 1.5, 6.0])
"""Seconds from a click to its delivery."""


class LiveQuiz(RuleBasedStateMachine):
    bank: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.bank, self.folder / "colloquy.db")
        self.clock = Clock()
        self.receipts: dict[Click, Acknowledgement] = {}
        self.last_seen: float | None = None
        self.event = 1000

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @property
    def now(self) -> float:
        return (self.clock.now - START).total_seconds()

    def moment(self, seconds: float) -> datetime:
        return START + timedelta(seconds=seconds)

    def next_event(self) -> int:
        self.event += 1
        return self.event

    @initialize()
    def begin(self) -> None:
        self.run(self.open_file())
        self.run(self.master.roster.accommodate(SERVER, SLOW_LEARNER, 2.0, 0))
        self.model = Model(self.start().id)

    async def open_file(self) -> None:
        self.stack = AsyncExitStack()
        path = self.folder / "colloquy.db"
        self.database = await self.stack.enter_async_context(Database.open(path))
        self.room = await Room.of(self.database)
        self.room.clock = self.clock
        self.room.__post_init__()
        self.master = self.room.master

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.run(self.stack.aclose())
        self.loop.close()
        shutil.rmtree(self.folder)

    # What hosts do

    @precondition(lambda self: self.model.state == "finished")
    @rule()
    def launch(self) -> None:
        self.model = Model(self.start().id)
        assert isinstance(self.try_to_start(), AlreadyLive)

    def start(self) -> Quiz:
        started = self.try_to_start()
        assert isinstance(started, Quiz)
        return started

    def try_to_start(self) -> Any:
        self.room.events = count(self.next_event())
        return self.run(self.room.launch(count=3, seconds=int(ALLOWED)))

    @rule(host=hosts, at_once=st.booleans())
    def open_next(self, host: int, at_once: bool) -> None:
        """Perhaps both hosts press."""
        model = self.model
        pressing = HOSTS if at_once else [host]
        opened = self.run(self.gather(self.master.play.open_next, pressing))
        winners = [one for one in opened if not isinstance(one, Refusal)]
        if model.state == "paused":
            assert set(opened) == {Refusal.PAUSED}
        elif model.state == "finished":
            assert set(opened) == {Refusal.NOT_RUNNING}
        elif model.playing:
            assert set(opened) == {Refusal.ALREADY_OPEN}
        elif len(model.questions) == 3:
            assert [type(one) for one in winners] == [Finished]
            model.state = "finished"
        else:
            (question,) = winners
            assert isinstance(question, Question)
            assert question.ordinal == len(model.questions) + 1
            model.state = "running"
            model.questions.append(Asked(question.id, "open", self.now, asked=set(model.inside)))
            self.show(0.3)

    async def gather(self, act: Any, hosts: list[int]) -> list[Any]:
        return await asyncio.gather(
            *(act(self.model.quiz, self.clock.now, by=host) for host in hosts)
        )

    def show(self, lag: float) -> None:
        self.clock.advance(lag)
        asked = self.model.current
        assert asked is not None
        shown = self.run(self.master.play.shown(asked.id, self.next_event(), self.clock.now))
        assert shown is not None
        asked.opened = self.now

    @precondition(lambda self: self.model.current is not None)
    @rule()
    def message_deleted(self) -> None:
        """It is posted again: the same question, the same deadline."""
        asked = self.model.current
        assert asked is not None
        shown = self.run(self.master.play.shown(asked.id, self.next_event(), self.clock.now))
        assert shown is not None
        assert shown.state.value == asked.state
        assert shown.deadline == self.moment(asked.deadline(0))

    @precondition(lambda self: self.model.current is not None)
    @rule(host=hosts, by_timer=st.booleans(), times=st.integers(1, 2))
    def close(self, host: int, by_timer: bool, times: int) -> None:
        asked = self.model.current
        assert asked is not None
        due = asked.state == "open" and self.now >= self.model.last_deadline(asked)
        may = due if by_timer else asked.state in ("open", "paused")

        async def at_once() -> list[QuestionResult | None]:
            close = self.master.play.close
            return await asyncio.gather(
                *(close(asked.id, by_timer=by_timer, by=host) for _ in range(times))
            )

        results = [result for result in self.run(at_once()) if result is not None]
        assert len(results) == (1 if may else 0)
        if may:
            asked.state, asked.closed, asked.by_timer = "closed", self.now, by_timer
            counted = {u: c for u, c in asked.counting.items() if u not in self.model.kicked}
            assert results[0].responses == len(counted)
            assert results[0].correct == sum(c.place == 0 for c in counted.values())
            picked = [c.place for c in counted.values()]
            assert list(results[0].shares) == [picked.count(place) for place in range(4)]

    @precondition(lambda self: self.model.current is not None)
    @rule()
    def reveal(self) -> None:
        asked = self.model.current
        assert asked is not None
        assert self.run(self.master.play.revealed(asked.id)) == (asked.state == "closed")
        if asked.state == "closed":
            asked.state = "revealed"

    @rule(host=hosts)
    def pause_or_resume(self, host: int) -> None:
        model, asked = self.model, self.model.playing
        if model.state == "running":
            assert isinstance(self.run(self.master.hosting.pause(model.quiz, by=host)), Quiz)
            model.state = "paused"
            if asked:
                asked.state, asked.paused = "paused", self.now
        elif model.state == "paused":
            assert isinstance(self.run(self.master.hosting.resume(model.quiz, by=host)), Quiz)
            model.state = "running"
            if asked:
                asked.state = "open"
                asked.halted += self.now - asked.paused
        else:
            assert self.run(self.master.hosting.pause(model.quiz)) is Refusal.NOT_RUNNING
            assert self.run(self.master.hosting.resume(model.quiz)) is Refusal.NOT_RUNNING

    @precondition(lambda self: self.model.playing is not None)
    @rule(host=hosts)
    def extend(self, host: int) -> None:
        asked = self.model.playing
        assert asked is not None
        assert isinstance(self.run(self.master.hosting.extend(asked.id, 5, by=host)), Question)
        asked.allowed += 5

    @precondition(lambda self: self.model.current is not None)
    @rule(host=hosts)
    def skip(self, host: int) -> None:
        model, asked = self.model, self.model.current
        assert asked is not None
        skipped = self.run(self.master.hosting.skip(asked.id, by=host))
        may = model.state != "finished" and asked.state not in ("revealed", "skipped")
        assert isinstance(skipped, Question) == may
        if may:
            asked.state = "skipped"

    @precondition(lambda self: len(self.model.questions) > 1)
    @rule(host=hosts, learner=st.just(203))
    def kick(self, host: int, learner: int) -> None:
        kicked = self.run(self.master.hosting.kick(self.model.quiz, learner, by=host))
        assert kicked == (learner not in self.model.kicked)
        self.model.kicked.add(learner)

    @precondition(lambda self: len(self.model.questions) > 1)
    @rule(host=hosts)
    def end(self, host: int) -> None:
        model = self.model
        ended = self.run(self.master.hosting.end(model.quiz, by=host))
        assert (ended is not None) == (model.state != "finished")
        if model.playing:
            model.playing.state = "skipped"
        model.state = "finished"

    # What learners do

    @rule(learner=learners)
    def join(self, learner: int) -> None:
        model = self.model
        joined = self.run(
            self.master.roster.join(
                model.quiz, learner, str(learner), self.clock.now, self.next_event()
            )
        )
        if model.state == "finished":
            assert joined is Refusal.NOT_RUNNING
        elif learner in model.kicked:
            assert joined is Refusal.KICKED
        else:
            assert type(joined) is (AlreadyIn if learner in model.inside else Joined)
            self.enter(learner)

    def enter(self, learner: int) -> None:
        model = self.model
        first = len(model.questions) + (0 if model.playing else 1)
        model.inside.add(learner)
        model.first.setdefault(learner, first)

    @rule(learner=learners)
    def leave(self, learner: int) -> None:
        left = self.run(self.master.roster.leave(self.model.quiz, learner))
        assert left == (learner in self.model.inside - self.model.kicked)
        if left:
            self.model.inside.discard(learner)

    @precondition(lambda self: self.model.current is not None)
    @rule(learner=learners, place=places, lag=lags)
    def answer(self, learner: int, place: int, lag: float) -> None:
        asked = self.model.current
        assert asked is not None
        click = Click(asked.id, learner, place, self.now - lag, self.next_event())
        receipt = self.deliver(click)
        self.receipts[click] = receipt
        assert receipt == self.expected(asked, click), (asked, click, receipt)
        self.count(asked, click, receipt)

    def deliver(self, click: Click) -> Acknowledgement:
        return self.run(self.respond(click))

    async def respond(self, click: Click) -> Acknowledgement:
        return await self.master.responses.respond(
            click.question,
            click.learner,
            str(click.learner),
            Picked((click.place,)),
            self.moment(click.at),
            click.event,
        )

    def expected(self, asked: Asked, click: Click) -> Acknowledgement:
        response, before = Picked((click.place,)), asked.counting.get(click.learner)
        if click.learner in self.model.kicked:
            return Refusal.KICKED
        if asked.state == "paused":
            return Refusal.PAUSED
        past = max(0.0, click.at - asked.deadline(click.learner))
        if asked.state == "skipped":
            return Late(0.0)
        in_grace = (
            asked.state in ("closed", "revealed")
            and asked.by_timer
            and self.now <= asked.closed + GRACE
        )
        if past:
            return Late(pytest.approx(past))
        is_overtaken = before is not None and (before.at, before.event) > (click.at, click.event)
        if before is not None and is_overtaken:
            return Changed(response, Picked((before.place,)))
        if asked.state != "open" and not in_grace:
            return Late(0.0)
        return Recorded(response) if before is None else Changed(Picked((before.place,)), response)

    def count(self, asked: Asked, click: Click, receipt: Acknowledgement) -> None:
        before = asked.counting.get(click.learner)
        if not isinstance(receipt, Recorded | Changed):
            return
        if before is None:
            self.model.inside.add(click.learner)
            self.model.first.setdefault(click.learner, len(self.model.questions))
            asked.counting[click.learner] = click
        elif (click.at, click.event) > (before.at, before.event):
            asked.counting[click.learner] = click

    @precondition(lambda self: bool(self.receipts))
    @rule(data=st.data())
    def delivered_again(self, data: st.DataObject) -> None:
        click = data.draw(st.sampled_from(sorted(self.receipts, key=lambda click: click.event)))
        assert self.deliver(click) == self.receipts[click]

    # What happens

    @rule(seconds=st.sampled_from([0.2, 1.0, 4.0, 11.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def beat(self) -> None:
        self.run(self.master.recovery.beat())
        self.last_seen = self.now

    @rule(outage=st.sampled_from([0.0, 3.0, 60.0]), learner=learners, place=places)
    def crash_and_restart(self, outage: float, learner: int, place: int) -> None:
        """The process dies while a response is on its way to the disk."""
        asked = self.model.current
        if asked is not None:
            click = Click(asked.id, learner, place, self.now, self.next_event())
            self.run(self.die_while(click))
        else:
            self.run(self.stack.aclose())
        self.run(self.open_file())
        if asked is not None:
            self.adopt(asked, click)
        self.clock.advance(outage)
        unfinished = {
            question.id: question for question in self.run(self.master.recovery.unfinished())
        }
        if self.model.playing and self.model.playing.state == "open":
            self.add_outage(self.model.playing)
        self.last_seen = self.now
        owed = [
            a
            for a in self.model.questions
            if a.state in ("open", "paused") or (a.state == "closed" and a.by_timer)
        ]
        assert {a.id for a in owed} == set(unfinished)
        for one in owed:
            assert unfinished[one.id].deadline == self.moment(one.deadline(0))

    async def die_while(self, click: Click) -> None:
        dying = asyncio.create_task(self.respond(click))
        for _ in range(click.event % 5):
            await asyncio.sleep(0)
        dying.cancel()
        await asyncio.wait([dying])
        await self.stack.aclose()

    def adopt(self, asked: Asked, click: Click) -> None:
        """It was not acknowledged: it may be stored or not, but nothing between."""
        given = self.run(self.master.responses.given(click.question, click.learner))
        log = self.run(self.master.lookup.log(self.model.quiz))
        is_logged = any(
            entry.user_id == click.learner
            and entry.at == self.moment(click.at)
            and entry.act in (Act.ANSWERED, Act.CHANGED)
            and entry.detail["response"] == {"places": [click.place]}
            for entry in log
        )
        stands = (
            given is not None
            and given.at == self.moment(click.at)
            and given.response == Picked((click.place,))
        )
        if not stands:
            return
        already = asked.counting.get(click.learner)
        if already and (already.at, already.place) == (click.at, click.place):
            return
        assert is_logged
        self.count(asked, click, self.expected(asked, click))

    def add_outage(self, asked: Asked) -> None:
        since = asked.opened if self.last_seen is None else max(self.last_seen, asked.opened)
        asked.halted += max(0.0, self.now - since)

    # What always holds

    @invariant()
    def one_row_for_each_learner_and_question_the_last_in_time(self) -> None:
        stored = self.run(self.rows())
        counting = {
            (asked.id, learner): (click.place, self.moment(click.at))
            for asked in self.model.questions
            for learner, click in asked.counting.items()
        }
        assert stored == counting

    async def rows(self) -> dict[tuple[int, int], tuple[int, datetime]]:
        found = {}
        async with self.database.read() as session:
            query = "SELECT question_id, user_id, json_extract(response, '$.places[0]'), at"
            query += " FROM quiz_responses WHERE question_id IN"
            query += " (SELECT id FROM quiz_questions WHERE quiz_id = :quiz)"
            for row in await session.execute(text(query), {"quiz": self.model.quiz}):
                at = datetime.fromtimestamp(0, START.tzinfo) + timedelta(microseconds=row[3])
                assert (row[0], row[1]) not in found
                found[row[0], row[1]] = (row[2], at)
        return found

    @invariant()
    def ranks_and_points_are_those_of_the_responses_that_count(self) -> None:
        board = self.run(self.master.boards.leaderboard(self.model.quiz))
        points = {line.player.user_id: line.points for line in board.standings}
        assert points == self.model.points()
        for line in board.standings:
            assert line.rank == 1 + sum(more > line.points for more in points.values())
            counted = [
                n
                for n, asked in enumerate(self.model.questions, start=1)
                if asked.state in ("closed", "revealed")
            ]
            first = self.model.first[line.player.user_id]
            assert line.asked == sum(n >= first for n in counted)

    @invariant()
    def the_channel_plays_what_is_live(self) -> None:
        live = self.run(self.master.lookup.live_quiz(CHANNEL))
        assert (live is not None) == (self.model.state != "finished")
        assert live is None or live.state.value == self.model.state


@pytest.mark.timeout(300 + STEPS)
def test_nothing_that_may_happen_in_any_order_loses_or_doubles_a_response(
    bank_file: Path,
) -> None:
    LiveQuiz.bank = bank_file
    run_state_machine_as_test(
        LiveQuiz,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS_OF_A_RUN,
            derandomize=not STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking takes many minutes; the steps of one run can be read as they are.
            phases=[Phase.generate],
        ),
    )
