"""Adding documents: how far it is, what became of each file, and the way to publish them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.cards import docs_ids
from bot.cards.docs import changed_button, changed_words
from bot.cards.docs_clash import both_publish, clash_words, counted, publish_buttons
from bot.cards.layout import TEXT_LIMIT, Card, Row, button, card, filled, row, spaced
from bot.cards.text import excerpt, one_line
from knowledge.errors import UnreadableFile
from knowledge.ingestion.batch import IngestProgress
from knowledge.ingestion.limits import MEBIBYTE
from knowledge.ingestion.refusals import displayed_name
from knowledge.model.corpus import Course
from knowledge.model.drafts import Dependents, Draft, Suspicion
from knowledge.model.instructions import INSTRUCTION_LIKE

REVIEW_IT = "Review it: `/docs review`."
SAVED = "The files that were read **are saved** as drafts: `/docs list`."
TOLD_LATER = "Your files are read. `/docs list` shows them; nobody but staff sees them yet."
NOT_THERE = "That draft is not there any more: it was published, removed, or added again."
SAME = "The very same file was published meanwhile. Nothing was changed."
_NOTHING_CHANGED = "Nothing was changed."
_ON_A_ROW = 5
_NOTICES = 3
_SUSPICIONS = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft, and what rests on the document of its name."""

    draft: Draft
    dependents: Dependents
    suspicions: Sequence[Suspicion] = ()
    """Its words that address a machine."""


def gone() -> UnreadableFile:
    return UnreadableFile("Discord no longer has that file. Attach it again.")


def too_large(limit: int) -> UnreadableFile:
    """``limit`` is Discord's, in bytes."""
    return UnreadableFile(
        f"files in Discord are limited to {limit // MEBIBYTE} MB; "
        "the operator can run `colloquy ingest PATH`."
    )


def progress_card(progress: IngestProgress) -> Card:
    """Which file is read or encoded, and how many are done."""
    doing = "is being read"
    if progress.stage == "embedding" and progress.sentences:
        doing = f"sentence {progress.sentences_done:,} of {progress.sentences:,}"
    return card(
        f"### Adding {counted(progress.files, 'file')}",
        f"**{displayed_name(progress.name)}** · {doing}",
        f"-# {progress.files_done} of {progress.files} done. Nothing is published by this.",
    )


def report_card(course: Course, waiting: Sequence[Waiting], others: Sequence[str]) -> Card:
    """What became of each file, and the buttons that publish.

    Args:
        course: What they were added to.
        waiting: The drafts that came of it.
        others: In whole sentences, the files of which none came.
    """
    entries = [_entry(number, one) for number, one in enumerate(waiting, start=1)]
    entries += [f"⛔ {_beside(waiting, sentence)}" for sentence in others]
    pages = filled(entries, TEXT_LIMIT - 500)
    shown, hidden = pages[0], sum(map(len, pages[1:]))
    heading = (
        f"### {counted(len(waiting), 'draft')} added to {excerpt(course.title, 100)}\n"
        "Only staff can see "
        f"{'it' if len(waiting) == 1 else 'them'} until you publish."
        if waiting
        else "### Nothing was added"
    )
    more = f"-# and {hidden} more: `/docs list`" if hidden else ""
    how = both_publish(waiting[0].draft) if len(waiting) == 1 else ""
    return card(heading, *spaced(shown), more, how, rows=_publish_rows(waiting))


def _beside(waiting: Sequence[Waiting], sentence: str) -> str:
    """That nothing was changed would not be true of all files where others were added."""
    if waiting and sentence.endswith(_NOTHING_CHANGED):
        return f"{sentence.removesuffix(_NOTHING_CHANGED)}Nothing of it was added."
    return sentence


def _entry(number: int, one: Waiting) -> str:
    draft = one.draft
    size = [counted(draft.pages, "page")] if draft.pages else []
    size.append(counted(draft.passages, "passage"))
    lines = [
        f"**{number}. {excerpt(draft.title, 120)}** · {displayed_name(draft.file_name)}",
        f"-# {', '.join(size)}",
    ]
    lines += [f"⚠️ {excerpt(one_line(n), 300)} {_hint(n)}".rstrip() for n in _first(draft.notices)]
    if len(draft.notices) > _NOTICES:
        lines.append(f"-# and {len(draft.notices) - _NOTICES} more. {REVIEW_IT}")
    lines += [_words(suspicion) for suspicion in one.suspicions[:_SUSPICIONS]]
    return "\n".join([*lines, *filter(None, [clash_words(draft, one.dependents, "Replaces")])])


def _words(one: Suspicion) -> str:
    """Where they stand and how they begin: enough to know whether they belong there."""
    where = f"{excerpt(one_line(one.place), 60)} · " if one.place else ""
    return f"-# {where}“{excerpt(one_line(one.words + one.after), 100)}”"


def _first(notices: Sequence[str]) -> Sequence[str]:
    return notices[:_NOTICES]


def _hint(notice: str) -> str:
    return REVIEW_IT if INSTRUCTION_LIKE in notice else ""


def _publish_rows(waiting: Sequence[Waiting]) -> list[Row]:
    if len(waiting) == 1:
        return [row(*publish_buttons(waiting[0].draft))]
    free = [one.draft for one in waiting if one.draft.replaces is None]
    rows = [_publish_together(free, len(waiting))] if free else []
    taken = [
        button(f"{number}: replace or keep both", docs_ids.publish(one.draft.id))
        for number, one in enumerate(waiting, start=1)
        if one.draft.replaces is not None
    ]
    return rows + [row(*taken[n : n + _ON_A_ROW]) for n in range(0, len(taken), _ON_A_ROW)]


def _publish_together(free: Sequence[Draft], among: int) -> Row:
    """Where words are flagged, what has no flags first, and all of them last."""
    ids, course_id = [draft.id for draft in free], free[0].course_id
    label = "Publish all" if len(free) == among else f"Publish the {len(free)} new"
    every = docs_ids.publish_all("every", course_id, min(ids), max(ids))
    primary, secondary = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
    if not any(draft.is_suspect for draft in free):
        return row(button(label, every, style=primary))
    flagged = [draft for draft in free if draft.notices]
    clear = docs_ids.publish_all("clear", course_id, min(ids), max(ids))
    look = docs_ids.flagged(course_id)
    if len(flagged) == 1:
        look = docs_ids.review(docs_ids.draft(flagged[0].id))
    are_some_clear = len(flagged) < len(free)
    return row(
        *([button("Publish those without flags", clear, style=primary)] if are_some_clear else []),
        button("Look at flags", look, style=secondary if are_some_clear else primary),
        button(f"{label}, flagged ones too", every),
    )


def clash_card(one: Waiting) -> Card:
    """Asks what to do with a file whose name or content a published document has, or had."""
    if one.draft.replaces is None:
        return card(
            "### Nothing is there to replace any more",
            clash_words(one.draft, one.dependents)
            or "What it was to replace was removed. Published, this one is a new document.",
            "-# Nothing is changed before you press.",
            rows=[row(*publish_buttons(one.draft))],
        )
    return card(
        f"### Replace {displayed_name(one.draft.takes_place_of)}?",
        clash_words(one.draft, one.dependents),
        f"{both_publish(one.draft)} Nothing is changed before you press.",
        rows=[row(*publish_buttons(one.draft))],
    )


def flagged_card(draft: Draft, clash: str | None, seen: int) -> Card:
    """Says what is flagged, and asks once more; ``clash`` and ``seen`` as in `docs_ids`."""
    notices = [f"⚠️ {excerpt(one_line(notice), 300)}" for notice in _first(draft.notices)]
    more = len(draft.notices) - len(notices)
    if more:
        notices.append(f"-# and {more} more")
    return card(
        f"### Publish {excerpt(draft.title, 150)} as it is?",
        "\n".join(notices),
        "Such words make nobody and nothing act here, but answers may quote them as any others. "
        "Nothing is published yet.",
        rows=[
            row(
                button(
                    "Look at flags",
                    docs_ids.review(docs_ids.draft(draft.id)),
                    style=discord.ButtonStyle.primary,
                ),
                button("Publish all the same", docs_ids.anyway(clash, draft.id, seen)),
            )
        ],
    )


def published_card(
    course_id: int, titles: Sequence[str], version: int = 1, changed: int = 0
) -> Card:
    """What students can ask from now on.

    Args:
        titles: Of the documents.
        version: Of the only one.
        changed: How many questions and verified answers rest on words that are gone.
    """
    names = "\n".join(f"**{excerpt(title, 150)}**" for title in titles)
    if version > 1:
        said = f"✅ Version {version} is published. Answers come from it from now on."
    else:
        said = "✅ Published. Students can ask about it from now on."
    rows = [row(*changed_button(course_id, changed))] if changed else []
    rests = changed_words(changed) or ("Nothing rests on what changed." if version > 1 else "")
    return card(names, said, rests, rows=rows)
