"""A message a day, for those who want one, when something is due: never in their quiet hours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.model.study import Reminder, is_quiet
from knowledge.storage import reminders, study_cards
from knowledge.storage.database import Database
from knowledge.storage.study_withheld import list_withheld

APART = timedelta(hours=23)
"""Between two reminders at least; an hour less than a day, so that their time does not wander."""

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*(?P<sign>[+−-])?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")
_FARTHEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder to be sent now, and how many items are due."""

    reminder: Reminder
    due: int


class Reminders:
    """Keeps who wants to be reminded, and says whose time has come."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def turn_on(self, reminder: Reminder) -> bool:
        """Remind a learner from now on, as stated; ``False`` if the time zone is not known."""
        if read_zone(reminder.zone) is None:
            return False
        async with self._database.write() as session:
            await reminders.put(session, reminder)
        return True

    async def turn_off(self, user_id: int) -> None:
        async with self._database.write() as session:
            await reminders.remove(session, user_id)

    async def find(self, user_id: int) -> Reminder | None:
        """What a learner has chosen; ``None`` if they are not reminded."""
        async with self._database.read() as session:
            return await reminders.find(session, user_id)

    async def take_due(self) -> list[DueReminder]:
        """The reminders to send now. Each is taken once: a restart does not send it again."""
        now = self._clock()
        async with self._database.read() as session:
            waiting = await reminders.list_before(session, now - APART)
            awake = [reminder for reminder in waiting if not _is_asleep(reminder, now)]
            withheld = await list_withheld(session)
            learners = {reminder.user_id for reminder in awake}
            due = await study_cards.count_due(session, learners, now, without=withheld)
        counted = [DueReminder(r, due.get((r.user_id, r.course_id), 0)) for r in awake]
        wanted = [one for one in counted if one.due]
        if not wanted:
            return []
        async with self._database.write() as session:
            claimed = await reminders.claim(
                session, [one.reminder.user_id for one in wanted], before=now - APART, at=now
            )
        return [one for one in wanted if one.reminder.user_id in claimed]


def read_zone(name: str) -> tzinfo | None:
    """A time zone by its name ("Europe/Bucharest") or its offset ("+02:00"); else ``None``."""
    offset = _OFFSET.fullmatch(name.strip().upper())
    if offset is not None:
        away = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        if away > _FARTHEST:
            return None
        return timezone(away if offset["sign"] in (None, "+") else -away)
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _is_asleep(reminder: Reminder, now: datetime) -> bool:
    hour = now.astimezone(read_zone(reminder.zone)).hour
    return is_quiet(hour, reminder.quiet_from, reminder.quiet_to)
