"""The quizmaster: who plays, which question is open, what counts, and who leads.

The rows are the truth. Late, double and duplicate are decided by the statement that would change
them, so that several hosts, a timer that comes twice and a crash at any instant do no harm.
"""

from __future__ import annotations

from knowledge.quizzing.live_catch_up import CatchUp
from knowledge.quizzing.live_hosting import Hosting
from knowledge.quizzing.live_play import Playing
from knowledge.quizzing.live_reading import Reading
from knowledge.quizzing.live_recovery import Recovery
from knowledge.quizzing.live_responding import Responding
from knowledge.quizzing.live_schedule import Scheduling


class Quizmaster(Scheduling, Playing, Responding, Hosting, CatchUp, Reading, Recovery):
    """Live quizzes, of several channels at once, one of each.

    Every moment called ``at`` is Discord's clock; ``event_id`` is the id of an interaction, and
    one that is delivered twice counts once. ``by`` is the user who acts, for the log; ``None``
    is the bot itself.
    """
