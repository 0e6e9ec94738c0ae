"""The bot: connects the cogs to Discord, and nothing else."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import deque
from datetime import datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import refusal
from bot.cards.layout import notice
from bot.cogs import (
    answer_buttons,
    answers,
    ask,
    bank,
    docs,
    explore,
    gaps,
    golden,
    key_change,
    learner_record,
    log_cases,
    log_office,
    logs,
    privacy,
    quiz,
    quiz_after,
    quiz_catch_up,
    quiz_control,
    quiz_play,
    quiz_results,
    quiz_schedule,
    reports,
    review,
    setup,
    setup_changes,
    setup_courses,
    study,
    study_after,
    study_appeals,
    study_begin,
    study_play,
    study_suggest,
    themes,
    timeline,
)
from bot.cogs.alerts import Alerts
from bot.cogs.answers import Answers
from bot.cogs.answers_spread import AnswerSpread
from bot.cogs.ask import Ask
from bot.cogs.bank import BankCommands
from bot.cogs.conversation import Conversation
from bot.cogs.course_watch import CourseWatch
from bot.cogs.desk import Desk
from bot.cogs.docs import DocsCommands
from bot.cogs.explore import Explore
from bot.cogs.help import Help, TurnHelp
from bot.cogs.learner_record import LearnerMenu
from bot.cogs.logs import LogCommands
from bot.cogs.privacy import Privacy
from bot.cogs.privacy_night import PrivacyNight
from bot.cogs.quiz import QuizCommands
from bot.cogs.quiz_stage import Stage
from bot.cogs.quiz_watch import QuizWatch
from bot.cogs.reports import Reports
from bot.cogs.setup import Setup
from bot.cogs.study import Study
from bot.cogs.study_messages import StudyMessages
from bot.console.door import Door
from bot.errors import COMMANDS_CHANGED, Failure, GuardedItem, GuardedModal, report, route, tell
from bot.pace import Pace
from knowledge.bootstrap import Knowledge
from knowledge.model.places import Host, Layout

log = logging.getLogger(__name__)

ITEMS: tuple[type[GuardedItem], ...] = (
    *answer_buttons.ITEMS,
    *answers.ITEMS,
    *explore.ITEMS,
    *gaps.ITEMS,
    *golden.ITEMS,
    *setup.ITEMS,
    *setup_courses.ITEMS,
    *setup_changes.ITEMS,
    TurnHelp,
    *quiz.ITEMS,
    *quiz_schedule.ITEMS,
    *quiz_control.ITEMS,
    *quiz_play.ITEMS,
    *quiz_after.ITEMS,
    *quiz_catch_up.ITEMS,
    *quiz_results.ITEMS,
    *key_change.ITEMS,
    *bank.ITEMS,
    *docs.ITEMS,
    *review.ITEMS,
    *study.ITEMS,
    *study_play.ITEMS,
    *study_begin.ITEMS,
    *study_suggest.ITEMS,
    *study_after.ITEMS,
    *study_appeals.ITEMS,
    *timeline.ITEMS,
    *privacy.ITEMS,
    *themes.ITEMS,
    *logs.ITEMS,
    *log_cases.ITEMS,
    *learner_record.ITEMS,
    *log_office.ITEMS,
)
"""Every button and select that was ever sent and still has to work."""

MODALS: tuple[GuardedModal, ...] = (
    *ask.MODALS,
    *answers.MODALS,
    *review.MODALS,
    *docs.MODALS,
    *quiz_play.MODALS,
    *quiz_after.MODALS,
    *quiz_catch_up.MODALS,
    *key_change.MODALS,
    *study_play.MODALS,
    *study_suggest.MODALS,
    *themes.MODALS,
    *privacy.MODALS,
    *log_cases.MODALS,
    *gaps.MODALS,
    *learner_record.MODALS,
    *reports.MODALS,
    *setup_courses.MODALS,
    *setup_changes.MODALS,
)
"""Every form that may still be open somewhere."""

_SYNCED = "synced_commands"
_HOME = "home_server"
_MOST_FAILURES = 100
"""That wait for the next alert; what is beyond is in the log only."""

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of them privileged: commands, mentions and direct messages carry their words anyway."""


def _joined_at(guild: discord.Guild) -> datetime:
    return guild.me.joined_at or discord.utils.utcnow()


class GuardedTree(app_commands.CommandTree["ColloquyBot"]):
    """Asks the access table before every command, and turns exceptions into words."""

    async def interaction_check(self, interaction: discord.Interaction[ColloquyBot], /) -> bool:
        command = interaction.command
        words = refusal(interaction, command.qualified_name) if command is not None else None
        if words is None:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            await tell(interaction, notice(words))
        return False

    async def on_error(
        self, interaction: discord.Interaction[ColloquyBot], error: app_commands.AppCommandError, /
    ) -> None:
        command = interaction.command
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await interaction.client.sync_commands(always=True)
            await tell(interaction, notice(COMMANDS_CHANGED))
        else:
            await report(interaction, command.qualified_name if command else "a command", error)


class ColloquyBot(commands.AutoShardedBot):
    """Answers questions in Discord. Needs an open :class:`Knowledge` and does not close it."""

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        default_course: str,
        home_server: int | None = None,
        course_servers: frozenset[int] = frozenset(),
        shard_count: int | None = None,
    ) -> None:
        """Build the bot; nothing is loaded or sent before it logs in.

        Args:
            knowledge: Opened and closed by the caller.
            default_course: The name of the course that answers; empty for none.
            home_server: The server whose staff look after it; ``None`` for the one that the bot
                joined first, which is remembered.
            course_servers: Those that may make courses of their own; empty for all.
            shard_count: ``None`` lets Discord decide.
        """
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=GuardedTree,
            shard_count=shard_count,
        )
        self.desk = Desk(knowledge, default_course)
        self.home_server = home_server
        self.course_servers = course_servers
        self.stage = Stage(self, self.desk)
        self.failures: deque[Failure] = deque(maxlen=_MOST_FAILURES)
        self.insistence = self.desk.insistence
        self.presses = Pace(20, 10.0, discord.utils.utcnow)
        self.console: Door | None = None
        """The moderators' web pages, while whoever runs the bot has them open."""

    async def setup_hook(self) -> None:
        """Load every cog and button, then tell Discord about the commands if they changed."""
        if self.home_server is None:
            remembered = await self.desk.knowledge.library.recall(_HOME)
            self.home_server = None if remembered is None else int(remembered)
        for cog in (
            Ask(self, self.desk),
            Answers(self.desk),
            AnswerSpread(self, self.desk),
            Conversation(self, self.desk),
            Explore(self.desk),
            Help(),
            Setup(self.desk),
            Study(self.desk),
            StudyMessages(self, self.desk),
            QuizCommands(self.desk, self.stage),
            QuizWatch(self, self.stage),
            BankCommands(self.desk),
            DocsCommands(self.desk),
            Privacy(self.desk),
            PrivacyNight(self.desk),
            LogCommands(),
            Reports(self),
            LearnerMenu(self),
            Alerts(self, self.desk, self.failures, lambda: self.home_server),
            CourseWatch(self, self.desk, lambda: self.host),
        ):
            await self.add_cog(cog)
        self.add_dynamic_items(*ITEMS)
        await self.sync_commands()

    @property
    def host(self) -> Host:
        """What whoever runs the bot has decided."""
        return Host(self.home_server, self.desk.default_course, self.course_servers)

    @property
    def layout(self) -> Layout:
        """Which courses there are, where they belong, and who is staff."""
        return self.desk.knowledge.servers.layout

    async def sync_commands(self, *, always: bool = False) -> None:
        """Register the commands, once per change: Discord allows 200 a day.

        Args:
            always: Also if they are the ones that were registered last.
        """
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        library = self.desk.knowledge.library
        known = await library.recall(_SYNCED) == digest
        # A new application, or a new token, has no commands whatever we remember.
        if always or not known or not await self.tree.fetch_commands():
            await self.tree.sync()
            await library.remember(_SYNCED, digest)
            log.info("registered %d commands", len(payload))

    async def on_ready(self) -> None:
        """Every server is known now."""
        await self._settle_in()

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """The bot was invited to a server."""
        await self._settle_in()

    async def on_guild_available(self, _guild: discord.Guild) -> None:
        """A server can be reached again, or for the first time."""
        await self._settle_in()

    async def _settle_in(self) -> None:
        if self.home_server is None and self.guilds:
            self.home_server = min(self.guilds, key=_joined_at).id
            await self.desk.knowledge.library.remember(_HOME, str(self.home_server))

    async def on_message(self, message: discord.Message, /) -> None:
        """Text commands do not exist here; questions in messages are a cog's business."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Everything that discord.py does not route by itself: modals, and buttons of old."""
        await route(interaction, ITEMS, MODALS)
