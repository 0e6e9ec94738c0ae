"""Which course a place asks, and who may see which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.model.corpus import Course
from knowledge.model.places import (
    Binding,
    CourseUse,
    Host,
    Layout,
    Place,
    StaffKind,
    StaffRole,
    Target,
    last_used,
)

HOME, OTHER = 1, 2
HALL, LAB, WING = 10, 11, 12
BIOLOGISTS, CHEMISTS = 20, 21
HOST = Host(HOME, "shipped")

SHIPPED = Course(1, "shipped", "The shipped course")
SPARE = Course(2, "spare", "Another of the operator's")
BIOLOGY = Course(3, "server-2-3", "Biology", server_id=OTHER)
CHEMISTRY = Course(4, "server-2-4", "Chemistry", server_id=OTHER)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def bind(course: Course, target: Target, id_: int, server_id: int = OTHER) -> Binding:
    return Binding(server_id, course.id, target, id_)


def place(
    server_id: int = OTHER, *channels: int, roles: tuple[int, ...] = (), staff: bool = False
) -> Place:
    return Place(server_id, frozenset(channels), frozenset(roles), is_staff=staff)


def titles(layout: Layout, where: Place, host: Host = HOST) -> list[str]:
    return [course.title for course in layout.asked_at(where, host)]


def test_the_default_course_answers_where_a_server_has_none_of_its_own() -> None:
    layout = Layout((SPARE, SHIPPED))

    assert titles(layout, place(HOME, HALL)) == [SHIPPED.title]
    assert titles(layout, place(OTHER, HALL)) == [SHIPPED.title]
    assert titles(layout, place(OTHER, HALL), Host(HOME, "")) == []


def test_an_operators_other_courses_answer_nobody_until_they_are_bound() -> None:
    layout = Layout((SPARE,))
    assert titles(layout, place(HOME, HALL, staff=True)) == []

    layout = Layout((SPARE,), (bind(SPARE, Target.CHANNEL, LAB, HOME),))
    assert titles(layout, place(HOME, LAB)) == [SPARE.title]


def test_staff_ask_a_course_of_roles_that_they_do_not_hold_where_nothing_else_answers() -> None:
    layout = Layout((BIOLOGY,), (bind(BIOLOGY, Target.ROLE, BIOLOGISTS),))

    assert titles(layout, place(OTHER, HALL, staff=True)) == ["Biology"]
    assert titles(layout, place(OTHER, HALL)) == []


def test_staff_work_from_a_channel_to_which_nothing_is_bound() -> None:
    chemistry = (bind(CHEMISTRY, Target.CHANNEL, LAB), bind(CHEMISTRY, Target.ROLE, CHEMISTS))
    layout = Layout((BIOLOGY, CHEMISTRY), (bind(BIOLOGY, Target.CATEGORY, WING), *chemistry))

    assert titles(layout, place(OTHER, HALL, staff=True)) == ["Biology", "Chemistry"]
    assert titles(layout, place(OTHER, LAB, staff=True)) == ["Chemistry"]
    assert titles(layout, place(OTHER, HALL, WING, staff=True)) == ["Biology"]
    assert titles(layout, place(OTHER, HALL, roles=(CHEMISTS,))) == []
    only = Layout((BIOLOGY,), (bind(BIOLOGY, Target.CATEGORY, WING),))
    assert titles(only, place(OTHER, HALL, staff=True)) == ["Biology"]


def test_of_their_servers_courses_staff_are_offered_those_of_their_roles_first() -> None:
    spare = bind(SPARE, Target.CHANNEL, LAB, HOME)
    chemistry = Course(5, "server-1-5", "Chemistry at home", server_id=HOME)
    biology = Course(6, "server-1-6", "Biology at home", server_id=HOME)
    role = bind(chemistry, Target.ROLE, CHEMISTS, HOME)
    layout = Layout((SPARE, biology, chemistry, SHIPPED), (spare, role))

    offered = titles(layout, place(HOME, HALL, roles=(CHEMISTS,), staff=True))

    assert offered == ["Chemistry at home", SHIPPED.title, "Biology at home", SPARE.title]


def test_a_server_with_its_own_course_asks_that() -> None:
    layout = Layout((BIOLOGY, SHIPPED))

    assert titles(layout, place(OTHER, HALL)) == ["Biology"]
    assert titles(layout, place(HOME, HALL)) == [SHIPPED.title]


def test_no_server_takes_the_default_courses_place_by_giving_its_name() -> None:
    impostor = Course(9, "shipped", "Free answers", server_id=OTHER)

    assert titles(Layout((impostor,)), place(HOME, HALL)) == []


def test_a_channel_comes_before_its_category_and_that_before_roles() -> None:
    layout = Layout(
        (BIOLOGY, CHEMISTRY),
        (bind(BIOLOGY, Target.CHANNEL, LAB), bind(CHEMISTRY, Target.CATEGORY, WING)),
    )
    assert titles(layout, place(OTHER, LAB, WING)) == ["Biology"]
    assert titles(layout, place(OTHER, HALL, WING)) == ["Chemistry"]

    layout = Layout(
        (BIOLOGY, CHEMISTRY),
        (bind(BIOLOGY, Target.ROLE, BIOLOGISTS), bind(CHEMISTRY, Target.CHANNEL, LAB)),
    )
    assert titles(layout, place(OTHER, LAB, roles=(BIOLOGISTS,))) == ["Chemistry"]
    assert titles(layout, place(OTHER, HALL, roles=(BIOLOGISTS,))) == ["Biology"]


def test_a_course_bound_to_channels_is_seen_in_these_only() -> None:
    layout = Layout((BIOLOGY,), (bind(BIOLOGY, Target.CHANNEL, LAB),))

    assert titles(layout, place(OTHER, HALL)) == []
    assert not layout.may_see(BIOLOGY, place(OTHER, HALL), HOST)
    assert layout.may_see(BIOLOGY, place(OTHER, LAB), HOST)


def test_a_course_bound_to_roles_is_for_these_alone_also_in_its_channel() -> None:
    layout = Layout(
        (BIOLOGY, CHEMISTRY),
        (
            bind(BIOLOGY, Target.ROLE, BIOLOGISTS),
            bind(BIOLOGY, Target.CHANNEL, LAB),
        ),
    )
    assert titles(layout, place(OTHER, LAB, roles=(BIOLOGISTS,))) == ["Biology"]
    assert titles(layout, place(OTHER, LAB, roles=(CHEMISTS,))) == ["Chemistry"]
    assert not layout.may_see(BIOLOGY, place(OTHER, LAB, roles=(CHEMISTS,)), HOST)
    assert layout.may_see(BIOLOGY, place(OTHER, LAB, staff=True), HOST)


def test_nothing_of_a_server_is_seen_in_another() -> None:
    layout = Layout((BIOLOGY, SHIPPED))

    assert not layout.may_see(BIOLOGY, place(HOME, HALL, staff=True), HOST)
    assert layout.may_see(SHIPPED, place(OTHER, HALL), HOST)


@pytest.mark.parametrize("target", [Target.ROLE, Target.CHANNEL, Target.CATEGORY])
def test_what_the_home_server_keeps_to_some_is_no_longer_for_every_server(target: Target) -> None:
    layout = Layout((SHIPPED,), (bind(SHIPPED, target, 77, HOME),))

    assert titles(layout, place(OTHER, HALL)) == []
    assert titles(layout, place(HOME, HALL)) == []
    assert not layout.may_see(SHIPPED, place(OTHER, 77, roles=(77,), staff=True), HOST)
    assert titles(layout, place(HOME, 77, roles=(77,))) == [SHIPPED.title]


def test_of_several_with_the_same_claim_the_last_used_is_asked_else_the_first_by_title() -> None:
    offered = [BIOLOGY, CHEMISTRY]
    earlier = CourseUse(OTHER, CHEMISTRY.id, NOW)

    assert last_used(offered, []) is BIOLOGY
    assert last_used(offered, [earlier]) is CHEMISTRY
    assert (
        last_used(offered, [CourseUse(OTHER, BIOLOGY.id, NOW + timedelta(1)), earlier]) is BIOLOGY
    )
    assert last_used([], [earlier]) is None


def test_staff_are_named_by_role_in_their_own_server_alone() -> None:
    layout = Layout(staff=(StaffRole(OTHER, CHEMISTS, StaffKind.INSTRUCTOR),))

    assert layout.staff_kinds(OTHER, [CHEMISTS]) == {StaffKind.INSTRUCTOR}
    assert layout.staff_kinds(OTHER, [BIOLOGISTS]) == frozenset()
    assert layout.staff_kinds(HOME, [CHEMISTS]) == frozenset()


def test_a_servers_staff_look_after_what_it_owns() -> None:
    layout = Layout((BIOLOGY, SHIPPED))

    assert layout.is_tended(OTHER, HOST)
    assert layout.is_tended(HOME, HOST)
    assert not layout.is_tended(3, HOST)
    assert layout.own(HOME, HOST) == (SHIPPED,)
    assert layout.own(OTHER, HOST) == (BIOLOGY,)
