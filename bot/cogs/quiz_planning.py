"""From what a host chose to the plan of a quiz, or to words why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.access import Act
from bot.cards import quiz_ids
from bot.cards.custom_ids import theme_mark
from bot.cards.text import literal, shorten
from bot.cogs.asking import UNKNOWN_SOURCE, may_post
from bot.cogs.desk import Desk, desk_of, quickly
from bot.cogs.quiz_kinds import UNKNOWN_KIND, offer_types, read_types
from bot.cogs.quiz_posts import missing
from bot.cogs.tending import tended_course
from knowledge.model.quiz import LARGEST_BONUS, Board, QuizPlan

MOST_QUESTIONS = 50
LONGEST_WINDOW, WINDOW = 336, 48
"""Hours in which absentees may catch up: at most, and unless the host says otherwise."""
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 3_600
FEWEST_TEAMS, MOST_TEAMS = 2, 10
LONGEST_NOTICE = 1_440
"""Minutes before the start at which a channel may be reminded."""

IN_A_SERVER = "Use this in a server channel."
YOU_MAY_NOT_POST = "You can't write in this channel, so I can't play a quiz for you here."
I_MAY_NOT_POST = (
    "I can't play here: I'm missing {lacking} in this channel. Grant it, then try again."
)
UNKNOWN_THEME = "I know no theme “{theme}”. Pick one from the list that `theme` offers."
TOO_SHORT = f"Give at least {SHORTEST_SECONDS} seconds for each question, or 0 for no limit."

NO_COURSE = 0
"""The number of none: nothing can be drawn from it."""

_MOST_CHOICES = 25

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice
_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of a command, as they were given."""

    theme: str | None
    document: str | None
    number: int
    types: str
    seconds: int
    bonus: int
    """In percent."""
    board: Board
    teams: int


def why_not_here(interaction: Interaction) -> str | None:
    """Why no quiz can be played in this channel, in words for the host."""
    if interaction.guild_id is None or interaction.channel_id is None:
        return IN_A_SERVER
    if not may_post(interaction):
        return YOU_MAY_NOT_POST
    in_thread = isinstance(interaction.channel, discord.Thread)
    lacking = missing(interaction.app_permissions, in_thread)
    if lacking:
        return I_MAY_NOT_POST.format(lacking=" and ".join(f"**{name}**" for name in lacking))
    return None


async def find_plan(desk: Desk, act: Act, wish: Wish) -> QuizPlan | str:
    """The plan, or in words what is wrong with the wish."""
    course = await desk.course(act)
    if course is None:
        return desk.no_course(act)
    if 0 < wish.seconds < SHORTEST_SECONDS:
        return TOO_SHORT
    document = None
    if wish.document is not None:
        document = await desk.knowledge.library.find_document(course.id, wish.document)
        if document is None:
            return UNKNOWN_SOURCE.replace("`source`", "`document`")
    types = read_types(wish.types)
    if isinstance(types, str):
        return UNKNOWN_KIND.format(kind=literal(shorten(types, 60)))
    theme = None
    if wish.theme is not None:
        themes = {known.casefold(): known for known in await _themes(desk, course.id)}
        theme = themes.get(wish.theme.strip().casefold())
        if theme is None:
            return UNKNOWN_THEME.format(theme=literal(shorten(wish.theme, 80)))
    return QuizPlan(
        course_id=course.id,
        count=wish.number,
        theme=theme,
        document_id=None if document is None else document.id,
        types=types,
        seconds=wish.seconds or None,
        bonus=wish.bonus / 100,
        board=wish.board,
        teams=wish.teams,
    )


async def plan_again(desk: Desk, act: Act, state: Mapping[str, str]) -> QuizPlan:
    """The plan that a button carries, within what the commands take: an id may be forged.

    A theme that is gone meanwhile leaves no item to draw, and so does a course that is not looked
    after here: to see an operator's course is not to draw from its bank.
    """
    mark, theme, course_id = state["theme"], None, int(state["course"])
    if await tended_course(desk, act, course_id) is None:
        course_id = NO_COURSE
    if mark != "-":
        known = await _themes(desk, course_id)
        theme = next((name for name in known if theme_mark(name) == mark), mark)
    plan = quiz_ids.plan_of(state, theme)
    seconds = plan.seconds
    return replace(
        plan,
        course_id=course_id,
        count=min(max(plan.count, 1), MOST_QUESTIONS),
        seconds=seconds and min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS),
        bonus=min(plan.bonus, LARGEST_BONUS),
        teams=0 if plan.teams < FEWEST_TEAMS else min(plan.teams, MOST_TEAMS),
    )


def window_again(state: Mapping[str, str]) -> int:
    """The hours for catching up that a button carries, within what the commands take."""
    return min(int(state["window"]), LONGEST_WINDOW)


async def offer_themes(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """For the options of a command. Empty rather than late: also the documents."""
    return await quickly(themes_like(desk_of(interaction), interaction, typed)) or []


async def offer_documents(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await quickly(documents_like(desk_of(interaction), interaction, typed)) or []


def asks_for_a_plan(command: _Command) -> _Command:
    """Describes the options of a :class:`Wish` to Discord: of every command that has them."""
    described = app_commands.describe(
        theme="Only questions on this theme",
        document="Only questions on this document",
        number="How many questions",
        types="Which kinds of questions; several with commas between them",
        seconds="Seconds for each question; 0 for no limit",
        bonus="Percent that speed may add to a right answer",
        board="Whether the channel sees the first three",
        teams="Balanced teams to make of the players",
        window="Hours after the start in which absentees may catch up; 0 for none",
    )
    chosen = app_commands.choices(
        board=[
            Choice(name="public: the channel sees the first three", value="public"),
            Choice(name="private: everyone sees only their own result", value="private"),
        ],
    )
    offered = app_commands.autocomplete(
        theme=offer_themes, document=offer_documents, types=offer_types
    )
    return described(chosen(offered(command)))


async def themes_like(desk: Desk, act: Act, typed: str) -> list[Choice[str]]:
    """Themes of the bank that contain what was typed, as choices."""
    course = await desk.course(act)
    if course is None:
        return []
    wanted = typed.strip().casefold()
    names = [name for name in await _themes(desk, course.id) if wanted in name.casefold()]
    return [Choice(name=shorten(name, 100), value=name) for name in names if len(name) <= 100][
        :_MOST_CHOICES
    ]


async def documents_like(desk: Desk, act: Act, typed: str) -> list[Choice[str]]:
    """Documents whose title or author contains what was typed, as choices."""
    course = await desk.course(act)
    if course is None:
        return []
    wanted = typed.strip().casefold()
    return [
        Choice(name=shorten(document.title, 100), value=str(document.id))
        for document in await desk.knowledge.library.list_documents(course.id)
        if wanted in f"{document.title} {document.metadata.author or ''}".casefold()
    ][:_MOST_CHOICES]


async def _themes(desk: Desk, course_id: int) -> list[str]:
    return list((await desk.knowledge.bank.tally(course_id)).by_theme)
