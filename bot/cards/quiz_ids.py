"""The ``custom_id`` of everything in a live quiz: which quiz or question, which slot, no more.

A slot is a place on the screen, from 0: "A" is 0. Which of an item's options stands there is known
to the database alone, so that these ids, which every client can read, give no key away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.cards.custom_ids import DISCORD_ID, MOVE, PAGE, ROW_ID, THEME, Move, theme_mark
from bot.cards.item_form import PART
from knowledge.model.assessment import ItemType
from knowledge.model.quiz import Board, QuizPlan

_QUIZ = rf"(?P<quiz>{ROW_ID})"
_QUESTION = rf"(?P<question>{ROW_ID})"
_MESSAGE = rf"(?P<message>{DISCORD_ID})"
_TYPES = tuple(ItemType)

_PLAN = (
    rf"(?P<course>\d{{1,10}}):(?P<count>\d{{1,3}}):(?P<theme>{THEME}|-)"
    r":(?P<document>\d{1,10}|-)"
    r":(?P<types>[0-9a-f]{1,4}):(?P<seconds>\d{1,5}|-):(?P<bonus>\d{1,2})"
    r":(?P<board>public|private):(?P<teams>\d{1,2})"
)
_DRAW = r":(?P<window>\d{1,3}):(?P<seed>[0-9a-f]{1,8})"
_WHEN = r":(?P<starts>\d{9,11}):(?P<until>\d{9,11}|-):(?P<remind>\d{1,4}|-)"

START = rf"quiz:start:{_PLAN}{_DRAW}"
REDRAW = rf"quiz:draw:{_PLAN}{_DRAW}"
SCHEDULE = rf"quiz:set:{_PLAN}{_WHEN}"
CANCEL = r"quiz:cancel"
UNSCHEDULE = rf"quiz:unset:{_QUIZ}"

JOIN = rf"quiz:join:{_QUIZ}"
LEAVE = rf"quiz:leave:{_QUIZ}"
PRESS = rf"quiz:a:{_QUESTION}:{PART}"
ANSWERED = rf"quiz:form:{_QUESTION}"
LATE_PRESS = rf"quiz:late:{_QUESTION}:{PART}"
LATE_ANSWERED = rf"quiz:lateform:{_QUESTION}"
CATCH_UP = rf"quiz:catchup:{_QUIZ}"

ABOUT = rf"quiz:about:{_QUESTION}"
FLAG = rf"quiz:flag:{_QUESTION}"
REASON = rf"quiz:reason:{_QUESTION}"

APPEAL = rf"quiz:right:{_QUESTION}"

RESULT = rf"quiz:mine:{_QUIZ}"
MISTAKES = rf"quiz:mistakes:{_QUIZ}"
TURN_MISTAKES = rf"quiz:mistakes:{MOVE}:{_QUIZ}:{PAGE}"
NAMING = rf"quiz:name:{_QUIZ}"
SHOWING = rf"quiz:(?P<act>hide|show):{_QUIZ}:{_MESSAGE}"
ALIAS = rf"quiz:alias:{_QUIZ}:{_MESSAGE}"
ALIAS_FORM = rf"quiz:called:{_QUIZ}:{_MESSAGE}"

CONTROL = (
    r"quiz:host:(?P<act>next|close|reveal|skip|extend|pause|resume|end|sure|board|panel):" + _QUIZ
)
KICK = rf"quiz:kick:{_QUIZ}"
NAMES = rf"quiz:names:{MOVE}:{_QUIZ}:{PAGE}"


def start(plan: QuizPlan, window_hours: int, seed: int) -> str:
    """``window_hours`` are those for catching up; 0 for none: also in :func:`redraw`."""
    return f"quiz:start:{_packed(plan)}:{window_hours}:{seed:x}"


def redraw(plan: QuizPlan, window_hours: int, seed: int) -> str:
    """``seed`` is that of the draw to be shown next."""
    return f"quiz:draw:{_packed(plan)}:{window_hours}:{seed:x}"


def schedule(
    plan: QuizPlan, starts: datetime, until: datetime | None, remind_minutes: int | None
) -> str:
    moments = f"{int(starts.timestamp())}:{'-' if until is None else int(until.timestamp())}"
    remind = "-" if remind_minutes is None else remind_minutes
    return f"quiz:set:{_packed(plan)}:{moments}:{remind}"


def unschedule(quiz_id: int) -> str:
    return f"quiz:unset:{quiz_id}"


def join(quiz_id: int) -> str:
    return f"quiz:join:{quiz_id}"


def leave(quiz_id: int) -> str:
    return f"quiz:leave:{quiz_id}"


def press(question_id: int, part: str) -> str:
    """``part`` as in :mod:`bot.cards.item_form`: also in :func:`late_press`."""
    return f"quiz:a:{question_id}:{part}"


def answered(question_id: int) -> str:
    return f"quiz:form:{question_id}"


def late_press(question_id: int, part: str) -> str:
    return f"quiz:late:{question_id}:{part}"


def late_answered(question_id: int) -> str:
    return f"quiz:lateform:{question_id}"


def catch_up(quiz_id: int) -> str:
    return f"quiz:catchup:{quiz_id}"


def about(question_id: int) -> str:
    return f"quiz:about:{question_id}"


def flag(question_id: int) -> str:
    return f"quiz:flag:{question_id}"


def reason(question_id: int) -> str:
    return f"quiz:reason:{question_id}"


def appeal(question_id: int) -> str:
    return f"quiz:right:{question_id}"


def result(quiz_id: int) -> str:
    return f"quiz:mine:{quiz_id}"


def mistakes(quiz_id: int) -> str:
    return f"quiz:mistakes:{quiz_id}"


def turn_mistakes(move: Move, quiz_id: int, page: int) -> str:
    """``page`` is the one to be shown, from 0."""
    return f"quiz:mistakes:{move}:{quiz_id}:{page}"


def naming(quiz_id: int) -> str:
    return f"quiz:name:{quiz_id}"


def showing(quiz_id: int, message_id: int, *, hidden: bool) -> str:
    """``message_id`` is the board or lobby to bring up to date: also in ``alias*``."""
    return f"quiz:{'hide' if hidden else 'show'}:{quiz_id}:{message_id}"


def alias(quiz_id: int, message_id: int) -> str:
    return f"quiz:alias:{quiz_id}:{message_id}"


def alias_form(quiz_id: int, message_id: int) -> str:
    return f"quiz:called:{quiz_id}:{message_id}"


def control(act: str, quiz_id: int) -> str:
    """``act`` is one of those that :data:`CONTROL` names."""
    return f"quiz:host:{act}:{quiz_id}"


def kick(quiz_id: int) -> str:
    return f"quiz:kick:{quiz_id}"


def names(move: Move, quiz_id: int, page: int) -> str:
    """``page`` is the one to be shown, of those who can be removed, from 0."""
    return f"quiz:names:{move}:{quiz_id}:{page}"


def plan_of(state: Mapping[str, str], theme: str | None) -> QuizPlan:
    """The plan in the named groups of a match; ``theme`` is the one that its mark stands for."""
    kinds = int(state["types"], 16)
    return QuizPlan(
        course_id=int(state["course"]),
        count=int(state["count"]),
        theme=theme,
        document_id=None if state["document"] == "-" else int(state["document"]),
        types=frozenset(kind for place, kind in enumerate(_TYPES) if kinds >> place & 1),
        seconds=None if state["seconds"] == "-" else int(state["seconds"]),
        bonus=int(state["bonus"]) / 100,
        board=Board(state["board"]),
        teams=int(state["teams"]),
    )


def moment_of(seconds: str) -> datetime | None:
    """The moment in a group of :data:`SCHEDULE`; ``None`` for "-"."""
    return None if seconds == "-" else datetime.fromtimestamp(int(seconds), UTC)


def _packed(plan: QuizPlan) -> str:
    kinds = sum(1 << place for place, kind in enumerate(_TYPES) if kind in plan.types)
    parts = (
        plan.course_id,
        plan.count,
        "-" if plan.theme is None else theme_mark(plan.theme),
        "-" if plan.document_id is None else plan.document_id,
        f"{kinds:x}",
        "-" if plan.seconds is None else plan.seconds,
        round(plan.bonus * 100),
        plan.board.value,
        plan.teams,
    )
    return ":".join(map(str, parts))
