"""What stands beside a reply of the documents: a person's answer to a similar question, and what
became of the asker's own wish for a person.
"""

from __future__ import annotations

from bot.cards.layout import Card, notice
from bot.cards.text import excerpt, literal, shorten
from knowledge.model.inbox import RequestState
from knowledge.model.verified import VerifiedAnswer

SENT = (
    "✉️ **Sent to the course's staff.** They see your question and what I said. Once somebody "
    "answers, I tell you: here within 15 minutes, later in a direct message, or under your next "
    "`/ask` if I can't send you one."
)
OTHERS_MAY_READ = (
    "-# **Ask a human**: a person's answer is shown to others who ask the same, and may keep the "
    "words of your question, without your name."
)
DECLINED = "The course's staff have closed this question: nobody will answer it here."
OFFER_GONE = (
    "That answer holds no longer: somebody withdrew it, or a document it rests on has changed."
)
_SAID = {RequestState.WAITING: SENT, RequestState.DECLINED: DECLINED}
_LONGEST_OFFER = 200


def offered_line(offered: VerifiedAnswer) -> str:
    """Who answered a similar question, when, and which."""
    by, day = literal(shorten(offered.by, 80)), f"<t:{int(offered.at.timestamp())}:D>"
    did = "answered" if offered.words else "confirmed the answer to"
    return (
        f"**{by}** {did} a similar question on {day}: “{excerpt(offered.question, _LONGEST_OFFER)}”"
    )


def offered_words(offered: VerifiedAnswer) -> str:
    """The same for those who review it, as plain text."""
    since = " (withdrawn since)" if offered.retired_at is not None else ""
    return f"Offered: {offered.by}'s answer to “{shorten(offered.question, 300)}”{since}"


def request_line(request: RequestState | None) -> str:
    """What became of a wish for a person; empty where there was none, or where one answered."""
    return "" if request is None else _SAID.get(request, "")


def offer_gone() -> Card:
    return notice(f"{OFFER_GONE} Ask in your own words with `/ask`.")
