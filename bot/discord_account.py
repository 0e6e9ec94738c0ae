"""What Discord says about a token, and the link that invites its bot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiohttp
import discord

ADDRESS = "https://discord.com/api/v10/applications/@me"
PATIENCE = aiohttp.ClientTimeout(total=5)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""The least that Colloquy works with."""


@dataclass(frozen=True, slots=True)
class Application:
    id: int
    name: str


class TokenRefused(Exception):
    """Discord does not know the token. Retrying does not help."""


class DiscordUnreachable(Exception):
    """No answer, or none that helps. Retrying may help."""


def ask_whose(token: str) -> Application:
    """The application that a token belongs to, within five seconds.

    Raises:
        TokenRefused: it belongs to none.
        DiscordUnreachable: Discord could not be asked.
    """
    return asyncio.run(_ask(token))


async def _ask(token: str) -> Application:
    headers = {"Authorization": f"Bot {token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, trust_env=True) as session,
            session.get(ADDRESS, headers=headers) as response,
        ):
            if response.status == 401:
                raise TokenRefused
            response.raise_for_status()
            stated = await response.json()
            return Application(int(stated["id"]), str(stated["name"]))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError) as error:
        raise DiscordUnreachable from error


def invite_link(application_id: int) -> str:
    """Where somebody with Manage Server adds the bot to their server."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
