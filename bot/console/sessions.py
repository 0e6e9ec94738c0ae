"""Single-use links, and the sessions that they open.

All of it is in memory and as hashes: whoever reads the process's memory finds no link or cookie
to use, and a restart ends every session.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.access_rules import Role

LINK_LIVES = timedelta(minutes=10)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
_MOST = 500
"""Links, and sessions, that are remembered; beyond it the oldest goes."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a link was given to, and what it opens."""

    user_id: int
    server_id: int
    channel_id: int | None
    """Where it was asked for: decides which course is shown."""
    roles: frozenset[Role]
    """The most that the session may ever do, whatever its holder becomes later."""


@dataclass(frozen=True, slots=True)
class Session:
    holder: Holder
    opened_at: datetime
    seen_at: datetime
    course_id: int | None = None
    """Which of the server's courses is shown, once somebody has chosen."""
    noted: frozenset[str] = frozenset()
    """The pages of which the audit knows that they were opened in this session."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    """Stands in every form, so that no other site can send one."""

    @property
    def ends_at(self) -> datetime:
        """Unless it is used before, by which this moves up to the longest that one lives."""
        return min(self.seen_at + IDLE, self.opened_at + LONGEST)


@dataclass(slots=True)
class Sessions:
    """The links and sessions of one process."""

    clock: Callable[[], datetime]
    _links: dict[bytes, tuple[Holder, datetime]] = field(default_factory=dict)
    _open: dict[bytes, Session] = field(default_factory=dict)

    def issue(self, holder: Holder) -> str:
        """A link's secret part, for ten minutes and one use; the holder's earlier one is void."""
        now = self.clock()
        who = (holder.user_id, holder.server_id)
        for key, (other, until) in list(self._links.items()):
            if until <= now or (other.user_id, other.server_id) == who:
                del self._links[key]
        secret = secrets.token_urlsafe(32)
        _keep(self._links, _hashed(secret), (holder, now + LINK_LIVES))
        return secret

    def is_open(self, secret: str) -> bool:
        """Whether a link can still be used. Looking does not use it up."""
        link = self._links.get(_hashed(secret))
        return link is not None and self.clock() < link[1]

    def redeem(self, secret: str) -> str | None:
        """Use a link up: what the cookie holds, or ``None`` if it was used or is too old."""
        link = self._links.pop(_hashed(secret), None)
        now = self.clock()
        if link is None or now >= link[1]:
            return None
        cookie = secrets.token_urlsafe(32)
        _keep(self._open, _hashed(cookie), Session(link[0], opened_at=now, seen_at=now))
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The session of a cookie, used now; ``None`` if there is none, or none any more."""
        key, now = _hashed(cookie), self.clock()
        session = self._open.get(key)
        if session is None or now >= session.ends_at:
            self._open.pop(key, None)
            return None
        self._open[key] = replace(session, seen_at=now)
        return self._open[key]

    def choose(self, cookie: str, course_id: int) -> None:
        """Show another course of the server from now on."""
        key = _hashed(cookie)
        if key in self._open:
            self._open[key] = replace(self._open[key], course_id=course_id)

    def note(self, cookie: str, page: str) -> None:
        """The audit knows from now on that this page was opened in the session."""
        key = _hashed(cookie)
        if key in self._open:
            session = self._open[key]
            self._open[key] = replace(session, noted=session.noted | {page})

    def close(self, cookie: str) -> None:
        self._open.pop(_hashed(cookie), None)


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _keep(kept: MutableMapping[bytes, T], key: bytes, value: T) -> None:
    kept[key] = value
    while len(kept) > _MOST:
        del kept[next(iter(kept))]
