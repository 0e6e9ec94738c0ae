"""Starred questions, and whether the documents still answer them as they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import ui

from bot.cards import gaps_ids, logs_ids
from bot.cards.layout import Card, button, card, filled, notice, pager, row
from bot.cards.logs import HIDDEN_QUESTION
from bot.cards.text import excerpt, literal, shorten
from knowledge.model.golden import GoldenOutcome, GoldenQuestion, GoldenRun, NotStarred
from knowledge.model.record import Decision

NONE_STARRED = (
    "No question is starred. `/answers golden star` stars an answer that is right: after each "
    "change of the documents I ask its question again and tell the channel for starred questions, "
    "if one is chosen in `/setup`, what is different."
)
UNSTARRED = "No longer starred: `{receipt}`."
NOT_THERE = "That answer is not starred."
STARRED = "⭐ Starred: `{receipt}`. After each change of the documents I ask its question again, {}"
HEARD = "and the channel chosen in `/setup` hears whether the answer is still the same."
UNHEARD = (
    "but no channel hears whether the answer is still the same, as none is chosen in `/setup`: "
    "look at `/answers golden list`."
)
WHY_NOT = {
    NotStarred.GONE: "No answer on this server has that receipt.",
    NotStarred.FOLLOWS: "That question goes on from another one, and would be asked alone. Star "
    "an answer whose question stands by itself.",
    NotStarred.WRITTEN: "A person wrote that answer. A star asks the documents alone, and they "
    "would never give it. It stands as it is; see it in `/answers list`.",
    NotStarred.ALREADY: "That answer is starred already.",
    NotStarred.FULL: "So many questions are starred that a run would take too long. Take some out "
    "with `/answers golden unstar`.",
}
REMOVED = "words of a document that was removed"
_ON_A_PAGE = 10
_BUTTONS = 5
_SHOWN = 8
_DID = {
    Decision.ANSWERED: "an answer",
    Decision.ABSTAINED: "no answer",
    Decision.LOCATED: "places to read",
}


def starred_card(receipt: str, *, is_heard: bool) -> Card:
    """A star was given. ``is_heard``: a channel is chosen where staff hear of it."""
    heard = HEARD if is_heard else UNHEARD
    return notice(STARRED.format(heard, receipt=literal(receipt)))


def golden_card(
    questions: Sequence[GoldenQuestion], last: GoldenRun | None, page: int = 0, said: str = ""
) -> Card:
    """The starred questions with how each came out last. ``page`` is from 0."""
    if not questions:
        return notice(NONE_STARRED)
    outcomes = {} if last is None else {o.question.id: o for o in last.outcomes}
    lines = [_line(question, outcomes) for question in questions]
    pages = filled(lines, 2_800, most=_ON_A_PAGE)
    page = min(page, len(pages) - 1)
    run = "not asked again yet" if last is None else f"last run <t:{int(last.at.timestamp())}:R>"
    return card(
        said,
        f"### {len(questions)} starred {_plural('question', len(questions))}\n-# {run}",
        "\n".join(pages[page]),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[
            row(button("Run now", gaps_ids.run_golden(questions[0].course_id))),
            *pager(page, len(pages), gaps_ids.turn_golden(questions[0].course_id)),
        ],
    )


def _line(question: GoldenQuestion, outcomes: Mapping[int, GoldenOutcome]) -> str:
    outcome = outcomes.get(question.id)
    mark = "·" if outcome is None else "✅ as before" if outcome.passed else "❌ differently"
    words = excerpt(question.question, 150) or HIDDEN_QUESTION
    return f"`{question.receipt}` {mark} {words}"


def run_card(run: GoldenRun, course: str, said: str = "") -> Card:
    """How a run came out; what failed with what is different, and *Review*."""
    total, failed = len(run.outcomes), run.failed
    shown = failed[:_SHOWN]
    more = len(failed) - len(shown)
    items: list[ui.Item[Card]] = [
        button(f"Review {o.question.receipt}", logs_ids.review(o.question.receipt))
        for o in shown[:_BUTTONS]
    ]
    return card(
        said,
        f"### {_result(total, len(failed))}\n-# {literal(shorten(course, 100))}",
        *(_failure(outcome) for outcome in shown),
        f"-# and {more} more in `/answers golden list`" if more else "",
        rows=[row(*items)] if items else [],
    )


def _result(total: int, failed: int) -> str:
    asked = f"{total} starred {_plural('question', total)}"
    if not failed:
        return f"✅ {asked} {'is' if total == 1 else 'are'} answered as before"
    some = asked if failed == total else f"{failed} of {asked}"
    return f"❌ {some} {'is' if failed == 1 else 'are'} answered differently now"


def _failure(outcome: GoldenOutcome) -> str:
    question = outcome.question
    lines = [f"**{excerpt(question.question, 150) or HIDDEN_QUESTION}** `{question.receipt}`"]
    if outcome.decision is not question.decision:
        lines.append(f"Was {_DID[question.decision]}, is now {_DID[outcome.decision]}")
    lines += [f"No longer quoted: {excerpt(quote, 120) or REMOVED}" for quote in outcome.gone[:2]]
    return "\n".join(lines)


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
