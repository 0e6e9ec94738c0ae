"""May a further sentence stand beside the one that answers best? English.

"Xi remarked at this meeting that …" may be of any meeting where the sentence before it is not
shown, and whoever asks for May 2011 is misled by what was said in 2023.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.answer_type import AnswerType, asked_for
from knowledge.answering.sentence_scoring import ScoredSentence
from knowledge.model.corpus import Passage, Span
from knowledge.model.timeline import MONTHS

_DEPENDENT = re.compile(
    r"(?:(?:However|But|And|Yet|Also|Thus|Therefore|Hence|Moreover|Furthermore|Instead|Similarly"
    r"|Consequently|Likewise|Nevertheless|Nonetheless|Still|So|Then|In addition|As a result"
    r"|For example|For instance|In contrast|On the other hand|Meanwhile)\b,?\s*)?"
    r"(?:(?:He|She|It|They|His|Her|Its|Their|Him|Them|This|These|That|Those|Such|Both|Neither"
    r"|The former|The latter|One of them|Another|The same)\b(?!\s+(?:is|was)\s+(?:why|because)\b))"
    r"|(?:However|But|And|Yet|Thus|Therefore|Hence|Moreover|Furthermore|Instead|Similarly"
    r"|Consequently|Likewise|Nevertheless|Nonetheless|So|Then|In addition|As a result"
    r"|For example|For instance|In contrast|On the other hand|Meanwhile|Otherwise)\b"
)
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")
_THE_TEXT = r"article|paper|essay|chapter|book|study|text|report"
_NOW = r"year|month|week|day|morning|evening|century|time|way|point|kinds?|sorts?|types?|respect"
_POINTS = re.compile(
    rf"\b(?:this|these|those)\s+(?!(?:who|which|that|of|in|with|{_THE_TEXT})\b)[a-z]"
    r"|\bsuch\s+(?!as\b|that\b)[a-z]"
    r"|\b(?:at|in|on|of|during|after|before|since|from|by|with|for|to|about)\s+that\s+"
    r"(?!(?:the|an?|it|he|she|they|we|its|his|her|their|is|was|of|which)\b)[a-z]",
    re.IGNORECASE,
)
"""A word that points back, with its noun: "at this meeting"; not "those who", "in this article"."""
_NOUN_MEANT = re.compile(
    r"\b(?:this|these|those|such)\s+"
    rf"(?!(?:who|which|that|as|of|in|with|an?|{_THE_TEXT}|{_NOW})\b)(?P<stem>[a-z]{{3,4}})",
    re.IGNORECASE,
)
"""With the letters of the noun that must stand before it for its meaning to be told."""
_OTHERS_HOLD = re.compile(
    r"(?:some|many|most|several|critics|others|opponents|observers|skeptics|sceptics|it\s+is)\b"
    r"[^.;]*\b(?:see|call|think|believe|argue|claim|say|said|hold|regard|view|interpret|describe"
    r"|dismiss|maintain|consider)(?:s|d|ed|ing)?\b",
    re.IGNORECASE,
)
_BEGINNING = 70
"""Characters; what is pointed at further on may have been told on the way."""
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"(?:\b(?P<month>{_MONTH})\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?)?"
    r"\b(?P<year>1\d{3}|20\d\d)\b",
    re.IGNORECASE,
)


def joins(question: str, sentence: ScoredSentence, chosen: Sequence[ScoredSentence]) -> bool:
    """May ``sentence`` be shown beside those already ``chosen``?

    Not if it points back to a sentence that would not be shown, nor if it is dated to another
    time than the one that the question gives, nor if it dates something else than what it asks.
    """
    if _is_dated_otherwise(question, sentence.evidence.text):
        return False
    if asked_for(question) is AnswerType.DATE and _dates_less(sentence, chosen[0]):
        return False
    passage, place = sentence.within.passage, sentence.place
    if not _POINTS.search(_QUOTED.sub(" ", sentence.evidence.text)):
        return True
    if place == 0:
        return False
    before = (passage.id, place - 1)
    return points_back(passage, place) or any(
        (one.within.passage.id, one.place) == before for one in chosen
    )


def _dates_less(sentence: ScoredSentence, best: ScoredSentence) -> bool:
    """Is it a date that the best one's document gives to less of what was asked?"""
    return (
        best.offers
        and sentence.within.passage.document_id == best.within.passage.document_id
        and sentence.evidence.held < best.evidence.held
    )


def points_back(passage: Passage, place: int) -> bool:
    """Does the sentence need the one before: "He", "However", "This"?"""
    return _DEPENDENT.match(passage.slice(passage.sentences[place])) is not None


def leaves_open(passage: Passage, place: int) -> bool:
    """Does it begin with what only the one before explains: "He", "Xi told these guests"?"""
    if points_back(passage, place):
        return True
    plain = _QUOTED.sub(" ", passage.slice(passage.sentences[place]))
    meant = _NOUN_MEANT.search(plain[:_BEGINNING])
    return meant is not None and meant["stem"].lower() not in plain[: meant.start()].lower()


def is_answered(passage: Passage, place: int) -> bool:
    """Does the sentence tell what others hold, and the next one what the author makes of it?

    Alone it would read as what the author holds.
    """
    voice = passage.voice
    if passage.author is None or not voice or "\n\n" in _between(passage, place):
        return False
    told = passage.slice(passage.sentences[place])
    answered = passage.slice(passage.sentences[place + 1])
    return (
        _OTHERS_HOLD.match(told) is not None
        and re.search(rf"\b{re.escape(voice)}\b", told) is None
        and re.search(rf"\b{re.escape(voice)}\b", answered[:_BEGINNING]) is not None
    )


def _between(passage: Passage, place: int) -> str:
    return passage.slice(Span(passage.sentences[place].end, passage.sentences[place + 1].start))


def _is_dated_otherwise(question: str, text: str) -> bool:
    """Does ``text`` name years or months, and none of the question's, nor a stretch around it?"""
    asked, told = _dates(question), _dates(text)
    if not asked or not told:
        return False
    first, last = min(year for year, _ in told), max(year for year, _ in told)
    if any(first < year < last for year, _ in asked):
        return False
    return not any(
        year == other and (not month or not said or month == said)
        for year, month in asked
        for other, said in told
    )


def _dates(text: str) -> set[tuple[int, str]]:
    """Years, each with its month in small letters or nothing."""
    return {(int(m["year"]), (m["month"] or "").lower()) for m in _DATE.finditer(text)}
