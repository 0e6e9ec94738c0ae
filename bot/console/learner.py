"""Those of whom there is a record, and what is on record of one, found by their pseudonym."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.rendering import query
from bot.console.search import MOST_ROWS, line_table
from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Scope, Visit
from knowledge.model.learner_record import (
    LEARNERS_ON_A_PAGE,
    LearnerPage,
    LearnerRecord,
    NoLearnerRecord,
)
from knowledge.model.log_search import LINES_ON_A_PAGE, LogKind

UNKNOWN_READER = (
    "Nobody in this server's log goes by that name. Copy it from a record, such as Reader 4F2A7."
)


async def _show(visit: Visit) -> Response:
    reader, kind = visit.asked("reader"), _kind(visit)
    if not reader:
        return await _everybody(visit)
    page, most = (0, MOST_ROWS) if visit.wants_csv else (visit.page, LINES_ON_A_PAGE)
    found = await visit.moderation.learner.of_pseudonym(
        visit.server_id,
        visit.course_ids,
        reader,
        by=visit.by,
        kind=kind,
        page=page,
        most=most,
    )
    if isinstance(found, NoLearnerRecord):
        return await _everybody(visit, reader, said=UNKNOWN_READER, status=404)
    if visit.wants_csv:
        return await as_csv(visit, line_table(f"learner-{kind.value}", found.lines))
    names = await visit.names([found.who], [line.channel_id for line in found.lines])
    return visit.render(
        "learner.html",
        title=found.who.name,
        found=found,
        names=names,
        kinds=LogKind,
        here_with=lambda **changes: _address(found, **changes),
    )


async def _everybody(
    visit: Visit, reader: str = "", *, said: str = "", status: int = 200
) -> Response:
    """The list of those of whom there is a record."""
    page, most = (0, MOST_ROWS) if visit.wants_csv else (visit.page, LEARNERS_ON_A_PAGE)
    found = await visit.moderation.learner.everybody(
        visit.server_id, visit.course_ids, by=visit.by, page=page, most=most
    )
    if visit.wants_csv:
        return await as_csv(visit, _learner_table(found))
    names = await visit.names([one.who for one in found.learners])
    return visit.render(
        "learners.html",
        status=status,
        title="Learners",
        found=found,
        reader=reader,
        said=said,
        names=names,
    )


def _learner_table(found: LearnerPage) -> Table:
    """Under their pseudonyms, also where the pages show names: a file goes on to others."""
    rows = [
        (one.who.name, one.questions, one.quizzes, one.sessions, one.at) for one in found.learners
    ]
    return Table("learners", ("who", "questions", "quizzes", "study_sessions", "last_at"), rows)


def _kind(visit: Visit) -> LogKind:
    return visit.choice("kind", LogKind) or LogKind.QUESTION


def _address(found: LearnerRecord, **changes: object) -> str:
    given: dict[str, object] = {"reader": found.who.name, "kind": found.kind.value}
    return f"/learners{query(**given | changes)}"


PAGES = (Page("/learners", "Learner record", _show, scope=Scope.SERVER),)
