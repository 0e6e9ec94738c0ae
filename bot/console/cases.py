"""An answer, or a quiz act by act, and what a moderator does with it."""

from __future__ import annotations

from starlette.responses import Response

from bot.cards.log_case import OVERTAKEN, address
from bot.cards.shown import beyond, decided, heading, shown_words, sureness, worth_naming
from bot.cogs.naming import name_of
from bot.console.rendering import query
from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Visit, to
from knowledge.model.corpus import Citation
from knowledge.model.receipt import read_receipt
from knowledge.model.replay import NoReplay
from knowledge.model.review import Case, QuizCase, ReviewStatus, Unreviewed

UNKNOWN = "No answer or quiz of this server has that receipt."
SHORTEST_REASON = 5
NO_REASON = "Give a reason of at least five characters: without one, no name is shown."
_SAID = {"saved": "Your review is saved.", "overtaken": OVERTAKEN}


async def _show(visit: Visit) -> Response:
    found = await visit.moderation.desk.open(visit.server_id, visit.part("receipt"), by=visit.by)
    if found is None:
        return visit.missing(UNKNOWN)
    if isinstance(found, QuizCase):
        return await _timeline(visit, found)
    if visit.wants_csv:
        return await as_csv(visit, _passages(found))
    return await transcript(visit, found, said=_SAID.get(visit.asked("said"), ""))


async def transcript(
    visit: Visit, case: Case, *, said: str = "", name: str = "", status: int = 200
) -> Response:
    """The page of an answer.

    Args:
        said: A line above everything: what was just done.
        name: Who asked, once that may be shown.
    """
    people = [case.asker, *(t.by for t in case.thumbs), *(r.by for r in case.reports)]
    names = await visit.names(people, [case.record.occasion.channel_id])
    return visit.render(
        "answer.html",
        status=status,
        title=f"Answer {case.record.receipt}",
        case=case,
        record=case.record,
        names=names,
        said=said,
        name=name,
        statuses=[status for status in ReviewStatus if status is not case.status],
        decided=decided(case.record),
        shown=shown_words(case.record),
        heading=heading(case.record),
        near=worth_naming(case.record),
        beyond=beyond(case.record),
        quoted={citation.passage_id for citation in case.record.citations},
        address=address(case.record),
        cited=[(citation, *_around(citation)) for citation in case.record.citations],
        may_unmask=case.asker is not None and case.asker.user_id is None,
    )


def _around(citation: Citation) -> tuple[str, str, str]:
    """The passage before the quote, the quote, and what follows it."""
    before, quote, after = citation.passage.partition(citation.quote)
    return (before, quote, after) if quote else ("", citation.quote, "")


def _passages(case: Case) -> Table:
    record = case.record
    parts = sorted({name for passage in record.passages for name in passage.parts})
    return Table(
        f"passages-{record.receipt}",
        ("rank", "score", "document", "section", *parts),
        [
            (
                rank,
                passage.score,
                passage.document,
                " › ".join(passage.section),
                *(passage.parts.get(name) for name in parts),
            )
            for rank, passage in enumerate(record.passages, 1)
        ],
    )


async def _timeline(visit: Visit, found: QuizCase) -> Response:
    if visit.wants_csv:
        rows = [(act.at, act.act, act.question, act.who, act.detail) for act in found.acts]
        header = ("at", "act", "question", "who", "detail")
        return await as_csv(visit, Table(f"timeline-{found.quiz.receipt}", header, rows))
    names = await visit.names([], [found.quiz.channel_id])
    title = f"Quiz {found.quiz.receipt}"
    return visit.render("timeline.html", title=title, found=found, names=names)


def _receipt(visit: Visit) -> str:
    """Of an answer; empty, which no answer has, if it cannot be one."""
    return read_receipt(visit.part("receipt")) or ""


async def _review(visit: Visit) -> Response:
    try:
        status = ReviewStatus(visit.form.get("status", ""))
        seen = ReviewStatus(visit.form.get("seen", ""))
    except ValueError:
        return visit.missing("There is no such status.")
    kept = await visit.moderation.desk.review(
        visit.server_id,
        _receipt(visit),
        status,
        by=visit.by,
        seen=seen,
        note=visit.form.get("note", ""),
    )
    if kept is Unreviewed.GONE:
        return visit.missing(UNKNOWN)
    said = "overtaken" if kept is Unreviewed.OVERTAKEN else "saved"
    return to(f"/record/{_receipt(visit)}{query(said=said)}")


async def _name(visit: Visit) -> Response:
    """Who asked: shown once, in answer to this form, and not at any address."""
    receipt, reason = _receipt(visit), visit.form.get("reason", "").strip()
    desk = visit.moderation.desk
    case = await desk.open(visit.server_id, receipt, by=visit.by)
    if not isinstance(case, Case):
        return visit.missing(UNKNOWN)
    if len(reason) < SHORTEST_REASON:
        return await transcript(visit, case, said=NO_REASON, status=422)
    user_id = await desk.unmask(visit.server_id, receipt, reason, by=visit.by)
    if user_id is None:
        return await transcript(visit, case, said="Nobody can tell any more who asked that.")
    _, name = await name_of(visit.visitor, user_id)
    called = name or "somebody whom Discord no longer shows"
    return await transcript(visit, case, name=f"{called}, Discord id {user_id}")


async def _replay(visit: Visit) -> Response:
    receipt = _receipt(visit)
    found = await visit.moderation.replaying.replay(visit.server_id, receipt, by=visit.by)
    if found is None:
        return visit.missing(UNKNOWN)
    if isinstance(found, NoReplay):
        return visit.render("message.html", title="No replay", words=found.reason)
    changes = (
        ("Sentences", found.sentences),
        ("Passages", found.passages),
        ("Documents", found.versions),
    )
    return visit.render(
        "replay.html",
        title=f"Replay of {receipt}",
        found=found,
        changes=changes,
        before=decided(found.case.record),
        now=sureness(found.decision, found.confidence),
    )


PAGES = (
    Page("/record/{receipt}", "logs show", _show),
    Page("/record/{receipt}/review", "logs:mark", _review, "POST"),
    Page("/record/{receipt}/name", "logs:reason", _name, "POST"),
    Page("/record/{receipt}/replay", "logs:replay", _replay, "POST"),
)
