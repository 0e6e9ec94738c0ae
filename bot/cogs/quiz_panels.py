"""The hosts' open panels: kept up to date as long as Discord lets us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.cards.layout import Card

Interaction = discord.Interaction[Any]

_TOKEN_LIFE = timedelta(minutes=14)
"""Discord takes edits of a private message for 15 minutes after the press that it answered."""


@dataclass(frozen=True, slots=True)
class _Panel:
    since: datetime
    edit: Callable[..., Awaitable[Any]]


class Panels:
    """The last press of each host at each quiz. Only a convenience: a restart forgets them, and
    every button of a panel works without."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._open: dict[int, dict[int, _Panel]] = {}

    def remember(
        self, quiz_id: int, interaction: Interaction, message: discord.WebhookMessage | None = None
    ) -> None:
        """Keep where a host's panel is now.

        Args:
            interaction: The press; the panel is its response unless ``message`` is given.
        """
        edit = interaction.edit_original_response if message is None else message.edit
        panel = _Panel(interaction.created_at, edit)
        self._open.setdefault(quiz_id, {})[interaction.user.id] = panel

    def forget(self, quiz_id: int) -> None:
        """Nothing happens in this quiz any more."""
        self._open.pop(quiz_id, None)

    async def show(self, quiz_id: int, card: Card, *, beside: int | None = None) -> int:
        """Show the card on every open panel of the quiz; how many there were.

        Args:
            beside: The host whose own press updates their panel.
        """
        reached = 0
        panels = self._open.get(quiz_id, {})
        for user_id, panel in list(panels.items()):
            if user_id == beside:
                continue
            if self._clock() - panel.since > _TOKEN_LIFE:
                panels.pop(user_id, None)
                continue
            try:
                await panel.edit(view=card)
            except discord.HTTPException:
                panels.pop(user_id, None)
            else:
                reached += 1
        return reached
