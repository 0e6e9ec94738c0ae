"""Nothing can be done that the access table does not know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from discord import AppCommandType, app_commands

from bot import client
from bot.access_table import ACCESS, Role
from bot.cards import (
    answers_ids,
    bank_ids,
    custom_ids,
    docs_ids,
    gaps_ids,
    logs_ids,
    setup_ids,
    timeline_ids,
)
from bot.cards.timeline_ids import TimelineWish
from bot.errors import GuardedItem, GuardedModal
from knowledge.model.log_search import LogKind
from knowledge.model.review import ReviewStatus
from tests.cogs.conftest import World

BIG = 10**18 - 1
WISH = TimelineWish(BIG, -99_999, -99_999, "0" * 8, 10**9)
"""With the longest that each part can be."""


def _all_items(base: type[GuardedItem] = GuardedItem) -> Iterator[type[GuardedItem]]:
    for item in base.__subclasses__():
        yield item
        yield from _all_items(item)


def _commands(world: World) -> set[str]:
    tree = world.bot.tree
    commands = [c for c in tree.walk_commands() if not isinstance(c, app_commands.Group)]
    menus = [
        menu
        for kind in (AppCommandType.message, AppCommandType.user)
        for menu in tree.get_commands(type=kind)
    ]
    return {command.qualified_name for command in (*commands, *menus)}


async def test_every_command_has_an_entry_that_explains_it(world: World) -> None:
    commands = _commands(world)

    assert {"ask", "Ask about this"} <= commands <= set(ACCESS)
    for name in (*commands, "mention"):
        assert ACCESS[name].purpose, name
        assert ACCESS[name].example, name
        assert ACCESS[name].job, name


def test_every_button_and_select_has_an_entry_and_is_registered() -> None:
    items = set(_all_items())

    assert items == set(client.ITEMS)
    assert {item.action for item in items} <= set(ACCESS)


def test_every_form_has_an_entry_and_is_registered() -> None:
    modals = set(GuardedModal.__subclasses__())

    assert modals == {type(modal) for modal in client.MODALS}
    assert {modal.action for modal in modals} <= set(ACCESS)


async def test_no_entry_is_left_over(world: World) -> None:
    actions = {item.action for item in client.ITEMS} | {m.action for m in client.MODALS}

    assert set(ACCESS) == actions | _commands(world) | {"mention", "stale"}


def test_only_managers_change_settings() -> None:
    managed = {name for name, rule in ACCESS.items() if rule.role is Role.MANAGER}

    assert managed == {
        "setup",
        "setup:step",
        "setup:staff",
        "setup:course",
        "setup:new",
        "setup:title",
        "setup:rename",
        "setup:renamed",
        "setup:remove",
        "setup:removed",
        "setup:places",
        "setup:roles",
        "setup:channel",
        "setup:visibility",
        "setup:retention",
        "setup:test",
        "setup:tested",
        "privacy retention",
        "privacy:keep",
        "logs setup",
        "logs audit",
        "logs:audit",
        "logs:chain",
        "logs:name",
        "logs:reason",
        "logs:whose",
    }


@pytest.mark.parametrize(
    "made",
    [
        custom_ids.show_source("A-7F3KQQQQ"),
        custom_ids.turn_source("previous", "A-7F3KQQQQ", 99_999),
        custom_ids.turn_answer("previous", "A-7F3KQQQQ", 99_999),
        custom_ids.show_answer("A-7F3KQQQQ"),
        custom_ids.share("A-7F3KQQQQ"),
        logs_ids.turn_list(10**17)("previous", 99_999),
        logs_ids.turn_case("Q-7F3KQQQQ")("previous", 99_999),
        logs_ids.mark(ReviewStatus.HARMFUL, ReviewStatus.HARMFUL, "A-7F3KQQQQ"),
        logs_ids.turn_audit("previous", 99_999),
        logs_ids.CHAIN,
        logs_ids.transcript("Q-7F3KQQQQ"),
        logs_ids.reader("Reader 4F2A7"),
        logs_ids.turn_learner("Reader 4F2A7", LogKind.QUESTION)("previous", 99_999),
        logs_ids.show_learner("Reader 4F2A7", LogKind.STUDY),
        custom_ids.rate("down", "A-7F3KQQQQ"),
        custom_ids.complain("A-7F3KQQQQ"),
        custom_ids.turn_sources(10**17)("previous", 99_999),
        bank_ids.turn_list("previous", BIG, "suspended", "multiple_choice", "0" * 8, 99_999),
        bank_ids.approve_all(BIG, BIG, "999999", "0" * 16, frozenset(range(25))),
        bank_ids.undo_all(BIG, BIG, "999999", "0" * 16),
        bank_ids.import_(BIG, BIG, "0" * 8),
        timeline_ids.turn_timeline(WISH)("previous", 99_999),
        timeline_ids.hide_event(WISH, 99_999),
        timeline_ids.turn_themes(BIG)("previous", 99_999),
        gaps_ids.turn_gaps(BIG)("previous", 99_999),
        gaps_ids.turn_golden(BIG)("previous", 99_999),
        docs_ids.turn_list(BIG, "flagged")("previous", 99_999),
        answers_ids.turn_list(BIG)("previous", 99_999),
        custom_ids.VISIBILITY,
        setup_ids.step(5),
        setup_ids.staff("instructor"),
        setup_ids.places(10**17),
        setup_ids.roles(10**17),
        setup_ids.channel("alerts"),
        setup_ids.RETENTION,
        setup_ids.test(10**17),
    ],
)
def test_a_custom_id_leads_to_exactly_one_handler(made: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in client.ITEMS]

    assert len(made) <= 100
    assert sum(bool(pattern.fullmatch(made)) for pattern in patterns) == 1
