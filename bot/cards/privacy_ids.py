"""What the buttons and the form of `/privacy` carry."""

from __future__ import annotations

_DAYS = r"(?:[1-9]\d{0,3}|never)"

BEGIN_ERASE = r"privacy:erase"
TYPED_ERASE = r"privacy:typed"
KEEP = rf"privacy:keep:(?P<log>{_DAYS}):(?P<text>{_DAYS})"


def keep(log_days: int | None, text_days: int | None) -> str:
    return f"privacy:keep:{days(log_days)}:{days(text_days)}"


def days(number: int | None) -> str:
    return "never" if number is None else str(number)


def read_days(written: str) -> int | None:
    return None if written == "never" else int(written)
