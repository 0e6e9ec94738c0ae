"""The ``custom_id`` of everything in `/answers`, and of *Ask a human* and *Show that answer* under
an answer.
"""

from __future__ import annotations

from bot.cards.custom_ids import MOVE, PAGE, RECEIPT, ROW_ID, Turner

_REQUEST = rf"(?P<request>{ROW_ID})"
_ANSWER = rf"(?P<answer>{ROW_ID})"

ASK_HUMAN = rf"answer:human:{RECEIPT}"
SHOW_OFFERED = rf"answer:offered:{RECEIPT}"
TURN_INBOX = rf"answers:inbox:(?P<course>{ROW_ID}):{MOVE}:{PAGE}"
REPLY = rf"answers:reply:{_REQUEST}"
REPLIED = rf"answers:replied:{_REQUEST}"
DECLINE = rf"answers:decline:{_REQUEST}"
DECLINED = rf"answers:declined:{_REQUEST}"
VERIFIED = rf"answers:verified:{RECEIPT}"
CORRECT = rf"answers:correct:{RECEIPT}"
FIXED = rf"answers:fixed:{RECEIPT}:(?P<seen>{ROW_ID})"
TURN_LIST = rf"answers:list:(?P<course>{ROW_ID}):{MOVE}:{PAGE}"
OPEN = r"answers:open"
EDIT = rf"answers:edit:{_ANSWER}"
EDITED = rf"answers:edited:{_ANSWER}"
KEEP = rf"answers:keep:{_ANSWER}"
RETIRE = rf"answers:retire:{_ANSWER}"


def ask_human(receipt: str) -> str:
    return f"answer:human:{receipt}"


def show_offered(receipt: str) -> str:
    """``receipt`` of the record under which it is offered."""
    return f"answer:offered:{receipt}"


def turn_inbox(course_id: int) -> Turner:
    """For the place of the request to be shown, from 0."""
    return lambda move, place: f"answers:inbox:{course_id}:{move}:{place}"


def reply(request_id: int) -> str:
    return f"answers:reply:{request_id}"


def replied(request_id: int) -> str:
    return f"answers:replied:{request_id}"


def decline(request_id: int) -> str:
    return f"answers:decline:{request_id}"


def declined(request_id: int) -> str:
    return f"answers:declined:{request_id}"


def verified(receipt: str) -> str:
    return f"answers:verified:{receipt}"


def correct(receipt: str) -> str:
    return f"answers:correct:{receipt}"


def fixed(receipt: str, seen: int) -> str:
    """``seen``: the answer of a person that stands there; 0 if none does."""
    return f"answers:fixed:{receipt}:{seen}"


def turn_list(course_id: int) -> Turner:
    return lambda move, page: f"answers:list:{course_id}:{move}:{page}"


def edit(answer_id: int) -> str:
    return f"answers:edit:{answer_id}"


def edited(answer_id: int) -> str:
    return f"answers:edited:{answer_id}"


def keep(answer_id: int) -> str:
    return f"answers:keep:{answer_id}"


def retire(answer_id: int) -> str:
    return f"answers:retire:{answer_id}"
