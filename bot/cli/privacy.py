"""`colloquy privacy forget`: the operator erases a user, as when Discord says that one is gone."""

from __future__ import annotations

import asyncio

from bot.cli import opening, terminal
from bot.settings import BotSettings
from knowledge.bootstrap import open_personal_data
from knowledge.model.personal_export import Erased


def forget(user_id: int) -> None:
    erased = asyncio.run(_forget(opening.read_settings(), user_id))
    done = f"Deleted, or without a name now: {erased.rows:,}."
    left = "" if erased.is_complete else " The last traces in the files go when the bot runs next."
    terminal.output().print(f"{done}{left}" if erased.rows else "Nothing was stored of that user.")


async def _forget(settings: BotSettings, user_id: int) -> Erased:
    async with open_personal_data(settings) as personal_data:
        return await personal_data.erase(user_id, by_operator=True)
