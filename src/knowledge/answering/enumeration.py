"""Lists that go on after the sentence that was found. Rules of English and of layout, no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.model.corpus import Passage, Span

MOST_SENTENCES = 3
LONGEST_LIST = 700
"""Characters of a lead-in with the lines under it, which are shown as one sentence is."""

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = re.compile(rf"\b(?:{'|'.join(_NUMBERS)}|[2-9]|10)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<!\bfirst )(?<!\blast )(?<!\bnext )(?<!\bother )"
    rf"\b(?P<number>{'|'.join(_NUMBERS)}|[2-9]|10)\s+(?:[a-z-]+\s+){{0,2}}?(?P<things>[a-z]+s)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:what|which|list|name|give|mention|describe|explain)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^\W*(?:(?:please|can\s+you|could\s+you)\s+)*(?:list|name|enumerate)\b"
    r"|\b(?:what|which)\s+(?:are|were)\b"
    r"|\b(?:what|which)\s+(?:\w+\s+){0,2}\w+s\s+(?:are|were|do|did|have|can|should|must|will)\b",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_ORDINAL = "|".join(_ORDINALS)
_PART = re.compile(
    rf"(?:(?P<ordinal>{_ORDINAL})(?:ly)?,|(?:the|a|and)\s+(?P<named>{_ORDINAL})\b"
    r"|\(?(?P<number>\d{1,2})[.)]\s|\(?(?P<letter>[a-h])\)\s"
    r"|the\s+(?:other|last|final)\b|another\b|(?:finally|lastly),)",
    re.IGNORECASE,
)
"""How a sentence begins that is one part of a list."""
_FIRST_PART = re.compile(r"One\b")
"""Said of a first part, too, but as often of anything else."""
_FURTHEST = 8
"""Sentences from one part of a list to the next."""
_FIRST_WORD = re.compile(r"\W*(\w+)")
_BEGIN_ANYTHING = frozenset("the a an it he she they this these that those we i in".split())  # noqa: SIM905
_BETWEEN_THINGS = re.compile(r"[;,]\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")


def count_asked(question: str) -> int | None:
    """How many parts ``question`` says there are: "the four goals"; ``None`` if it does not."""
    found = _COUNT.search(question)
    return None if found is None else _value(found.group())


def counted(text: str) -> Iterator[tuple[str, int]]:
    """What ``text`` counts, with how many there are: ("goals", 5) for "five major goals"."""
    for match in _COUNTED.finditer(text):
        yield match["things"].casefold(), _value(match["number"])


def asks_for_several(question: str) -> bool:
    """Is the answer a list? "What are the goals", "which three cities", "name the rivers"."""
    counted = count_asked(question) is not None and _ASKING.search(question) is not None
    return counted or _SEVERAL.search(question) is not None


def list_around(sentences: Sequence[str], place: int, count: int | None) -> tuple[int, ...]:
    """The places of the sentences that hold the list to which one sentence belongs.

    They are the announcement and how each part begins, :data:`MOST_SENTENCES` at most; where
    that is too few, the parts alone. Empty where there is no list, or the sentence names all.

    Args:
        sentences: Of one section, in reading order.
        place: Of the sentence among them.
        count: How many parts there are, if that is known.
    """
    parts = parts_around(sentences, place, count)
    if not parts:
        return ()
    if len(parts) < MOST_SENTENCES and parts[0] > 0:
        return (parts[0] - 1, *parts)
    own = parts.index(place) if place in parts else 0
    first = max(0, own - MOST_SENTENCES + 1)
    return tuple(parts[first : first + MOST_SENTENCES])


def parts_around(sentences: Sequence[str], place: int, count: int | None) -> tuple[int, ...]:
    """The places of all parts of that list, without what announces it."""
    if names_all(sentences[place], count):
        return ()
    parts = _parts_around(sentences, place)
    if not parts and count is not None and _announces(sentences[place], count):
        parts = _alike(sentences, place + 1, count)
    return tuple(parts)


def lines_under(passage: Passage, place: int) -> int:
    """The last sentence of the list whose lead-in is the one at ``place``: "The goals are:".

    It is ``place`` itself where no lines follow, or where all of them would be too long.
    """
    sentences = passage.sentences
    if not passage.slice(sentences[place]).rstrip().endswith((":", "：")):
        return place
    last = place
    while last + 1 < len(sentences) and _is_line(passage, last + 1):
        last += 1
    return last if sentences[last].end - sentences[place].start <= LONGEST_LIST else place


def lead_in_of(passage: Passage, place: int) -> int:
    """The lead-in of the list in which the sentence at ``place`` is a line; else ``place``."""
    first = place
    while first > 0 and _is_line(passage, first):
        first -= 1
    return first if lines_under(passage, first) >= place else place


def names_all(sentence: str, count: int | None) -> bool:
    """Does it name ``count`` things after a colon?"""
    _, _, listed = sentence.partition(":")
    return count is not None and sum(map(bool, _BETWEEN_THINGS.split(listed))) == count


def _is_line(passage: Passage, place: int) -> bool:
    """Does this sentence begin a line, with no empty line above it?"""
    above, here = passage.sentences[place - 1], passage.sentences[place]
    return passage.slice(Span(above.end, here.start)).count("\n") == 1


def _parts_around(sentences: Sequence[str], place: int) -> list[int]:
    """The parts of the list that the sentence announces or belongs to: none, or at least two."""
    for first in range(min(place + 1, len(sentences) - 1), max(-1, place - 2 * _FURTHEST), -1):
        if _rank(sentences[first]) == 1 or _FIRST_PART.match(sentences[first]):
            parts = _parts_from(sentences, first)
            belongs = place in parts or place == first - 1
            return parts if len(parts) > 1 and belongs else []
    return []


def _parts_from(sentences: Sequence[str], first: int) -> list[int]:
    """The first part and those that follow it, each at most a few sentences further on."""
    parts = [first]
    for place, sentence in enumerate(sentences[first + 1 :], start=first + 1):
        rank = _rank(sentence)
        if rank == 1 or place - parts[-1] > _FURTHEST:
            break
        adjoins = place == parts[-1] + 1
        if rank == len(parts) + 1 or (rank == 0 and (adjoins or len(parts) > 1)):
            parts.append(place)
    return parts


def _rank(sentence: str) -> int | None:
    """Which part of a list the sentence begins: 0 for one more, ``None`` for no part."""
    found = _PART.match(sentence)
    if found is None:
        return None
    if ordinal := found["ordinal"] or found["named"]:
        return _ORDINALS.index(ordinal.lower()) + 1
    if letter := found["letter"]:
        return ord(letter.lower()) - ord("a") + 1
    return int(found["number"] or 0)


def _announces(sentence: str, count: int) -> bool:
    return any(_value(number) == count for number in _COUNT.findall(sentence))


def _alike(sentences: Sequence[str], first: int, count: int) -> list[int]:
    """The next ``count`` sentences, if all begin with one word: "By 2021 …", "By 2049 …"."""
    following = sentences[first : first + count]
    words = [found[1].casefold() for s in following if (found := _FIRST_WORD.match(s))]
    alike = len(words) == count and len(set(words)) == 1
    return [*range(first, first + count)] if alike and words[0] not in _BEGIN_ANYTHING else []


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.index(number.casefold()) + 2
