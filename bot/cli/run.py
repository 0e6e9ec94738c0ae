"""`colloquy run`: the bot on Discord, until it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot import log, shipped_course
from bot.cli import exits, opening
from bot.client import ColloquyBot
from bot.settings import BotSettings, SettingsUnusable
from bot.stopping import until_stopped

TOKEN_REVOKED = 4004
INTENTS_REFUSED = 4014


def run() -> None:
    try:
        settings = BotSettings.read(token_required=True)
    except SettingsUnusable as error:
        raise exits.CommandFailed(str(error), exits.MISCONFIGURED) from error
    opening.warn()
    log.configure(settings.log_level)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
    with opening.as_only_copy(settings.database_path):
        asyncio.run(until_stopped(_serve(settings)))


async def _serve(settings: BotSettings) -> None:
    """Everything that can fail or take long is done before Discord hears of the bot."""
    assert settings.discord_token is not None, "the settings were read with the token required"
    async with opening.opened(settings) as knowledge:
        if settings.default_course == shipped_course.NAME:
            await opening.plant_shipped_course(knowledge)
        async with (
            ColloquyBot(
                knowledge,
                default_course=settings.default_course,
                home_server=settings.home_server,
                course_servers=settings.course_server_ids,
            ) as bot,
            _console(bot, settings),
        ):
            try:
                await bot.start(settings.discord_token.get_secret_value())
            except (discord.DiscordException, aiohttp.ClientError, TimeoutError) as error:
                raise _in_words(error) from error


@asynccontextmanager
async def _console(bot: ColloquyBot, settings: BotSettings) -> AsyncIterator[None]:
    """The moderators' web pages meanwhile, where they are switched on."""
    if settings.console_port is None:
        yield
        return
    # Where they are off, nobody has to wait for a web server to be imported.
    from bot.console.opening import open_console
    from bot.console.serving import PortTaken

    try:
        async with open_console(bot, settings.console_port, settings.console_url):
            yield
    except PortTaken as error:
        raise exits.CommandFailed(str(error), exits.MISCONFIGURED) from error


def _in_words(error: Exception) -> exits.CommandFailed:
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if isinstance(error, discord.LoginFailure) or code == TOKEN_REVOKED:
        return exits.CommandFailed(
            "Discord does not accept the token. Reset it on the Bot page of the developer portal "
            "and run `colloquy init`.",
            exits.MISCONFIGURED,
        )
    if isinstance(error, discord.PrivilegedIntentsRequired) or code == INTENTS_REFUSED:
        return exits.CommandFailed(
            "Discord refuses an intent. Colloquy asks for none of the privileged ones; see the "
            "Bot page of the developer portal.",
            exits.MISCONFIGURED,
        )
    if isinstance(error, aiohttp.ClientError | TimeoutError):
        return exits.CommandFailed(
            "Discord cannot be reached. Check this machine's network, proxy and DNS."
        )
    return exits.CommandFailed(f"Discord ended the session: {' '.join(str(error).split())}")
