"""The item bank's lists, and what an import or an export does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import discord
from discord import ui

from bot.cards import bank_ids
from bot.cards.custom_ids import Move, Turner
from bot.cards.key_change import change_line
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, pager, row, spaced
from bot.cards.review import status_of
from bot.cards.text import excerpt, literal, one_line, shorten, width
from knowledge.model.assessment import Item
from knowledge.model.item_rules import named
from knowledge.model.regrading import RegradePreview
from knowledge.quizzing.bank_values import ExportReport, ImportReport
from knowledge.quizzing.interchange.formats import NAMES
from knowledge.quizzing.interchange.written import Remark

ON_A_PAGE = 10
REMARKS_FILE = "every-line.txt"
_REMARKS_WIDTH = 2_200
_LONGEST_REMARK = 300
MOST_LINES = 1_000
"""Of the file; whoever has corrected as many tries again."""
_NAMES_SHOWN = 200
"""More than the card has room for."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which items a list shows, in the codes that its buttons carry; "-" leaves a choice open."""

    status: str = "-"
    kind: str = "-"
    theme: str = "-"

    def turner(self, course_id: int) -> Turner:
        def turn(move: Move, page: int) -> str:
            return bank_ids.turn_list(move, course_id, self.status, self.kind, self.theme, page)

        return turn


def list_card(course_id: int, items: Sequence[Item], shown: ListFilter, page: int = 0) -> Card:
    """At most ten items. ``page`` is from 0; one past the end shows the last."""
    pages = filled((_entry(item) for item in items), TEXT_LIMIT - 400, most=ON_A_PAGE)
    page = min(page, len(pages) - 1)
    first = sum(map(len, pages[:page]))
    on_page = items[first : first + len(pages[page])]
    count = f"{len(items)} item{'' if len(items) == 1 else 's'}"
    if not items:
        return card("### Item bank", "No item fits that.")
    return card(
        f"### Item bank · {count}",
        *spaced(pages[page]),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[row(_open_select(on_page)), *pager(page, len(pages), shown.turner(course_id))],
    )


def _entry(item: Item) -> str:
    draft = item.draft
    themes = f" · {excerpt(', '.join(draft.themes), 80)}" if draft.themes else ""
    return (
        f"`#{item.id}` {excerpt(draft.stem, 150)}\n"
        f"-# {named(draft.type)} · {draft.difficulty} · {status_of(item)}{themes}"
    )


def _open_select(items: Sequence[Item]) -> ui.Select[Card]:
    return ui.Select(
        custom_id=bank_ids.OPEN_ITEM,
        placeholder="Open an item",
        options=[
            discord.SelectOption(
                label=f"#{item.id}",
                description=shorten(one_line(item.draft.stem), 100),
                value=str(item.id),
            )
            for item in items
        ],
    )


def progress_words(done: int, total: int) -> str:
    return f"Comparing the items with the bank: **{done}** of **{total}**."


def trial_card(course_id: int, report: ImportReport, note: str = "") -> Card:
    """What an import would do. It offers the import only if no line is refused."""
    blocks: list[str | ui.Item[Card]] = [
        note,
        _heading(report),
        *_remarks(report, "would be"),
    ]
    if report.pending_id is None:
        if report.refused:
            blocks.append("Nothing was imported. Correct these lines and attach the file again.")
        return card(*blocks)
    total = report.added + len(report.replaced)
    regrades = " and regrade" if report.rekeyed else ""
    confirm = button(
        f"Import {total} item{'' if total == 1 else 's'} as drafts{regrades}",
        bank_ids.import_(course_id, report.pending_id, report.mark),
        style=discord.ButtonStyle.danger if regrades else discord.ButtonStyle.primary,
    )
    if report.rekeyed:
        blocks.append(_rekeyed(report.rekeyed))
    blocks.append("-# Nothing is imported before you press. Imported items wait for review.")
    return card(*blocks, rows=[row(confirm)])


def imported_card(report: ImportReport) -> Card:
    """What an import has done, or why it has not."""
    if report.refused:
        why = "The course has changed since you attached the file. Nothing was imported."
        return card(_heading(report), why, *_remarks(report, "would be"))
    done = "Review them with `/quiz review`."
    regraded = ""
    if report.rekeyed:
        moved = sum(len(preview.moves) for preview in report.rekeyed)
        keys = "1 key" if len(report.rekeyed) == 1 else f"{len(report.rekeyed)} keys"
        results = "1 past result" if moved == 1 else f"{moved} past results"
        regraded = f"**{keys}** changed, **{results}** moved, and that is logged."
    return card(_heading(report), *_remarks(report, "were"), regraded, done)


def _rekeyed(previews: Sequence[RegradePreview]) -> str:
    lines = _lines(previews)
    more = len(previews) - len(lines)
    return "\n".join(
        [
            f"**Answered before, with another key from now on ({len(previews)})**",
            *lines,
            *([f"-# and {more} more, all in the file below"] if more else []),
        ]
    )


def export_card(report: ExportReport) -> Card:
    """A file of items, with what it could not hold."""
    count = f"{report.items} item{'' if report.items == 1 else 's'}"
    files = [report.file_name, *([REMARKS_FILE] if _overflow(report.left_out) else [])]
    return card(
        f"### {count} in {literal(shorten(report.file_name, 100))}",
        "\n".join(f"⚠️ {loss}" for loss in report.losses),
        *_listed("Left out", "⚠️", report.left_out),
        *(ui.File[Card](f"attachment://{name}") for name in files),
    )


def remarks_text(report: ImportReport | ExportReport) -> str | None:
    """Every line that there is something to say of, for a file called :data:`REMARKS_FILE`.

    After :data:`MOST_LINES` it says "and more". ``None`` if the card has room for all of them,
    and needs no file.
    """
    if not _needs_file(report):
        return None
    lines = list(islice(_every_line(report), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        lines[-1] = "and more"
    return "\n".join(lines) + "\n"


def _every_line(report: ImportReport | ExportReport) -> Iterator[str]:
    """What counts most first: whose results would move is not cut off by what is left out."""
    if isinstance(report, ImportReport):
        if report.refused:
            yield f"{len(report.refused)} refused"
            yield from map(_line, report.refused)
            yield ""
        if report.rekeyed:
            yield f"{len(report.rekeyed)} with another key"
            yield from map(change_line, report.rekeyed)
            yield ""
    if report.left_out:
        yield f"{len(report.left_out)} left out"
        yield from map(_line, report.left_out)


def _line(remark: Remark) -> str:
    return one_line(str(remark))


def _needs_file(report: ImportReport | ExportReport) -> bool:
    if _overflow(report.left_out):
        return True
    if isinstance(report, ExportReport):
        return False
    return _overflow(report.refused) or len(_lines(report.rekeyed)) < len(report.rekeyed)


def _heading(report: ImportReport) -> str:
    kind = "" if report.format is None else f" · {NAMES[report.format]}"
    return f"### {excerpt(report.file_name, 100)}{kind}"


def _counts(report: ImportReport, tense: str) -> str:
    parts = [f"**{report.added}** {tense} added", f"**{len(report.replaced)}** {tense} replaced"]
    if report.unchanged:
        parts.append(f"**{report.unchanged}** are there already, unchanged")
    if report.refused:
        parts.append(f"**{len(report.refused)}** refused")
    names = ", ".join(report.replaced[:_NAMES_SHOWN])
    return " · ".join(parts) + (f"\n-# Replaced: {excerpt(names, 300)}" if names else "")


def _remarks(report: ImportReport, tense: str) -> list[str | ui.Item[Card]]:
    blocks: list[str | ui.Item[Card]] = [
        _counts(report, tense),
        *_listed("Refused", "⛔", report.refused),
        *_listed("Left out", "⚠️", report.left_out),
    ]
    if _needs_file(report):
        blocks.append(ui.File(f"attachment://{REMARKS_FILE}"))
    return blocks


def _overflow(remarks: Sequence[Remark]) -> bool:
    return len(_shown(remarks)) < len(remarks)


def _listed(title: str, sign: str, remarks: Sequence[Remark]) -> list[str]:
    if not remarks:
        return []
    shown = _shown(remarks)
    more = len(remarks) - len(shown)
    lines = [f"**{title} ({len(remarks)})**", *(f"{sign} {line}" for line in shown)]
    return ["\n".join([*lines, *([f"-# and {more} more, all in the file below"] if more else [])])]


def _shown(remarks: Sequence[Remark]) -> list[str]:
    """As many lines as there is room for beside as many of the other kind."""
    return _fitting(excerpt(str(remark), _LONGEST_REMARK) for remark in remarks)


def _lines(previews: Sequence[RegradePreview]) -> list[str]:
    return _fitting(map(change_line, previews))


def _fitting(lines: Iterable[str]) -> list[str]:
    """The first of the lines, as many as there is room for. None behind them is made."""
    fitting, room = list[str](), _REMARKS_WIDTH // 2
    for line in lines:
        room -= width(line) + 1
        if fitting and room < -1:
            break
        fitting.append(line)
    return fitting
