"""Starred questions and their runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.answer import Mode
from knowledge.model.golden import GoldenOutcome, GoldenQuestion, GoldenRun
from knowledge.model.record import Decision, Record
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.golden_tables import GoldenCitationRow, GoldenRow, GoldenRunRow
from knowledge.storage.tables import CourseRow, VersionRow

NO_DOCUMENT = 0
"""In place of the id of a removed document: no document has it."""


async def add(
    session: WriteSession,
    course_id: int,
    record: Record,
    *,
    question: str,
    document_id: int | None,
    asker_id: int | None,
    by: int,
    at: datetime,
) -> bool:
    """Star an answer; ``False`` if it is starred already. ``asker_id`` is a stand-in."""
    golden_id = await session.scalar(
        insert(GoldenRow)
        .values(
            course_id=course_id,
            receipt=record.receipt,
            question=question,
            mode=record.mode.value,
            document_id=document_id,
            decision=record.decision.value,
            asker_id=asker_id,
            starred_by=by,
            starred_at=at,
        )
        .on_conflict_do_nothing()
        .returning(GoldenRow.id)
    )
    if golden_id is None:
        return False
    for citation in record.citations:
        session.add(
            GoldenCitationRow(
                golden_id=golden_id,
                number=citation.number,
                document_id=citation.document_id,
                version_id=citation.version_id,
                start=citation.span.start,
                end=citation.span.end,
                quote=citation.quote,
            )
        )
    return True


async def remove(session: WriteSession, course_id: int, receipt: str) -> bool:
    """``False`` if it is not starred (any more)."""
    gone = await session.scalar(
        delete(GoldenRow)
        .where(GoldenRow.course_id == course_id, GoldenRow.receipt == receipt)
        .returning(GoldenRow.id)
    )
    return gone is not None


async def take_quotes_out(session: WriteSession, course_id: int, document_id: int) -> None:
    """Blank what starred questions and their runs quote of a document that is about to go."""
    texts = await session.scalars(
        select(VersionRow.text).where(VersionRow.document_id == document_id)
    )
    # Runs keep quotes with single spaces.
    plain = [" ".join(text.split()) for text in texts]
    for run in await session.scalars(
        select(GoldenRunRow).where(GoldenRunRow.course_id == course_id)
    ):
        run.outcomes = [
            {**o, "gone": ["" if any(q in text for text in plain) else q for q in o["gone"]]}
            for o in run.outcomes
        ]
    starred = select(GoldenRow.id).where(GoldenRow.course_id == course_id)
    await session.execute(
        update(GoldenCitationRow)
        .where(
            GoldenCitationRow.document_id == document_id, GoldenCitationRow.golden_id.in_(starred)
        )
        .values(document_id=NO_DOCUMENT, quote="")
    )


async def count(session: ReadSession, course_id: int) -> int:
    starred = select(func.count(GoldenRow.id)).where(GoldenRow.course_id == course_id)
    return await session.scalar(starred) or 0


async def list_questions(session: ReadSession, course_id: int) -> list[GoldenQuestion]:
    """The course's starred questions, the first starred first."""
    rows = (
        await session.scalars(
            select(GoldenRow).where(GoldenRow.course_id == course_id).order_by(GoldenRow.id)
        )
    ).all()
    quotes: dict[int, list[str]] = {}
    cited = await session.scalars(
        select(GoldenCitationRow)
        .where(GoldenCitationRow.golden_id.in_([row.id for row in rows]))
        .order_by(GoldenCitationRow.golden_id, GoldenCitationRow.number)
    )
    for row in cited:
        quotes.setdefault(row.golden_id, []).append(row.quote)
    return [
        GoldenQuestion(
            id=row.id,
            course_id=row.course_id,
            receipt=row.receipt,
            question=row.question,
            mode=Mode(row.mode),
            document_id=row.document_id,
            decision=Decision(row.decision),
            quotes=tuple(quotes.get(row.id, ())),
            starred_at=row.starred_at,
        )
        for row in rows
    ]


async def list_due(session: ReadSession, model: str) -> list[int]:
    """The courses with starred questions that were not asked since they changed, or the model."""
    is_run = exists().where(
        GoldenRunRow.course_id == CourseRow.id,
        GoldenRunRow.revision == CourseRow.revision,
        GoldenRunRow.model == model,
    )
    starred = select(GoldenRow.course_id).distinct()
    return list(
        await session.scalars(
            select(CourseRow.id).where(CourseRow.id.in_(starred), ~is_run).order_by(CourseRow.id)
        )
    )


async def put_run(
    session: WriteSession,
    course_id: int,
    *,
    revision: int,
    model: str,
    outcomes: Sequence[GoldenOutcome],
    at: datetime,
    again: bool,
) -> GoldenRun | None:
    """Keep a run. ``None`` if there is one of that revision, unless it is wanted ``again``."""
    stored = [
        {"id": o.question.id, "decision": o.decision.value, "gone": list(o.gone)} for o in outcomes
    ]
    statement = insert(GoldenRunRow).values(
        course_id=course_id, revision=revision, model=model, at=at, outcomes=stored, posted_at=None
    )
    keys = [GoldenRunRow.course_id, GoldenRunRow.revision, GoldenRunRow.model]
    changed = {"outcomes": stored, "at": at}
    done = (
        statement.on_conflict_do_update(index_elements=keys, set_=changed)
        if again
        else statement.on_conflict_do_nothing()
    )
    run_id = await session.scalar(done.returning(GoldenRunRow.id))
    return None if run_id is None else GoldenRun(run_id, course_id, revision, at, tuple(outcomes))


async def begin(session: WriteSession, course_id: int, model: str, at: datetime) -> None:
    """Note that the course was seen as it is: a first star is no change of the documents."""
    revision = select(CourseRow.revision).where(CourseRow.id == course_id).scalar_subquery()
    await session.execute(
        insert(GoldenRunRow)
        .values(
            course_id=course_id, revision=revision, model=model, at=at, outcomes=[], posted_at=at
        )
        .on_conflict_do_nothing()
    )


async def list_unposted(session: ReadSession) -> list[GoldenRun]:
    """Runs that no log channel has heard of; of a course the last alone."""
    last = select(func.max(GoldenRunRow.id)).group_by(GoldenRunRow.course_id)
    rows = (
        await session.scalars(
            select(GoldenRunRow)
            .where(GoldenRunRow.id.in_(last), GoldenRunRow.posted_at.is_(None))
            .order_by(GoldenRunRow.id)
        )
    ).all()
    return [await _run(session, row) for row in rows]


async def find_last(session: ReadSession, course_id: int) -> GoldenRun | None:
    """The last run of a course in which anything was asked."""
    rows = await session.scalars(
        select(GoldenRunRow)
        .where(
            GoldenRunRow.course_id == course_id, func.json_array_length(GoldenRunRow.outcomes) > 0
        )
        .order_by(GoldenRunRow.at.desc(), GoldenRunRow.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    row = rows.first()
    return None if row is None else await _run(session, row)


async def take_report(session: WriteSession, run_id: int, at: datetime) -> bool:
    """Take on to tell of a run; ``False`` if somebody has."""
    taken = await session.scalar(
        update(GoldenRunRow)
        .where(GoldenRunRow.id == run_id, GoldenRunRow.posted_at.is_(None))
        .values(posted_at=at)
        .returning(GoldenRunRow.id)
    )
    return taken is not None


async def give_back_report(session: WriteSession, run_id: int) -> None:
    """It could not be told; the next look finds it again."""
    await session.execute(
        update(GoldenRunRow).where(GoldenRunRow.id == run_id).values(posted_at=None)
    )


async def _run(session: ReadSession, row: GoldenRunRow) -> GoldenRun:
    """With those of its questions that are still starred."""
    starred = {q.id: q for q in await list_questions(session, row.course_id)}
    outcomes = tuple(
        GoldenOutcome(starred[o["id"]], Decision(o["decision"]), tuple(o["gone"]))
        for o in row.outcomes
        if o["id"] in starred
    )
    return GoldenRun(row.id, row.course_id, row.revision, row.at, outcomes)
