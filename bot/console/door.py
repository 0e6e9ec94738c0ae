"""Where the console is, and who gives links to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.console.sessions import Holder, Sessions
from bot.pace import Pace

LOCAL = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the console is reached."""

    port: int
    """On this machine, at 127.0.0.1."""
    url: str = ""
    """Where an operator's tunnel shows it; empty for this machine alone."""

    @property
    def address(self) -> str:
        return self.url.rstrip("/") or f"http://{LOCAL[0]}:{self.port}"

    @property
    def is_secure(self) -> bool:
        return self.address.startswith("https:")

    @property
    def hosts(self) -> frozenset[str]:
        """What a request may name as its host."""
        local = {f"{name}:{self.port}" for name in LOCAL}
        return frozenset(local | {urlsplit(self.address).netloc.casefold()})

    @property
    def origins(self) -> frozenset[str]:
        """Where a form may come from."""
        return frozenset({self.address.casefold(), *(f"http://{host}" for host in self.hosts)})


@dataclass(slots=True)
class Door:
    """Stands open while the console can be reached."""

    sessions: Sessions
    place: Place
    pace: Pace = field(init=False)
    """Of links, for one person."""

    def __post_init__(self) -> None:
        self.pace = Pace(5, 600.0, self.sessions.clock)

    def link(self, holder: Holder) -> str:
        """The address of a new session: for ten minutes and one use."""
        return f"{self.place.address}/open/{self.sessions.issue(holder)}"
