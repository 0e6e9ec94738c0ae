"""Coming in with a link, and going out."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.cogs.desk import Desk
from bot.console.rendering import ENVIRONMENT
from bot.console.sessions import LONGEST, Sessions
from bot.console.visit import Visit, stranger, to
from bot.pace import Pace, Verdict
from knowledge.errors import NotSaved

USED = (
    "This link was used before, or is older than ten minutes. Get a new one with /logs console in "
    "Discord."
)
TOO_OFTEN = "Too many links that don't work were tried. Wait a minute."
NOT_ON_RECORD = (
    "Your visit could not be put on record, so the console stays closed. Get a new link with /logs "
    "console in a minute."
)
_EVERYBODY = 0


class Entry:
    """A link shows a button first: a preview of the link, by Discord or a virus scanner, must not
    use it up.
    """

    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        *,
        cookie: str,
        is_secure: bool,
        of_a_course: Collection[str] = (),
    ) -> None:
        """``of_a_course`` are the addresses on which a course is chosen."""
        self._of_a_course = frozenset(of_a_course)
        self._desk = desk
        self._sessions = sessions
        self._cookie = cookie
        self._is_secure = is_secure
        self._misses = Pace(30, 60.0, sessions.clock)

    async def offer(self, request: Request) -> Response:
        """The button."""
        secret = str(request.path_params["secret"])
        if not self._sessions.is_open(secret):
            return self._missed()
        page = ENVIRONMENT.get_template("stranger.html")
        return HTMLResponse(page.render(title="Colloquy console", words="", secret=secret))

    async def open(self, request: Request) -> Response:
        """The button was pressed: the session begins."""
        cookie = self._sessions.redeem(str(request.path_params["secret"]))
        session = None if cookie is None else self._sessions.find(cookie)
        if cookie is None or session is None:
            return self._missed()
        holder = session.holder
        browsing = self._desk.knowledge.moderation.browsing
        try:
            await browsing.note_view(holder.server_id, "console", by=holder.user_id)
        except NotSaved:
            self._sessions.close(cookie)
            return stranger("Not opened", NOT_ON_RECORD, status=503)
        response = to("/")
        response.set_cookie(
            self._cookie,
            cookie,
            max_age=int(LONGEST.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._is_secure,
        )
        return response

    def _missed(self) -> Response:
        if self._misses.check(_EVERYBODY) is not Verdict.GO:
            return stranger("Too fast", TOO_OFTEN, status=429)
        return stranger("The link doesn't work", USED, status=410)

    async def leave(self, visit: Visit) -> Response:
        """Ends the session in this process, not only in this browser."""
        self._sessions.close(visit.request.cookies.get(self._cookie, ""))
        response = stranger("You have left", "The session has ended.", status=200)
        response.delete_cookie(
            self._cookie, httponly=True, samesite="strict", secure=self._is_secure
        )
        return response

    async def choose(self, visit: Visit) -> Response:
        """Another of the server's courses."""
        chosen = visit.form.get("course", "")
        wanted = next((one for one in visit.courses if str(one.id) == chosen), None)
        if wanted is None:
            return visit.missing("There is no such course here.")
        self._sessions.choose(visit.request.cookies.get(self._cookie, ""), wanted.id)
        back = visit.form.get("back", "")
        return to(back if back in self._of_a_course else "/")
