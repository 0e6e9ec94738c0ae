"""One request of somebody who may be here: what a page works with."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.cogs.desk import Desk
from bot.cogs.naming import names_of
from bot.console.rendering import ENVIRONMENT, STYLESHEET
from bot.console.sessions import Session
from bot.console.visitor import Visitor
from knowledge.model.corpus import Course
from knowledge.model.review import Asker
from knowledge.reviewing.moderation import Moderation

E = TypeVar("E", bound=enum.Enum)

DAYS = (7, 30, 90, 180)
USUAL_DAYS = 30
_LARGEST_NUMBER = 2**63 - 1
"""The database holds no larger one; Discord's ids stay below."""
_LARGEST_PAGE = 100_000
NO_COURSE = 0
"""An id that no course has."""


class Scope(enum.Enum):
    """What a page is about; each says so in a line of its own."""

    SERVER = enum.auto()
    """Everything of the server, whichever course it is of."""
    COURSE = enum.auto()
    """One course, which is chosen on these pages and for all of them."""
    RECORD = enum.auto()
    """One thing, which names its course itself; or none."""


@dataclass(frozen=True, slots=True)
class Page:
    """An address, who may see it, and what makes it."""

    path: str
    action: str
    """A line of the access table: what may be done in Discord may be done here, and no more."""
    show: Callable[[Visit], Awaitable[Response]]
    method: str = "GET"
    scope: Scope = Scope.RECORD
    noted: str = ""
    """What the audit calls it, once in a session: of pages with figures alone. A page with
    people's words or results puts each look on record itself."""


@dataclass(slots=True)
class Visit:
    request: Request
    session: Session
    visitor: Visitor
    desk: Desk
    courses: tuple[Course, ...]
    """Those of the server that its staff tends."""
    page_shown: Page
    menu: tuple[tuple[str, str, str], ...] = ()
    """Address, label and action of each page of the menu."""
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def server_id(self) -> int:
        return self.session.holder.server_id

    @property
    def by(self) -> int:
        return self.session.holder.user_id

    @property
    def moderation(self) -> Moderation:
        return self.desk.knowledge.moderation

    @property
    def course(self) -> Course | None:
        """The one that is shown: chosen in this session, else the first."""
        chosen = (one for one in self.courses if one.id == self.session.course_id)
        return next(chosen, self.courses[0] if self.courses else None)

    @property
    def course_id(self) -> int:
        return NO_COURSE if self.course is None else self.course.id

    @property
    def course_ids(self) -> list[int]:
        return [course.id for course in self.courses]

    @property
    def scope(self) -> str:
        """What this page is about, by its name."""
        return self.page_shown.scope.name

    @property
    def wants_csv(self) -> bool:
        return self.asked("as") == "csv"

    def asked(self, name: str) -> str:
        """A value of the address, at most 200 characters of it."""
        return self.request.query_params.get(name, "")[:200].strip()

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])[:200]

    def number(self, name: str, otherwise: int = 0) -> int:
        value = self.asked(name)
        is_number = value.isascii() and value.isdecimal() and int(value) <= _LARGEST_NUMBER
        return int(value) if is_number else otherwise

    def choice(self, name: str, among: type[E]) -> E | None:
        """A value of the address that is one of an enumeration's; any other counts as none."""
        typed = self.asked(name)
        return next((one for one in among if one.value == typed), None)

    @property
    def page(self) -> int:
        """From 0; addresses count from 1."""
        return min(max(self.number("page", 1), 1), _LARGEST_PAGE) - 1

    @property
    def days(self) -> int:
        days = self.number("days", USUAL_DAYS)
        return days if days in DAYS else USUAL_DAYS

    @property
    def since(self) -> datetime:
        return self.desk.clock() - timedelta(days=self.days)

    def may(self, action: str) -> bool:
        return self.visitor.may(action)

    async def names(
        self, askers: Iterable[Asker | None], channels: Iterable[int | None] = ()
    ) -> dict[int, str]:
        return await names_of(self.visitor, askers, channels)

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(
            ENVIRONMENT.get_template(template).render(
                visit=self,
                days_choices=DAYS,
                menu=[(path, label) for path, label, action in self.menu if self.may(action)],
                here=self.request.url.path,
                **values,
            ),
            status_code=status,
        )

    def missing(self, words: str) -> HTMLResponse:
        return self.render("message.html", status=404, title="Not found", words=words)

    def refused(self, words: str) -> HTMLResponse:
        return self.render("message.html", status=403, title="Not for you", words=words)


def to(address: str) -> RedirectResponse:
    """After a form: the page to look at, by GET."""
    return RedirectResponse(address, status_code=303)


def stranger(title: str, words: str, *, status: int) -> HTMLResponse:
    """A page for somebody of whom nothing is known."""
    page = ENVIRONMENT.get_template("stranger.html")
    return HTMLResponse(page.render(title=title, words=words, secret=""), status_code=status)


async def stylesheet(_request: Request) -> Response:
    return Response(STYLESHEET, media_type="text/css")
