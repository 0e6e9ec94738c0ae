"""`colloquy quiz draft`: quiz items made from a course's documents, for a person to choose from."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from rich.console import Console

from bot.cli import opening, terminal
from bot.cli.exits import WRONG_USE, CommandFailed
from bot.settings import BotSettings
from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import ChoiceKey, ItemDraft, OrderKey, TextKey
from knowledge.model.corpus import Course
from knowledge.quizzing.authoring.kinds import Drafting, Kind
from knowledge.quizzing.authoring.refusals import flag_in_words, in_words


def draft(
    course: str | None,
    count: int,
    theme: str | None,
    document: str | None,
    types: str | None,
    shape: Literal["text", "jsonl"],
) -> None:
    kinds = _kinds(types)
    settings = opening.read_settings()
    asyncio.run(_draft(settings, course, count, theme, document, kinds, shape))


async def _draft(
    settings: BotSettings,
    course_name: str | None,
    count: int,
    theme: str | None,
    document: str | None,
    kinds: tuple[Kind, ...],
    shape: Literal["text", "jsonl"],
) -> None:
    async with opening.opened(settings) as knowledge:
        course = await opening.find_course(knowledge, settings, course_name)
        document_id = await _document_id(knowledge, course, document)
        named = await _theme(knowledge, course, theme)
        with terminal.messages().status("Reading the documents"):
            drafting = await knowledge.drafter.draft(
                course.id, theme=named, document_id=document_id, kinds=kinds, count=count
            )
        if shape == "jsonl":
            for item in drafting.drafts:
                terminal.write_json(as_json(item))
        else:
            show(drafting, terminal.output())
        terminal.messages().print(summary(drafting, count), markup=False)


def as_json(draft: ItemDraft) -> dict[str, Any]:
    """The stable contract for scripts.

    ``key`` holds the right option of a choice, all options of an ordering in their right order,
    and the accepted answers of a cloze.
    """
    citation = draft.citation
    return {
        "stem": draft.stem,
        "type": draft.type.value,
        "options": list(draft.options),
        "key": _key(draft),
        "rationale": draft.rationale,
        "passage": None
        if citation is None
        else {
            "document": citation.document,
            "section": " › ".join(citation.section),
            "page": citation.page,
            "quote": citation.quote,
            "text": citation.passage,
        },
        "themes": list(draft.themes),
        "difficulty": draft.difficulty.value,
        "flags": list(draft.flags),
    }


def _key(draft: ItemDraft) -> list[str]:
    match draft.key:
        case ChoiceKey(right):
            return [draft.options[place] for place in sorted(right)]
        case OrderKey():
            return list(draft.options)
        case TextKey(accepted):
            return list(accepted)
        case _:
            raise AssertionError(f"the drafter makes no {draft.type}")


def show(drafting: Drafting, console: Console) -> None:
    """Each item with its options, its key and where the document says so."""
    for number, draft in enumerate(drafting.drafts, start=1):
        console.print()
        console.print(terminal.plain(f"{number}  {draft.stem}", "bold"))
        right = _key(draft)
        for option in draft.options:
            mark = "*" if option in right and not isinstance(draft.key, OrderKey) else "-"
            console.print(terminal.plain(f"   {mark} {option}"))
        if not draft.options:
            console.print(terminal.plain(f"   * {' / '.join(right)}"))
        if draft.citation is not None:
            console.print(
                terminal.plain(f"   {draft.citation.document}: {draft.citation.quote}", "dim")
            )
        if draft.flags:
            remarks = " ".join(map(flag_in_words, draft.flags))
            console.print(terminal.plain(f"   Look at: {remarks}", "dim"))
    console.print()


def summary(drafting: Drafting, count: int) -> str:
    """How many there are, and why there are no more."""
    made = len(drafting.drafts)
    words = f"{made} of {count} drafted." if made < count else f"{made} drafted."
    refused = sum(drafting.refused.values())
    if not refused:
        return words
    reasons = "\n".join(f"{n:5} × {why}" for why, n in in_words(drafting.refused).most_common())
    return f"{words} {refused} possible questions were left out:\n{reasons}"


def _kinds(types: str | None) -> tuple[Kind, ...]:
    wanted = [name.strip().lower() for name in (types or "").split(",") if name.strip()]
    known = {kind.value: kind for kind in Kind}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise CommandFailed(
            f"There is no type “{unknown[0]}”. There are: {', '.join(known)}.", WRONG_USE
        )
    return tuple(known[name] for name in wanted)


async def _document_id(knowledge: Knowledge, course: Course, name: str | None) -> int | None:
    if name is None:
        return None
    document = await knowledge.library.find_document(course.id, name)
    if document is not None:
        return document.id
    documents = await knowledge.library.list_documents(course.id)
    titles = "; ".join(f"“{document.title}”" for document in documents) or "none"
    raise CommandFailed(
        f"The course {course.name} has no document “{name}”. There are: {titles}.", WRONG_USE
    )


async def _theme(knowledge: Knowledge, course: Course, name: str | None) -> str | None:
    if name is None:
        return None
    themes = [theme.name for theme in await knowledge.timeline.themes(course.id)]
    for theme in themes:
        if theme.casefold() == name.strip().casefold():
            return theme
    listed = ", ".join(themes) or "none"
    raise CommandFailed(
        f"The course {course.name} has no theme “{name}”. There are: {listed}.", WRONG_USE
    )
