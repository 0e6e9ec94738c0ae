"""Searching the log, narrowed by facets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from starlette.responses import Response

from bot.cards.logs import KINDS, REFUSED
from bot.console.rendering import channel, query
from bot.console.tables import Table, as_csv, file
from bot.console.visit import Page, Scope, Visit, to
from knowledge.model.log_search import (
    LogFilter,
    LogKind,
    LogLine,
    LogPage,
    Opinion,
    SearchRefusal,
)
from knowledge.model.receipt import QUIZ, read_receipt
from knowledge.model.review import ReviewStatus
from knowledge.reviewing.log_export import LogFormat

MOST_ROWS = 1_000
_FIELDS = ("kind", "text", "reader", "rating", "status", "channel", "since", "until")
NO_DAY = "I can't read that day. Write it as 2026-11-20."


async def _show(visit: Visit) -> Response:
    if (receipt := _typed_receipt(visit)) is not None:
        return to(f"/record/{receipt}")
    try:
        wanted = _wanted(visit)
    except (ValueError, OverflowError):
        return visit.render("message.html", status=422, title="No such day", words=NO_DAY)
    if visit.wants_csv:
        return await _csv(visit, wanted)
    answer = await _find(visit, wanted)
    found, said = (None, _plain(answer)) if isinstance(answer, SearchRefusal) else (answer, "")
    facets = await visit.moderation.browsing.facets(visit.server_id, visit.course_ids, wanted)
    lines = () if found is None else found.lines
    names = await visit.names(
        [line.who for line in lines], [line.channel_id for line in lines] + [*facets.channels]
    )
    groups = _groups(visit, facets, names)
    return visit.render(
        "search.html",
        title="Search",
        found=found,
        wanted=wanted,
        names=names,
        said=said,
        groups=groups,
        here_with=lambda **changes: _address(visit, **changes),
    )


def _plain(refusal: SearchRefusal) -> str:
    """As in Discord, without Discord's marks."""
    return REFUSED[refusal].replace("*", "").replace("`", "")


def _typed_receipt(visit: Visit) -> str | None:
    """A receipt alone, typed as words, is looked up at once."""
    typed = visit.asked("text")
    found = read_receipt(typed) or read_receipt(typed, letter=QUIZ)
    return found if "-" in typed and " " not in typed else None


def _wanted(visit: Visit) -> LogFilter:
    """What is asked for; an unknown word is as if it had not been given.

    Raises:
        ValueError: a day that there is not.
        OverflowError: the last day that there is: nothing comes after it.
    """
    until = _day(visit.asked("until"))
    return LogFilter(
        kind=visit.choice("kind", LogKind) or LogKind.QUESTION,
        text=visit.asked("text")[:100],
        reader=visit.asked("reader")[:60],
        channel_id=visit.number("channel") or None,
        opinion=visit.choice("rating", Opinion),
        status=visit.choice("status", ReviewStatus),
        since=_day(visit.asked("since")),
        # The day that is named is meant whole.
        until=None if until is None else until + timedelta(days=1),
    )


def _day(typed: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(typed), time(), UTC) if typed else None


async def _find(visit: Visit, wanted: LogFilter) -> LogPage | SearchRefusal:
    """The page that is asked for: a search is put on record once, and its pages are turned."""
    search = visit.moderation.search
    if (search_id := visit.number("search")) > 0:
        turned = await search.turn(
            visit.server_id, visit.course_ids, search_id, visit.page, by=visit.by
        )
        if turned is not None and turned.filter == wanted:
            return turned
    return await search.search(visit.server_id, visit.course_ids, wanted, by=visit.by)


def _address(visit: Visit, **changes: object) -> str:
    """The same search with something else in it."""
    given = {name: visit.asked(name) for name in _FIELDS}
    return f"/search{query(**given | changes)}"


def _groups(visit: Visit, facets: Any, names: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Facets as links: what each would find, and whether it is chosen."""

    def links(name: str, counts: Any, label: Any) -> list[dict[str, Any]]:
        chosen = visit.asked(name) or (LogKind.QUESTION.value if name == "kind" else "")
        return [
            {
                "label": label(value),
                "number": number,
                "is_chosen": str(value) == chosen,
                "address": _address(visit, **{name: "" if str(value) == chosen else value}),
            }
            for value, number in counts.items()
        ]

    groups = [
        ("Kind", links("kind", facets.kinds, lambda kind: KINDS[kind][1])),
        ("Status", links("status", facets.statuses, lambda status: status.value)),
        ("Rating", links("rating", facets.opinions, lambda opinion: opinion.value)),
        ("Channel", links("channel", facets.channels, lambda id_: channel(id_, names))),
    ]
    return [(title, made) for title, made in groups if made]


async def _csv(visit: Visit, wanted: LogFilter) -> Response:
    if wanted.kind is LogKind.QUESTION:
        exporting = visit.moderation.exporting
        made = await exporting.export(
            visit.server_id, visit.course_ids, wanted, LogFormat.CSV, by=visit.by
        )
        if isinstance(made, SearchRefusal):
            return visit.render("message.html", title="No file", words=_plain(made))
        return file(made.name, made.content)
    lines = await _all_lines(visit, wanted)
    if isinstance(lines, SearchRefusal):
        return visit.render("message.html", title="No file", words=_plain(lines))
    return await as_csv(visit, line_table(wanted.kind.value, lines))


async def _all_lines(visit: Visit, wanted: LogFilter) -> list[LogLine] | SearchRefusal:
    search = visit.moderation.search
    found = await search.search(visit.server_id, visit.course_ids, wanted, by=visit.by)
    if isinstance(found, SearchRefusal):
        return found
    lines = list(found.lines)
    for page in range(1, found.pages):
        if len(lines) >= MOST_ROWS:
            break
        turned = await search.turn(
            visit.server_id, visit.course_ids, found.search_id, page, by=visit.by
        )
        lines += () if turned is None else turned.lines
    return lines


def line_table(name: str, lines: Sequence[LogLine]) -> Table:
    """Lines of the log, with Discord's ids as texts."""
    return Table(
        name,
        ("receipt", "at", "who", "channel_id", "what", "outcome"),
        [
            (
                line.receipt,
                line.at,
                None if line.who is None else line.who.name,
                None if line.channel_id is None else str(line.channel_id),
                line.headline,
                line.outcome,
            )
            for line in lines
        ],
    )


PAGES = (Page("/search", "logs search", _show, scope=Scope.SERVER),)
