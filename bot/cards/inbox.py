"""Questions that wait for a person: as those who answer see them, and the forms for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import discord
from discord import ui

from bot.cards import answers_ids
from bot.cards.answer import quote_pages
from bot.cards.layout import Card, Row, button, card, notice, pager, row
from bot.cards.logs import Names, who
from bot.cards.matching import from_match
from bot.cards.offers import offered_words
from bot.cards.shown import doubt_of, nearness, note_of
from bot.cards.text import excerpt, literal, pieces, shorten, trail
from knowledge.model.corpus import Course
from knowledge.model.inbox import InboxPage, NearPassage, Overtaken, RequestState
from knowledge.model.record import Decision, Record
from knowledge.model.verified import LONGEST_ANSWER, LONGEST_REASON, VerifiedQuote

NOTHING_WAITS = "Nobody waits for a person. Well done!"
NOTHING_WAITS_IN = "Nobody waits for a person in **{course}**."
REQUEST_GONE = "That question is no longer on record, so nothing was saved."
SENT_ALREADY = "Your question is with the course's staff already. I tell you once somebody answers."
TOO_MANY_WAIT = (
    "Five of your questions wait for the course's staff: that is as many as may. Ask about this "
    "one again once somebody has answered one of them."
)
NOTHING_QUOTED = "It quotes nothing. `/answers fix` takes an answer in your own words."
GOES_ON = "-# It goes on, and you confirm all of it: `/ask` shows the rest."
NO_PASSAGE = "0"
"""The choice of citing nothing."""

_PASSAGE_WIDTH = 260
_ANSWER_WIDTH = 700
_LONGEST_QUESTION = 300
_LONGEST_TITLE = 80
_MOST_ELSEWHERE = 5
"""Courses named with a way there: as many buttons as a row holds."""


class Elsewhere(NamedTuple):
    """Another course that the same person looks after."""

    course: Course
    waiting: int


def inbox_card(
    page: InboxPage, names: Names, course: Course, elsewhere: Sequence[Elsewhere] = ()
) -> Card:
    """The request at one place of a course's inbox, and what there is to answer it with.

    Args:
        elsewhere: The other courses where somebody waits, those with most first.
    """
    request, title = page.request, literal(shorten(course.title, _LONGEST_TITLE))
    if request is None:
        return _with_others(NOTHING_WAITS_IN.format(course=title), elsewhere)
    record = request.record
    others = f" · {request.waiting_people} people wait" if request.waiting_people > 1 else ""
    return card(
        f"### {literal(shorten(record.question, 300))}\n"
        f"-# {who(request.asker, names)} · <t:{int(request.asked_at.timestamp())}:R>{others}",
        f"**What I said**\n{_said(record)}",
        _passages(request.passages, record.question),
        f"-# {page.place + 1} of {page.waiting} in {title}, oldest first · "
        f"Receipt `{record.receipt}`",
        _elsewhere(elsewhere),
        rows=[
            row(
                button(
                    "Answer…",
                    answers_ids.reply(request.id),
                    style=discord.ButtonStyle.primary,
                ),
                button("Not for this course…", answers_ids.decline(request.id)),
            ),
            *pager(page.place, page.waiting, answers_ids.turn_inbox(course.id)),
            *_ways(elsewhere),
        ],
    )


def _with_others(words: str, elsewhere: Sequence[Elsewhere]) -> Card:
    if not elsewhere:
        return notice(NOTHING_WAITS)
    return card(words, _elsewhere(elsewhere), rows=_ways(elsewhere))


def _elsewhere(elsewhere: Sequence[Elsewhere]) -> str:
    """ "2 more wait in Botany 1." for each of the other courses."""
    named = [
        f"{one.waiting} in **{literal(shorten(one.course.title, _LONGEST_TITLE))}**"
        for one in elsewhere[:_MOST_ELSEWHERE]
    ]
    if left := sum(one.waiting for one in elsewhere[_MOST_ELSEWHERE:]):
        named.append(f"{left} in other courses")
    return f"More wait: {', '.join(named)}." if named else ""


def _ways(elsewhere: Sequence[Elsewhere]) -> list[Row]:
    return (
        [
            row(
                *(
                    button(
                        f"Open {shorten(one.course.title, 29)}",
                        answers_ids.turn_inbox(one.course.id)("first", 0),
                    )
                    for one in elsewhere[:_MOST_ELSEWHERE]
                )
            )
        ]
        if elsewhere
        else []
    )


def _said(record: Record) -> str:
    if record.decision is Decision.ABSTAINED:
        said = "I could not find it in the documents."
    else:
        said = "\n".join(filter(None, (doubt_of(record), excerpt(record.shown, _ANSWER_WIDTH))))
        if note := note_of(record):
            said = f"{said}\n-# {note}"
    if record.offered is None:
        return said
    return f"{said}\n{literal(offered_words(record.offered))}"


def _passages(found: Sequence[NearPassage], question: str) -> str:
    if not found:
        return "**Nearest passages**\nNone comes close."
    # Discord would number a list anew after each quotation: these are no list.
    lines = [
        f"**{number}** {literal(trail([one.place], 150))}: **{nearness(one.nearness)}**\n"
        f"> {excerpt(from_match(one.text, question), _PASSAGE_WIDTH)}"
        for number, one in enumerate(found, start=1)
    ]
    # Without a line between, some devices draw the next one into the quotation before it.
    return "**Nearest passages**\n" + "\n\n".join(lines)


def answer_form(
    custom_id: str,
    title: str,
    passages: Sequence[NearPassage],
    *,
    question: str,
    words: str = "",
    cited: Sequence[int] = (),
) -> ui.Modal:
    """The form for an answer in somebody's own words, and the passages that it rests on.

    Args:
        words: What the field holds already: the answer as it stands.
        cited: The ids of those passages that are chosen already.
    """
    modal = _form(custom_id, title)
    modal.add_item(_question_field(question))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        default=words[:LONGEST_ANSWER] or None,
        max_length=LONGEST_ANSWER,
    )
    described = "Whoever asked reads it under your name, as your words."
    if words:
        described = f"As it stands now. {described}"
    modal.add_item(ui.Label(text="Answer", description=described, component=box))
    if passages:
        modal.add_item(
            ui.Label(
                text="It rests on",
                description="I quote the sentence of each that is closest to your answer.",
                component=_choice(passages, cited, f"{question} {words}"),
            )
        )
    return modal


def confirm_form(
    custom_id: str, title: str, question: str, quotes: Sequence[VerifiedQuote]
) -> ui.Modal:
    """The form that confirms what an answer quotes, which stands there to be read."""
    modal = _form(custom_id, title)
    modal.add_item(_question_field(question))
    first, *others = quote_pages(quotes)
    shown = ["**What you confirm**", *(first or [NOTHING_QUOTED]), *([GOES_ON] if others else [])]
    modal.add_item(ui.TextDisplay("\n".join(shown)))
    return modal


def decline_form(request_id: int) -> ui.Modal:
    """Why there will be no answer."""
    modal = _form(answers_ids.declined(request_id), "Not for this course")
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="reason",
        style=discord.TextStyle.paragraph,
        min_length=3,
        max_length=LONGEST_REASON,
    )
    described = "Whoever asked reads it, as said by the course's staff."
    modal.add_item(ui.Label(text="Why?", description=described, component=box))
    return modal


def chosen_passages(typed: str) -> tuple[int, ...]:
    """The passages that a form's choice stands for, a line each; none if nothing is cited."""
    return tuple(int(one) for one in typed.split() if one.isdecimal() and one != NO_PASSAGE)


def overtaken_card(found: Overtaken, words: str) -> Card:
    """Somebody else was quicker; what was typed is given back."""
    did = "answered" if found.state is RequestState.ANSWERED else "closed"
    by = literal(shorten(found.by, 80)) or "Somebody"
    at = f"<t:{int(found.at.timestamp())}:R>"
    return card(f"**{by}** has {did} this {at}, so yours is not saved.", *given_back(words))


def given_back(words: str) -> list[str]:
    """What somebody typed, so that it is not lost."""
    if not words.strip():
        return []
    first, *_ = pieces(words.strip(), 2_500)
    return ["You wrote:", literal(first)]


def _form(custom_id: str, title: str) -> ui.Modal:
    # discord.py keeps an open modal in memory until then; ours works without that.
    return ui.Modal(title=shorten(title, 45), timeout=900, custom_id=custom_id)


def _question_field(question: str) -> ui.Label[ui.Modal]:
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="question",
        style=discord.TextStyle.paragraph,
        default=shorten(question, _LONGEST_QUESTION) or None,
        max_length=_LONGEST_QUESTION,
    )
    described = "Others who ask the same are shown it. Leave names out: it is kept."
    return ui.Label(text="Question", description=described, component=box)


def _choice(
    passages: Sequence[NearPassage], cited: Sequence[int], wanted: str
) -> ui.Select[ui.Modal]:
    own = discord.SelectOption(
        label="No passage: these are my own words", value=NO_PASSAGE, default=not cited
    )
    options = [
        discord.SelectOption(
            label=shorten(trail([one.place], 100), 100),
            description=shorten(from_match(one.text, wanted), 100),
            value=str(one.passage_id),
            default=one.passage_id in cited,
        )
        for one in passages
    ]
    options.insert(len(options) if cited else 0, own)
    return ui.Select(
        custom_id="passages", options=options, min_values=1, max_values=len(options), required=True
    )
