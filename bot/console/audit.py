"""What staff did, for those who manage the server."""

from __future__ import annotations

from starlette.responses import Response

from bot.cards.log_audit import chain_words
from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Scope, Visit
from knowledge.model.audit import AuditEntry
from knowledge.model.review import Asker

MOST_ROWS = 5_000


async def _show(visit: Visit) -> Response:
    auditing = visit.moderation.auditing
    if visit.wants_csv:
        entries = await auditing.newest(visit.server_id, MOST_ROWS)
        rows = [
            (entry.number, entry.at, _actor(entry), entry.act.value, entry.target, told(entry))
            for entry in entries
        ]
        header = ("number", "at", "actor_id", "act", "target", "detail")
        return await as_csv(visit, Table("audit", header, rows))
    found = await auditing.page(visit.server_id, visit.page)
    names = await visit.names([Asker("", entry.actor_id) for entry in found.entries])
    return visit.render("audit.html", title="Audit", found=found, names=names, told=told)


def _actor(entry: AuditEntry) -> str:
    return "" if entry.actor_id is None else str(entry.actor_id)


def told(entry: AuditEntry) -> str:
    """What the entry says beside its act and target, in one line."""
    return " · ".join(f"{name}: {value}" for name, value in entry.detail.items() if value != "")


async def _check(visit: Visit) -> Response:
    checked = await visit.moderation.auditing.check()
    words = chain_words(checked).replace("*", "").replace("-# ", "")
    return visit.render("message.html", title="The audit's chain", words=words)


PAGES = (
    Page("/audit", "logs audit", _show, scope=Scope.SERVER, noted="audit"),
    Page("/audit/check", "logs:chain", _check, "POST"),
)
