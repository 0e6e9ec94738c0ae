"""The ``custom_id`` of everything in `/logs`: which search, which answer or quiz, which page."""

from __future__ import annotations

from bot.cards.custom_ids import DISCORD_ID, ROW_ID, Move, Turner
from knowledge.model.log_search import LogKind
from knowledge.model.review import ReviewStatus

_MOVE = r"(?P<move>first|previous|next|last)"
_PAGE = r"(?P<page>\d{1,5})"
_ANSWER = r"(?P<receipt>A-[0-9A-Z]{4,8})"
_STATUS = "|".join(ReviewStatus)
_WORD = rf"(?P<status>{_STATUS}):(?P<seen>{_STATUS}):{_ANSWER}"

TURN_LIST = rf"logs:list:{_MOVE}:(?P<search>{ROW_ID}):{_PAGE}"
OPEN = r"logs:open"
TURN_CASE = rf"logs:case:{_MOVE}:(?P<receipt>[AQ]-[0-9A-Z]{{4,8}}):{_PAGE}"
REVIEW = rf"logs:review:{_ANSWER}"
MARK = rf"logs:mark:{_WORD}"
NOTE = rf"logs:note:{_WORD}"
NEXT = rf"logs:next:{_ANSWER}"
SCORES = rf"logs:scores:(?P<move>show|first|previous|next|last):{_ANSWER}:{_PAGE}"
REPLAY = rf"logs:replay:{_ANSWER}"
SHOW_NAME = rf"logs:name:{_ANSWER}"
REASON = rf"logs:reason:{_ANSWER}"
TRANSCRIPT = r"logs:transcript:(?P<receipt>[AQ]-[0-9A-Z]{4,8})"
_READER = r"(?P<reader>[0-9A-Z]{5})"
READER = rf"logs:reader:{_READER}"
TURN_LEARNER = rf"logs:learner:(?:{_MOVE}|show):(?P<kind>{'|'.join(LogKind)}):{_READER}:{_PAGE}"
WHOSE = rf"logs:whose:(?P<user>{DISCORD_ID})"
TURN_AUDIT = rf"logs:audit:{_MOVE}:{_PAGE}"
CHAIN = r"logs:chain"
REPORT = rf"logs:report:(?P<channel>{DISCORD_ID}):(?P<message>{DISCORD_ID})"


def turn_list(search_id: int) -> Turner:
    """Of a search that the database keeps."""

    def made(move: Move, page: int) -> str:
        return f"logs:list:{move}:{search_id}:{page}"

    return made


def turn_audit(move: Move, page: int) -> str:
    return f"logs:audit:{move}:{page}"


def turn_case(receipt: str) -> Turner:
    def made(move: Move, page: int) -> str:
        return f"logs:case:{move}:{receipt}:{page}"

    return made


def show_scores(receipt: str) -> str:
    return f"logs:scores:show:{receipt}:0"


def turn_scores(receipt: str) -> Turner:
    def made(move: Move, page: int) -> str:
        return f"logs:scores:{move}:{receipt}:{page}"

    return made


def reader(name: str) -> str:
    """The record of whoever goes by a pseudonym, such as "Reader 4F2A7"."""
    return f"logs:reader:{_letters(name)}"


def turn_learner(name: str, kind: LogKind) -> Turner:
    def made(move: Move, page: int) -> str:
        return f"logs:learner:{move}:{kind}:{_letters(name)}:{page}"

    return made


def show_learner(name: str, kind: LogKind) -> str:
    """The first page of another kind."""
    return f"logs:learner:show:{kind}:{_letters(name)}:0"


def whose(user_id: int) -> str:
    return f"logs:whose:{user_id}"


def _letters(name: str) -> str:
    return name.split()[-1]


def review(receipt: str) -> str:
    return f"logs:review:{receipt}"


def mark(status: ReviewStatus, seen: ReviewStatus, receipt: str) -> str:
    """``seen`` is the status on the card: who is overtaken by somebody else is told."""
    return f"logs:mark:{status}:{seen}:{receipt}"


def note(status: ReviewStatus, seen: ReviewStatus, receipt: str) -> str:
    return f"logs:note:{status}:{seen}:{receipt}"


def next_(receipt: str) -> str:
    """The one after this."""
    return f"logs:next:{receipt}"


def transcript(receipt: str) -> str:
    return f"logs:transcript:{receipt}"


def replay(receipt: str) -> str:
    return f"logs:replay:{receipt}"


def show_name(receipt: str) -> str:
    return f"logs:name:{receipt}"


def reason(receipt: str) -> str:
    return f"logs:reason:{receipt}"


def report(channel_id: int, message_id: int) -> str:
    return f"logs:report:{channel_id}:{message_id}"
