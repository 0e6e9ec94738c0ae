"""The first page: the log in figures."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Scope, Visit
from knowledge.model.log_stats import LogStats


async def _show(visit: Visit) -> Response:
    stats = await visit.moderation.stats(visit.server_id, visit.since)
    if visit.wants_csv:
        return await as_csv(visit, Table("figures", ("figure", "value"), _figures(stats)))
    return visit.render("home.html", title="Overview", stats=stats, figures=_figures(stats))


def _figures(stats: LogStats) -> list[tuple[str, str | int]]:
    figures: list[tuple[str, str | int]] = [
        ("Questions", stats.questions),
        ("People who asked", stats.askers),
        *((name.capitalize(), number) for name, number in stats.decisions.items()),
        ("Liked", stats.liked),
        ("Disliked", stats.disliked),
        ("Reported", stats.reported),
        *((f"Reviewed as {name}", number) for name, number in stats.reviews.items()),
        ("Waiting in all, disliked or reported", stats.waiting.disliked),
        ("Waiting in all, others", stats.waiting.others),
        ("Quizzes", stats.quizzes),
        ("People who played", stats.players),
        ("Answers in quizzes", stats.responses),
    ]
    if stats.median_ms is not None and stats.slow_ms is not None:
        figures += [
            ("Half were answered within", f"{stats.median_ms:.0f} ms"),
            ("95 % were answered within", f"{stats.slow_ms:.0f} ms"),
        ]
    return figures


PAGES = (Page("/", "logs stats", _show, scope=Scope.SERVER, noted="overview"),)
