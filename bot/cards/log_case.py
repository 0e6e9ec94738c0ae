"""One answer, or one quiz, as its moderators see it."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord import ui

from bot.cards import answers_ids, logs_ids
from bot.cards.answer import ABSTAINED, ANSWERED, LOCATED
from bot.cards.feedback import reasons
from bot.cards.layout import TEXT_LIMIT, Card, Row, button, card, filled, pager, row
from bot.cards.logs import HIDDEN_QUESTION, IN_PRIVATE, Names, called, moment, who
from bot.cards.offers import offered_words
from bot.cards.shown import (
    beyond,
    corrects_another,
    decided,
    heading,
    nearness,
    shown_words,
    worth_naming,
)
from bot.cards.text import excerpt, literal, pieces, shorten, trail
from knowledge.model.record import Decision, Rating, Record, RetrievedPassage, Surface
from knowledge.model.review import Backlog, Case, QuizAct, QuizCase, ReviewStatus
from knowledge.model.verified import VerifiedAnswer

UNKNOWN = "No answer or quiz of this server has that receipt."
NOTHING_WAITS = "Nothing waits for a review. Well done!"
OVERTAKEN = "Somebody else has reviewed it meanwhile. Here is what they said; yours is not saved."
NOT_TOLD = "Nobody can tell any more who asked that."

_ACCENTS = {
    Decision.ANSWERED: ANSWERED,
    Decision.ABSTAINED: ABSTAINED,
    Decision.LOCATED: LOCATED,
}
_MARKS = {
    ReviewStatus.OK: "OK",
    ReviewStatus.WRONG: "Wrong…",
    ReviewStatus.HARMFUL: "Harmful…",
    ReviewStatus.FIXED: "Fixed…",
    ReviewStatus.OPEN: "Open again",
}
_PAGE_WIDTH = TEXT_LIMIT - 1_100
_ACTS_ON_A_PAGE = 20


def case_card(
    case: Case,
    names: Names,
    page: int = 0,
    *,
    may_unmask: bool,
    may_correct: bool = False,
    said: str = "",
    waiting: Backlog | None = None,
) -> Card:
    """An answer as it was shown, why it was given, and what people say of it.

    Args:
        page: From 0; one past the end shows the last.
        may_unmask: Offer *Show name*, where the log hides names.
        may_correct: Offer *Correct this answer*.
        said: A line above everything: what was just done.
        waiting: How much there is to review, where that is known.
    """
    record = case.record
    pages = filled(_blocks(case, names), _PAGE_WIDTH)
    page = min(page, len(pages) - 1)
    question = literal(shorten(record.question, 300)) or HIDDEN_QUESTION
    left = "" if waiting is None else _waiting(waiting)
    position = f"Page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    return card(
        said,
        f"### {question}\n{_status(case)}\n-# {_circumstances(case, names)}",
        ui.Separator(),
        "\n".join(pages[page]),
        ui.Separator(),
        "-# " + " · ".join(filter(None, (f"Receipt `{record.receipt}`", position, left))),
        rows=[
            *pager(page, len(pages), logs_ids.turn_case(record.receipt)),
            _marking(case, may_correct=may_correct),
            _going_on(case),
            *_person(case, may_unmask=may_unmask),
        ],
        accent=_ACCENTS[record.decision],
    )


def _waiting(backlog: Backlog) -> str:
    return f"Waiting: {backlog.disliked} disliked or reported, {backlog.others} more"


def _status(case: Case) -> str:
    review = case.review
    if review is None:
        return "**Open**: nobody has reviewed it."
    note = f": {excerpt(review.note, 300)}" if review.note else ""
    return f"**{review.status.value.capitalize()}**, {moment(review.at)}{note}"


def _circumstances(case: Case, names: Names) -> str:
    record = case.record
    channel_id = record.occasion.channel_id
    where = IN_PRIVATE if channel_id is None else called(channel_id, names)
    parts = [
        who(case.asker, names),
        f"{where}, a private answer" if record.is_private else where,
        moment(record.asked_at),
        decided(record),
        literal(shorten(case.course, 60)),
    ]
    if record.follows is not None:
        was_opened = record.occasion.surface is Surface.OFFER
        how = "opened, not typed, under" if was_opened else "goes on from"
        parts.append(f"{how} `{record.follows}`")
    place = address(record)
    return " · ".join(parts) + (f"\n-# Message: <{place}>" if place else "")


def address(record: Record) -> str:
    """Where the message stands; empty for one that nobody but its asker can open."""
    occasion = record.occasion
    if record.message_id is None or occasion.channel_id is None or record.is_private:
        return ""
    where = f"{occasion.server_id}/{occasion.channel_id}/{record.message_id}"
    return f"https://discord.com/channels/{where}"


def _blocks(case: Case, names: Names) -> Iterable[str]:
    record = case.record
    yield from (
        f"🚩 {who(report.by, names)}, {moment(report.at)}: {excerpt(report.note, 600)}"
        for report in case.reports
    )
    yield from _opinions(case, names)
    if record.verified is not None:
        yield _by_a_person(record.verified, corrects=corrects_another(record))
    if record.offered is not None:
        yield literal(offered_words(record.offered))
    yield f"**{heading(record)}**"
    yield from (literal(part) for part in pieces(shown_words(record), 1_000))
    yield "**Passages, nearest first**"
    yield from _near(record)


def _near(record: Record) -> Iterable[str]:
    named = worth_naming(record)
    quoted = {citation.passage_id for citation in record.citations}
    for passage in named:
        is_quoted = ", quoted" if passage.passage_id in quoted else ""
        yield f"- {_place(passage)}: **{nearness(passage.nearness)}**{is_quoted}"
    if more := beyond(record):
        yield f"-# {more}"
    if not named:
        yield "None was found."


def _place(passage: RetrievedPassage) -> str:
    return literal(trail([passage.document, *passage.section], 120))


def _by_a_person(verified: VerifiedAnswer, *, corrects: bool) -> str:
    by, day = literal(shorten(verified.by, 80)), moment(verified.at)
    withdrawn = " (withdrawn since)" if verified.retired_at is not None else ""
    if not verified.words:
        return f"✅ Confirmed by **{by}**, {day}{withdrawn}"
    did = "Corrected" if corrects else "Answered"
    return f"✅ {did} by **{by}**, {day}{withdrawn}: {excerpt(verified.words, 600)}"


def _opinions(case: Case, names: Names) -> Iterable[str]:
    for thumb in case.thumbs:
        why = ""
        if thumb.complaint is not None:
            why = f": {reasons(case.record.decision)[thumb.complaint][0]}"
        mark = "liked 👍" if thumb.rating is Rating.UP else "disliked 👎"
        yield f"{who(thumb.by, names)} {mark}{why}, {moment(thumb.at)}"


def _marking(case: Case, *, may_correct: bool) -> Row:
    receipt, seen = case.record.receipt, case.status
    items = [
        button(label, logs_ids.mark(status, seen, receipt))
        for status, label in _MARKS.items()
        if status is not seen
    ]
    if may_correct:
        items.append(button("Correct this answer…", answers_ids.correct(receipt)))
    return row(*items)


def _going_on(case: Case) -> Row:
    receipt = case.record.receipt
    return row(
        button("Next unreviewed", logs_ids.next_(receipt), style=discord.ButtonStyle.primary),
        button("Scores", logs_ids.show_scores(receipt)),
        button("Replay", logs_ids.replay(receipt)),
        button("Transcript", logs_ids.transcript(receipt)),
    )


def _person(case: Case, *, may_unmask: bool) -> list[Row]:
    if case.asker is None:
        return []
    items = [button("Learner record", logs_ids.reader(case.asker.name))]
    if may_unmask and case.asker.user_id is None:
        items.append(button("Show name…", logs_ids.show_name(case.record.receipt)))
    return [row(*items)]


def quiz_case_card(case: QuizCase, page: int = 0) -> Card:
    """A quiz, act by act, oldest first. ``page`` is from 0; one past the end shows the last."""
    quiz = case.quiz
    pages = filled(map(_act, case.acts), TEXT_LIMIT - 500, most=_ACTS_ON_A_PAGE)
    page = min(page, len(pages) - 1)
    theme = f" · {literal(shorten(quiz.plan.theme, 60))}" if quiz.plan.theme else ""
    return card(
        f"### Quiz `{quiz.receipt}` · {literal(shorten(quiz.course, 100))}{theme}\n"
        f"-# Hosted by {quiz.host_name} · {quiz.state.value} · {moment(quiz.created_at)}",
        "\n".join(pages[page]) or "Nothing has happened in it yet.",
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[
            *pager(page, len(pages), logs_ids.turn_case(quiz.receipt)),
            row(button("Transcript", logs_ids.transcript(quiz.receipt))),
        ],
    )


def _act(act: QuizAct) -> str:
    question = "" if act.question is None else f" question {act.question}"
    detail = f": {excerpt(act.detail, 100)}" if act.detail else ""
    by = f" · {act.who}" if act.who else ""
    return f"<t:{int(act.at.timestamp())}:T> **{act.act}**{question}{by}{detail}"


def note_form(status: ReviewStatus, seen: ReviewStatus, receipt: str) -> ui.Modal:
    """What is wrong with it, or what was done about it."""
    modal = ui.Modal(
        title=f"{receipt}: {status.value}",
        # discord.py keeps an open modal in memory until then; ours works without that.
        timeout=900,
        custom_id=logs_ids.note(status, seen, receipt),
    )
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="note", style=discord.TextStyle.paragraph, required=False, max_length=1_000
    )
    described = "Other moderators see it. Name nobody: a note outlives what it is about."
    modal.add_item(ui.Label(text="Note (optional)", description=described, component=box))
    return modal


def reason_form(receipt: str) -> ui.Modal:
    """Why a name is to be shown."""
    modal = ui.Modal(title=f"Who asked {receipt}?", timeout=900, custom_id=logs_ids.reason(receipt))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="reason", style=discord.TextStyle.paragraph, min_length=5, max_length=300
    )
    described = "It is kept with your name in the audit, which nobody can change. Name nobody."
    modal.add_item(ui.Label(text="Why do you need to know?", description=described, component=box))
    return modal


def report_form(channel_id: int, message_id: int) -> ui.Modal:
    """What somebody wants the moderators to know of an answer."""
    modal = ui.Modal(
        title="Report this answer",
        timeout=900,
        custom_id=logs_ids.report(channel_id, message_id),
    )
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="note", style=discord.TextStyle.paragraph, min_length=3, max_length=1_000
    )
    described = "The course's staff read it; nobody else does."
    modal.add_item(ui.Label(text="What is wrong with it?", description=described, component=box))
    return modal
