"""Names and years of a question that stand nowhere in the course: it cannot be about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge.retrieval.abbreviations import is_known, may_mean
from knowledge.retrieval.course_index import CourseIndex
from knowledge.retrieval.initials import Names
from knowledge.retrieval.ranking import WeighedWord
from knowledge.retrieval.words import STOP_WORDS, fold, tokens

_TOKEN = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[ \-’'.]{1,2}")
"""What may stand between two words of one name."""
_ABBREVIATION = re.compile(r"[A-Z]{2,}s?")
_LONG_ABBREVIATION = re.compile(r"[A-Z]{3,}")
"""Of two letters, or several of a kind, it may stand in the documents in any words."""
_YEAR = re.compile(r"1\d{3}|20\d\d")
_MOST_NAMES = 3


def unmentioned(
    question: str,
    words: Sequence[WeighedWord],
    index: CourseIndex,
) -> tuple[str, ...]:
    """The names and years of ``question`` that the course does not hold in any form, as written.

    Common words are left alone, for a student has other words than the documents for one thing.

    Args:
        question: As it was asked.
        words: Its words as they were searched for, slips of spelling repaired.
        index: Of the course.
    """
    unknown = {
        word.word.text
        for word in words
        if word.word.is_name and not word.share and _is_name_or_year(word.word.text)
    }
    unknown = {
        text for text in unknown if is_known(text) or not index.vocabulary.holds_form_of(text)
    }
    if _is_title_case(question):
        unknown = set(filter(is_known, unknown))
    if not unknown:
        return ()
    authors = {name for p in index.passages for name in (p.author, p.voice) if name}
    unknown -= {word for name in authors for word in tokens(name)}
    return _as_written(question, unknown, index.names)[:_MOST_NAMES]


def remark(names: Sequence[str]) -> str:
    """The line that says so; empty if there is nothing to say."""
    if not names:
        return ""
    quoted = [f"“{name}”" for name in names]
    *others, last = quoted
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"The documents do not mention {listed}."


def _is_name_or_year(word: str) -> bool:
    """ "3rd" may stand there as "third", and 12 as "twelve"."""
    return word.isalpha() or _YEAR.fullmatch(word) is not None


def _is_telling(written: str, question: str, in_full: Names) -> bool:
    """Is it no abbreviation, or one that no name of the documents can be meant by?"""
    if is_known(fold(written)):
        meant = in_full.get(written.upper(), ())
        return not any(may_mean(fold(written), name) for name in meant)
    if _ABBREVIATION.fullmatch(written) is None:
        return True
    long = _LONG_ABBREVIATION.fullmatch(written) is not None
    return long and not question.isupper() and written not in in_full


def _is_title_case(question: str) -> bool:
    """Is every word written with a capital? Then none of them says that it is a name."""
    later = _TOKEN.findall(question)[1:]
    plain = [word for word in later if fold(word) in STOP_WORDS and len(word) > 1]
    return bool(plain) and all(word[0].isupper() for word in plain)


def _as_written(question: str, unknown: set[str], in_full: Names) -> tuple[str, ...]:
    """The unknown words as the question writes them, neighbours as one name: "Joe Biden"."""
    text = unicodedata.normalize("NFKC", question)
    found = [
        word
        for word in _TOKEN.finditer(text)
        if fold(word.group()) in unknown and _is_telling(word.group(), question, in_full)
    ]
    names: list[tuple[int, int]] = []
    for word in found:
        if names and _JOINED.fullmatch(text, names[-1][1], word.start()):
            names[-1] = names[-1][0], word.end()
        else:
            names.append(word.span())
    return tuple(dict.fromkeys(text[start:end] for start, end in names))
