"""Where courses belong, which roles are staff, and who used which course where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.corpus import Course, Strictness
from knowledge.model.inbox import RequestState
from knowledge.model.places import (
    Binding,
    CourseUse,
    Holdings,
    Layout,
    StaffKind,
    StaffRole,
    Target,
)
from knowledge.model.quiz import QuizState
from knowledge.storage import courses
from knowledge.storage.answer_tables import HumanRequestRow, VerifiedAnswerRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.document_tables import DraftRow
from knowledge.storage.item_tables import ItemRow
from knowledge.storage.place_tables import BindingRow, CourseUseRow, StaffRoleRow
from knowledge.storage.quiz_tables import QuizRow
from knowledge.storage.tables import CourseRow, DocumentRow


async def layout(session: ReadSession) -> Layout:
    known = await courses.list_courses(session)
    bindings = await session.scalars(select(BindingRow))
    staff = await session.scalars(select(StaffRoleRow))
    return Layout(
        courses=tuple(sorted(known, key=lambda course: (course.title.casefold(), course.id))),
        bindings=tuple(
            Binding(row.server_id, row.course_id, Target(row.target), row.target_id)
            for row in bindings
        ),
        staff=tuple(StaffRole(row.server_id, row.role_id, StaffKind(row.kind)) for row in staff),
    )


async def add_course(
    session: WriteSession, *, server_id: int, title: str, most: int, at: datetime
) -> Course | None:
    """A course of a server; ``None`` if it has one of that title, or ``most`` already.

    There is one writer at a time, so that nobody adds another between.
    """
    titles = list((await _titles(session, server_id)).values())
    if len(titles) >= most or title.casefold() in titles:
        return None
    number = await session.scalar(select(func.max(CourseRow.id))) or 0
    row = CourseRow(
        # Never a name that an operator would give.
        name=f"server-{server_id}-after-{number}",
        title=title,
        description="",
        language="en",
        strictness=Strictness.NORMAL.value,
        server_id=server_id,
        revision=0,
        created_at=at,
    )
    session.add(row)
    await session.flush()
    # After its id, which is never given again: the log knows a course by its name.
    row.name = f"server-{server_id}-{row.id}"
    await session.flush()
    return await courses.get_course(session, row.id)


async def rename_course(
    session: WriteSession, course_id: int, server_id: int, title: str
) -> str | None:
    """The title before; ``None`` if the server has no such course, or another of that title."""
    titles = await _titles(session, server_id)
    if course_id not in titles:
        return None
    before = (await courses.get_course(session, course_id)).title
    if any(other == title.casefold() for id_, other in titles.items() if id_ != course_id):
        return None
    await session.execute(update(CourseRow).where(CourseRow.id == course_id).values(title=title))
    return before


async def holdings(session: ReadSession, course_id: int) -> Holdings:
    """What a course has, and whether it is used just now."""
    quizzes = exists().where(
        QuizRow.course_id == course_id, QuizRow.state != QuizState.FINISHED.value
    )
    requests = exists().where(
        HumanRequestRow.course_id == course_id,
        HumanRequestRow.state == RequestState.WAITING.value,
    )
    own = [row.course_id == course_id for row in (DocumentRow, DraftRow, ItemRow)]
    answers = and_(VerifiedAnswerRow.course_id == course_id, VerifiedAnswerRow.retired_at.is_(None))
    counts = [select(func.count()).where(one).scalar_subquery() for one in (*own, answers)]
    found = (await session.execute(select(*counts, or_(quizzes, requests)))).one()
    return Holdings(*found[:4], is_busy=bool(found[4]))


async def remove_course(session: WriteSession, course_id: int, server_id: int) -> str | None:
    """Delete a course of the server and all that is its own; its title, ``None`` without one.

    What was asked of it stays on record, of no course.
    """
    return await session.scalar(
        delete(CourseRow)
        .where(CourseRow.id == course_id, CourseRow.server_id == server_id)
        .returning(CourseRow.title)
    )


async def _titles(session: ReadSession, server_id: int) -> dict[int, str]:
    """Those of the courses that a server has made, by id, case folded."""
    rows = await session.execute(
        select(CourseRow.id, CourseRow.title).where(CourseRow.server_id == server_id)
    )
    return {row.id: row.title.casefold() for row in rows}


async def bind(
    session: WriteSession,
    server_id: int,
    course_id: int,
    targets: Iterable[Target],
    bound: Iterable[Binding],
) -> None:
    """Bind a course to these, and to nothing else of the kinds in ``targets``."""
    await session.execute(
        delete(BindingRow).where(
            BindingRow.server_id == server_id,
            BindingRow.course_id == course_id,
            BindingRow.target.in_([target.value for target in targets]),
        )
    )
    for binding in set(bound):
        await session.execute(
            insert(BindingRow).values(
                server_id=binding.server_id,
                course_id=binding.course_id,
                target=binding.target.value,
                target_id=binding.target_id,
            )
        )


async def name_staff(
    session: WriteSession, server_id: int, kind: StaffKind, role_ids: Iterable[int]
) -> None:
    """Make these roles, and no others, staff of that kind."""
    await session.execute(
        delete(StaffRoleRow).where(
            StaffRoleRow.server_id == server_id, StaffRoleRow.kind == kind.value
        )
    )
    for role_id in set(role_ids):
        await session.execute(
            insert(StaffRoleRow).values(server_id=server_id, kind=kind.value, role_id=role_id)
        )


async def note_use(
    session: WriteSession, *, user_id: int, server_id: int, course_id: int, at: datetime
) -> None:
    await session.execute(
        insert(CourseUseRow)
        .values(user_id=user_id, server_id=server_id, course_id=course_id, at=at)
        .on_conflict_do_update(
            index_elements=[CourseUseRow.user_id, CourseUseRow.server_id, CourseUseRow.course_id],
            set_={"at": at},
        )
    )


async def list_uses(session: ReadSession, user_id: int) -> list[CourseUse]:
    """What somebody used, last first."""
    rows = await session.scalars(
        select(CourseUseRow).filter_by(user_id=user_id).order_by(CourseUseRow.at.desc())
    )
    return [CourseUse(row.server_id, row.course_id, row.at) for row in rows]
