"""What an asker read, and how sure it was: in words, for those who review it."""

from __future__ import annotations

from bot.cards.abstention import CLOSEST, NOTHING_CLOSE, not_found, remark_of
from knowledge.answering.grounding import Band, band, wording
from knowledge.model.answer import Mode
from knowledge.model.record import Decision, Nearness, Record, RetrievedPassage

READ_THERE = "Where to read about this:"
SIDE_BY_SIDE = "Each document in its own words; none is preferred."
BY_A_PERSON = "a person's own answer"
_SURENESS = {Band.HIGH: "sure", Band.MEDIUM: "fairly sure", Band.LOW: "hardly sure"}
_NEARNESS = {
    Nearness.CLOSE: "close to the question",
    Nearness.FAIR: "fairly close",
    Nearness.FAR: "far from it",
}


def shown_words(record: Record) -> str:
    """The words of the card as it was first shown, as plain text: also those of an abstention."""
    if record.decision is Decision.ABSTAINED:
        return "\n".join(filter(None, (not_found(record), remark_of(record), *_closest(record))))
    if record.decision is Decision.LOCATED:
        return "\n".join((READ_THERE, *_numbered(record)))
    return "\n".join(filter(None, (doubt_of(record), record.shown, note_of(record))))


def doubt_of(record: Record) -> str:
    """What is read before the quotes where they may not answer; empty where they are closer.

    Below them, a hurried reader has taken the first quote for the answer already.
    """
    return _closeness(record) if _is_doubtful(record) else ""


def note_of(record: Record) -> str:
    """What stands under the quotes: how close they are. Empty where there is no such line."""
    return "" if _is_doubtful(record) else _closeness(record)


def _closeness(record: Record) -> str:
    if record.decision is not Decision.ANSWERED or is_a_persons(record):
        return ""
    if record.mode is Mode.COMPARE:
        return SIDE_BY_SIDE
    return wording(record.confidence, record.citations)


def _is_doubtful(record: Record) -> bool:
    return record.mode is not Mode.COMPARE and band(record.confidence) is Band.LOW


def is_a_persons(record: Record) -> bool:
    """Whether a person's answer was shown at once, rather than put in the place of another."""
    return "verified answer" in record.versions


def corrects_another(record: Record) -> bool:
    """Whether what a person says stands where another answer was shown first."""
    if record.verified is None or record.decision is not Decision.ANSWERED:
        return False
    return record.versions.get("verified answer") != f"#{record.verified.id}"


def decided(record: Record) -> str:
    """What became of the question, and how sure that was: "answered, fairly sure"."""
    if is_a_persons(record):
        return f"{record.decision.value}, {BY_A_PERSON}"
    return sureness(record.decision, record.confidence)


def sureness(decision: Decision, confidence: float) -> str:
    """A decision that no person took, and how sure it was."""
    if decision is Decision.ABSTAINED:
        return f"{decision.value}, nothing close enough"
    return f"{decision.value}, {_SURENESS[band(confidence)]}"


def nearness(found: Nearness) -> str:
    """How near a passage came, in words."""
    return _NEARNESS[found]


def worth_naming(record: Record) -> list[RetrievedPassage]:
    """The passages that came near the question or were quoted; only the nearest if none was."""
    quoted = {citation.passage_id for citation in record.citations}
    named = [
        one
        for one in record.passages
        if one.nearness is not Nearness.FAR or one.passage_id in quoted
    ]
    return named or list(record.passages[:1])


def beyond(record: Record) -> str:
    """How many more passages were looked at; empty if there are none."""
    more = len(record.passages) - len(worth_naming(record))
    return f"And {more} more, far from the question." if more else ""


def heading(record: Record) -> str:
    """What stands over the words that were shown."""
    since = record.verified is not None and not is_a_persons(record)
    return f"The answer as it was {'first ' if since else ''}shown"


def _closest(record: Record) -> list[str]:
    return [CLOSEST, *_numbered(record)] if record.places else [NOTHING_CLOSE]


def _numbered(record: Record) -> list[str]:
    return [f"{number}. {place}" for number, place in enumerate(record.places, start=1)]
