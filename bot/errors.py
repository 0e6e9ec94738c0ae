"""When something goes wrong: words for the user, a reference for the log, never silence.

Every command, button and modal runs inside :func:`guarded`. It checks access and pace, turns
exceptions into words, and acknowledges in any case. Of buttons and selects (:class:`GuardedItem`)
discord.py would only log an exception, and the user would read "This interaction failed".
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast

import discord
from discord import app_commands, ui

from bot.access import refusal
from bot.cards.layout import Card, notice
from bot.cards.text import literal, pieces
from bot.pace import Insistence, Pace, Verdict
from knowledge.errors import KnowledgeError, NotGraded, NotSaved

log = logging.getLogger(__name__)

NOTHING_CHANGED = "Nothing was changed."
STALE_BUTTON = "This button is from an older version of me and no longer works. Use `/help`."
STALE_MODAL = "This form is from an older version of me. Here is what you wrote:"
FOREIGN_PANEL = "This panel belongs to someone else. Run `/ask` for yours."
COMMANDS_CHANGED = "Commands changed: press Ctrl+R and try again."

TOKEN_LOST = frozenset({10008, 10015, 10062, 50027})
"""Discord's codes for an interaction that can no longer be answered."""
ALREADY_ANSWERED = 40060
PATIENCE_SECONDS = 1.8
"""Discord waits three for the first word, some of which pass on the way."""

T = TypeVar("T")

Interaction = discord.Interaction[Any]
Handler = Callable[[Interaction], Awaitable[None]]

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that went wrong in a server, for its moderators; nobody's words are in it."""

    server_id: int
    action: str
    reference: str


class _Client(Protocol):
    presses: Pace
    insistence: Insistence
    failures: deque[Failure]


def saved(interaction: Interaction, words: str) -> None:
    """Note what is safely stored by now, for the words of a failure later on."""
    interaction.extras["saved"] = words


def failure(error: BaseException, ref: str, stored: str = NOTHING_CHANGED) -> str:
    """What happened · what was saved · what to do · the reference that is in the log."""
    happened, advice = _explain(error)
    if isinstance(error, NotSaved) and stored == NOTHING_CHANGED:
        stored = "It does **not** count."
    elif isinstance(error, NotGraded):
        stored = "All answers **are saved**."
    return f"{happened} {stored} {advice}\n-# ref {ref}"


def _explain(error: BaseException) -> tuple[str, str]:
    again = "Try again in a minute."
    if isinstance(error, NotSaved):
        return "I couldn't save that.", again
    if isinstance(error, NotGraded):
        return "I couldn't grade all answers yet.", again
    if isinstance(error, KnowledgeError):
        return f"I couldn't do that: {literal(str(error))}", "Tell whoever runs this bot."
    if isinstance(error, discord.Forbidden):
        return "Discord doesn't let me do that here.", "Ask a server admin to check my permissions."
    if isinstance(error, discord.HTTPException):
        return "Discord is having trouble.", again
    return "Something went wrong on my side.", f"{again} If it happens again, tell a moderator."


async def tell(interaction: Interaction, card: Card) -> None:
    """Say something to one person, whatever has been answered so far."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=card, ephemeral=True)
    elif response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=card)
    else:
        await interaction.followup.send(view=card, ephemeral=True)


async def in_time(interaction: Interaction, work: Awaitable[T]) -> T:
    """What ``work`` gives. If that takes long, Discord is told in time that words will follow.

    For what is quick unless the database is busy: the answer to it then goes through :func:`tell`.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    if not task.done():
        await interaction.response.defer(ephemeral=True, thinking=True)
    return await task


async def silence(interaction: Interaction) -> None:
    """Acknowledge without a word."""
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.delete_original_response()


async def report(interaction: Interaction, action: str, error: BaseException) -> None:
    """Log an error under a reference, and tell the user if Discord still lets us. Never raises."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    ref = "".join(secrets.choice(_ALPHABET) for _ in range(4))
    code = getattr(error, "code", None)
    if code in TOKEN_LOST or code == ALREADY_ANSWERED:
        log.warning("%s: too late to answer (%s), ref %s", action, code, ref)
        return
    log.error("%s failed, ref %s", action, ref, exc_info=error)
    if interaction.guild_id is not None:
        failed = Failure(interaction.guild_id, action, ref)
        cast("_Client", interaction.client).failures.append(failed)
    try:
        stored = interaction.extras.get("saved", NOTHING_CHANGED)
        await tell(interaction, notice(failure(error, ref, stored)))
    except discord.HTTPException as second:
        log.warning("%s: the user could not be told, ref %s: %s", action, ref, second)


async def guarded(interaction: Interaction, action: str, run: Handler) -> None:
    """Run what a command, component or modal does: allowed, paced, and acknowledged in any case."""
    try:
        if (words := refusal(interaction, action)) is not None:
            await tell(interaction, notice(words))
        elif await _at_pace(interaction):
            await run(interaction)
    except Exception as error:
        await report(interaction, action, error)
    if not interaction.response.is_done():
        try:
            await silence(interaction)
        except discord.HTTPException as error:
            log.warning("%s could not be acknowledged: %s", action, error)


async def _at_pace(interaction: Interaction) -> bool:
    client = cast("_Client", interaction.client)
    presses = client.presses
    match presses.check(interaction.user.id):
        case Verdict.GO:
            return True
        case Verdict.WARN:
            client.insistence.warned(interaction.user.id, interaction.guild_id, interaction.id)
            await tell(interaction, notice(presses.words(interaction.user.id)))
        case Verdict.SILENCE:
            await silence(interaction)
    return False


class GuardedItem(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A button or select that works after a restart and never fails silently.

    Subclasses name their ``action`` for the access table and implement :meth:`pressed`. Never
    put an item that is not guarded beside them: discord.py forgets the dynamic items of a message
    when it forgets the others.
    """

    action: ClassVar[str]

    def __init__(self, item: ui.Item[Any], state: Mapping[str, str]) -> None:
        super().__init__(item)
        self.state = state
        """The named groups of the ``custom_id``'s template."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match.groupdict())

    async def callback(self, interaction: Interaction) -> None:
        await guarded(interaction, self.action, self.pressed)

    async def pressed(self, interaction: Interaction) -> None:
        """What the press does. May raise anything; may leave the acknowledgement to the guard."""
        raise NotImplementedError

    @property
    def values(self) -> list[str]:
        """What was chosen, in a select of strings."""
        return cast("ui.Select[Any]", self.item).values

    @property
    def chosen(self) -> list[Any]:
        """What was chosen, in a select of roles or channels."""
        return cast("list[Any]", cast("ui.RoleSelect[Any]", self.item).values)


class GuardedModal:
    """The submission of a modal, found by its ``custom_id`` alone.

    discord.py forgets open modals in a restart. Ours are sent without a callback of their own and
    always come back through :func:`route`, so that what was typed before a restart is not lost.
    """

    action: ClassVar[str]
    template: ClassVar[str]

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        """What the submission does. ``typed`` holds what was entered by ``custom_id``.

        Of a select it holds the chosen values, a line each.
        """
        raise NotImplementedError


async def route(
    interaction: Interaction, items: Sequence[type[GuardedItem]], modals: Sequence[GuardedModal]
) -> None:
    """Submit modals, and answer presses that nobody else will: the button is from another age."""
    data = cast("dict[str, Any]", interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if interaction.type is discord.InteractionType.component:
        if not any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in items):
            await guarded(interaction, "stale", _stale_button)
    elif interaction.type is discord.InteractionType.modal_submit:
        typed = dict(_typed(data.get("components", [])))
        await _submit(interaction, custom_id, typed, modals)


async def _submit(
    interaction: Interaction,
    custom_id: str,
    typed: Mapping[str, str],
    modals: Sequence[GuardedModal],
) -> None:
    found = ((modal, re.fullmatch(modal.template, custom_id)) for modal in modals)
    modal, match = next(((m, match) for m, match in found if match), (None, None))
    if modal is None or match is None:
        await guarded(interaction, "stale", lambda i: _stale_modal(i, typed))
        return
    state = match.groupdict()
    await guarded(interaction, modal.action, lambda i: modal.submitted(i, state, typed))


async def _stale_button(interaction: Interaction) -> None:
    await tell(interaction, notice(STALE_BUTTON))


async def _stale_modal(interaction: Interaction, typed: Mapping[str, str]) -> None:
    texts = pieces("\n\n".join(typed.values()), 3_000)
    await tell(interaction, notice("\n\n".join([STALE_MODAL, *map(literal, texts[:1])])))


def _typed(components: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for component in components:
        inner = component.get("components") or [component.get("component") or {}]
        found += [(c["custom_id"], _entry(c)) for c in inner if "custom_id" in c]
    return found


def _entry(component: dict[str, Any]) -> str:
    if "values" in component:
        return "\n".join(component["values"])
    return str(component.get("value") or "")
