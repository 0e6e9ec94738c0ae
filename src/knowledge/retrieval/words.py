"""A question as words to search for.

Splitting follows SQLite's ``unicode61`` tokenizer (maximal runs of letters and digits,
accents removed), so that a word found here is one token there. Stemming is left to FTS5.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.retrieval.abbreviations import is_known

_TOKEN = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»]{2,80})[\"”»]")
_SENTENCE_START = re.compile(
    r"(?:\A|(?<!\b\w)(?<!\b[DMS][rst])(?<!\bMrs)(?<!\bProf)[.?!\u2026][^\w\s]*\s)[\W_]*"
)
"""To the first word of a sentence, which any word may begin with a capital; not after "U. S."."""

_REST_OF_NOT = re.compile(r"n['`\u2018\u2019]t\b", re.IGNORECASE)
"""Of "don't" and "couldn't" there are tokens "don" and "couldn"."""

STOP_WORDS = frozenset(
    _TOKEN.findall(
        """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can cannot could d did do does doing done down during each
    etc few for from further had has have having he her here hers herself him himself his how i
    if in into is it its itself just ll m may me might more most must my myself no nor not of off
    on once only or other our ours ourselves out over own please re s same shall she should so
    some such t than that the their theirs them themselves then there these they this those
    through to too under until up upon us ve very was we were what when where which while who
    whom whose why will with would you your yours yourself yourselves
    according tell explain describe give mean means
    """
    )
)
"""Words that say how something is asked and not what about. English."""


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One distinct word of a question.

    ``text`` is lower-case without accents, as the index holds it before stemming.
    """

    text: str
    is_name: bool
    """Written with a capital inside a sentence, or holding a digit, or quoted, or an abbreviation
    that is known everywhere: "nato". "U.S." is none."""


def fold(text: str) -> str:
    """Lower-case ``text`` without accents: how ``unicode61 remove_diacritics 2`` sees it."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> list[str]:
    """Every word of ``text`` in order, folded, stop words included."""
    return [fold(match.group()) for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text))]


def search_words(question: str) -> tuple[SearchWord, ...]:
    """The distinct words of ``question`` that say what it is about, in order.

    A question of stop words only ("Who are we?") has none; "WHO" and "US" are names.
    """
    quoted = {fold(word) for span in _QUOTED.findall(question) for word in _TOKEN.findall(span)}
    mixed_case = not question.isupper()
    found: dict[str, bool] = {}
    composed = unicodedata.normalize("NFKC", question)
    first = {match.end() for match in _SENTENCE_START.finditer(composed)}
    for match in _TOKEN.finditer(composed):
        written = match.group()
        word = fold(written)
        is_acronym = (mixed_case and len(written) > 1 and written.isupper()) or is_known(word)
        if word in STOP_WORDS and not is_acronym:
            continue
        if _REST_OF_NOT.match(composed, match.end() - 1):
            continue
        is_initial = len(written) == 1 and composed.startswith(".", match.end())
        is_capital = written[0].isupper() and match.start() not in first and not is_initial
        has_digit = any(c.isdigit() for c in written)
        found[word] = (
            found.get(word, False) or is_acronym or is_capital or has_digit or word in quoted
        )
    return tuple(SearchWord(text, is_name) for text, is_name in found.items())
