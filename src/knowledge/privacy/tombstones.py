"""Who was erased, kept outside the database: a backup of it that is restored must not undo that.

A file beside the database holds a mark for each erasure. A mark is salted and hashed: it tells
whether an id that is at hand was erased, and cannot be turned back into one.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

Mark = tuple[str, datetime]
"""The hash with its salt, and when: somebody who comes back may be erased again."""

_LINE = re.compile(r"(?P<mark>[0-9a-f]{32}:[0-9a-f]{64}) (?P<at>\S+)")
_SALT_BYTES = 16


class Tombstones:
    """The file. Lines are only ever added; what a crash cut off is not read."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.erased")

    def read(self) -> set[Mark]:
        if not self.path.exists():
            return set()
        found = map(_LINE.fullmatch, self.path.read_text("ascii", "replace").splitlines())
        return {(line["mark"], datetime.fromisoformat(line["at"])) for line in found if line}

    def marks_of(self, user_ids: Iterable[int], at: datetime) -> set[Mark]:
        """A mark for each number that stood for a user, with the salt that the file uses."""
        salts = sorted({_salt(mark) for mark, _ in self.read()})
        salt = salts[0] if salts else secrets.token_hex(_SALT_BYTES)
        return {(_marked(salt, user_id), at) for user_id in user_ids}

    def add(self, marks: Iterable[Mark]) -> None:
        """Append marks; on the disk when this returns.

        Raises:
            OSError: the file cannot be written.
        """
        # A line that a crash cut off must not swallow the next one.
        lines = "".join(f"\n{mark} {at.isoformat()}" for mark, at in sorted(marks))
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{lines}\n")
            file.flush()
            os.fsync(file.fileno())


def erased_among(user_ids: Iterable[int], marks: Iterable[Mark]) -> Iterator[int]:
    """Those of ``user_ids`` that one of the marks was made of."""
    wanted = {mark for mark, _ in marks}
    salts = {_salt(mark) for mark in wanted}
    for user_id in user_ids:
        if any(_marked(salt, user_id) in wanted for salt in salts):
            yield user_id


def _salt(mark: str) -> str:
    return mark.partition(":")[0]


def _marked(salt: str, user_id: int) -> str:
    digest = hmac.new(bytes.fromhex(salt), b"%d" % user_id, "sha256").hexdigest()
    return f"{salt}:{digest}"
