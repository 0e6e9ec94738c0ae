"""A live quiz before its first question: the host's preview, the schedule, and the lobby."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.cards import quiz_ids
from bot.cards.layout import Card, button, card, gap, row, spaced
from bot.cards.players import shown_names
from bot.cards.text import literal, shorten
from knowledge.model.assessment import Item
from knowledge.model.item_rules import named
from knowledge.model.quiz import Board, Player, Quiz, QuizPlan, QuizState
from knowledge.model.quiz_replies import Preview

LIVE = discord.Colour(0x3B7DD8)
WAITING = discord.Colour(0xC58B1B)
OVER = discord.Colour(0x8A8F98)

_NAMES_SHOWN = 40
_STEMS_SHOWN = 5


def moment(at: datetime, style: str = "R") -> str:
    """A moment that Discord shows in each reader's own time."""
    return f"<t:{int(at.timestamp())}:{style}>"


def questions(count: int) -> str:
    return f"{count} question" if count == 1 else f"{count} questions"


def terms(plan: QuizPlan) -> list[str]:
    """What is played for, in a few words each."""
    speed = (
        f"a bonus of up to {plan.bonus * 100:.0f} % for speed"
        if plan.bonus
        else "no bonus for speed"
    )
    return [
        f"{plan.seconds} s for each" if plan.seconds else "no time limit",
        speed,
        *([f"{plan.teams} teams"] if plan.teams else []),
        "the top three are shown" if plan.board is Board.PUBLIC else "ranks stay private",
    ]


def preview_card(plan: QuizPlan, preview: Preview, window_hours: int) -> Card:
    """What would be played, for the host alone: no key is in it.

    Args:
        window_hours: For how long absentees may catch up; 0 if they may not.
    """
    seed = preview.seed
    another = (seed * 5 + 1) % 2**32
    return card(
        "### Your quiz, before anybody sees it",
        *spaced(_drawn(plan, preview.drawn, preview.available, preview.warnings)),
        gap(),
        f"Whoever misses it may catch up for {window_hours} h." if window_hours else "",
        "-# Only you see this. Nothing has started.",
        rows=[
            row(
                button(
                    "Start",
                    quiz_ids.start(plan, window_hours, seed),
                    style=discord.ButtonStyle.primary,
                ),
                button("Draw again", quiz_ids.redraw(plan, window_hours, another)),
                button("Cancel", quiz_ids.CANCEL),
            )
        ],
        accent=WAITING,
    )


def schedule_card(
    plan: QuizPlan,
    preview: Preview,
    starts: datetime,
    until: datetime | None,
    remind_minutes: int | None,
    written: str,
) -> Card:
    """What would be scheduled, for the host alone.

    Args:
        starts: In the zone that the host wrote it in.
        written: How the host wrote it.
    """
    when = [f"The lobby opens {moment(starts, 'F')} ({moment(starts)})."]
    if remind_minutes is not None:
        when.append(f"I remind the channel {remind_minutes} min before.")
    if until is not None:
        when.append(f"Whoever misses it may catch up until {moment(until, 'f')}.")
    return card(
        "### Your scheduled quiz",
        f"“{literal(shorten(written, 60))}” is {starts:%A}, {starts.day} {starts:%B %Y, %H:%M} "
        f"in {_zone(starts)}.",
        " ".join(when),
        *_drawn(plan, (), preview.available, preview.warnings),
        "-# The questions are drawn when the lobby opens. Only you see this.",
        rows=[
            row(
                button(
                    "Schedule it",
                    quiz_ids.schedule(plan, starts, until, remind_minutes),
                    style=discord.ButtonStyle.primary,
                ),
                button("Cancel", quiz_ids.CANCEL),
            )
        ],
        accent=WAITING,
    )


def _zone(at: datetime) -> str:
    """The name of a moment's zone, with what it is from UTC then."""
    name, away = str(at.tzinfo), at.strftime("%z")
    offset = f"UTC{away[:3]}:{away[3:5]}"
    return "UTC" if name == "UTC" else offset if name == offset else f"{name} ({offset})"


def scheduled_card(quiz: Quiz) -> Card:
    """A quiz that waits for its time, as its host sees it."""
    if quiz.starts_at is None or quiz.state is not QuizState.SCHEDULED:
        return Card(ui.TextDisplay(f"This quiz is not scheduled any more. {receipt(quiz)}"))
    until = quiz.window_until
    return card(
        f"**Scheduled.** The lobby opens here {moment(quiz.starts_at, 'F')} "
        f"({moment(quiz.starts_at)}).",
        "" if until is None else f"Catching up is possible until {moment(until, 'f')}.",
        receipt(quiz),
        rows=[row(button("Cancel this quiz", quiz_ids.unschedule(quiz.id)))],
        accent=WAITING,
    )


def reminder_card(quiz: Quiz, title: str) -> Card:
    """Told to the channel some time before."""
    when = "soon" if quiz.starts_at is None else moment(quiz.starts_at)
    return card(
        f"### A quiz starts here {when}",
        f"{literal(shorten(title, 120))} · {questions(quiz.plan.count)}",
        receipt(quiz),
        accent=WAITING,
    )


def lobby_card(quiz: Quiz, title: str, players: Sequence[Player]) -> Card:
    """Who is in. After the start it says that one can still join.

    Args:
        title: The course's: also in the other cards.
    """
    here = [player for player in players if not player.is_kicked]
    theme = quiz.plan.theme
    about_theme = f" · {literal(shorten(theme, 80))}" if theme else ""
    heading = f"### Quiz: {literal(shorten(title, 120))}{about_theme}"
    about = " · ".join([questions(quiz.questions), *terms(quiz.plan)])
    if quiz.state is QuizState.FINISHED:
        return card(heading, about, "This quiz is over.", receipt(quiz), accent=OVER)
    if quiz.state is QuizState.LOBBY:
        state = "The host opens the first question. You can also join later."
    else:
        state = "It has begun. You can still join: what is asked from then on counts for you."
    return card(
        heading,
        about,
        f"**In so far: {len(here)}**\n{shown_names(here, _NAMES_SHOWN)}",
        state,
        _started_by(quiz),
        rows=[
            row(
                button("Join", quiz_ids.join(quiz.id), style=discord.ButtonStyle.primary),
                button("Leave", quiz_ids.leave(quiz.id)),
                button("My name here", quiz_ids.naming(quiz.id)),
            )
        ],
        accent=LIVE,
    )


def already_live(quiz: Quiz) -> Card:
    """A second launch in the channel, with a way to the first."""
    words = f"A quiz is already running here (started by {_host(quiz)})."
    if quiz.lobby_message_id is None:
        return Card(ui.TextDisplay(words))
    address = (
        f"https://discord.com/channels/{quiz.server_id}/{quiz.channel_id}/{quiz.lobby_message_id}"
    )
    there: ui.Button[Card] = ui.Button(label="Go to it", url=address)
    return Card(ui.TextDisplay(words), row(there))


def receipt(quiz: Quiz) -> str:
    return f"-# Receipt `{quiz.receipt}`"


def _started_by(quiz: Quiz) -> str:
    return f"-# Started by {_host(quiz)} · Receipt `{quiz.receipt}`"


def _host(quiz: Quiz) -> str:
    return literal(shorten(quiz.host_name, 40)) or "the host"


def _drawn(
    plan: QuizPlan, drawn: Sequence[Item], available: int, warnings: Sequence[str]
) -> list[str]:
    about = plan.theme or "all themes"
    blocks = [
        f"**{questions(len(drawn) or min(plan.count, available))}** of {available} approved that "
        f"fit ({literal(shorten(about, 80))}) · {' · '.join(terms(plan))}"
    ]
    if drawn:
        kinds = Counter(item.draft.type for item in drawn)
        blocks.append(
            "Kinds: " + ", ".join(f"{n} × {named(kind)}" for kind, n in kinds.most_common())
        )
        themes = Counter(theme for item in drawn for theme in item.draft.themes)
        counted = ", ".join(f"{theme} ({n})" for theme, n in themes.most_common(8))
        # What the counts add up to is then more than the questions.
        several = any(len(item.draft.themes) > 1 for item in drawn)
        heading = "Themes (a question may have several)" if several else "Themes"
        blocks.append(f"{heading}: {literal(shorten(counted, 500))}" if themes else "")
        stems = [
            f"{n}. {literal(shorten(item.draft.stem, 150))}"
            for n, item in enumerate(drawn[:_STEMS_SHOWN], start=1)
        ]
        more = len(drawn) - len(stems)
        blocks.append("\n".join([*stems, *([f"… and {more} more"] if more else [])]))
    blocks += [f"⚠️ {literal(shorten(warning, 300))}" for warning in warnings[:5]]
    return [block for block in blocks if block]
