"""The ``custom_id`` of everything in `/docs`: which document or draft, which version was seen."""

from __future__ import annotations

from typing import Literal

from bot.cards.custom_ids import MOVE, PAGE, ROW_ID, Move, Turner

Shown = Literal["all", "flagged"]
"""Which documents a list shows."""

_DRAFT = rf"(?P<draft>{ROW_ID})"
_DOCUMENT = rf"(?P<document>{ROW_ID})"
_WHICH = rf"(?P<which>[dp]{ROW_ID})"
_SUBJECT = rf"(?P<kind>item|answer|starred):(?P<subject>{ROW_ID})"

TURN_LIST = rf"docs:list:{MOVE}:(?P<shown>all|flagged):{PAGE}"
OPEN = r"docs:open"
SHOW = rf"docs:show:{_WHICH}"
PUBLISH = rf"docs:publish:{_DRAFT}"
PUBLISH_ALL = rf"docs:all:(?P<first>{ROW_ID}):(?P<last>{ROW_ID})"
SETTLE = rf"docs:settle:(?P<clash>replace|keep):{_DRAFT}:(?P<seen>\d{{1,6}})"
REVIEW = rf"docs:review:{_WHICH}"
TURN_REVIEW = rf"docs:flags:{MOVE}:{_WHICH}:{PAGE}"
USE = rf"docs:use:{_DOCUMENT}"
REMOVE = rf"docs:remove:{_WHICH}"
REMOVE_FORM = rf"docs:typed:{_WHICH}"
IMPACT = r"docs:impact"
TURN_IMPACT = rf"docs:changed:{MOVE}:{PAGE}"
KEEP = rf"docs:hold:{_SUBJECT}:(?P<version>{ROW_ID}):{PAGE}"
RETIRE = rf"docs:retire:{_SUBJECT}:(?P<revision>\d{{1,6}}):{PAGE}"
UPDATE = rf"docs:update:(?P<kind>item|starred):(?P<subject>{ROW_ID}):{PAGE}"


def draft(draft_id: int) -> str:
    """What stands for a draft where a document could stand, too."""
    return f"d{draft_id}"


def published(document_id: int) -> str:
    return f"p{document_id}"


def turn_list(shown: Shown) -> Turner:
    return lambda move, page: f"docs:list:{move}:{shown}:{page}"


def show(which: str) -> str:
    return f"docs:show:{which}"


def publish(draft_id: int) -> str:
    return f"docs:publish:{draft_id}"


def publish_all(first: int, last: int) -> str:
    """The drafts of these ids and those between, as far as their names are free."""
    return f"docs:all:{first}:{last}"


def settle(clash: str, draft_id: int, seen: int) -> str:
    """``seen`` is the number of the version that would be replaced."""
    return f"docs:settle:{clash}:{draft_id}:{seen}"


def review(which: str) -> str:
    return f"docs:review:{which}"


def turn_review(which: str) -> Turner:
    return lambda move, page: f"docs:flags:{move}:{which}:{page}"


def use(document_id: int) -> str:
    return f"docs:use:{document_id}"


def remove(which: str) -> str:
    return f"docs:remove:{which}"


def remove_form(which: str) -> str:
    return f"docs:typed:{which}"


def turn_impact(move: Move, page: int) -> str:
    return f"docs:changed:{move}:{page}"


def keep(kind: str, subject_id: int, version_id: int, page: int) -> str:
    """``page`` is the place in the list, so that the next one comes in its place."""
    return f"docs:hold:{kind}:{subject_id}:{version_id}:{page}"


def retire(kind: str, subject_id: int, revision: int, page: int) -> str:
    return f"docs:retire:{kind}:{subject_id}:{revision}:{page}"


def update(kind: str, subject_id: int, page: int) -> str:
    return f"docs:update:{kind}:{subject_id}:{page}"
