"""The ``custom_id`` of everything in `/quiz results`: which quiz, question or learner, which page.

A key that is proposed stands in the log of the database; the buttons hold its number there.
"""

from __future__ import annotations

from bot.cards.custom_ids import DISCORD_ID, MOVE, PAGE, ROW_ID, Move

_QUIZ = rf"(?P<quiz>{ROW_ID})"
_QUESTION = rf"(?P<question>{ROW_ID})"

TURN = rf"results:(?P<view>all|learners):{MOVE}:{_QUIZ}:{PAGE}"
OPEN_QUESTION = rf"results:open:{_QUIZ}"
TURN_QUESTION = rf"results:question:{MOVE}:{_QUIZ}:{PAGE}"
OPEN_LEARNER = rf"results:who:{_QUIZ}"
TURN_LEARNER = rf"results:learner:{MOVE}:{_QUIZ}:(?P<learner>{DISCORD_ID}):{PAGE}"
EXPORT = rf"results:file:(?P<kind>csv|xlsx|moodle):{_QUIZ}"
CHANGE_KEY = rf"results:key:{_QUESTION}"
CHOOSE_KEY = rf"results:choose:{_QUESTION}"
TYPE_KEY = rf"results:typed:{_QUESTION}"
CONFIRM_KEY = rf"results:confirm:(?P<proposal>{ROW_ID})"
CANCEL_KEY = r"results:cancel"


def turn(view: str, move: Move, quiz_id: int, page: int) -> str:
    """``view`` is "all", the questions, or "learners"; ``page`` the one to be shown, from 0: also
    in the other ``turn_*``, where a question's page is its place among those that count."""
    return f"results:{view}:{move}:{quiz_id}:{page}"


def open_question(quiz_id: int) -> str:
    return f"results:open:{quiz_id}"


def turn_question(move: Move, quiz_id: int, page: int) -> str:
    return f"results:question:{move}:{quiz_id}:{page}"


def open_learner(quiz_id: int) -> str:
    return f"results:who:{quiz_id}"


def turn_learner(move: Move, quiz_id: int, user_id: int, page: int) -> str:
    return f"results:learner:{move}:{quiz_id}:{user_id}:{page}"


def export(kind: str, quiz_id: int) -> str:
    return f"results:file:{kind}:{quiz_id}"


def change_key(question_id: int) -> str:
    return f"results:key:{question_id}"


def choose_key(question_id: int) -> str:
    return f"results:choose:{question_id}"


def type_key(question_id: int) -> str:
    return f"results:typed:{question_id}"


def confirm_key(proposal_id: int) -> str:
    return f"results:confirm:{proposal_id}"
