"""Which course a place asks, who may see which, and who looks after it: rules, without I/O."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.corpus import Course


class Target(enum.StrEnum):
    """What a course can be bound to. The value is stored."""

    CHANNEL = "channel"
    """Of text or a forum; its threads and posts follow it."""
    CATEGORY = "category"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Binding:
    """A course belongs to a channel, a category or a role of a server."""

    server_id: int
    course_id: int
    target: Target
    target_id: int


class StaffKind(enum.StrEnum):
    INSTRUCTOR = "instructor"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A role of a server whose members are staff there, whatever Discord permits them."""

    server_id: int
    role_id: int
    kind: StaffKind


@dataclass(frozen=True, slots=True)
class Holdings:
    """What goes with a course, and what keeps it."""

    documents: int
    """Also those in the bin."""
    drafts: int
    items: int
    answers: int
    """That people have given."""
    is_busy: bool
    """A quiz is not over, or somebody waits for a person."""


@dataclass(frozen=True, slots=True)
class Host:
    """What whoever runs the bot has decided."""

    home_server: int | None
    """Where the courses are looked after that belong to no server."""
    default_course: str
    """The name of the one that answers where nothing else is set up; empty for none."""
    course_servers: frozenset[int] = frozenset()
    """Which servers may make courses of their own, besides the home server; empty: all may."""

    def lets_add_courses(self, server_id: int) -> bool:
        allowed = self.course_servers
        return not allowed or server_id in allowed or server_id == self.home_server


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a server, and as whom."""

    server_id: int
    channel_ids: frozenset[int]
    """The channel, a thread's being its parent's, and its category. In a direct message: all
    that the person sees in the server."""
    role_ids: frozenset[int] = frozenset()
    is_staff: bool = False


@dataclass(frozen=True, slots=True)
class CourseUse:
    """Somebody used a course in a server, last at that moment."""

    server_id: int
    course_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Layout:
    """All courses and where they belong, at one moment.

    A course that is bound to roles is for their members and for staff alone, also in a channel
    that it is bound to. One that is bound to channels or categories is asked in these only, and
    seen in these only but by staff. One of a server is never seen in another; an operator's, which
    has no server, is seen everywhere until it is bound in the home server, and then there alone.
    """

    courses: tuple[Course, ...] = ()
    """By title."""
    bindings: tuple[Binding, ...] = ()
    staff: tuple[StaffRole, ...] = ()

    def course(self, course_id: int) -> Course | None:
        return next((course for course in self.courses if course.id == course_id), None)

    def default(self, host: Host) -> Course | None:
        """The operator's default course; a server cannot take its place by giving its name."""
        named = (c for c in self.courses if c.server_id is None and c.name == host.default_course)
        return next(named, None) if host.default_course else None

    def is_offered(self, course: Course, host: Host) -> bool:
        """Whether anybody can ask it: an operator's one by default, or where it is bound."""
        is_somewhere = course.server_id is not None or bool(self.bound(course.id))
        return is_somewhere or course == self.default(host)

    def own(self, server_id: int, host: Host) -> tuple[Course, ...]:
        """The courses that are looked after in a server, by title."""
        return tuple(c for c in self.courses if self.owner(c, host) == server_id)

    def owner(self, course: Course, host: Host) -> int | None:
        """The server whose staff look after a course."""
        return host.home_server if course.server_id is None else course.server_id

    def is_tended(self, server_id: int, host: Host) -> bool:
        """Whether a server's staff look after any course."""
        return server_id == host.home_server or any(c.server_id == server_id for c in self.courses)

    def staff_kinds(self, server_id: int, role_ids: Iterable[int]) -> frozenset[StaffKind]:
        """What the members of these roles are in a server."""
        held = set(role_ids)
        return frozenset(
            role.kind for role in self.staff if role.server_id == server_id and role.role_id in held
        )

    def bound(self, course_id: int, target: Target | None = None) -> frozenset[int]:
        """The ids that a course is bound to, of one kind or of all."""
        return frozenset(
            binding.target_id
            for binding in self.bindings
            if binding.course_id == course_id and target in (None, binding.target)
        )

    def may_see(self, course: Course, place: Place, host: Host) -> bool:
        """Whether somebody may see anything of a course where they are."""
        if self.owner(course, host) != place.server_id:
            return course.server_id is None and not self.bound(course.id)
        if place.is_staff:
            return True
        roles = self.bound(course.id, Target.ROLE)
        places = self.bound(course.id) - roles
        return (not places or not places.isdisjoint(place.channel_ids)) and (
            not roles or not roles.isdisjoint(place.role_ids)
        )

    def asked_at(self, place: Place, host: Host) -> tuple[Course, ...]:
        """The courses with the same, best claim to be asked at a place: one, as a rule.

        That of the channel, else of its category, else of the person's roles, else those without
        bindings. Staff work from any channel: where none is bound to it, all courses of the
        server are theirs to choose from, in that order. The default course has no binding and
        claims the home server, and servers without a course of their own. Of several without
        bindings, the default course comes first; all others are by title.
        """
        own = [c for c in self.own(place.server_id, host) if self.may_see(c, place, host)]
        loose = [c for c in own if not self.bound(c.id) - self.bound(c.id, Target.ROLE)]
        of_roles = [c for c in loose if self.bound(c.id, Target.ROLE) & place.role_ids]
        unbound = self._unbound(place, host)
        others = [c for c in own if self.bound(c.id) and c not in of_roles]
        tiers = (
            [c for c in own if self.bound(c.id, Target.CHANNEL) & place.channel_ids],
            [c for c in own if self.bound(c.id, Target.CATEGORY) & place.channel_ids],
            [*of_roles, *unbound, *others] if place.is_staff else of_roles or unbound,
        )
        return tuple(next((tier for tier in tiers if tier), ()))

    def _unbound(self, place: Place, host: Host) -> list[Course]:
        own = [
            course
            for course in self.courses
            if course.server_id == place.server_id and not self.bound(course.id)
        ]
        default = self.default(host)
        if default is None or self.bound(default.id):
            return own
        at_home = place.server_id == host.home_server
        if at_home or not any(course.server_id == place.server_id for course in self.courses):
            return [default, *own]
        return own


def last_used(courses: Iterable[Course], uses: Iterable[CourseUse]) -> Course | None:
    """Of courses with the same claim the one that was used last; else the first."""
    offered = list(courses)
    when = {use.course_id: use.at for use in sorted(uses, key=lambda use: use.at)}
    used = [course for course in offered if course.id in when]
    if used:
        return max(used, key=lambda course: when[course.id])
    return offered[0] if offered else None
