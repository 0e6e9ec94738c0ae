"""The ``custom_id`` of everything in `/docs`: which document or draft, which version was seen."""

from __future__ import annotations

import re
from typing import Literal

from bot.cards.custom_ids import MOVE, PAGE, ROW_ID, Turner
from knowledge.model.named import Named

Shown = Literal["all", "flagged"]
"""Which documents a list shows."""
Share = Literal["every", "clear"]
"""Of what was added together all, or what has no flags."""
Way = Literal["bin", "erase"]
"""How a document is removed."""

_DRAFT = rf"(?P<draft>{ROW_ID})"
_DOCUMENT = rf"(?P<document>{ROW_ID})"
_WHICH = rf"(?P<which>[dp]{ROW_ID})"
_COURSE = rf"(?P<course>{ROW_ID})"
_SUBJECT = rf"(?P<kind>item|answer|starred):(?P<subject>{ROW_ID})"

TURN_LIST = rf"docs:list:{MOVE}:{_COURSE}:(?P<shown>all|flagged):{PAGE}"
OPEN = r"docs:open"
SHOW = rf"docs:show:{_WHICH}"
PUBLISH = rf"docs:publish:{_DRAFT}"
PUBLISH_ALL = rf"docs:all:(?P<share>every|clear):{_COURSE}:(?P<first>{ROW_ID}):(?P<last>{ROW_ID})"
FLAGGED = rf"docs:flagged:{_COURSE}"
SETTLE = rf"docs:settle:(?P<clash>replace|keep):{_DRAFT}:(?P<seen>\d{{1,6}})"
ANYWAY = rf"docs:anyway:(?P<clash>new|replace|keep):{_DRAFT}:(?P<seen>\d{{1,6}})"
REVIEW = rf"docs:review:{_WHICH}"
TURN_REVIEW = rf"docs:flags:{MOVE}:{_WHICH}:{PAGE}"
USE = rf"docs:use:{_DOCUMENT}"
REMOVE = rf"docs:remove:{_WHICH}"
_WAY = r"(?P<way>bin|erase)"
WAY = rf"docs:way:{_WAY}:{_WHICH}"
REMOVE_FORM = rf"docs:typed:{_WAY}:{_WHICH}"
STAY = r"docs:stay"
RESTORE = rf"docs:restore:{_DOCUMENT}"
IMPACT = rf"docs:impact:{_COURSE}"
TURN_IMPACT = rf"docs:changed:{MOVE}:{_COURSE}:{PAGE}"
KEEP = rf"docs:hold:{_COURSE}:{_SUBJECT}:(?P<version>{ROW_ID}):{PAGE}"
RETIRE = rf"docs:retire:{_COURSE}:{_SUBJECT}:(?P<revision>\d{{1,6}}):{PAGE}"
UPDATE = rf"docs:update:{_COURSE}:(?P<kind>item|starred):(?P<subject>{ROW_ID}):{PAGE}"


def draft(draft_id: int) -> str:
    """What stands for a draft where a document could stand, too."""
    return f"d{draft_id}"


def published(document_id: int) -> str:
    return f"p{document_id}"


def named(which: str) -> tuple[Named, int] | None:
    """What stands for a draft or a document, read back; ``None`` for any other words."""
    if re.fullmatch(_WHICH, which) is None:
        return None
    return Named.DRAFT if which.startswith("d") else Named.DOCUMENT, int(which[1:])


def turn_list(course_id: int, shown: Shown) -> Turner:
    return lambda move, page: f"docs:list:{move}:{course_id}:{shown}:{page}"


def show(which: str) -> str:
    return f"docs:show:{which}"


def publish(draft_id: int) -> str:
    return f"docs:publish:{draft_id}"


def publish_all(share: Share, course_id: int, first: int, last: int) -> str:
    """The drafts of these ids and those between, as far as their names are free."""
    return f"docs:all:{share}:{course_id}:{first}:{last}"


def flagged(course_id: int) -> str:
    return f"docs:flagged:{course_id}"


def settle(clash: str, draft_id: int, seen: int) -> str:
    """``seen`` is the number of the version that would be replaced."""
    return f"docs:settle:{clash}:{draft_id}:{seen}"


def anyway(clash: str | None, draft_id: int, seen: int) -> str:
    """Publishes although it is flagged; otherwise as :func:`publish` and :func:`settle`."""
    return f"docs:anyway:{clash or 'new'}:{draft_id}:{seen}"


def review(which: str) -> str:
    return f"docs:review:{which}"


def turn_review(which: str) -> Turner:
    return lambda move, page: f"docs:flags:{move}:{which}:{page}"


def use(document_id: int) -> str:
    return f"docs:use:{document_id}"


def remove(which: str) -> str:
    return f"docs:remove:{which}"


def remove_form(way: Way, which: str) -> str:
    return f"docs:typed:{way}:{which}"


def way(way: Way, which: str) -> str:
    return f"docs:way:{way}:{which}"


def restore(document_id: int) -> str:
    return f"docs:restore:{document_id}"


def impact(course_id: int) -> str:
    return f"docs:impact:{course_id}"


def turn_impact(course_id: int) -> Turner:
    return lambda move, page: f"docs:changed:{move}:{course_id}:{page}"


def keep(course_id: int, kind: str, subject_id: int, version_id: int, page: int) -> str:
    """``page`` is the place in the list, so that the next one comes in its place."""
    return f"docs:hold:{course_id}:{kind}:{subject_id}:{version_id}:{page}"


def retire(course_id: int, kind: str, subject_id: int, revision: int, page: int) -> str:
    return f"docs:retire:{course_id}:{kind}:{subject_id}:{revision}:{page}"


def update(course_id: int, kind: str, subject_id: int, page: int) -> str:
    return f"docs:update:{course_id}:{kind}:{subject_id}:{page}"
