"""How many records of each sort a search would find, so that it can be narrowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import CTE, String, and_, cast, func, literal, select, union_all

from knowledge.model.log_search import LogFilter, Opinion
from knowledge.model.record import Rating
from knowledge.model.review import ReviewStatus
from knowledge.storage.audit_tables import ReportRow, ReviewRow
from knowledge.storage.database import ReadSession
from knowledge.storage.log_search import matching
from knowledge.storage.tables import FeedbackRow, RecordRow

_CLOSED = ReviewRow.status != ReviewStatus.OPEN.value
STATUS, OPINION, CHANNEL, TOTAL = "status", "opinion", "channel", "total"
_RATED = {
    Opinion.REPORTED: select(ReportRow.record_id),
    Opinion.DISLIKED: select(FeedbackRow.record_id).where(FeedbackRow.rating == Rating.DOWN.value),
    Opinion.LIKED: select(FeedbackRow.record_id).where(FeedbackRow.rating == Rating.UP.value),
}


async def count(
    session: ReadSession, server_id: int, wanted: LogFilter, people: Sequence[int] | None
) -> Mapping[str, Mapping[str, int]]:
    """Questions by status, opinion and channel, each whatever of its own sort is wanted.

    One statement, which looks the words up once. An answer that is liked and disliked counts for
    both.
    """
    open_wish = replace(wanted, status=None, opinion=None, channel_id=None)
    found = matching(server_id, open_wish, people).add_columns(RecordRow.channel_id).cte("found")
    if wanted.text:
        # Else SQLite looks the words up anew for each sort of count.
        found = found.prefix_with("MATERIALIZED")
    wishes = {
        STATUS: _has_status(found, wanted.status),
        OPINION: _has_opinion(found, wanted.opinion),
        CHANNEL: [] if wanted.channel_id is None else [found.c.channel_id == wanted.channel_id],
    }

    def but(facet: str) -> list[Any]:
        return [wish for name, made in wishes.items() if name != facet for wish in made]

    # The open ones apart: nearly all are, and have no row to be joined with.
    reviewed = found.join(ReviewRow, and_(ReviewRow.record_id == found.c.id, _CLOSED))
    is_open = found.c.id.not_in(select(ReviewRow.record_id).where(_CLOSED))
    parts = [
        _counts(STATUS, literal(ReviewStatus.OPEN.value))
        .select_from(found)
        .where(is_open, *but(STATUS)),
        _counts(STATUS, ReviewRow.status)
        .select_from(reviewed)
        .where(*but(STATUS))
        .group_by(ReviewRow.status),
        _counts(CHANNEL, cast(found.c.channel_id, String))
        .where(*but(CHANNEL), found.c.channel_id.is_not(None))
        .group_by(found.c.channel_id),
        _counts(TOTAL, literal(TOTAL)).select_from(found).where(*but(TOTAL)),
        *(
            _counts(OPINION, literal(opinion.value))
            .select_from(found)
            .where(*but(OPINION), found.c.id.in_(rated))
            for opinion, rated in _RATED.items()
        ),
    ]
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, key, number in await session.execute(union_all(*parts)):
        if number:
            counted[facet][key] = number
    return counted


def _counts(facet: str, key: Any) -> Any:
    return select(literal(facet), key, func.count())


def _has_status(found: CTE, status: ReviewStatus | None) -> list[Any]:
    if status is None:
        return []
    if status is ReviewStatus.OPEN:
        return [found.c.id.not_in(select(ReviewRow.record_id).where(_CLOSED))]
    return [found.c.id.in_(select(ReviewRow.record_id).where(ReviewRow.status == status.value))]


def _has_opinion(found: CTE, opinion: Opinion | None) -> list[Any]:
    return [] if opinion is None else [found.c.id.in_(_RATED[opinion])]
