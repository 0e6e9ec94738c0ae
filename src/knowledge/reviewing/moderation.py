"""What moderators do with a server's log: a composition of small classes, one job each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from knowledge.model.answer import Question, Reply
from knowledge.model.log_stats import LogStats
from knowledge.model.record import Record
from knowledge.reviewing.alerting import Alerting
from knowledge.reviewing.auditing import Auditing
from knowledge.reviewing.browsing import Browsing
from knowledge.reviewing.confusion import Confusion
from knowledge.reviewing.learner_records import LearnerRecords
from knowledge.reviewing.log_export import LogExport
from knowledge.reviewing.log_search import LogSearch
from knowledge.reviewing.receipts import Receipts
from knowledge.reviewing.replaying import Replaying
from knowledge.reviewing.review_desk import ReviewDesk
from knowledge.reviewing.transcripts import Transcripts
from knowledge.storage import log_stats
from knowledge.storage.database import Database


class Moderation:
    """Calls name the part: ``moderation.desk.open(…)``. Each look and act is in the audit."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        reply: Callable[[Question], Awaitable[Reply]],
        context_for: Callable[[str, Record], str],
    ) -> None:
        """``reply`` answers a question without recording it; ``context_for`` says what a question
        needs of the record that it goes on from.
        """
        self.search = LogSearch(database, clock)
        self.desk = ReviewDesk(database, clock)
        self.replaying = Replaying(database, clock, reply, context_for)
        self.exporting = LogExport(database, clock)
        self.alerting = Alerting(database, clock)
        self.auditing = Auditing(database)
        self.receipts = Receipts(database)
        self.transcripts = Transcripts(database, clock)
        self.browsing = Browsing(database, clock)
        self.confusion = Confusion(database)
        self.learner = LearnerRecords(database, clock)
        self._database = database

    async def stats(self, server_id: int, since: datetime) -> LogStats:
        """The server's log in figures, from a moment on."""
        async with self._database.read() as session:
            return await log_stats.count(session, server_id, since)
