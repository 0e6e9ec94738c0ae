"""Where courses belong, which roles are staff, and who used which course where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.corpus import Course, Strictness
from knowledge.model.places import Binding, CourseUse, Layout, StaffKind, StaffRole, Target
from knowledge.storage import courses
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.place_tables import BindingRow, CourseUseRow, StaffRoleRow
from knowledge.storage.tables import CourseRow


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
    theirs = CourseRow.server_id == server_id
    titles = list(await session.scalars(select(CourseRow.title).where(theirs)))
    if len(titles) >= most or title.casefold() in {known.casefold() for known in titles}:
        return None
    number = 1 + (await session.scalar(select(func.max(CourseRow.id))) or 0)
    row = await session.scalars(
        insert(CourseRow)
        .values(
            # Never a name that an operator would give.
            name=f"server-{server_id}-{number}",
            title=title,
            description="",
            language="en",
            strictness=Strictness.NORMAL.value,
            server_id=server_id,
            revision=0,
            created_at=at,
        )
        .returning(CourseRow.id)
    )
    return await courses.get_course(session, row.one())


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
