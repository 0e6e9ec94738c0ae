"""Questions for whatever the documents say of one thing: "What does Zhao say about friendship?"

They share only that thing with their answer, so that words and meaning find little in common. A
word alone is no question, but one that the documents come back to is shown where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.evidence import Evidence, PassageEvidence
from knowledge.answering.premises import written_as_names
from knowledge.answering.sentence_scoring import ScoredSentence
from knowledge.retrieval.voices import SAID
from knowledge.retrieval.words import STOP_WORDS, search_words, tokens

CONFIDENCE = 0.75
"""Of sentences that hold the whole topic: whether they say what is wanted, nobody can tell."""
HOW_TO_ASK = "That is little to go on. Ask in a sentence: “What do the documents say about …?”"
HOW_TO_GO_ON = f"{HOW_TO_ASK} In Discord, reply to an answer to go on from it."

_OF = r"(?:about|concerning|regarding)"
_ABOUT = re.compile(
    r"\W*(?:(?:and|so|please|can\s+you|could\s+you)\W+)*"
    r"(?:tell\s+(?:me|us)|anything|what(?:\s+else)?(?:['’]s|\s+is|\s+was|\s+do|\s+does|\s+did|\s+can)?\b"
    rf"(?:(?!\b{_OF}\b).)*?\b(?:{SAID}|tell|know|learn))"
    rf"(?:(?!\b{_OF}\b).)*\b{_OF}\s+(?P<topic>.+)"
    r"|\W*what(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+.{0,60}?"
    r"\b(?:views?|opinions?|position)\s+(?:of|on|about)\s+.+",
    re.IGNORECASE | re.DOTALL,
)
_ASKING_WORDS = frozenset(
    tokens(
        """
        document documents text texts article articles reading readings source sources material
        course view views opinion opinions position say says said tell know learn write writes
        written mention mentioned think anything something author authors
        """
    )
)
_WHAT_OF_IT = frozenset(
    tokens(
        """
        date dates year title name names meaning definition define explanation explained summary
        example examples importance list biography background info information details overview
        facts
        """
    )
)
"""What is wanted of a topic; its documents give it without the word."""
_SAYING = re.compile(SAID)
_MOST_WORDS = 4
_WORDS_OF_A_THEME = 3
"""Passages that hold a word which the documents come back to."""


def lone_word(question: str) -> str | None:
    """The word that ``question`` consists of, beside articles and the like; else ``None``."""
    said = tokens(question)
    found = [word.text for word in search_words(question)] or said[:1]
    # Without letters of ours there may be no spaces, and a whole question looks like a word.
    one = len(found) == 1 and len(said) <= 2 and found[0].isascii()
    return found[0] if one else None


def is_known(evidence: Evidence, passages: int) -> bool:
    """Is the one word a heading's, a name, or in several of the course's ``passages``?"""
    if len(evidence.words) != 1:
        return False
    (word,) = evidence.words
    return (
        word.share * passages >= _WORDS_OF_A_THEME
        or any(found.headed for found in evidence.passages)
        or bool(written_as_names({word.word.text}, evidence))
    )


def sentences_on_topic(
    evidence: Evidence, scored: Sequence[ScoredSentence]
) -> tuple[ScoredSentence, ...]:
    """Those sentences that hold all words of the topic, best first; empty for other questions."""
    question = evidence.question
    about = _ABOUT.fullmatch(question)
    if about is None and not STOP_WORDS.isdisjoint(tokens(question)):
        return ()
    asking = _ASKING_WORDS | _words_of_saying(about)
    words = enumerate(evidence.words)
    places = {place for place, word in words if word.word.text not in asking}
    if not 0 < len(places) <= _MOST_WORDS:
        return ()
    whole = [s for s in scored if places <= s.evidence.held]
    headed = [s for s in scored if not s.place and places <= s.within.headed]
    return tuple(whole or headed)


def is_scattered(evidence: Evidence) -> bool:
    """Is the question some bare words that the passages hold, if at all, only far from each other?

    Near are a sentence, those beside it, and what they stand under. Of three words or four one may
    be elsewhere, if the course knows it: "Xi cartoon" tells nothing of what a sentence on Xi says.
    """
    if not STOP_WORDS.isdisjoint(tokens(evidence.question)) or evidence.taken_over:
        return False
    asking = _ASKING_WORDS | _WHAT_OF_IT
    places = {n for n, word in enumerate(evidence.words) if word.word.text not in asking}
    if not 2 <= len(places) <= _MOST_WORDS:
        return False
    if len(places) > 2 and not all(evidence.words[place].share for place in places):
        return True
    needed = max(2, len(places) - 1)
    return not any(
        len(places & _held_near(passage, at)) >= needed
        for passage in evidence.passages
        for at in range(len(passage.sentences))
    )


def _held_near(passage: PassageEvidence, at: int) -> frozenset[int]:
    beside = passage.sentences[max(0, at - 1) : at + 2]
    return passage.headed.union(*(sentence.held for sentence in beside))


def _words_of_saying(about: re.Match[str] | None) -> frozenset[str]:
    """Those before the topic: "argue" is what is asked of the author, and nothing to be found."""
    if about is None or about["topic"] is None:
        return frozenset()
    before = tokens(about.string[: about.start("topic")])
    return frozenset(word for word in before if _SAYING.fullmatch(word))
