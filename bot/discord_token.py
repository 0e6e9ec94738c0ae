"""What a Discord bot token looks like, and what people paste instead of one."""

from __future__ import annotations

import base64
import binascii
import re

WHERE = "Copy the token from the Bot page of https://discord.com/developers/applications."


def fault_of(token: str) -> str | None:
    """What is wrong with a token by its shape, to follow the words "The token"; None if nothing.

    Never repeats any part of the token. Whether Discord accepts it is not looked at.
    """
    if token.lower().startswith(("bot ", "bearer ")):
        return f"starts with “{token.split()[0]} ”: leave that word out."
    if any(quote in token for quote in "\"'`“”"):
        return "has quotation marks in it: leave them out."
    if re.search(r"\s", token):
        return "has a space or a line break in it: paste it again, in one piece."
    if re.fullmatch(r"\d{16,20}", token):
        return f"is an application's or user's ID. {WHERE}"
    if re.fullmatch(r"[0-9a-fA-F]{64}", token):
        return f"is the application's public key. {WHERE}"
    if re.fullmatch(r"[\w-]{32}", token):
        return f"is a client secret. {WHERE}"
    return _fault_of_parts(token)


def application_id(token: str) -> int:
    """The bot's user id, which its token begins with. Raises ValueError for other shapes."""
    first = token.split(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("not a bot token") from error
    if not decoded.isdigit():
        raise ValueError("not a bot token")
    return int(decoded)


def _fault_of_parts(token: str) -> str | None:
    parts = token.split(".")
    if len(parts) != 3 or not all(re.fullmatch(r"[\w-]+", part, re.ASCII) for part in parts):
        return f"is not a bot token: those have three parts with dots between. {WHERE}"
    try:
        application_id(token)
    except ValueError:
        return f"is not a bot token: its first part names no bot. {WHERE}"
    return None
