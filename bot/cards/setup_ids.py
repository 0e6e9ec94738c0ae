"""What the buttons, lists and forms of `/setup` carry."""

from __future__ import annotations

from bot.cards.custom_ids import ROW_ID

STEP = r"setup:step:(?P<step>[1-5])"
STAFF = r"setup:staff:(?P<kind>instructor|moderator)"
COURSE = r"setup:course"
NEW = r"setup:new"
TITLE = r"setup:title"
RENAME = rf"setup:rename:(?P<course>{ROW_ID})"
RENAMED = rf"setup:renamed:(?P<course>{ROW_ID})"
REMOVE = rf"setup:remove:(?P<course>{ROW_ID})"
REMOVED = rf"setup:removed:(?P<course>{ROW_ID}):(?P<count>\d{{1,6}})"
PLACES = rf"setup:places:(?P<course>{ROW_ID})"
ROLES = rf"setup:roles:(?P<course>{ROW_ID})"
CHANNEL = r"setup:channel:(?P<use>log|alerts)"
RETENTION = r"setup:retention"
TEST = rf"setup:test:(?P<course>{ROW_ID})"
TESTED = rf"setup:tested:(?P<course>{ROW_ID})"


def step(number: int) -> str:
    return f"setup:step:{number}"


def staff(kind: str) -> str:
    return f"setup:staff:{kind}"


def rename(course_id: int) -> str:
    return f"setup:rename:{course_id}"


def renamed(course_id: int) -> str:
    return f"setup:renamed:{course_id}"


def remove(course_id: int) -> str:
    return f"setup:remove:{course_id}"


def removed(course_id: int, files: int) -> str:
    """``files``: the documents and drafts that were there when the form was opened."""
    return f"setup:removed:{course_id}:{files}"


def places(course_id: int) -> str:
    return f"setup:places:{course_id}"


def roles(course_id: int) -> str:
    return f"setup:roles:{course_id}"


def channel(use: str) -> str:
    return f"setup:channel:{use}"


def test(course_id: int) -> str:
    return f"setup:test:{course_id}"


def tested(course_id: int) -> str:
    return f"setup:tested:{course_id}"
