"""What waits for a review."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.cases import transcript
from bot.console.visit import Page, Scope, Visit


async def _show(visit: Visit) -> Response:
    found = await visit.moderation.browsing.queue(visit.server_id, visit.page, by=visit.by)
    names = await visit.names(
        [line.who for line in found.lines], [line.channel_id for line in found.lines]
    )
    return visit.render("queue.html", title="Review", found=found, names=names)


async def _next(visit: Visit) -> Response:
    """The next to review: after a receipt, or the first of all."""
    desk = visit.moderation.desk
    case = await desk.next(visit.server_id, by=visit.by, after=visit.asked("after") or None)
    if case is None:
        return visit.render(
            "message.html", title="Nothing waits", words="Nothing waits for a review. Well done!"
        )
    return await transcript(visit, case)


PAGES = (
    Page("/queue", "logs review", _show, scope=Scope.SERVER),
    Page("/queue/next", "logs review", _next),
)
