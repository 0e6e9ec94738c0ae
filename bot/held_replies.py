"""Replies that can still be edited: Discord lets nobody do so after 15 minutes.

Kept in memory alone. What is lost in a restart is told in another way.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import discord

Interaction = discord.Interaction[Any]

EDITABLE = timedelta(minutes=14, seconds=30)
"""Discord's 15 minutes, without what an edit may take."""
_MOST = 2_000


class HeldReplies:
    """By who was answered, and by the receipt of the answer."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._held: OrderedDict[tuple[int, str], Interaction] = OrderedDict()

    def hold(self, receipt: str, interaction: Interaction) -> None:
        """Keep the reply to this interaction in place of an earlier one."""
        key = (interaction.user.id, receipt)
        self._held.pop(key, None)
        self._held[key] = interaction
        while len(self._held) > _MOST:
            self._held.popitem(last=False)

    def take(self, user_id: int, receipt: str) -> Interaction | None:
        """The reply, if it can still be edited; the next call does not find it again."""
        held = self._held.pop((user_id, receipt), None)
        if held is None or self._clock() - held.created_at > EDITABLE:
            return None
        return held
