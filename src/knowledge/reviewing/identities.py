"""Whose name a moderator sees: nobody's, unless the server's settings show names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.model.pseudonym import is_stand_in, pseudonym
from knowledge.model.review import Asker
from knowledge.model.server import LogMode
from knowledge.storage import servers
from knowledge.storage.database import ReadSession


@dataclass(frozen=True, slots=True)
class Identities:
    """The names of one server's log."""

    server_id: int
    mode: LogMode
    _secret: bytes

    @classmethod
    async def of(cls, session: ReadSession, server_id: int) -> Identities:
        settings = await servers.get(session, server_id)
        return cls(server_id, settings.log_mode, await servers.secret(session))

    @property
    def hides_questions(self) -> bool:
        return self.mode is LogMode.NO_QUESTION_TEXT

    def asker(self, user_id: int | None) -> Asker | None:
        if user_id is None:
            return None
        is_shown = self.mode is LogMode.NAMES and not is_stand_in(user_id)
        return Asker(self.name(user_id), user_id if is_shown else None)

    def name(self, user_id: int) -> str:
        return pseudonym(self._secret, self.server_id, user_id)

    def who_is(self, name: str, people: Iterable[int]) -> list[int]:
        """Those of ``people`` who go by a pseudonym, however it was typed."""
        wanted = _bare(name)
        return [user_id for user_id in people if _bare(self.name(user_id)) == wanted]


def _bare(name: str) -> str:
    return "".join(name.casefold().split()).removeprefix("reader")
