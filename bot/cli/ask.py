"""`colloquy ask`: a question, or a file of them, answered from a course's documents."""

from __future__ import annotations

import asyncio
from pathlib import PurePath
from typing import Any, Literal

from rich.console import Console
from rich.text import Text

from bot.cards.abstention import CLOSEST, NOT_FOUND, NOTHING_CLOSE
from bot.cards.shown import decided, doubt_of, note_of
from bot.cli import opening, questions, terminal
from bot.cli.batch import in_order
from bot.cli.exits import WRONG_USE, CommandFailed
from bot.settings import BotSettings
from knowledge.bootstrap import Knowledge
from knowledge.model.answer import Abstention, Answer, Question
from knowledge.model.corpus import Citation, Course, Document
from knowledge.model.record import Delivery, Occasion, Surface

NEXT_STEP = "Try other words; `colloquy search` shows what they find."
FROM_THE_COMMAND_LINE = Occasion(Surface.COMMAND_LINE)


def run(
    question: str | None,
    source: str | None,
    course: str | None,
    document: str | None,
    shape: Literal["text", "jsonl"],
) -> None:
    asked = questions.gather(question, source)
    settings = opening.read_settings()
    asyncio.run(_ask(settings, asked, course, document, shape))


async def _ask(
    settings: BotSettings,
    asked: list[str],
    course_name: str | None,
    document_name: str | None,
    shape: Literal["text", "jsonl"],
) -> None:
    async with opening.opened(settings) as knowledge:
        course = await opening.find_course(knowledge, settings, course_name)
        document_id = await _document_id(knowledge, course, document_name)
        # Here, as the first question's time is not to hold it.
        await knowledge.embedder.common_phrases()

        async def answer(text: str) -> Delivery:
            return await knowledge.answerer.answer(
                Question(text, course.id, document_id), FROM_THE_COMMAND_LINE
            )

        async for delivery in in_order(asked, answer):
            if shape == "jsonl":
                terminal.write_json(as_json(delivery))
            else:
                show(delivery, terminal.output(), repeat_question=len(asked) > 1)


async def _document_id(knowledge: Knowledge, course: Course, name: str | None) -> int | None:
    if name is None:
        return None
    name = name.encode(errors="replace").decode()
    document = await knowledge.library.find_document(course.id, name)
    if document is not None:
        return document.id
    documents = await knowledge.library.list_documents(course.id)
    alike = [d for d in documents if name.strip().casefold() in _names(d)]
    if len(alike) == 1 and name.strip():
        return alike[0].id
    complaint = f"Several documents of {course.name} fit “{name}”"
    if not alike:
        complaint = f"The course {course.name} has no document “{name}”"
    listed = "\n".join(f"  {PurePath(d.file_name).name}: {d.title}" for d in alike or documents)
    raise CommandFailed(f"{complaint}. Name one of these:\n{listed}", WRONG_USE)


def _names(document: Document) -> str:
    """What a document may be called by a part of: file name, title, author."""
    return f"{document.file_name}\n{document.title}\n{document.metadata.author}".casefold()


def as_json(delivery: Delivery) -> dict[str, Any]:
    """The stable contract for scripts. ``answer`` is empty where the documents do not say."""
    reply = delivery.reply
    answered = isinstance(reply, Answer)
    citations = reply.citations if isinstance(reply, Answer) else ()
    return {
        "question": reply.question.text,
        "status": "answered" if answered else "abstained",
        "answer": reply.text if answered else "",
        "confidence": round(reply.confidence, 4),
        "citations": [
            {
                "document": citation.document,
                "author": citation.author,
                "section": section_name(citation.section),
                "page": citation.page,
                "quote": citation.quote,
                "passage": citation.passage,
            }
            for citation in citations
        ],
        "elapsed_ms": round(delivery.elapsed_ms, 1),
    }


def section_name(path: tuple[str, ...]) -> str:
    """The headings from the outermost in, in one line."""
    return " › ".join(path)


def show(delivery: Delivery, console: Console, *, repeat_question: bool = False) -> None:
    """The answer for a person, its citations under it."""
    reply = delivery.reply
    console.print()
    if repeat_question:
        console.print(terminal.plain(reply.question.text, "bold"))
    if isinstance(reply, Answer):
        if doubt := doubt_of(delivery.record):
            console.print(terminal.plain(doubt, "bold"))
        _show_answer(reply, console)
        console.print()
        if note := note_of(delivery.record):
            console.print(terminal.plain(note))
    elif isinstance(reply, Abstention):
        _show_abstention(reply, console)
    how = decided(delivery.record)
    footer = f"{how} · {delivery.elapsed_ms:.0f} ms · {delivery.receipt}"
    console.print(Text(footer, style="dim"))


def _show_answer(answer: Answer, console: Console) -> None:
    if (verified := answer.verified) is not None:
        did = f"Answered by {verified.by}" if verified.words else f"Confirmed by {verified.by}"
        console.print(terminal.plain(f"{did} on {verified.at:%d %B %Y}"))
        if verified.words:
            console.print(terminal.plain(verified.words, "bold"))
    for sentence in answer.sentences:
        console.print(terminal.plain(sentence.lead))
        quote = " ".join(sentence.text.split())
        console.print(terminal.plain(f"  {quote} [{sentence.citation}]", "bold"))
    console.print()
    for citation in answer.citations:
        author = f"{citation.author}, " if citation.author else ""
        console.print(terminal.plain(f"[{citation.number}] {author}{place_of(citation)}"))


def place_of(citation: Citation) -> str:
    """ "Document › Section, p. 7", as on the card but whole."""
    path = section_name((citation.document, *citation.section))
    return path if citation.page is None else f"{path}, {citation.page}"


def _show_abstention(abstention: Abstention, console: Console) -> None:
    console.print(NOT_FOUND, style="bold")
    if abstention.remark:
        console.print(terminal.plain(abstention.remark))
    console.print(CLOSEST if abstention.nearest else NOTHING_CLOSE)
    for number, place in enumerate(abstention.nearest, start=1):
        console.print(terminal.plain(f"  {number}. {place}"))
    console.print(NEXT_STEP)
