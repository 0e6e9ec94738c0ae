"""What the buttons, selects and forms of the item bank carry.

Item ids, revisions and counts only: they are for instructors, and still no key is in them.
"""

from __future__ import annotations

from bot.cards.custom_ids import COURSE, MOVE, PAGE, ROW_ID, THEME, Move

_ITEM = rf"(?P<item>{ROW_ID})"
_REVISION = r"(?P<revision>\d{1,6})"
_DONE = r"(?P<done>\d{1,6}|-)"
_SEEN = rf"{_ITEM}:{_REVISION}:{_DONE}"
_FILTER = rf"(?P<status>[a-z]+|-):(?P<kind>[a-z_]+|-):(?P<theme>{THEME}|-)"

TURN_LIST = rf"bank:list:{MOVE}:{COURSE}:{_FILTER}:{PAGE}"
OPEN_ITEM = r"bank:open"
EDIT = rf"bank:edit:{_SEEN}"
EDIT_FORM = rf"bank:form:{_SEEN}"
APPROVE = rf"bank:approve:{_SEEN}"
REJECT = rf"bank:reject:{_SEEN}"
REJECT_FORM = rf"bank:why:{_SEEN}"
RESTORE = rf"bank:restore:{_SEEN}"
SOURCE = rf"bank:source:{_SEEN}"
CITE = rf"bank:cite:{_SEEN}:(?P<passage>{ROW_ID})"
REKEY = rf"bank:rekey:{_SEEN}"
SKIP = rf"bank:skip:{_SEEN}"
OFFER_ALL = rf"bank:offer:{COURSE}:{_ITEM}:{_DONE}"
UNDO = rf"bank:undo:{_SEEN}"
_LISTED = rf"{COURSE}:{_ITEM}:{_DONE}:(?P<seen>[0-9a-f]{{16}})"
CHOOSE = rf"bank:choose:{_LISTED}"
APPROVE_ALL = rf"bank:all:{_LISTED}:(?P<ticked>[0-9a-f]{{1,7}})"
UNDO_ALL = rf"bank:undo all:{_LISTED}"
REVIEW = rf"bank:review:{COURSE}:{_ITEM}:{_DONE}"
IMPORT = rf"bank:import:{COURSE}:(?P<pending>{ROW_ID}):(?P<seen>[0-9a-f]{{8}}|-)"

ALONE = "-"
"""In the place of a count: the item was opened by itself, not in a review."""


def turn_list(move: Move, course_id: int, status: str, kind: str, theme: str, page: int) -> str:
    return f"bank:list:{move}:{course_id}:{status}:{kind}:{theme}:{page}"


def item(action: str, item_id: int, revision: int, done: str) -> str:
    """Of the buttons under one item: ``action`` is edit, form, approve, reject, why, restore, undo,
    rekey, source or skip; ``done`` how many items of the review came before it, or :data:`ALONE`.
    """
    return f"bank:{action}:{item_id}:{revision}:{done}"


def cite(item_id: int, revision: int, done: str, passage_id: int) -> str:
    """Of the button under a passage that may be an item's source."""
    return f"bank:cite:{item_id}:{revision}:{done}:{passage_id}"


def offer_all(course_id: int, after_id: int, done: str) -> str:
    """``course_id`` is whose review it is, here as in the others: the place may ask another now."""
    return f"bank:offer:{course_id}:{after_id}:{done}"


def choose(course_id: int, after_id: int, done: str, seen: str) -> str:
    """``seen`` is the digest of what was shown, so that nothing else is approved."""
    return f"bank:choose:{course_id}:{after_id}:{done}:{seen}"


def approve_all(course_id: int, after_id: int, done: str, seen: str, ticked: frozenset[int]) -> str:
    """``seen`` as in :func:`choose`; ``ticked`` are places among what was shown, from 0."""
    bits = sum(1 << place for place in ticked)
    return f"bank:all:{course_id}:{after_id}:{done}:{seen}:{bits:x}"


def places_in(ticked: str) -> frozenset[int]:
    """The places of :func:`approve_all`."""
    bits = int(ticked, 16)
    return frozenset(place for place in range(bits.bit_length()) if bits >> place & 1)


def undo_all(course_id: int, after_id: int, done: str, approved: str) -> str:
    """``approved`` is the digest of what was approved."""
    return f"bank:undo all:{course_id}:{after_id}:{done}:{approved}"


def review(course_id: int, after_id: int, done: str) -> str:
    return f"bank:review:{course_id}:{after_id}:{done}"


def import_(course_id: int, pending_id: int, seen: str) -> str:
    """``seen`` marks the keys whose change was shown, so that no other is carried out."""
    return f"bank:import:{course_id}:{pending_id}:{seen}"
