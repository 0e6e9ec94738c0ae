"""An answer or a quiz as files to keep: one for people, one for programs. Making them is on record.

The audit keeps the SHA-256 of each file: one that was changed later no longer has it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from knowledge.model.audit import StaffAct
from knowledge.model.receipt import QUIZ, read_receipt
from knowledge.model.review import Asker, Case, QuizCase
from knowledge.model.transcript import Entry, TranscriptFile, sealed
from knowledge.model.verified import VerifiedAnswer
from knowledge.reviewing.log_export import cited
from knowledge.reviewing.quiz_cases import quiz_case_of
from knowledge.reviewing.review_desk import case_of
from knowledge.storage import audit
from knowledge.storage.database import Database

_TURNS_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:600}dd{margin:0 0 .4rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "section{border-top:1px solid #767676}code{font-size:.75rem;overflow-wrap:anywhere}"
)


class Transcripts:
    """Made of what a moderator of the server may see, under the same names."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def make(
        self, server_id: int, receipt: str, *, by: int
    ) -> tuple[TranscriptFile, TranscriptFile] | None:
        """A page and a file of JSON lines; ``None`` if this server has no such answer or quiz.

        Raises:
            NotSaved: they could not be put on record, so there are none.
        """
        answer, quiz = read_receipt(receipt), read_receipt(receipt, letter=QUIZ)
        found: Case | QuizCase | None = None
        async with self._database.read() as session:
            if answer is not None:
                found = await case_of(session, server_id, answer)
            elif quiz is not None:
                found = await quiz_case_of(session, server_id, quiz)
        if found is None:
            return None
        entries = sealed(list(_of_answer(found) if isinstance(found, Case) else _of_quiz(found)))
        name = answer or quiz or ""
        page = TranscriptFile(f"{name}.html", _page(name, entries))
        lines = TranscriptFile(f"{name}.jsonl", _lines(entries))
        async with self._database.write() as session:
            await audit.append(
                session,
                at=self._clock(),
                server_id=server_id,
                actor_id=by,
                act=StaffAct.EXPORTED,
                target=name,
                detail={"html": page.sha256, "jsonl": lines.sha256},
            )
        return page, lines


def _of_answer(case: Case) -> Iterator[Entry]:
    record = case.record
    yield {
        "kind": "question",
        "receipt": record.receipt,
        "at": record.asked_at.isoformat(),
        **_who("asker", case.asker),
        "course": record.course,
        "question": None if case.hides_question else record.question,
        "goes_on_from": record.follows,
        "mode": record.mode.value,
        "source": record.source,
        "surface": record.occasion.surface.value,
        "channel_id": None
        if record.occasion.channel_id is None
        else str(record.occasion.channel_id),
    }
    yield {
        "kind": "answer",
        "decision": record.decision.value,
        "confidence": round(record.confidence, 4),
        "shown": record.shown,
        "made_by": record.versions,
        "latency_ms": round(record.latency_ms, 1),
    }
    if record.verified is not None:
        yield {"kind": "verified answer", **_of_a_person(record.verified)}
    if record.offered is not None:
        yield {"kind": "offered answer", **_of_a_person(record.offered)}
    for citation in record.citations:
        yield {"kind": "citation", "number": citation.number, **cited(citation)}
    for place, passage in enumerate(record.passages, start=1):
        yield {
            "kind": "passage",
            "rank": place,
            "document": passage.document,
            "section": list(passage.section),
            "score": passage.score,
            "parts": passage.parts,
        }
    for thumb in case.thumbs:
        yield {
            "kind": "opinion",
            "at": thumb.at.isoformat(),
            **_who("by", thumb.by),
            "rating": thumb.rating.value,
            "complaint": None if thumb.complaint is None else thumb.complaint.value,
        }
    for report in case.reports:
        at = report.at.isoformat()
        yield {"kind": "report", "at": at, **_who("by", report.by), "note": report.note}
    if case.review is not None:
        yield {
            "kind": "review",
            "at": case.review.at.isoformat(),
            "status": case.review.status.value,
            "note": case.review.note,
        }


def _of_a_person(answer: VerifiedAnswer) -> Entry:
    withdrawn = answer.retired_at
    return {
        "by": answer.by,
        "at": answer.at.isoformat(),
        "question": answer.question,
        "words": answer.words,
        "withdrawn_at": None if withdrawn is None else withdrawn.isoformat(),
    }


def _of_quiz(case: QuizCase) -> Iterator[Entry]:
    quiz = case.quiz
    yield {
        "kind": "quiz",
        "receipt": quiz.receipt,
        "at": quiz.created_at.isoformat(),
        "host": quiz.host_name,
        "course": quiz.course,
        "theme": quiz.plan.theme,
        "state": quiz.state.value,
    }
    for act in case.acts:
        yield {
            "kind": act.act,
            "at": act.at.isoformat(),
            "question": act.question,
            "who": act.who,
            "detail": act.detail,
        }


def _who(name: str, asker: Asker | None) -> Entry:
    """A pseudonym, with an id only where the server's log shows names."""
    if asker is None:
        return {name: None}
    shown = {} if asker.user_id is None else {f"{name}_id": str(asker.user_id)}
    return {name: asker.name, **shown}


def _lines(entries: Sequence[Entry]) -> bytes:
    return b"".join(
        json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        for entry in entries
    )


def _page(name: str, entries: Sequence[Entry]) -> bytes:
    """Readable without a network or a script; nothing in it can be pressed."""
    sections = "".join(map(_section, entries))
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{_STYLE}</style><main><h1>Transcript of {name}</h1>"
        "<p>Each entry has a hash over itself and the one before it. The file’s own SHA-256 is in "
        f"the audit.</p>{sections}</main></html>\n"
    )
    return page.encode("utf-8", "replace")


def _section(entry: Entry) -> str:
    said = "".join(
        f"<dt>{html.escape(name)}</dt><dd><bdi>{_text(value)}</bdi></dd>"
        for name, value in entry.items()
        if name not in ("kind", "hash") and value not in (None, "", [], {})
    )
    return (
        f"<section><h2>{html.escape(str(entry['kind']))}</h2><dl>{said}</dl>"
        f"<code>{entry['hash']}</code></section>"
    )


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = "\n".join(f"{name}: {what}" for name, what in value.items())
    elif isinstance(value, list):
        value = " › ".join(map(str, value))
    return html.escape(str(value).translate(_TURNS_DIRECTION))
