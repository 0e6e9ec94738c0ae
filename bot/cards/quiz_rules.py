"""How points are counted, and what a host reads who gave somebody more time."""

from __future__ import annotations

from bot.cards.item_form import PARTLY
from bot.cards.layout import Card, card
from bot.cards.quiz_lobby import LIVE, receipt, terms
from bot.cards.text import literal, shorten
from knowledge.model.quiz import LARGEST_BONUS, Quiz
from knowledge.model.scoring import FORMULA


def rules_card(running: Quiz | None) -> Card:
    """The rules of every quiz, and the terms of the one that runs in the channel."""
    now = "" if running is None else f"**Here, now:** {' · '.join(terms(running.plan))}"
    return card(
        "### How points are counted",
        f"`{FORMULA}`",
        "- The score is 1 for right and 0 for wrong. Where a question says *"
        f"{PARTLY}*, it lies between them:\n"
        " - Multiple choice: right ones chosen / all right ones − wrong ones chosen / all wrong "
        "ones, and never less than 0. A wrong tick costs, so don't tick everything.\n"
        " - Put in order: the share of pairs of events that stand in the right order.\n"
        " - Matching: the share of pairs that are right.\n"
        "- The bonus for speed is 0 unless the host sets one, and at most "
        f"{LARGEST_BONUS * 100:.0f} %. Time counts from the question's message to your last "
        "change, by Discord's own clock: a slow connection to me costs you nothing.\n"
        "- You can change your answer until the close; the last one counts.\n"
        "- Who joins late is asked from then on: earlier questions do not count for them.\n"
        "- Equal points share a rank: 1, 1, 3. A team's points are the mean of its players'.",
        now,
        "" if running is None else receipt(running),
        accent=LIVE,
    )


def accommodated(name: str, time: float, attempts: int) -> str:
    """For the instructor's eyes only."""
    who = literal(shorten(name, 40))
    times = f"{time:g} × the time for each question" if time > 1 else "the usual time"
    tries = {0: "", 1: " and one further try when catching up"}.get(
        attempts, f" and {attempts} further tries when catching up"
    )
    return (
        f"{who} has {times}{tries}, in every quiz of this server, from now on. Only you see this; "
        "give 1 and 0 to take it back."
    )
