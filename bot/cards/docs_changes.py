"""Flags of a document, and what its new version has changed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import answers_ids, docs_ids
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, pager, row, spaced
from bot.cards.logs import HIDDEN_QUESTION
from bot.cards.text import excerpt, literal, one_line
from knowledge.model.drafts import Suspicion
from knowledge.model.impact import Changed, Resting

NOTHING_CHANGED = "✅ Nothing waits: no question rests on words that are gone, but what you kept."
MOVED_ON = "Somebody has changed that since you saw it. Nothing was changed by you."
_NOTICES = 10
_WIDE = 600


def flags_card(
    title: str, which: str, notices: Sequence[str], found: Sequence[Suspicion], page: int = 0
) -> Card:
    """What a person should look at, with the words themselves, marked.

    Args:
        title: The document's.
        which: As in `docs_ids`.
        notices: What reading it brought up.
        found: Words that address a machine.
        page: From 0; one past the end shows the last.
    """
    blocks = [f"⚠️ {excerpt(one_line(notice), 250)}" for notice in notices[:_NOTICES]]
    if len(notices) > _NOTICES:
        blocks.append(f"-# and {len(notices) - _NOTICES} more like these")
    marked = [_marked(one) for one in found]
    pages = filled([*blocks, *marked], TEXT_LIMIT - 700)
    page = min(page, len(pages) - 1)
    return card(
        f"### Flags of {excerpt(title, 150)}",
        *(spaced(pages[page]) if pages[page] else ["✅ It has none."]),
        "-# Words to a machine are shown in bold. They do nothing here: they stay text, and can be "
        "found and quoted as any other, but the passages they stand in name no theme, no event "
        "and no drafted question. Hidden text was left out."
        if notices or found
        else "",
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[*pager(page, len(pages), docs_ids.turn_review(which))],
    )


def _marked(one: Suspicion) -> str:
    place = f"-# {excerpt(one.place, 60)}\n" if one.place else ""
    before, after = one_line(one.before)[-150:], one_line(one.after)[:150]
    return f"{place}> …{literal(before)} **{excerpt(one.words, 200)}** {literal(after)}…"


_WHAT = {
    Resting.ITEM: (
        "Quiz question `#{}`",
        "**Update** finds it a passage of the new version. **Retire**: nobody is asked it any more",
    ),
    Resting.ANSWER: (
        "Verified answer",
        "**Update** opens it, to be written anew. **Retire**: nobody is given it any more",
    ),
    Resting.STARRED: (
        "Starred question",
        "**Update** expects today's answer from now on. **Retire**: it is no longer starred",
    ),
}


def impact_card(course_id: int, changed: Changed, place: int, total: int, note: str = "") -> Card:
    """One question or verified answer whose words are gone, and three ways to go on."""
    what, meaning = _WHAT[changed.kind]
    asks = excerpt(changed.asks, 400) or HIDDEN_QUESTION
    now = f"> {excerpt(changed.nearest, _WIDE)}" if changed.nearest else "*Nothing like it.*"
    kind = changed.kind.value
    hold = docs_ids.keep(course_id, kind, changed.id, changed.version_id, place)
    update = docs_ids.update(course_id, kind, changed.id, place)
    if changed.kind is Resting.ANSWER:
        update = answers_ids.edit(changed.id)
    retire = docs_ids.retire(course_id, kind, changed.id, changed.revision, place)
    return card(
        note,
        f"### What changed · {place + 1} of {total}",
        f"**{what.format(changed.id)}** · {asks}\n→ {excerpt(changed.says, 300)}",
        f"**It rests on**\n> {excerpt(changed.quote, _WIDE)}",
        f"**{excerpt(changed.document, 120)}, version {changed.version}, says now**\n{now}",
        f"-# **Keep** leaves it as it is. {meaning}.",
        rows=[
            row(button("Keep", hold), button("Update", update), button("Retire", retire)),
            *pager(place, total, docs_ids.turn_impact(course_id)),
        ],
    )
