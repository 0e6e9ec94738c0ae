"""What is on record of one learner, found by their pseudonym."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.rendering import query
from bot.console.search import MOST_ROWS, line_table
from bot.console.tables import as_csv
from bot.console.visit import Page, Visit
from knowledge.model.learner_record import LearnerRecord, NoLearnerRecord
from knowledge.model.log_search import LINES_ON_A_PAGE, LogKind

UNKNOWN_READER = (
    "Nobody in this server's log goes by that name. Copy it from a record, such as Reader 4F2A7."
)


async def _show(visit: Visit) -> Response:
    reader, kind = visit.asked("reader"), _kind(visit)
    if not reader:
        return visit.render("learner.html", title="Learners", found=None, reader="", said="")
    page, most = (0, MOST_ROWS) if visit.wants_csv else (visit.page, LINES_ON_A_PAGE)
    found = await visit.moderation.learner.of_pseudonym(
        visit.server_id,
        [course.id for course in visit.courses],
        reader,
        by=visit.by,
        kind=kind,
        page=page,
        most=most,
    )
    if isinstance(found, NoLearnerRecord):
        return visit.render(
            "learner.html",
            status=404,
            title="Learners",
            found=None,
            reader=reader,
            said=UNKNOWN_READER,
        )
    if visit.wants_csv:
        return await as_csv(visit, line_table(f"learner-{kind.value}", found.lines))
    names = await visit.names([found.who], [line.channel_id for line in found.lines])
    return visit.render(
        "learner.html",
        title=found.who.name,
        found=found,
        reader=found.who.name,
        said="",
        names=names,
        kinds=LogKind,
        here_with=lambda **changes: _address(found, **changes),
    )


def _kind(visit: Visit) -> LogKind:
    return visit.choice("kind", LogKind) or LogKind.QUESTION


def _address(found: LearnerRecord, **changes: object) -> str:
    given: dict[str, object] = {"reader": found.who.name, "kind": found.kind.value}
    return f"/learners{query(**given | changes)}"


PAGES = (Page("/learners", "Learner record", _show),)
