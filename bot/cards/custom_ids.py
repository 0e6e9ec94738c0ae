"""What a button, select or modal carries, so that it works after a restart.

Everything that a press needs is in its ``custom_id`` (at most 100 characters): which action,
which answer, which page. Nothing secret is: students can read these.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Literal

Move = Literal["first", "previous", "next", "last"]
Turner = Callable[[Move, int], str]
"""The id of the button that makes a move to a page (from 0)."""

ROW_ID = r"\d{1,18}"
"""The number of a row; SQLite holds numbers below 2^63, and would refuse greater ones."""
DISCORD_ID = r"(?:\d{1,18}|[1-8]\d{18})"
"""A number that Discord gave out: of up to nineteen digits, and below 2^63 until the year 2083."""

COURSE = rf"(?P<course>{ROW_ID})"
"""Whose list it is: the place may ask another course by the time that a button is pressed."""
MOVE = r"(?P<move>first|previous|next|last)"
PAGE = r"(?P<page>\d{1,5})"
RECEIPT = r"(?P<receipt>A-[0-9A-Z]{4,8})"
THEME = r"[0-9a-f]{8}"
"""What :func:`theme_mark` makes."""

SHOW_SOURCE = rf"answer:source:{RECEIPT}"
TURN_SOURCE = rf"source:{MOVE}:{RECEIPT}:{PAGE}"
TURN_ANSWER = rf"answer:{MOVE}:{RECEIPT}:{PAGE}"
SHOW_ANSWER = rf"answer:show:{RECEIPT}"
SHARE = rf"answer:share:{RECEIPT}"
RATE = rf"answer:(?P<rating>up|down):{RECEIPT}"
COMPLAIN = rf"answer:complaint:{RECEIPT}"
TURN_SOURCES = rf"sources:{MOVE}:{COURSE}:{PAGE}"
CHOOSE_COURSE = r"sources:course"
TURN_HELP = rf"help:{MOVE}:{PAGE}"
VISIBILITY = r"setup:visibility"
ASK_ABOUT = rf"ask:about:(?P<message>{DISCORD_ID})"


def show_source(receipt: str) -> str:
    return f"answer:source:{receipt}"


def turn_source(move: Move, receipt: str, page: int) -> str:
    """``page`` is the one to be shown, from 0: also in the other ``turn_*``."""
    return f"source:{move}:{receipt}:{page}"


def turn_answer(move: Move, receipt: str, page: int) -> str:
    return f"answer:{move}:{receipt}:{page}"


def turn_sources(course_id: int) -> Turner:
    return lambda move, page: f"sources:{move}:{course_id}:{page}"


def turn_help(move: Move, page: int) -> str:
    return f"help:{move}:{page}"


def show_answer(receipt: str) -> str:
    return f"answer:show:{receipt}"


def share(receipt: str) -> str:
    return f"answer:share:{receipt}"


def rate(rating: str, receipt: str) -> str:
    return f"answer:{rating}:{receipt}"


def complain(receipt: str) -> str:
    return f"answer:complaint:{receipt}"


def ask_about(message_id: int) -> str:
    return f"ask:about:{message_id}"


def theme_mark(name: str) -> str:
    """Stands for a theme, whose name may be longer than an id: 32 bits of its digest.

    Nothing leads back from it but a look at all themes.
    """
    # A document may hold half a character, which plain UTF-8 refuses.
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
