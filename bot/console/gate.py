"""Who may see which page: asked before each, again and again."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from bot.cogs.desk import Desk
from bot.console.sessions import Session, Sessions
from bot.console.visit import Page, Visit, stranger
from bot.console.visitor import Unreachable, Visitor, Visitors
from knowledge.errors import KnowledgeError, NotSaved
from knowledge.model.corpus import Course

log = logging.getLogger(__name__)

ENTRY = "logs console"
"""The action without which there is no session."""
TOKEN = "token"  # noqa: S105 - the name of a form's field
EXPIRED = (
    "You have no session here, or it has ended: after half an hour without a visit, after eight "
    "hours, and whenever the bot restarts. Get a new link with /logs console in Discord."
)
LEFT = "You are no longer staff of that server, so the session has ended."
UNREACHABLE = "Discord can't be asked who you are at the moment. Nothing was changed; try again."
FORGED = "This form is too old, or not from here. Nothing was changed. Go back and try again."

Endpoint = Callable[[Request], Awaitable[Response]]


class Courses(Protocol):
    async def __call__(self, visitor: Visitor) -> tuple[Course, ...]:
        """The courses that the visitor's server tends."""


class Gate:
    """Makes an endpoint of a page: session, person, right, form; then the page itself."""

    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        visitors: Visitors,
        courses: Courses,
        *,
        cookie: str,
        menu: tuple[tuple[str, str, str], ...],
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._visitors = visitors
        self._courses = courses
        self._cookie = cookie
        self._menu = menu

    def guarding(self, page: Page) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            try:
                return await self._answer(request, page)
            except Unreachable:
                return stranger("Try again", UNREACHABLE, status=503)
            except Exception as error:
                return _failed(page, error)

        return endpoint

    async def _answer(self, request: Request, page: Page) -> Response:
        cookie = request.cookies.get(self._cookie, "")
        session = self._sessions.find(cookie)
        if session is None:
            return stranger("No session", EXPIRED, status=401)
        visitor = await self._visitors.find(session.holder)
        if visitor is None or not visitor.may(ENTRY):
            self._sessions.close(cookie)
            return stranger("The session has ended", LEFT, status=401)
        visit = await self._visit(request, session, visitor, page)
        if (words := visitor.refusal(page.action)) is not None:
            return visit.refused(words.replace("*", ""))
        if page.method == "POST":
            visit.form = await _form(request)
            if not hmac.compare_digest(visit.form.get(TOKEN, "").encode(), session.token.encode()):
                return visit.refused(FORGED)
        if page.noted and page.noted not in session.noted:
            # First on record, then shown.
            await visit.moderation.browsing.note_view(visit.server_id, page.noted, by=visit.by)
            self._sessions.note(cookie, page.noted)
        return await page.show(visit)

    async def _visit(
        self, request: Request, session: Session, visitor: Visitor, page: Page
    ) -> Visit:
        courses = await self._courses(visitor)
        return Visit(request, session, visitor, self._desk, courses, page, self._menu)


async def _form(request: Request) -> dict[str, str]:
    """What was entered, each field once; files are not taken."""
    async with request.form(max_files=0, max_fields=20) as entered:
        return {name: value for name, value in entered.items() if isinstance(value, str)}


def _failed(page: Page, error: Exception) -> Response:
    reference = secrets.token_hex(3).upper()
    log.error("the console's %s failed, ref %s", page.path, reference, exc_info=error)
    happened = "Something went wrong on the bot's side."
    if isinstance(error, NotSaved):
        happened = "This could not be put on record, so nothing was shown or changed."
    elif isinstance(error, KnowledgeError):
        happened = f"That could not be done: {error}"
    words = f"{happened} Try again in a minute. The reference in the bot's log is {reference}."
    return stranger("Something went wrong", words, status=500)
