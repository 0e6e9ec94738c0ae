"""What is set up in a server, as `/setup` shows it, and its list of courses with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.cards import setup_ids
from bot.cards.layout import Card, Row, button, row
from bot.cards.setup_forms import LONGEST_TITLE
from bot.cards.text import literal, shorten
from knowledge.model.corpus import Course
from knowledge.model.places import StaffKind
from knowledge.model.record import Visibility
from knowledge.model.server import ServerSettings

MOST_BOUND = 25
"""Discord's limit for one list of choices."""

_PLACES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.category,
]


@dataclass(frozen=True, slots=True)
class Named:
    """A role or a channel, with the name that it goes by."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class CourseThere:
    """A course that a server looks after, and where it belongs."""

    course: Course
    documents: int
    places: tuple[Named, ...] = ()
    """Channels with the mark that Discord shows before their name."""
    roles: tuple[Named, ...] = ()
    has_lost_places: bool = False
    """A channel or category that it belongs to was deleted."""
    has_lost_roles: bool = False


@dataclass(frozen=True, slots=True)
class ServerSetup:
    """What is set up in a server."""

    channel: str
    """The name of the one that the panel stands in."""
    visibility: Visibility
    settings: ServerSettings
    staff: dict[StaffKind, tuple[Named, ...]]
    courses: tuple[CourseThere, ...]
    default: Course | None
    """The course that answers where the server has none of its own."""
    log: Named | None = None
    alerts: Named | None = None
    place_notes: tuple[str, ...] = ()
    """What does not work yet in the channels of courses, and what to do about it."""
    staff_notes: tuple[str, ...] = ()
    """As much of the channels of the staff."""
    chosen: tuple[tuple[Named, Visibility], ...] = ()
    """The channels for which somebody has chosen who sees answers."""


def no_course(found: ServerSetup) -> str:
    if found.default is None:
        return "There is no course yet, so I can't answer. Make one with **New course**."
    return (
        f"**{_title(found.default)}** answers here until you make a course of your own. Its "
        "staff are elsewhere."
    )


def what_binding_does(there: CourseThere | None) -> str:
    if there is None:
        return ""
    return (
        f"**{_title(there.course)}** answers in the channels and categories you choose, and in "
        "their threads. Choose none, and it answers wherever no other course does. Choose roles, "
        "and only their members and the staff see anything of it."
    )


def who_answers_where_several_do(found: ServerSetup, there: CourseThere | None) -> str:
    """What happens where another course has the same claim to be asked; empty if none has."""
    rivals = [c for c in found.courses if there is not None and _compete(c, there)]
    if there is None or not rivals:
        return ""
    # As `Layout.asked_at` has them: of those that are bound to nothing the default course first.
    every = [c for c in found.courses if c in rivals or c is there]
    first = min(every, key=lambda c: bool(c.places) or c.course.server_id is not None)
    names = " and ".join(f"**{_title(c.course)}**" for c in rivals)
    verb = "answers" if len(rivals) == 1 else "answer"
    return (
        f"⚠️ {names} {verb} in the same channels. Who asks there is answered by the one of them "
        f"that they used last, at first by **{_title(first.course)}**, and chooses another in "
        "`/explore sources`. Choose other channels to part them."
    )


def _compete(one: CourseThere, other: CourseThere) -> bool:
    if one is other or one.has_lost_places or other.has_lost_places:
        return False
    roles, others = set(one.roles), set(other.roles)
    if one.places or other.places:
        return bool(set(one.places) & set(other.places)) and (
            not roles or not others or bool(roles & others)
        )
    return bool(roles & others) or not (roles or others)


def choice_of_course(found: ServerSetup, there: CourseThere | None) -> list[Row]:
    if not found.courses:
        return []
    select: ui.Select[Card] = ui.Select(
        custom_id=setup_ids.COURSE,
        placeholder="Choose a course to say where it belongs",
        options=[
            discord.SelectOption(
                label=shorten(c.course.title, 100), value=str(c.course.id), default=c is there
            )
            for c in found.courses[:MOST_BOUND]
        ],
    )
    return [row(select)]


def changes_of_course(there: CourseThere | None) -> list[ui.Button[Card]]:
    """For a course that was made here: an operator's one has its title from its folder."""
    if there is None or there.course.server_id is None:
        return []
    remove = setup_ids.remove(there.course.id)
    return [
        button("Rename", setup_ids.rename(there.course.id)),
        button("Remove…", remove, style=discord.ButtonStyle.danger),
    ]


def choice_of_places(there: CourseThere) -> list[Row]:
    return [
        row(
            ui.ChannelSelect(
                custom_id=setup_ids.places(there.course.id),
                placeholder="Its channels and categories",
                channel_types=_PLACES,
                min_values=0,
                max_values=MOST_BOUND,
                default_values=chosen_channels(there.places),
            )
        ),
        row(
            ui.RoleSelect(
                custom_id=setup_ids.roles(there.course.id),
                placeholder="Only for these roles",
                min_values=0,
                max_values=MOST_BOUND,
                default_values=chosen_roles(there.roles),
            )
        ),
    ]


def chosen_channels(named: Sequence[Named]) -> list[discord.SelectDefaultValue]:
    kind = discord.SelectDefaultValueType.channel
    return [discord.SelectDefaultValue(id=one.id, type=kind) for one in named]


def chosen_roles(named: Sequence[Named]) -> list[discord.SelectDefaultValue]:
    kind = discord.SelectDefaultValueType.role
    return [discord.SelectDefaultValue(id=one.id, type=kind) for one in named]


def course_line(there: CourseThere) -> str:
    words = [f"**{_title(there.course)}**", _amount(there.documents)]
    places = ", ".join(shown_name(place.name) for place in there.places)
    if places:
        words.append(f"in {places}")
    elif not there.has_lost_places:
        words.append("in every channel without another course")
    if there.roles:
        words.append("for " + ", ".join(shown_name(role.name) for role in there.roles))
    return "\n".join([" · ".join(words), *_lost(there)])


def _lost(there: CourseThere) -> list[str]:
    """What the course belongs to and is deleted: it still opens the course to nobody else."""
    said = []
    if there.has_lost_places:
        only = "" if there.places else " Only staff are answered until then."
        said.append(f"⚠️ A channel of it is gone: choose again in **Courses**.{only}")
    if there.has_lost_roles:
        only = "" if there.roles else " Only staff see anything of it until then."
        said.append(f"⚠️ A role of it is gone: choose again in **Courses**.{only}")
    return said


def _amount(documents: int) -> str:
    return "no documents yet" if not documents else f"documents: {documents}"


def _title(course: Course) -> str:
    return literal(shorten(course.title, LONGEST_TITLE))


def shown_name(name: str) -> str:
    return literal(shorten(name, 60))
