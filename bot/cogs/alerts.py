"""Alerts to the channel that a server has chosen, a minute's in one message; and once a day who
waits longest for a person.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta

from discord.ext import commands

from bot.cards.log_overview import alarm_card
from bot.cards.waiting import digest_card
from bot.cogs.desk import Desk
from bot.cogs.lookout import Lookout
from bot.errors import Failure
from knowledge.errors import KnowledgeError
from knowledge.model.alert import Digest

log = logging.getLogger(__name__)

TOGETHER = timedelta(minutes=1)
QUIET = timedelta(hours=1)
"""Who waits for a person waits longer all the same while nobody does anything."""


class Alerts(Lookout):
    """Tells staff what is recorded and waits to be told."""

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        desk: Desk,
        failures: deque[Failure],
        home_server: Callable[[], int | None],
    ) -> None:
        """``failures`` is emptied into the alerts."""
        super().__init__(bot, desk, together=TOGETHER, quiet=QUIET)
        self._failures = failures
        self._home_server = home_server

    async def look(self) -> None:
        """Post what waits. A crash between may lose one message, and posts none twice."""
        alerting = self._desk.knowledge.moderation.alerting
        try:
            while self._failures:
                failed = self._failures[0]
                await alerting.note_error(failed.server_id, failed.reference, failed.action)
                self._failures.popleft()
            noted = self._desk.insistence.noted
            while noted:
                slowed = noted[0]
                await alerting.note_slowed(slowed.server_id, slowed.user_id, slowed.event_id)
                noted.popleft()
            for due in await alerting.take_due(self._home_server()):
                card = digest_card(due) if isinstance(due, Digest) else alarm_card(due)
                if not await self.post(due.channel_id, card, f"an alert to server {due.server_id}"):
                    # Until the next look, when another channel may have been chosen.
                    await alerting.give_back(due)
        except KnowledgeError as error:
            log.warning("no alerts this time: %s", error)
