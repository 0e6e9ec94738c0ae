"""`colloquy init`: from a token to a `.env` and an invite link."""

from __future__ import annotations

import os
from pathlib import Path

import dotenv
import typer
from rich.text import Text

from bot import discord_account, discord_token
from bot.cli import terminal
from bot.cli.exits import FAILED, WRONG_USE, CommandFailed
from bot.settings import FILE_NAME

ATTEMPTS = 3


def run() -> None:
    console = terminal.output()
    token = _ask_for_token()
    application_id = discord_token.application_id(token)
    try:
        application = discord_account.ask_whose(token)
    except discord_account.TokenRefused:
        raise CommandFailed(
            "Discord does not accept this token. Reset it on the Bot page of the developer portal "
            "and run `colloquy init` again. Nothing was written.",
            FAILED,
        ) from None
    except discord_account.DiscordUnreachable:
        console.print("Discord could not be asked about the token; going on without.")
    else:
        application_id = application.id
        console.print(Text(f"Discord knows it as “{application.name}”."))
    path = Path.cwd() / FILE_NAME
    write_token(path, token)
    console.print(Text(f"Wrote {path}, for your eyes only (mode 600)."))
    console.print("\nInvite the bot to your server with this link:")
    console.print(Text(discord_account.invite_link(application_id)), soft_wrap=True)
    console.print("\nThen: colloquy run")


def write_token(path: Path, token: str) -> None:
    """Put the token into a settings file that only its owner can read; other lines stay.

    A link is left alone: what it leads to may be meant for others, or for a repository.

    Raises CommandFailed if the file cannot be written.
    """
    if path.is_symlink():
        raise CommandFailed(
            f"{path} is a link to {path.readlink()}, and nothing was written. Put DISCORD_TOKEN "
            "there yourself, with mode 600, or remove the link and run `colloquy init` again."
        )
    try:
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        path.chmod(0o600)
        marked = path.read_bytes().startswith(b"\xef\xbb\xbf")
        dotenv.set_key(
            path,
            "DISCORD_TOKEN",
            token,
            quote_mode="never",
            encoding="utf-8-sig" if marked else "utf-8",
        )
        path.chmod(0o600)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"{path} cannot be written: {error}.") from error


def _ask_for_token() -> str:
    """A token of the right shape: typed unseen, or a line of standard input."""
    source = terminal.standard_input()
    if not source.isatty():
        token = source.readline().strip()
        fault = discord_token.fault_of(token) if token else "is missing."
        if fault:
            raise CommandFailed(f"The token {fault}", WRONG_USE)
        return token
    for _ in range(ATTEMPTS):
        token = str(typer.prompt("Bot token (it will not be shown)", hide_input=True)).strip()
        fault = discord_token.fault_of(token)
        if fault is None:
            return token
        terminal.messages().print(Text(f"That {fault}"))
    raise CommandFailed("That was no bot token either. Nothing was written.", WRONG_USE)
