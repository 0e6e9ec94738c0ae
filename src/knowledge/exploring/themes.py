"""What a course is about: its noun phrases, weighed, and put together where they mean the same.

The weight is log frequency × rarity of the words in English at large × spread over the passages
× nearness to what the whole course means.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.model.corpus import Span
from knowledge.model.timeline import MONTHS, NameKind, ReadSentence, Theme, Token

FloatArray = npt.NDArray[np.float32]

MOST_THEMES = 24
MOST_CANDIDATES = 160
"""Phrases whose meaning is looked at."""
_SHORT_COURSE = 1_500
"""Words below which a phrase that stands only once may be a theme."""
_SAME_MEANING = 0.72
"""Cosine from which on two phrases are one theme."""
_LONGEST = 4
_COMMON = 4.6
"""On the Zipf scale: a single word that is more common names no theme."""
_IN_PHRASE = frozenset({"JJ", "JJR", "NN", "NNS", "NNP", "NNPS"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_EMPTY_WORDS = (
    "other such same new many several own first last next second third various certain different"
    " further more most much recent early late later former good great important main major full"
    " whole common thing way part number time year month day week decade century people man woman"
    " example case kind sort form point fact use end side place name work term result lot word"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][\w’'-]*")


@dataclass(slots=True)
class Candidate:
    """A noun phrase and where it stands."""

    key: str
    forms: Counter[str] = field(default_factory=Counter)
    inside_forms: Counter[str] = field(default_factory=Counter)
    """Those that do not open a sentence, whose capital letter would mean nothing."""
    passages: dict[int, int] = field(default_factory=dict)
    """Ids to document ids, in reading order."""
    weight: float = 0.0

    @property
    def count(self) -> int:
        return self.forms.total()

    @property
    def name(self) -> str:
        """The commonest form, with the capitals that it has inside sentences."""
        return (self.inside_forms or self.forms).most_common(1)[0][0]


def candidates(sentences: Sequence[ReadSentence]) -> list[Candidate]:
    """The phrases whose meaning is worth looking at, heaviest first."""
    found: dict[str, Candidate] = {}
    people = _parts_of_people(sentences)
    for sentence in sentences:
        for first, words in _phrases(sentence):
            key = " ".join(words).lower()
            if {*words} <= people:
                continue
            phrase = found.setdefault(_stem(key), Candidate(_stem(key)))
            shown = " ".join(words)
            phrase.forms[shown] += 1
            if not first:
                phrase.inside_forms[shown] += 1
            phrase.passages[sentence.passage.id] = sentence.passage.document_id
    length = sum(len(sentence.text.split()) for sentence in sentences)
    least = 1 if length < _SHORT_COURSE else 2
    passages = len({sentence.passage.id for sentence in sentences})
    kept = [p for p in found.values() if p.count >= (least if " " in p.key else 2)]
    for phrase in kept:
        spread = math.sqrt(len(phrase.passages) / max(1, passages))
        phrase.weight = math.log1p(phrase.count) * _rarity(phrase.key) * spread
    kept.sort(key=lambda phrase: (-phrase.weight, phrase.key))
    return kept[:MOST_CANDIDATES]


def themes_of(phrases: Sequence[Candidate], vectors: FloatArray, course: FloatArray) -> list[Theme]:
    """The themes, heaviest first.

    Args:
        phrases: From :func:`candidates`.
        vectors: One row for each phrase's name, of length 1.
        course: The mean of the course's vectors, of length 1.
    """
    if not phrases:
        return []
    nearness = np.clip(vectors @ course, 0.05, None)
    weights = np.array([phrase.weight for phrase in phrases]) * nearness
    order = np.argsort(-weights, kind="stable")
    groups: list[list[int]] = []
    for place in order:
        group = next((g for g in groups if _means_same(int(place), g[0], phrases, vectors)), None)
        if group is not None:
            group.append(int(place))
        elif len(groups) < MOST_THEMES:
            groups.append([int(place)])
    heaviest = float(weights[groups[0][0]]) or 1.0
    return [
        _theme([phrases[i] for i in group], float(weights[group[0]]) / heaviest) for group in groups
    ]


def _means_same(one: int, other: int, phrases: Sequence[Candidate], vectors: FloatArray) -> bool:
    words, others = phrases[one].key.split(), phrases[other].key.split()
    inside = f" {phrases[other].key} " in f" {phrases[one].key} " and len(others) > 1
    return (
        inside
        or (float(vectors[one] @ vectors[other]) > _SAME_MEANING and words[-1] == others[-1])
        or float(vectors[one] @ vectors[other]) > 0.85
    )


def _theme(group: Sequence[Candidate], weight: float) -> Theme:
    places: dict[int, int] = {}
    for phrase in group:
        places.update(phrase.passages)
    ordered = dict(sorted(places.items()))
    return Theme(
        name=_capitalised(group[0].name),
        weight=round(weight, 3),
        aliases=tuple(dict.fromkeys(phrase.name for phrase in group[1:])),
        passages=tuple(ordered),
        documents=tuple(sorted(set(ordered.values()))),
    )


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _parts_of_people(sentences: Sequence[ReadSentence]) -> set[str]:
    named = [n.text for s in sentences for n in s.names if n.kind is NameKind.PERSON]
    authors = [s.passage.author or "" for s in sentences]
    return {part for name in (*named, *authors) for part in name.split()}


def _phrases(sentence: ReadSentence) -> Iterator[tuple[bool, list[str]]]:
    """Noun phrases of up to four words; whether each opens the sentence."""
    taken = _taken(sentence)
    run: list[_Word] = []
    for word in _words(sentence):
        inside = any(span.start <= word.span.start < span.end for span in taken)
        if word.fits and not inside:
            run.append(word)
        else:
            yield from _of_run(run, sentence)
            run = []
    yield from _of_run(run, sentence)


def _taken(sentence: ReadSentence) -> list[Span]:
    """Where people, countries, towns and dates stand: who, where and when is not what about."""
    kinds = (NameKind.PERSON, NameKind.COUNTRY, NameKind.TOWN)
    alone = [name.span for name in sentence.names if name.kind in kinds]
    return [*alone, *(mention.span for mention in sentence.dates)]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, with others that a hyphen joins to it: "people-to-people"."""

    text: str
    span: Span
    tag: str
    fits: bool


def _words(sentence: ReadSentence) -> Iterator[_Word]:
    joined: list[Token] = []
    for token in sentence.tokens:
        if joined and _is_hyphenated(joined[-1], token):
            joined.append(token)
            continue
        if joined:
            yield _word(joined, sentence)
        joined = [token]
    if joined:
        yield _word(joined, sentence)


def _is_hyphenated(token: Token, following: Token) -> bool:
    return following.span.start == token.span.end and "-" in (token.text, following.text)


def _word(joined: Sequence[Token], sentence: ReadSentence) -> _Word:
    last = joined[-1]
    span = Span(joined[0].span.start, last.span.end)
    text = sentence.slice(span)
    if not last.tag:
        return _Word(text, span, "", _PLAIN.fullmatch(text) is not None)
    fits = last.tag in _IN_PHRASE or (
        last.tag in ("VBG", "VBN") and last.relation in ("amod", "compound")
    )
    tag = last.tag if len(joined) == 1 or last.tag in _NOUNS else "JJ"
    return _Word(text, span, tag, (fits or len(joined) > 2) and text not in MONTHS)


def _of_run(run: list[_Word], sentence: ReadSentence) -> Iterator[tuple[bool, list[str]]]:
    while run and (run[0].text.lower() in _EMPTY or run[0].tag in ("VBN", "JJR")):
        run = run[1:]
    while run and run[-1].tag and run[-1].tag not in _NOUNS:
        run = run[:-1]
    if not run or len(run) > _LONGEST:
        return
    words = [word.text for word in run]
    if len(words) == 1 and (words[0].lower() in _EMPTY or _zipf(words[0]) > _COMMON):
        return
    if not run[0].tag and (len(words) == 1 or any(_is_common(word) for word in words)):
        return
    yield run[0].span.start == sentence.span.start, words


def _is_common(word: str) -> bool:
    return len(word) < 4 or _zipf(word) > 5.5


def _stem(key: str) -> str:
    """One key for a phrase's singular and plural."""
    if key.endswith("ies"):
        return f"{key[:-3]}y"
    return key[:-1] if key.endswith("s") and not key.endswith(("ss", "us", "is")) else key


def _rarity(key: str) -> float:
    """In (0, 1]: low for the words that English uses most; longer phrases say more."""
    words = [word for word in re.split(r"[\s-]", key) if word]
    zipf = sum(_zipf(word) for word in words) / len(words)
    return max(0.05, (7.5 - zipf) / 7.5) * (1.0 if len(words) > 1 else 0.55)


@cache
def _frequencies() -> Any:
    if importlib.util.find_spec("wordfreq") is None:
        return None
    return importlib.import_module("wordfreq")


def _zipf(word: str) -> float:
    """Zipf scale: 7 for "the", 1 for the rarest; 4 for every word without `wordfreq`."""
    frequencies = _frequencies()
    return 4.0 if frequencies is None else float(frequencies.zipf_frequency(word, "en"))
