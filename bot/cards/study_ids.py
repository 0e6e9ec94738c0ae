"""The ``custom_id`` of everything in self-study: which session or turn, which slot, no more.

Whose they are is known to the database alone: a forged id opens nobody else's session.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards.custom_ids import COURSE, MOVE, PAGE, RECEIPT, ROW_ID, THEME, Turner, theme_mark
from bot.cards.item_form import PART
from knowledge.model.study import Hint, StudyKind

_SESSION = rf"(?P<session>{ROW_ID})"
_TURN = rf"(?P<turn>{ROW_ID})"

PRESS = rf"study:press:{_TURN}:{PART}"
CHOSEN = rf"study:chosen:{_TURN}:(?P<slots>\d{{1,2}}(?:-\d{{1,2}}){{0,24}})"
ANSWER = rf"study:answer:{_TURN}"
NEXT = rf"study:next:{_SESSION}"
STOP = rf"study:stop:{_SESSION}"
HINT = rf"study:hint:{_TURN}:(?P<step>[1-4])"
SOURCE = rf"study:source:{_TURN}"
APPEAL = rf"study:appeal:{_TURN}"
FLAG = rf"study:flag:{_TURN}"
REASON = rf"study:reason:{_TURN}"
BEGIN = rf"study:begin:(?P<kind>due|mistakes):{COURSE}"
BEGIN_THEME = rf"study:theme:(?P<theme>{THEME})"
MISTAKES = rf"study:mistakes:{MOVE}:{COURSE}:{PAGE}"
FROM_ANSWER = rf"study:from:{RECEIPT}"
PROGRESS = r"study:progress"
REMIND_OFF = r"study:remind-off"
PASSAGE = r"study:passage"
SUGGEST = rf"study:suggest:(?P<passage>{ROW_ID})"
DECIDE = rf"study:decide:(?P<verdict>accept|reject):(?P<appeal>{ROW_ID})"


def press(turn_id: int, part: str) -> str:
    """``part`` as :mod:`bot.cards.item_form` names it."""
    return f"study:press:{turn_id}:{part}"


def chosen(turn_id: int, slots: Iterable[int]) -> str:
    """``slots`` as :mod:`bot.cards.item_form` counts them; at least one."""
    return f"study:chosen:{turn_id}:{'-'.join(map(str, slots))}"


def answer(turn_id: int) -> str:
    return f"study:answer:{turn_id}"


def next_item(session_id: int) -> str:
    return f"study:next:{session_id}"


def stop(session_id: int) -> str:
    return f"study:stop:{session_id}"


def hint(turn_id: int, step: Hint) -> str:
    """``step`` is the one to be shown: pressed twice, it is shown once."""
    return f"study:hint:{turn_id}:{step.value}"


def source(turn_id: int) -> str:
    return f"study:source:{turn_id}"


def appeal(turn_id: int) -> str:
    return f"study:appeal:{turn_id}"


def flag(turn_id: int) -> str:
    return f"study:flag:{turn_id}"


def reason(turn_id: int) -> str:
    return f"study:reason:{turn_id}"


def begin(kind: StudyKind, course_id: int) -> str:
    return f"study:begin:{kind.value}:{course_id}"


def theme(name: str) -> str:
    return f"study:theme:{theme_mark(name)}"


def mistakes(course_id: int) -> Turner:
    return lambda move, page: f"study:mistakes:{move}:{course_id}:{page}"


def from_answer(receipt: str) -> str:
    return f"study:from:{receipt}"


def suggest(passage_id: int) -> str:
    return f"study:suggest:{passage_id}"


def decide(verdict: str, appeal_id: int) -> str:
    """``verdict`` is "accept" or "reject"."""
    return f"study:decide:{verdict}:{appeal_id}"
