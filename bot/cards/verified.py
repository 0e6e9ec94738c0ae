"""Verified answers: the list of them, one of them, and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import answers_ids
from bot.cards.answer import VERIFIED, verified_pages
from bot.cards.layout import Card, Row, button, card, notice, pager, row
from bot.cards.text import excerpt, literal, shorten
from knowledge.model.verified import (
    NotVerified,
    Tiding,
    TidingKind,
    Verified,
    VerifiedAnswer,
)

NONE_YET = (
    "There is no verified answer yet. `/answers verify` confirms an answer, `/answers fix` "
    "corrects one."
)
UNKNOWN_RECEIPT = "No answer on this server has that receipt."
UNKNOWN_ANSWER = "That answer is no longer in force."
KEPT = "Kept: it goes on being shown."
RETIRED = (
    "Retired: nobody is told it any more. Messages that show it say within minutes that it was "
    "withdrawn."
)

WHY_NOT = {
    NotVerified.GONE: UNKNOWN_RECEIPT,
    NotVerified.NO_QUESTION: "Without a question nobody would find it, so nothing was saved.",
    NotVerified.NO_WORDS: "There is no answer in that form, so nothing was saved.",
    NotVerified.NOT_AN_ANSWER: "That quotes nothing, so there is nothing to confirm. "
    "`/answers fix` takes an answer in your own words.",
    NotVerified.CHANGED: "A document has changed and no longer says that, so nothing was saved. "
    "Open the form again to see what it says now.",
    NotVerified.OVERTAKEN: "Somebody else has confirmed, corrected or retired that meanwhile, so "
    "nothing was saved. `/answers list` shows what stands.",
}
_ON_A_PAGE = 8
_HEADINGS = {
    TidingKind.ANSWERED: "### A person has answered a question of yours",
    TidingKind.CORRECTED: "### An answer that you got was corrected",
    TidingKind.DECLINED: "### Nobody will answer a question of yours here",
}


def list_card(course_id: int, answers: Sequence[VerifiedAnswer], page: int = 0) -> Card:
    """Those in force, and first those whose document has changed. ``page`` is from 0."""
    if not answers:
        return notice(NONE_YET)
    pages = [answers[at : at + _ON_A_PAGE] for at in range(0, len(answers), _ON_A_PAGE)]
    page = min(page, len(pages) - 1)
    stale = sum(answer.is_stale for answer in answers)
    count = "1 verified answer" if len(answers) == 1 else f"{len(answers)} verified answers"
    heading = f"### {count}"
    if stale:
        heading += f"\n⚠️ {stale} no longer shown first: a document has changed"
    select: ui.Select[Card] = ui.Select(
        custom_id=answers_ids.OPEN,
        placeholder="Open one",
        options=[
            discord.SelectOption(
                label=shorten(answer.question, 100),
                value=str(answer.id),
                description="stale" if answer.is_stale else None,
            )
            for answer in pages[page]
        ],
    )
    return card(
        heading,
        *(_line(answer) for answer in pages[page]),
        row(select),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=pager(page, len(pages), answers_ids.turn_list(course_id)),
    )


def _line(answer: VerifiedAnswer) -> str:
    mark = "⚠️ stale · " if answer.is_stale else ""
    by, day = literal(shorten(answer.by, 60)), f"<t:{int(answer.at.timestamp())}:d>"
    did = "in own words by" if answer.words else "confirmed by"
    return f"**{excerpt(answer.question, 150)}**\n-# {mark}{did} {by} · {day}"


def opened_card(answer: VerifiedAnswer, said: str = "") -> Card:
    """One answer before its staff, with what can be done about it."""
    items: list[ui.Item[Card]] = []
    if answer.retired_at is None:
        if answer.is_stale and answer.may_be_kept:
            items.append(button("Keep", answers_ids.keep(answer.id)))
        items += [
            button("Edit…", answers_ids.edit(answer.id)),
            button("Retire", answers_ids.retire(answer.id), style=discord.ButtonStyle.danger),
        ]
    return card(
        said,
        f"### {literal(shorten(answer.question, 300))}",
        *_first_page(answer, "**Edit…** shows all its words."),
        _missing(answer),
        rows=[row(*items)] if items else [],
        accent=VERIFIED,
    )


def _missing(answer: VerifiedAnswer) -> str:
    """Which quotes a document no longer holds, for whoever decides."""
    gone = [quote.citation.number for quote in answer.quotes if not quote.is_current]
    if not gone:
        return ""
    numbers = " ".join(f"[{number}]" for number in gone)
    return f"-# No longer in its document word by word, or not to be quoted: {numbers}"


def done_card(done: Verified, reached: int, edited: int, left: int) -> Card:
    """An answer was taken: who hears of it.

    Args:
        reached: How many people know already.
        edited: How many messages that many can read show it already.
        left: How many people are told a little later.
    """
    parts = [
        "**Saved.** Whoever asks the same gets it first, with your name; whoever asks something "
        "similar is offered it."
    ]
    if done.told:
        unreached = len(done.told) - reached - left
        parts.append(
            " ".join(
                [
                    "1 person was told." if reached == 1 else f"{reached} people were told.",
                    *([f"Told within minutes: {left}."] if left else []),
                    *([f"Told under their next `/ask`: {unreached}."] if unreached else []),
                ]
            )
        )
    if edited:
        parts.append(
            "The message in the channel shows it now."
            if edited == 1
            else f"{edited} messages in channels show it now."
        )
    blocks = _first_page(done.answer, "`/ask` shows all of it.")
    return card("\n".join(parts), *blocks, accent=VERIFIED)


def tiding_card(tiding: Tiding, rows: Sequence[Row] = ()) -> Card:
    """What one person is told of one question of theirs.

    Args:
        rows: What can be done with the answer, where its buttons work.
    """
    asked = f"Question: {excerpt(tiding.question, 300)}" if tiding.question else ""
    blocks = []
    if tiding.answer is not None:
        blocks = _first_page(
            tiding.answer,
            "Ask this again with `/ask` to read all of it.",
            corrects=tiding.kind is TidingKind.CORRECTED,
        )
    elif tiding.note:
        blocks = [f"The course's staff say: {excerpt(tiding.note, 700)}"]
    return card(
        _HEADINGS[tiding.kind],
        asked,
        *blocks,
        f"-# Receipt `{tiding.receipt}`",
        rows=rows,
        accent=VERIFIED if tiding.answer is not None else None,
    )


def _first_page(answer: VerifiedAnswer, where: str, *, corrects: bool = False) -> list[str]:
    """What fits into one message; of a longer answer also that it goes on, and ``where``."""
    first, *others = verified_pages(answer, corrects=corrects)
    return [*first, f"-# It goes on: {where}"] if others else first
