"""The quizmaster: who plays, which question is open, what counts, and who leads.

The rows are the truth. Late, double and duplicate are decided by the statement that would change
them, so that several hosts, a timer that comes twice and a crash at any instant do no harm.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from knowledge.quizzing.live.absentees import Absentees
from knowledge.quizzing.live.aftermath import Aftermath
from knowledge.quizzing.live.boards import Boards
from knowledge.quizzing.live.drawing import Dealer
from knowledge.quizzing.live.hosting import Hosting
from knowledge.quizzing.live.launching import Launching
from knowledge.quizzing.live.lookup import Lookup
from knowledge.quizzing.live.marking import Grade, Marking
from knowledge.quizzing.live.playing import Playing
from knowledge.quizzing.live.quiz_calendar import Calendar
from knowledge.quizzing.live.recovery import Recovery
from knowledge.quizzing.live.responding import Responding
from knowledge.quizzing.live.roster import Roster
from knowledge.storage.database import Database


class Quizmaster:
    """Live quizzes, of several channels at once, one of each: the parts that play them.

    Every moment called ``at`` is Discord's clock; ``event_id`` is the id of an interaction, and
    one that is delivered twice counts once. ``by`` is the user who acts, for the log; ``None``
    is the bot itself.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        grade: Grade,
        *,
        rng: random.Random | None = None,
    ) -> None:
        """``rng`` decides which items are drawn and in which order their options stand."""
        dealer = Dealer(rng or random.SystemRandom())
        marking = Marking(database, clock, grade)
        boards = Boards(database, marking)
        self.launch = Launching(database, clock, dealer)
        self.calendar = Calendar(database, clock, dealer)
        self.roster = Roster(database, clock)
        self.play = Playing(database, clock, marking, boards)
        self.responses = Responding(database, clock, marking)
        self.hosting = Hosting(database, clock, boards)
        self.absentees = Absentees(database, clock, grade)
        self.boards = boards
        self.aftermath = Aftermath(database, marking)
        self.lookup = Lookup(database)
        self.recovery = Recovery(database, clock)
