"""From values to HTML: the templates and what they may use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.cards.feedback import reasons
from bot.cards.shown import nearness
from bot.cards.text import shorten
from knowledge.model.confusion import shade
from knowledge.model.record import Complaint, Decision
from knowledge.model.review import Asker

_TEMPLATES = Path(__file__).parent / "templates"
STYLESHEET = (_TEMPLATES / "console.css").read_bytes()

Names = Mapping[int, str]


def moment(at: datetime | None) -> Markup:
    """In UTC, to the minute, for people and for programs."""
    if at is None:
        return Markup("–")
    at = at.astimezone(UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        at.isoformat(timespec="seconds"), f"{at.day} {at:%b %Y, %H:%M} UTC"
    )


def instant(at: datetime) -> Markup:
    """As :func:`moment`, to the second."""
    at = at.astimezone(UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        at.isoformat(timespec="milliseconds"), f"{at.day} {at:%b, %H:%M:%S} UTC"
    )


def called(asker: Asker | None, names: Names) -> str:
    """A pseudonym; a name where the server's log shows names."""
    if asker is None:
        return "nobody in Discord"
    name = None if asker.user_id is None else names.get(asker.user_id)
    return asker.name if name is None else shorten(name, 40)


def channel(channel_id: int | None, names: Names) -> str:
    if channel_id is None:
        return "–"
    name = names.get(channel_id)
    return "a channel that the bot can't see" if name is None else f"#{shorten(name, 40)}"


def complaint(given: Complaint, decision: Decision) -> str:
    return reasons(decision)[given][0].casefold()


def words(name: str) -> str:
    """One of our own names, as people write it."""
    return name.replace("_", " ")


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def query(**values: object) -> str:
    """The end of an address, without what is not given."""
    given = {name: str(value) for name, value in values.items() if value not in (None, "")}
    return f"?{urlencode(given)}" if given else ""


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=moment,
        instant=instant,
        words=words,
        shorten=shorten,
        trail=" › ".join,
        shade=shade,
        nearness=nearness,
    )
    environment.globals.update(
        called=called, channel=channel, complaint=complaint, counted=counted, query=query
    )
    return environment


ENVIRONMENT = _environment()
