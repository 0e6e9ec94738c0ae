"""The confusion map: which sections are asked about, refused and got wrong."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Scope, Visit

MOST_SHOWN = 100


async def _show(visit: Visit) -> Response:
    confusion = visit.moderation.confusion
    found = await confusion.map(visit.server_id, visit.course_id, visit.since)
    spots = found.spots
    if visit.wants_csv:
        header = (
            "document", "section", "questions", "abstained", "quiz_answers", "score_lost", "asked",
            "least_abstained", "least_wrong", "heat",
        )  # fmt: skip
        rows = [
            (
                spot.counts.document,
                " › ".join(spot.counts.section),
                spot.counts.questions,
                spot.counts.refused,
                spot.counts.responses,
                spot.counts.lost,
                spot.asked,
                spot.refused,
                spot.wrong,
                spot.heat,
            )
            for spot in spots
        ]
        return await as_csv(visit, Table("confusion-map", header, rows))
    return visit.render(
        "confusion.html",
        title="Confusion map",
        spots=spots[:MOST_SHOWN],
        total=len(spots),
        asked_since=found.asked_since if found.asked_since > visit.since else None,
    )


PAGES = (Page("/confusion", "logs stats", _show, scope=Scope.COURSE, noted="confusion map"),)
