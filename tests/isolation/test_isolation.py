"""Ten thousand questions over servers, courses, channels and roles: never another course's word."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.model.answer import Mode, Question
from knowledge.model.log_search import LogFilter
from knowledge.model.record import Occasion, Surface
from knowledge.retrieval.embedder import Embedder
from knowledge.reviewing.log_export import LogFile, LogFormat
from tests.isolation.campus import HOME, HOST, SECOND, STAFF, THIRD, Campus, build

QUESTIONS = 10_000
RECORDED, COMPOSED = 300, 900
"""Of these through to the log, and to a composed reply; the others as far as their passages, of
which everything else is made."""
AT_ONCE = 100


@pytest.fixture
def encoded_once(loaded_embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each different question goes through the real model once: its vector never changes."""
    real: Callable[[str], Awaitable[Any]] = loaded_embedder.embed_query
    known: dict[str, asyncio.Task[Any]] = {}

    async def remembered(_self: Embedder, text: str) -> Any:
        if text not in known:
            known[text] = asyncio.ensure_future(real(text))
        return await known[text]

    monkeypatch.setattr(Embedder, "embed_query", remembered)


def leaked(said: object, canaries: Iterable[str]) -> list[str]:
    """The canaries in anything's whole content, upper and lower case alike."""
    shown = repr(said).casefold()
    return [canary for canary in canaries if canary.casefold() in shown]


@pytest.mark.timeout(900)  # Under a minute alone on two cores; a test run may have other work.
async def test_no_question_anywhere_brings_up_another_course(
    knowledge: Knowledge, encoded_once: None
) -> None:
    campus = await build(knowledge)
    rng = random.Random(4)
    texts = campus.questions()
    asked = Counter[int]()
    nowhere = 0

    async def ask(number: int) -> None:
        nonlocal nowhere
        place, text = campus.place(rng), rng.choice(texts)
        courses = knowledge.servers.layout.asked_at(place, HOST)
        if not courses:
            nowhere += 1
            return
        course = rng.choice(courses)
        assert knowledge.servers.layout.may_see(course, place, HOST)
        modes = [Mode.ANSWER, Mode.ANSWER, Mode.WHERE, Mode.COMPARE]
        question = Question(text, course.id, mode=rng.choice(modes))
        if number < RECORDED:
            occasion = Occasion(Surface.SLASH, 500 + number % 9, place.server_id, 40, number)
            said: object = await knowledge.answerer.answer(question, occasion)
        elif number < COMPOSED:
            said = await knowledge.answerer.reply(question)
        else:
            said = await knowledge.retriever.search(question)
        assert leaked(said, campus.foreign(course.id)) == [], (place, course, text)
        asked[course.id] += 1

    for first in range(0, QUESTIONS, AT_ONCE):
        await asyncio.gather(*(ask(number) for number in range(first, first + AT_ONCE)))

    assert set(asked) == set(campus.kept)
    assert asked.total() + nowhere == QUESTIONS
    assert nowhere < QUESTIONS / 5
    await _nothing_in_lists(knowledge, campus)
    await _nothing_in_logs(knowledge, campus)


async def _nothing_in_lists(knowledge: Knowledge, campus: Campus) -> None:
    for course_id, kept in campus.kept.items():
        lists = [
            await knowledge.library.list_documents(course_id),
            await knowledge.timeline.themes(course_id),
            await knowledge.timeline.themes_known(course_id),
            await knowledge.timeline.events(course_id),
            await knowledge.bank.list_items(course_id),
            await knowledge.verified.list_standing(course_id),
            await knowledge.drafts.list_drafts(course_id),
            await knowledge.golden.list_questions(course_id, _owner(knowledge, course_id)),
            await knowledge.gaps.find(course_id, _owner(knowledge, course_id)),
            await knowledge.disagreements.find(course_id),
            await knowledge.suggestions.find_passages(course_id, "Who built the great hall?"),
        ]
        assert leaked(lists, campus.foreign(course_id)) == []
        for shown in lists[4:9]:
            assert leaked(shown, kept.words), "items, answers, drafts, stars and gaps are there"
        for other, theirs in campus.kept.items():
            if other != course_id:
                (first, *_) = await knowledge.library.list_documents(other)
                for name in (str(first.id), first.title, first.file_name, theirs.course.title):
                    assert await knowledge.library.find_document(course_id, name) is None


def _owner(knowledge: Knowledge, course_id: int) -> int:
    course = knowledge.servers.layout.course(course_id)
    assert course is not None
    return knowledge.servers.layout.owner(course, HOST) or 0


async def _nothing_in_logs(knowledge: Knowledge, campus: Campus) -> None:
    layout = knowledge.servers.layout
    for server_id in (HOME, SECOND, THIRD):
        own = {course.id for course in layout.own(server_id, HOST)}
        foreign = [w for id_, kept in campus.kept.items() if id_ not in own for w in kept.words]
        courses = sorted(own)
        page = await knowledge.moderation.search.search(server_id, courses, LogFilter(), by=STAFF)
        assert leaked(page, foreign) == []
        for shape in LogFormat:
            file = await knowledge.moderation.exporting.export(
                server_id, courses, LogFilter(), shape, by=STAFF
            )
            assert isinstance(file, LogFile)
            assert file.records
            content = file.content.decode()
            assert leaked(content, foreign) == []
            assert leaked(content, [w for id_ in own for w in campus.kept[id_].words])
        other = next(kept for id_, kept in campus.kept.items() if id_ not in own)
        searched = await knowledge.moderation.search.search(
            server_id, courses, LogFilter(text=other.words[3]), by=STAFF
        )
        assert leaked(getattr(searched, "lines", ()), foreign) == []


async def test_no_place_asks_what_cannot_be_seen_there(knowledge: Knowledge) -> None:
    campus = await build(knowledge)
    rng, layout = random.Random(5), knowledge.servers.layout

    for _ in range(QUESTIONS):
        place = campus.place(rng)
        seen = {c.id for c in layout.courses if layout.may_see(c, place, HOST)}
        for course in layout.asked_at(place, HOST):
            assert course.id in seen
            assert layout.owner(course, HOST) == place.server_id
        for course in layout.courses:
            if course.server_id not in (None, place.server_id):
                assert course.id not in seen
            roles = layout.bound(course.id) & {31, 32, 33}
            if roles and not place.is_staff and not roles & place.role_ids:
                assert course.id not in seen
