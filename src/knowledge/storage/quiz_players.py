"""Who plays a quiz, and what holds for a learner in all quizzes of a server."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import case, exists, func, select, union, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.quiz import Player, QuestionState
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_tables import (
    LearnerRow,
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)

_RESPONDED = exists().where(
    QuizResponseRow.user_id == QuizPlayerRow.user_id,
    QuizResponseRow.question_id == QuizQuestionRow.id,
    QuizQuestionRow.quiz_id == QuizPlayerRow.quiz_id,
)


async def put(
    session: WriteSession,
    quiz_id: int,
    user_id: int,
    *,
    name: str,
    teams: int,
    from_ordinal: int,
    at: datetime,
    is_catching_up: bool = False,
) -> bool:
    """Let somebody in, or in again; ``False`` if they are in already or were removed."""
    entered = await session.scalar(
        insert(QuizPlayerRow)
        .values(
            quiz_id=quiz_id,
            user_id=user_id,
            name=name,
            team=await _smallest_team(session, quiz_id, teams) if teams else None,
            from_ordinal=from_ordinal,
            joined_at=at,
            is_catching_up=is_catching_up,
        )
        .on_conflict_do_update(
            index_elements=[QuizPlayerRow.quiz_id, QuizPlayerRow.user_id],
            set_={"left_at": None, "name": name},
            where=QuizPlayerRow.left_at.is_not(None) & ~QuizPlayerRow.is_kicked,
        )
        .returning(QuizPlayerRow.user_id)
    )
    return entered is not None


async def first_to_count(session: ReadSession, quiz_id: int) -> int:
    """Of the questions for somebody who comes in now: the open one, or the next."""
    playing = [QuestionState.OPEN.value, QuestionState.PAUSED.value]
    is_open = exists().where(
        QuizQuestionRow.quiz_id == QuizRow.id, QuizQuestionRow.state.in_(playing)
    )
    first = QuizRow.position + case((is_open, 0), else_=1)
    return (await session.scalars(select(first).where(QuizRow.id == quiz_id))).one()


async def seat(session: WriteSession, quiz_id: int, user_id: int) -> None:
    """Let somebody who joined and answered nothing catch up."""
    await session.execute(
        update(QuizPlayerRow)
        .where(
            QuizPlayerRow.quiz_id == quiz_id,
            QuizPlayerRow.user_id == user_id,
            ~QuizPlayerRow.is_kicked,
            ~_RESPONDED,
        )
        .values(is_catching_up=True, left_at=None, from_ordinal=1)
        .execution_options(synchronize_session=False)
    )


async def leave(session: WriteSession, quiz_id: int, user_id: int, at: datetime) -> bool:
    left = await session.scalar(
        update(QuizPlayerRow)
        .where(
            QuizPlayerRow.quiz_id == quiz_id,
            QuizPlayerRow.user_id == user_id,
            QuizPlayerRow.left_at.is_(None),
            ~QuizPlayerRow.is_kicked,
        )
        .values(left_at=at)
        .returning(QuizPlayerRow.user_id)
    )
    return left is not None


async def kick(session: WriteSession, quiz_id: int, user_id: int, at: datetime) -> bool:
    """Remove somebody and keep them out; ``False`` if they were removed already."""
    kicked = await session.scalar(
        insert(QuizPlayerRow)
        .values(
            quiz_id=quiz_id, user_id=user_id, name="", from_ordinal=1, joined_at=at, is_kicked=True
        )
        .on_conflict_do_update(
            index_elements=[QuizPlayerRow.quiz_id, QuizPlayerRow.user_id],
            set_={"is_kicked": True},
            where=~QuizPlayerRow.is_kicked,
        )
        .returning(QuizPlayerRow.user_id)
    )
    return kicked is not None


async def find(session: ReadSession, quiz_id: int, user_id: int) -> Player | None:
    rows = await _list(session, QuizPlayerRow.quiz_id == quiz_id, QuizPlayerRow.user_id == user_id)
    return rows[0][0] if rows else None


async def find_taking_part(
    session: ReadSession, quiz_id: int, user_id: int
) -> tuple[Player, int] | None:
    """One of :func:`list_players`."""
    rows = await _list(session, QuizPlayerRow.user_id == user_id, *_taking_part(quiz_id))
    return rows[0] if rows else None


async def list_players(session: ReadSession, quiz_id: int) -> list[tuple[Player, int]]:
    """Those who play or have played, each with the first question that counts for them.

    Without those who were removed, and those who left before they had answered anything.
    """
    return await _list(session, *_taking_part(quiz_id))


async def count(session: ReadSession, quiz_id: int) -> int:
    """Who is in now."""
    return (
        await session.scalar(
            select(func.count()).where(
                QuizPlayerRow.quiz_id == quiz_id,
                QuizPlayerRow.left_at.is_(None),
                ~QuizPlayerRow.is_kicked,
            )
        )
        or 0
    )


async def turnout(session: ReadSession, question_id: int) -> tuple[int, int]:
    """How many have responded to an open question, of how many: of those in now, and who left
    after responding."""
    responded = exists().where(
        QuizResponseRow.question_id == question_id,
        QuizResponseRow.user_id == QuizPlayerRow.user_id,
    )
    counted = await session.execute(
        select(func.count().filter(responded), func.count())
        .select_from(QuizPlayerRow)
        .join(QuizQuestionRow, QuizQuestionRow.quiz_id == QuizPlayerRow.quiz_id)
        .where(
            QuizQuestionRow.id == question_id,
            ~QuizPlayerRow.is_kicked,
            ~QuizPlayerRow.is_catching_up,
            QuizPlayerRow.left_at.is_(None) | responded,
        )
    )
    answered, players = counted.one()
    return answered, players


async def list_names(session: ReadSession, server_id: int, *, without: int) -> list[str]:
    """What the others are called who played or hosted in a server, and their aliases."""
    names: Any = union(
        select(QuizPlayerRow.name)
        .join(QuizRow, QuizRow.id == QuizPlayerRow.quiz_id)
        .where(QuizRow.server_id == server_id, QuizPlayerRow.user_id != without),
        select(QuizRow.host_name).where(QuizRow.server_id == server_id, QuizRow.host_id != without),
        select(LearnerRow.alias).where(
            LearnerRow.server_id == server_id,
            LearnerRow.user_id != without,
            LearnerRow.alias.is_not(None),
        ),
    )
    return list(await session.scalars(names))


async def put_learner(
    session: WriteSession, server_id: int, user_id: int, stated: dict[str, Any]
) -> None:
    """Keep what holds for a learner, and leave the rest of it as it is."""
    await session.execute(
        insert(LearnerRow)
        .values(server_id=server_id, user_id=user_id, **stated)
        .on_conflict_do_update(
            index_elements=[LearnerRow.server_id, LearnerRow.user_id], set_=stated
        )
    )


async def accommodation(session: ReadSession, server_id: int, user_id: int) -> tuple[float, int]:
    """How much more time and how many more attempts a learner has: 1.0 and 0 for most."""
    row = await session.get(LearnerRow, (server_id, user_id), populate_existing=True)
    return (1.0, 0) if row is None else (row.time_factor, row.more_attempts)


async def _smallest_team(session: ReadSession, quiz_id: int, teams: int) -> int:
    rows = await session.execute(
        select(QuizPlayerRow.team, func.count())
        .where(QuizPlayerRow.quiz_id == quiz_id, ~QuizPlayerRow.is_kicked)
        .group_by(QuizPlayerRow.team)
    )
    sizes = {team: size for team, size in rows if team is not None}
    return min(range(1, teams + 1), key=lambda team: (sizes.get(team, 0), team))


def _taking_part(quiz_id: int) -> list[Any]:
    return [
        QuizPlayerRow.quiz_id == quiz_id,
        ~QuizPlayerRow.is_kicked,
        QuizPlayerRow.left_at.is_(None) | _RESPONDED,
    ]


async def _list(session: ReadSession, *conditions: Any) -> list[tuple[Player, int]]:
    rows = await session.execute(
        select(QuizPlayerRow, LearnerRow)
        .join(QuizRow, QuizRow.id == QuizPlayerRow.quiz_id)
        .outerjoin(
            LearnerRow,
            (LearnerRow.server_id == QuizRow.server_id)
            & (LearnerRow.user_id == QuizPlayerRow.user_id),
        )
        .where(*conditions)
        .order_by(QuizPlayerRow.joined_at, QuizPlayerRow.user_id),
        execution_options={"populate_existing": True},
    )
    return [(quiz_codec.player(row, learner), row.from_ordinal) for row, learner in rows]
