"""Nothing can be done that the access table does not know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from discord import AppCommandType, app_commands

from bot import client
from bot.access import ACCESS, Role
from bot.cards import custom_ids
from bot.cogs.ask import MODALS
from bot.errors import GuardedItem, GuardedModal
from tests.cogs.conftest import World


def _all_items(base: type[GuardedItem] = GuardedItem) -> Iterator[type[GuardedItem]]:
    for item in base.__subclasses__():
        yield item
        yield from _all_items(item)


async def test_every_command_has_an_entry(world: World) -> None:
    tree = world.bot.tree
    names = [
        c.qualified_name for c in tree.walk_commands() if not isinstance(c, app_commands.Group)
    ]
    menus = [
        menu.qualified_name
        for kind in (AppCommandType.message, AppCommandType.user)
        for menu in tree.get_commands(type=kind)
    ]

    assert names
    assert menus
    assert set(names + menus) <= set(ACCESS)


def test_every_button_and_select_has_an_entry_and_is_registered() -> None:
    items = set(_all_items())

    assert items == set(client.ITEMS)
    assert {item.action for item in items} <= set(ACCESS)


def test_every_form_has_an_entry_and_is_registered() -> None:
    modals = set(GuardedModal.__subclasses__())

    assert modals == {type(modal) for modal in MODALS}
    assert {modal.action for modal in modals} <= set(ACCESS)


def test_no_entry_is_left_over() -> None:
    actions = {item.action for item in client.ITEMS} | {m.action for m in MODALS}
    commands = {"ask", "explore sources", "help", "setup", "Ask about this"}

    assert set(ACCESS) == actions | commands | {"mention", "stale"}


def test_what_people_start_themselves_is_explained() -> None:
    for name in ("ask", "explore sources", "help", "setup", "Ask about this", "mention"):
        assert ACCESS[name].purpose
        assert ACCESS[name].example


def test_only_managers_change_settings() -> None:
    managed = {name for name, rule in ACCESS.items() if rule.role is Role.MANAGER}

    assert managed == {"setup", "setup:visibility"}


@pytest.mark.parametrize(
    "made",
    [
        custom_ids.show_source("A-7F3KQQQQ"),
        custom_ids.turn_source("previous", "A-7F3KQQQQ", 99_999),
        custom_ids.turn_answer("previous", "A-7F3KQQQQ", 99_999),
        custom_ids.show_answer("A-7F3KQQQQ"),
        custom_ids.share("A-7F3KQQQQ"),
        custom_ids.rate("down", "A-7F3KQQQQ"),
        custom_ids.complain("A-7F3KQQQQ"),
        custom_ids.turn_sources("previous", 99_999),
        custom_ids.VISIBILITY,
    ],
)
def test_a_custom_id_leads_to_exactly_one_handler(made: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in client.ITEMS]

    assert len(made) <= 100
    assert sum(bool(pattern.fullmatch(made)) for pattern in patterns) == 1
