"""Lines of hard-wrapped text back into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_HYPHEN_AT_END = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]$")
_LOWER_CASE_WORD = re.compile(r"[^\W\d_]+")
# First parts of compounds that are hardly ever the first syllable of another word.
_FIRST_OF_COMPOUND = re.compile(
    "self|well|non|quasi|cross|half|people|socio|vice|twenty|thirty|forty|fifty|sixty|seventy"
    "|eighty|ninety"
)


_LONGEST_WORD = 80


class Vocabulary:
    """The words that stand whole in a text; they decide what a hyphen at a line's end was."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for line in lines:
            words = _WORD.findall(line.lower())
            if line.rstrip().endswith(("-", "‐")):
                words = words[:-1]
            self._counts.update(word.replace("‐", "-") for word in words)

    def count(self, word: str) -> int:
        return self._counts[word]


def join(first: str, second: str, vocabulary: Vocabulary, *, page_breaks: str = "") -> str:
    """Two consecutive lines of one paragraph as one.

    A hyphen at the end of ``first`` goes when it split a word and stays in a compound.
    ``page_breaks`` are put where ``second`` begins.
    """
    first, second = first.rstrip(" "), second.lstrip(" ")
    if not first.endswith(("-", "‐")):
        return f"{first} {page_breaks}{second}"
    left = _HYPHEN_AT_END.search(first[-_LONGEST_WORD:])
    right = _LOWER_CASE_WORD.match(second)
    if left is None or right is None:
        return f"{first} {page_breaks}{second}"
    if _is_split_word(left.group(1), right.group(0), vocabulary):
        return f"{first[:-1]}{page_breaks}{second}"
    return f"{first}{page_breaks}{second}"


def _is_split_word(left: str, right: str, vocabulary: Vocabulary) -> bool:
    if not right[0].islower():
        return False
    left, right = left.lower().replace("‐", "-"), right.lower()
    whole, compound = vocabulary.count(left + right), vocabulary.count(f"{left}-{right}")
    if whole != compound:
        return whole > compound
    if "-" in left or _FIRST_OF_COMPOUND.fullmatch(left) or len(left) < 2:
        return False
    # Both halves known as words of their own, and the joined one not: a compound.
    return not (vocabulary.count(left) > 1 and vocabulary.count(right) > 1)


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether ``line`` ended only because the next word did not fit into ``width``."""
    words = following.split(maxsplit=1)
    return bool(words) and len(line.rstrip()) + 1 + len(words[0]) >= width * 0.92


def wrap_width(lines: Iterable[str], *, narrowest: int = 40, widest: int = 120) -> int:
    """The width to which a text was wrapped, 0 when it was not.

    A wrapped text has many lines of nearly the same length; lines beyond ``widest`` are
    whole paragraphs.
    """
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    lengths = [length for length in lengths if length <= widest]
    if len(lengths) < 3:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    near = sum(1 for length in lengths if length >= width * 0.75)
    return width if width >= narrowest and near >= len(lengths) * 0.4 else 0
