"""Answers that people stand behind: kept, found by course, and shown under records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import aliased

from knowledge.model.corpus import Citation, DocumentUse
from knowledge.model.verified import Person, VerifiedAnswer, VerifiedQuote
from knowledge.storage import citations
from knowledge.storage.answer_tables import ShownAnswerRow, VerifiedAnswerRow, VerifiedCitationRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import DocumentRow, RecordRow, UtcDateTime, VersionRow


async def add(
    session: WriteSession,
    *,
    course_id: int,
    server_id: int | None,
    receipt: str | None,
    question: str,
    words: str,
    quotes: Sequence[VerifiedQuote],
    by: Person,
    at: datetime,
) -> int:
    row = VerifiedAnswerRow(
        course_id=course_id,
        server_id=server_id,
        receipt=receipt,
        question=question,
        answer=words,
        verified_by=by.user_id,
        verifier=by.name,
        verified_at=at,
        kept_at=None,
        retired_at=None,
    )
    session.add(row)
    await session.flush()
    for number, quote in enumerate(quotes, start=1):
        cited = quote.citation
        session.add(
            VerifiedCitationRow(
                answer_id=row.id,
                number=number,
                document_id=cited.document_id,
                version_id=cited.version_id,
                start=cited.span.start,
                end=cited.span.end,
                quote=cited.quote,
                lead=quote.lead,
                citation=citations.to_json(cited) | {"number": number},
            )
        )
    await session.flush()
    return row.id


async def find(session: ReadSession, answer_id: int) -> VerifiedAnswer | None:
    found = await _load(session, VerifiedAnswerRow.id == answer_id)
    return found[0] if found else None


async def load(session: ReadSession, answer_ids: Collection[int]) -> dict[int, VerifiedAnswer]:
    """By id."""
    if not answer_ids:
        return {}
    found = await _load(session, VerifiedAnswerRow.id.in_(answer_ids))
    return {answer.id: answer for answer in found}


async def list_standing(session: ReadSession, course_id: int) -> list[VerifiedAnswer]:
    """Those of the course that nobody has retired, stale ones too; the newest first."""
    return await _load(
        session, VerifiedAnswerRow.course_id == course_id, VerifiedAnswerRow.retired_at.is_(None)
    )


async def list_questions(session: ReadSession, course_id: int) -> list[tuple[int, str]]:
    """Id and question of those that nobody has retired, the newest first."""
    rows = await session.execute(
        select(VerifiedAnswerRow.id, VerifiedAnswerRow.question)
        .where(VerifiedAnswerRow.course_id == course_id, VerifiedAnswerRow.retired_at.is_(None))
        .order_by(VerifiedAnswerRow.id.desc())
    )
    return [(row.id, row.question) for row in rows]


async def retire(session: WriteSession, course_id: int, answer_id: int, at: datetime) -> bool:
    """``False`` if it is retired already, or not the course's."""
    return await _mark(session, course_id, answer_id, retired_at=at)


async def keep(session: WriteSession, course_id: int, answer_id: int, at: datetime) -> bool:
    """Let it hold although its passage has changed; ``False`` as with :func:`retire`."""
    return await _mark(session, course_id, answer_id, kept_at=at)


async def _mark(session: WriteSession, course_id: int, answer_id: int, **values: datetime) -> bool:
    marked = await session.scalar(
        update(VerifiedAnswerRow)
        .where(
            VerifiedAnswerRow.id == answer_id,
            VerifiedAnswerRow.course_id == course_id,
            VerifiedAnswerRow.retired_at.is_(None),
        )
        .values(**values)
        .returning(VerifiedAnswerRow.id)
    )
    return marked is not None


async def still_says(session: ReadSession, course_id: int, citation: Citation) -> bool:
    """Whether the course's cited document, as it stands, holds the quote word by word and may be
    quoted.
    """
    found = await session.scalar(
        select(VersionRow.id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(
            DocumentRow.id == citation.document_id,
            DocumentRow.course_id == course_id,
            *_QUOTABLE_NOW,
            func.instr(VersionRow.text, citation.quote) > 0,
        )
    )
    return found is not None


async def show(
    session: WriteSession,
    receipts: Collection[str],
    answer_id: int,
    at: datetime,
    *,
    posted_at: datetime | None,
) -> None:
    """From now on it stands under these records, in place of what stood there.

    Args:
        posted_at: As of :class:`ShownAnswerRow`. A message that one person alone can read is
            never changed; one that is not known yet is, once it is.
    """
    is_for_one = RecordRow.is_private & RecordRow.shared_at.is_(None)
    shown = select(
        RecordRow.id,
        literal(answer_id),
        literal(at, UtcDateTime),
        case(
            (is_for_one | RecordRow.server_id.is_(None), literal(at, UtcDateTime)),
            else_=literal(posted_at, UtcDateTime),
        ),
    ).where(RecordRow.receipt.in_(receipts))
    await session.execute(
        insert(ShownAnswerRow)
        .from_select(["record_id", "answer_id", "at", "posted_at"], shown)
        .on_conflict_do_nothing()
    )


async def shown_under(session: ReadSession, answer_id: int) -> list[str]:
    """The receipts of the records under which this answer stands now."""
    younger = aliased(ShownAnswerRow)
    replaced = select(younger.record_id).where(
        younger.record_id == ShownAnswerRow.record_id, younger.answer_id > answer_id
    )
    found = await session.scalars(
        select(RecordRow.receipt)
        .join(ShownAnswerRow, ShownAnswerRow.record_id == RecordRow.id)
        .where(ShownAnswerRow.answer_id == answer_id, ~replaced.exists())
        .order_by(RecordRow.id)
    )
    return list(found)


async def without_one(session: ReadSession, receipts: Collection[str]) -> list[str]:
    """Those of the records under which no person's answer was ever shown."""
    shown = select(ShownAnswerRow.record_id)
    found = await session.scalars(
        select(RecordRow.receipt)
        .where(RecordRow.receipt.in_(receipts), RecordRow.id.not_in(shown))
        .order_by(RecordRow.id)
    )
    return list(found)


async def standing_under(
    session: ReadSession, record_ids: Collection[int]
) -> dict[int, VerifiedAnswer]:
    """What stands under each of these records, by the record's id."""
    rows = await session.execute(_standing().where(ShownAnswerRow.record_id.in_(record_ids)))
    answer_of = {row.record_id: row.answer_id for row in rows}
    by_id = await load(session, set(answer_of.values()))
    return {record_id: by_id[answer_id] for record_id, answer_id in answer_of.items()}


def _standing() -> Select[Any, Any]:
    """The last answer under each record: whatever takes the place of one is younger."""
    last = func.max(ShownAnswerRow.answer_id).label("answer_id")
    return select(ShownAnswerRow.record_id, last).group_by(ShownAnswerRow.record_id)


async def _load(session: ReadSession, *where: Any) -> list[VerifiedAnswer]:
    rows = await session.scalars(
        select(VerifiedAnswerRow)
        .where(*where)
        .order_by(VerifiedAnswerRow.id.desc())
        .execution_options(populate_existing=True)
    )
    answers = list(rows)
    ids = [row.id for row in answers]
    held = await _held(session, ids)
    quotes: dict[int, list[VerifiedQuote]] = {}
    cited = select(VerifiedCitationRow).where(VerifiedCitationRow.answer_id.in_(ids))
    for row in await session.scalars(cited.order_by(VerifiedCitationRow.number)):
        now = held.get((row.answer_id, row.number))
        quotes.setdefault(row.answer_id, []).append(
            VerifiedQuote(
                row.lead,
                citations.from_json(row.citation),
                is_current=now is not None and now.says_so,
                is_quotable=now is not None,
            )
        )
    changed = {
        answer_id: found.since
        for (answer_id, _), found in sorted(held.items(), key=_since)
        if not found.says_so
    }
    return [
        VerifiedAnswer(
            id=row.id,
            course_id=row.course_id,
            question=row.question,
            words=row.answer,
            by=row.verifier,
            at=row.verified_at,
            quotes=tuple(quotes.get(row.id, ())),
            receipt=row.receipt,
            # What is kept is kept as the documents were then.
            kept_at=None if _is_before(row.kept_at, changed.get(row.id)) else row.kept_at,
            retired_at=row.retired_at,
        )
        for row in answers
    ]


class _Held(NamedTuple):
    """What a document that may be quoted says of a citation now."""

    says_so: bool
    since: datetime
    """When its current version came."""


async def _held(session: ReadSession, answer_ids: Collection[int]) -> dict[tuple[int, int], _Held]:
    """By answer and number, the citations whose document may be quoted as it stands."""
    says_so = func.instr(VersionRow.text, VerifiedCitationRow.quote) > 0
    rows = await session.execute(
        select(
            VerifiedCitationRow.answer_id,
            VerifiedCitationRow.number,
            says_so.label("says_so"),
            VersionRow.created_at,
        )
        .join(VerifiedAnswerRow, VerifiedAnswerRow.id == VerifiedCitationRow.answer_id)
        .join(DocumentRow, DocumentRow.id == VerifiedCitationRow.document_id)
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(
            VerifiedCitationRow.answer_id.in_(answer_ids),
            DocumentRow.course_id == VerifiedAnswerRow.course_id,
            *_QUOTABLE_NOW,
        )
    )
    return {(row.answer_id, row.number): _Held(bool(row.says_so), row.created_at) for row in rows}


def _since(held: tuple[tuple[int, int], _Held]) -> datetime:
    return held[1].since


def _is_before(kept_at: datetime | None, changed_at: datetime | None) -> bool:
    return kept_at is not None and changed_at is not None and kept_at < changed_at


_QUOTABLE_NOW = (VersionRow.is_current, DocumentRow.use == DocumentUse.QUOTABLE.value)
