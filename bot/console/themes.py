"""What the course is about, and what its documents leave open."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Scope, Visit
from knowledge.model.gap import Gap
from knowledge.model.timeline import Theme

NO_COURSE = "No course is set up here. Someone with Manage Server can run /setup in Discord."


async def _themes(visit: Visit) -> Response:
    course = visit.course
    if course is None:
        return visit.missing(NO_COURSE)
    themes = await visit.desk.knowledge.timeline.themes_known(course.id)
    if visit.wants_csv:
        return await as_csv(visit, _theme_table(themes))
    return visit.render("themes.html", title="Themes", themes=themes)


def _theme_table(themes: list[Theme]) -> Table:
    rows = [(theme.name, theme.items, len(theme.passages)) for theme in themes]
    return Table("themes", ("theme", "questions", "passages"), rows)


async def _gaps(visit: Visit) -> Response:
    course = visit.course
    if course is None:
        return visit.missing(NO_COURSE)
    found = await visit.desk.knowledge.gaps.find(course.id, visit.server_id)
    if visit.wants_csv:
        return await as_csv(visit, _gap_table(found))
    await visit.moderation.browsing.note_view(visit.server_id, "gaps", by=visit.by)
    return visit.render("gaps.html", title="Gaps", gaps=found)


def _gap_table(found: list[Gap]) -> Table:
    header = ("gap", "size", "receipt", "question")
    rows = [
        (number, len(gap.questions), one.receipt, one.question)
        for number, gap in enumerate(found, 1)
        for one in gap.questions
    ]
    return Table("gaps", header, rows)


PAGES = (
    Page("/themes", "logs stats", _themes, scope=Scope.COURSE, noted="themes"),
    Page("/gaps", "logs search", _gaps, scope=Scope.COURSE),
)
