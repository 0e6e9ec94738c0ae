"""Several drafts that one press approves: each to be read before, and named after it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.cards import bank_ids
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, row
from bot.cards.review import telling_part
from bot.cards.text import excerpt, literal, one_line, shorten
from knowledge.model.assessment import Item
from knowledge.model.grading import key_words

NOTHING_TICKED = "Tick at least one."
_LONGEST_KEY = 120
_ROOM = TEXT_LIMIT - 300


def fitting(drafts: Sequence[Item]) -> Sequence[Item]:
    """The first of the drafts, as many as one card has room to show whole."""
    return drafts[: len(filled(map(_line, drafts), _ROOM)[0])]


def several_card(
    items: Sequence[Item], after_id: int, done: str, ticked: frozenset[int] | None = None
) -> Card:
    """The drafts that one press approves, each with its key, to be read before it.

    Args:
        items: What :func:`fitting` left, at least one.
        after_id: The item before the first.
        done: How many items of the review came before.
        ticked: The places of those that are to be approved; all if not given.
    """
    chosen = frozenset(range(len(items))) if ticked is None else ticked
    course_id, seen = items[0].course_id, digest_of(items)
    count = f"all {len(items)}" if len(chosen) == len(items) else f"{len(chosen)} of {len(items)}"
    approve = button(
        "Approve it" if len(items) == 1 else f"Approve {count}",
        bank_ids.approve_all(course_id, after_id, done, seen, chosen),
        style=discord.ButtonStyle.success,
    )
    select: ui.Select[Card] = ui.Select(
        custom_id=bank_ids.choose(course_id, after_id, done, seen),
        placeholder=NOTHING_TICKED,
        max_values=len(items),
        options=[
            discord.SelectOption(
                label=f"#{item.id}",
                description=shorten(one_line(telling_part(item.draft.stem)), 100),
                value=str(place),
                default=place in chosen,
            )
            for place, item in enumerate(items)
        ],
    )
    back = button("Back", bank_ids.review(course_id, after_id, done))
    return card(
        "### Approve several",
        "\n".join(_line(item) for item in items),
        "-# Untick what you want to look at alone. Only drafts that nobody changes before you "
        "press are approved.",
        rows=[row(select), row(approve, back)],
    )


def approved_card(course_id: int, approved: Sequence[Item], after_id: int, done: str) -> Card:
    """What was approved, by name. ``after_id`` and ``done`` are where the review goes on."""
    count = "1 item is" if len(approved) == 1 else f"{len(approved)} items are"
    rows = [_go_on(course_id, after_id, done)]
    if approved:
        digest = digest_of_ids(item.id for item in approved)
        rows.append(button("Undo", bank_ids.undo_all(course_id, after_id, done, digest)))
    return card(
        f"### ✅ {count} approved",
        "\n".join(_line(item) for item in approved),
        "-# Undo makes them drafts again, until a quiz or somebody's self-study uses them.",
        rows=[row(*rows)],
    )


def taken_back_card(
    course_id: int, back: Sequence[int], kept: Sequence[int], after_id: int, done: str
) -> Card:
    """Which are drafts again, and which were changed or used already, by their ids.

    ``after_id`` and ``done`` are where the review goes on.
    """
    blocks = []
    if back:
        blocks.append(f"**Drafts again:** {_numbers(back)}.")
    if kept:
        blocks.append(
            f"**Approved still:** {_numbers(kept)}. Somebody has changed or used them since; "
            "`/bank list` can retire them."
        )
    return card(*blocks, rows=[row(_go_on(course_id, after_id, done))])


def _go_on(course_id: int, after_id: int, done: str) -> ui.Button[Card]:
    back = bank_ids.review(course_id, after_id, done)
    return button("Go on", back, style=discord.ButtonStyle.primary)


def _numbers(ids: Sequence[int]) -> str:
    return ", ".join(f"`#{item_id}`" for item_id in ids)


def _line(item: Item) -> str:
    told = literal(one_line(telling_part(item.draft.stem)))
    return f"`#{item.id}` {told} → **{excerpt(' · '.join(key_words(item.draft)), _LONGEST_KEY)}**"


def digest_of(items: Sequence[Item]) -> str:
    """Changes with every item and every revision of one."""
    return _digest(f"{item.id}:{item.revision}" for item in items)


def digest_of_ids(ids: Iterable[int]) -> str:
    """Stays the same whatever becomes of the items."""
    return _digest(map(str, ids))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256(",".join(parts).encode()).hexdigest()[:16]
