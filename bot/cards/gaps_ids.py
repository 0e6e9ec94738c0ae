"""The ``custom_id`` of what is in `/answers gaps` and `golden`, and of contradictions."""

from __future__ import annotations

from bot.cards.custom_ids import COURSE, MOVE, PAGE, RECEIPT, Turner

_PAIR = rf"{COURSE}:(?P<key>[0-9a-f]{{12}})"

TURN_GAPS = rf"gaps:turn:{MOVE}:{COURSE}:{PAGE}"
ANSWER_ALL = rf"gaps:answer:{RECEIPT}"
ANSWERED_ALL = rf"gaps:answered:{RECEIPT}"
DISMISS_GAP = rf"gaps:dismiss:{RECEIPT}"
SHOW_PAIR = rf"differ:show:{_PAIR}"
DISMISS_PAIR = rf"differ:dismiss:{_PAIR}"
TURN_GOLDEN = rf"golden:list:{MOVE}:{COURSE}:{PAGE}"
RUN_GOLDEN = rf"golden:run:{COURSE}"


def turn_gaps(course_id: int) -> Turner:
    return lambda move, page: f"gaps:turn:{move}:{course_id}:{page}"


def answer_all(receipt: str) -> str:
    """``receipt`` of any question of the gap, here as in the others: a gap has no id."""
    return f"gaps:answer:{receipt}"


def answered_all(receipt: str) -> str:
    return f"gaps:answered:{receipt}"


def dismiss_gap(receipt: str) -> str:
    return f"gaps:dismiss:{receipt}"


def show_pair(course_id: int, key: str) -> str:
    return f"differ:show:{course_id}:{key}"


def dismiss_pair(course_id: int, key: str) -> str:
    return f"differ:dismiss:{course_id}:{key}"


def turn_golden(course_id: int) -> Turner:
    return lambda move, page: f"golden:list:{move}:{course_id}:{page}"


def run_golden(course_id: int) -> str:
    return f"golden:run:{course_id}"
