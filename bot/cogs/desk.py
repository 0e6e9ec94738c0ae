"""What every command and button works with: the engine, and which course a place asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

import discord

from bot.access import Act, place_in, place_of
from bot.cards.layout import Card
from bot.cards.sources import of_course
from bot.held_replies import HeldReplies
from bot.pace import Insistence, Pace
from knowledge.bootstrap import Knowledge
from knowledge.errors import KnowledgeError
from knowledge.model.corpus import Course
from knowledge.model.places import Host, Layout, Place, last_used
from knowledge.model.record import Record, Visibility

T = TypeVar("T")

log = logging.getLogger(__name__)

NOT_SET_UP = "I'm not set up here yet. Someone with Manage Server can run `/setup`."
NOT_HERE = "No course answers you in this channel. Try a channel of your course, or ask its staff."
NOT_FOR_YOU = "This belongs to a course that is not open to you here."
NOT_IN_PRIVATE = (
    "I don't know which course you mean. Ask once in your course's server, then I go on here."
)
NO_DOCUMENTS = "No documents are published here yet."
NO_DOCUMENTS_STAFF = f"{NO_DOCUMENTS} Use `/docs add`."

_MOST_TRIED = 3
"""Courses that a direct message may go on with, the last first: Discord is asked about each."""

_QUICK = 1.0
"""Seconds that a look-up before the acknowledgement may take; Discord waits for three in all."""


@dataclass(frozen=True, slots=True)
class Served:
    """What answers somebody."""

    course: Course
    server_id: int | None
    """Whose log the questions are in: the server's where they are asked; of what is asked in a
    direct message, the server's whose staff look after the course."""


@dataclass(slots=True)
class Desk:
    """Shared by the cogs; found from a button through :func:`desk_of`."""

    knowledge: Knowledge
    default_course: str
    """Answers wherever no other course is set up. Empty: none does."""
    clock: Callable[[], datetime] = discord.utils.utcnow
    questions: Pace = field(init=False)
    insistence: Insistence = field(init=False)
    held: HeldReplies = field(init=False)
    adding: set[int] = field(init=False, default_factory=set)
    """The servers in which somebody's documents are being read."""
    editing: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    """Held while a message in a channel is given the answer that stands there now."""

    def __post_init__(self) -> None:
        self.questions = Pace(5, 10.0, self.clock)
        self.insistence = Insistence(self.clock)
        self.held = HeldReplies(self.clock)

    async def course(self, act: Act) -> Course | None:
        """The course that answers this person here, or ``None`` if none does."""
        served = await self.served(act)
        return None if served is None else served.course

    async def served(self, act: Act) -> Served | None:
        """As :meth:`course`, with the server whose staff see what is asked."""
        host = host_of(act)
        layout = await self._layout(host)
        place = place_of(act)
        if place is None:
            return await self._served_in_private(act, layout, host)
        courses = layout.asked_at(place, host)
        uses = await self.knowledge.servers.uses(act.user.id) if len(courses) > 1 else []
        course = last_used(courses, [use for use in uses if use.server_id == place.server_id])
        return None if course is None else Served(course, place.server_id)

    def offered(self, act: Act) -> tuple[Course, ...]:
        """The courses among which somebody may choose here: one, as a rule. None in private."""
        place = place_of(act)
        layout = self.knowledge.servers.layout
        return () if place is None else layout.asked_at(place, host_of(act))

    def naming(self, act: Act, course_id: int, shown: Card) -> Card:
        """A card with its course's name, where this person may choose among several."""
        course = self.knowledge.servers.layout.course(course_id)
        return shown if course is None else of_course(shown, course, self.offered(act))

    async def may_see(self, act: Act, course_id: int) -> bool:
        """Whether this person may see anything of a course, here and now."""
        host = host_of(act)
        layout = await self._layout(host, course_id)
        course = layout.course(course_id)
        if course is None:
            return False
        if (place := place_of(act)) is not None:
            return layout.may_see(course, place, host)
        return await self.may_hear(act.client, act.user.id, course.id)

    async def seen(self, act: Act, course_id: int) -> Course | None:
        """The course that a list's buttons name, if this person may see it here and now."""
        is_open = await self.may_see(act, course_id)
        return self.knowledge.servers.layout.course(course_id) if is_open else None

    async def may_hear(self, client: discord.Client, user_id: int, course_id: int) -> bool:
        """Whether somebody may still see a course in its server, asked from elsewhere.

        In doubt they may not: what is to be told waits until Discord says that they may.
        """
        host = cast("_DeskClient", client).host
        layout = await self._layout(host, course_id)
        course = layout.course(course_id)
        if course is None:
            return False
        if course.server_id is None and not layout.bound(course.id):
            return True
        owner = layout.owner(course, host)
        place = None if owner is None else await quickly(place_in(client, owner, user_id))
        return place is not None and layout.may_see(course, place, host)

    async def record(self, act: Act, receipt: str, *, of_another: bool = False) -> Record | None:
        """An answer on record, if this person may see it here.

        Every client can send any receipt. What was asked on another server, privately in a message,
        or of a course that is gone or that this person may not see (any more) is as good as not
        there; so is another's answer that only its asker sees, unless ``of_another`` is given by
        who tells the asker from others.
        """
        logbook = self.knowledge.logbook
        record = await logbook.find(receipt)
        if record is None or record.occasion.in_private is not (act.guild_id is None):
            return None
        if act.guild_id is None:
            is_theirs = await logbook.is_asker(record, act.user.id)
        else:
            is_theirs = record.occasion.server_id == act.guild_id
        if not is_theirs:
            return None
        is_hidden = record.is_private and record.shared_at is None and not of_another
        if is_hidden and not await logbook.is_asker(record, act.user.id):
            return None
        if record.course_id is None or not await self.may_see(act, record.course_id):
            return None
        return record

    async def note_use(self, act: Act, course_id: int) -> None:
        """Keep where a direct message goes on. A failure is only logged: the answer is out."""
        if act.guild_id is not None:
            noting = self.knowledge.servers.note_use(act.user.id, act.guild_id, course_id)
            try:
                await noting
            except KnowledgeError as error:
                log.warning("the use of a course was not kept: %s", error)

    def no_course(self, act: Act) -> str:
        """Why no course answers here, in words for whoever asked."""
        layout, host = self.knowledge.servers.layout, host_of(act)
        offered = [course for course in layout.courses if layout.is_offered(course, host)]
        if act.guild_id is None:
            return NOT_IN_PRIVATE if offered else NOT_SET_UP
        here = any(layout.owner(course, host) == act.guild_id for course in offered)
        return NOT_HERE if here else NOT_SET_UP

    async def _layout(self, host: Host, course_id: int | None = None) -> Layout:
        """What is in memory, read anew if a course that is named is not in it."""
        servers = self.knowledge.servers
        missing = host.default_course and servers.layout.default(host) is None
        if missing or (course_id is not None and servers.layout.course(course_id) is None):
            return await servers.load()
        return await servers.current()

    async def _served_in_private(self, act: Act, layout: Layout, host: Host) -> Served | None:
        """The course used last where its user may still see it; else the default course, which
        the staff of the home server look after."""
        for use in (await self.knowledge.servers.uses(act.user.id))[:_MOST_TRIED]:
            course = layout.course(use.course_id)
            if course is None or not layout.is_offered(course, host):
                continue
            place = await self._place_in(act, use.server_id)
            # An operator's course may be used in a server whose staff do not look after it.
            if place is not None and layout.may_see(course, place, host):
                return Served(course, layout.owner(course, host))
        default = layout.default(host)
        if default is None or layout.bound(default.id):
            return None
        return Served(default, host.home_server)

    async def _place_in(self, act: Act, server_id: int) -> Place | None:
        return await quickly(place_in(act.client, server_id, act.user.id))

    async def is_private(self, channel: Channel | None, server_id: int | None) -> bool:
        """Whether answers here are for the asker's eyes only, unless the asker says otherwise.

        In doubt they are: a database that is slow or down must not expose anybody.
        """
        if server_id is None or channel is None:
            return server_id is not None
        library = self.knowledge.library
        visibility = await quickly(library.channel_visibility(server_id, setting_id(channel)))
        return visibility is not Visibility.PUBLIC


class _DeskClient(Protocol):
    desk: Desk

    @property
    def host(self) -> Host: ...


class Channel(Protocol):
    id: int


async def quickly(look_up: Awaitable[T]) -> T | None:
    """What a look-up finds, or ``None`` if it fails or takes longer than there is time for."""
    try:
        return await asyncio.wait_for(look_up, _QUICK)
    except Exception as error:
        log.warning("a look-up failed or took too long: %r", error)
        return None


def host_of(act: Act) -> Host:
    """What whoever runs the bot has decided."""
    return cast("_DeskClient", act.client).host


def desk_of(interaction: discord.Interaction[Any]) -> Desk:
    """The desk of the bot that a button or select belongs to."""
    return cast("_DeskClient", interaction.client).desk


def setting_id(channel: Channel) -> int:
    """The channel whose settings apply: a thread has its parent's."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return channel.id
