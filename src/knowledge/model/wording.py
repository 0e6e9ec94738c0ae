"""Whether two texts are the same words: what grading does not hold against a learner."""

from __future__ import annotations

import re
import unicodedata

_ARTICLES = frozenset({"a", "an", "the"})
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_DOTS_OF_AN_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_DIGIT_GROUPS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_BETWEEN_PARTS = re.compile(r"[,;/&+]|\band\b", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w.]+|_|(?<!\d)\.|\.(?!\d)")


def normalised(text: str) -> str:
    """``text`` without what does not change its meaning.

    Upper and lower case, accents, punctuation, hyphens, apostrophes, dots in abbreviations,
    commas between groups of digits, and articles; "&" reads "and". A text of nothing but
    articles keeps them.
    """
    folded = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    bare = _DOTS_OF_AN_ABBREVIATION.sub(lambda found: found.group().replace(".", ""), bare)
    bare = _DIGIT_GROUPS.sub("", _APOSTROPHE.sub("", bare))
    words = _NO_WORD.sub(" ", bare).split()
    return " ".join([word for word in words if word not in _ARTICLES] or words)


def same_words(text: str, other: str) -> bool:
    """Whether both are the same once normalised, a hyphen read as a space or as nothing."""
    one, two = normalised(text), normalised(other)
    if one == two:
        return one != ""
    joined = one.replace(" ", "")
    # Of digits the gaps matter: "1 9" is not "19".
    return joined == two.replace(" ", "") and joined.isalpha()


def same_list(text: str, other: str) -> bool:
    """Whether both enumerate the same things, in whatever order: "Romania and Yugoslavia"."""
    one, two = _parts(text), _parts(other)
    return len(two) > 1 and sorted(one) == sorted(two)


def _parts(text: str) -> list[str]:
    parts = (normalised(part) for part in _BETWEEN_PARTS.split(text))
    return [part for part in parts if part]
