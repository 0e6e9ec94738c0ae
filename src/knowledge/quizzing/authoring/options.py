"""Wrong options that could be right: of the same kind, time and role, and really wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.model.assessment import ChoiceKey
from knowledge.model.timeline import Name, NameKind, ReadSentence
from knowledge.quizzing.authoring import places
from knowledge.quizzing.authoring.chance import dice
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.stock import Stock
from knowledge.quizzing.authoring.years import ALIKE

MOST, FEWEST = 3, 2
"""Wrong options. Three options in all where only two good ones exist."""
ERA = 40
"""Years within which people are of one time."""
_OLD, _CENTURY = 1800, 100
"""Years before which not every town of the course could stand for another."""

CONTESTED = frozenset({"TW", "PS", "XK", "EH", "HK", "MO", "IL", "CY"})
"""ISO 3166 codes of places whose being a country, or whose borders, are disputed: never asked."""
AFTER_1990 = frozenset(
    {
        "AM", "AZ", "BY", "EE", "GE", "KZ", "KG", "LV", "LT", "MD", "RU", "TJ", "TM", "UA", "UZ",
        "BA", "HR", "MK", "ME", "RS", "SI", "XK", "CZ", "SK", "ER", "TL", "SS", "NA", "PW",
    }
)  # fmt: skip
"""Codes of states that are there, or there again, only since the end of the Cold War."""


def wrong_names(stock: Stock, clause: Clause, name: Name, *, year: int | None) -> list[str]:
    """Up to three other names of the same kind, time and role, nearest in meaning first.

    People and places are all of one document, where each plays the part of the answer: three
    engineers, three towns that somebody moved to.
    """
    rated: list[tuple[float, str]] = []
    for known_as, other in stock.names.get(name.kind, {}).items():
        if not _may_stand_for(stock, clause, name, other, year):
            continue
        sentences = stock.naming[known_as]
        likeness = [stock.likeness(clause.sentence, s) for s in sentences]
        if any(value > ALIKE for value in likeness):
            continue
        same_document = any(_document(s) == _document(clause.sentence) for s in sentences)
        rated.append((same_document + max(likeness, default=0.0), known_as))
    rated.sort(key=lambda pair: (-pair[0], pair[1]))
    wrong = [text for _, text in rated]
    if name.kind in (NameKind.COUNTRY, NameKind.TOWN):
        wrong = _of_the_region(stock, clause, name, wrong, year)
        if places.is_odd_one_out(name, wrong[:MOST]):
            return []
    return _unlike(name.known_as, wrong)[:MOST]


def _of_the_region(
    stock: Stock, clause: Clause, name: Name, told: Sequence[str], year: int | None
) -> list[str]:
    """Those of the places that lie on the same continent."""
    rest = re.sub(rf"\b{re.escape(name.text)}\b", "", clause.text)
    of_the_time = [p for p in told if _is_of_the_time(stock, p, year)]
    return places.of_one_region(name, of_the_time, rest)


def _is_of_the_time(stock: Stock, place: str, year: int | None) -> bool:
    """Whether a place is told of within a century of ``year``, where that was long ago."""
    years = stock.years_of.get(place, ())
    return year is None or year >= _OLD or any(abs(year - other) <= _CENTURY for other in years)


def _may_stand_for(stock: Stock, clause: Clause, name: Name, other: Name, year: int | None) -> bool:
    if (
        other.known_as == name.known_as
        or other.known_as in clause.text
        or other.text in clause.text
    ):
        return False
    if other.known_as in clause.sentence.passage.document_title or " its " in other.text:
        return False
    if stock.is_too_frequent(other.known_as):
        return False
    if name.kind is NameKind.COUNTRY and not is_askable_country(other, year):
        return False
    if name.kind is NameKind.COUNTRY and other.country == name.country:
        return False
    if name.kind not in (NameKind.PERSON, NameKind.COUNTRY, NameKind.TOWN):
        return True
    told_here = any(
        _document(s) == _document(clause.sentence) for s in stock.naming[other.known_as]
    )
    if not (told_here and _same_role(stock, name, other)):
        return False
    return name.kind is not NameKind.PERSON or _same_era(stock, name, other, year)


def is_askable_country(name: Name, year: int | None) -> bool:
    """Whether a country may be an option in an item about ``year``."""
    if name.country in CONTESTED or not name.country:
        return False
    return not (year is not None and year < 1992 and name.country in AFTER_1990)


def _same_role(stock: Stock, name: Name, other: Name) -> bool:
    roles = stock.roles_of.get(name.known_as, frozenset())
    return bool(roles & stock.roles_of.get(other.known_as, frozenset()))


def _same_era(stock: Stock, name: Name, other: Name, year: int | None) -> bool:
    years = stock.years_of.get(other.known_as, ())
    mine = (year,) if year is not None else stock.years_of.get(name.known_as, ())
    return any(abs(one - two) <= ERA for one in mine for two in years)


def _unlike(answer: str, names: Sequence[str]) -> list[str]:
    """Without those that share a word of weight with the answer or with one another."""
    kept: list[str] = []
    for name in names:
        words = {word for word in name.split() if len(word) > 3 and word[0].isupper()}
        if all(not (words & {*other.split()}) or len(words) > 2 for other in (answer, *kept)):
            kept.append(name)
    return kept


def _document(sentence: ReadSentence) -> int:
    return sentence.passage.document_id


def shuffled(answer: str, wrong: Sequence[str], seed: str) -> tuple[tuple[str, ...], ChoiceKey]:
    """The options in an order that says nothing, and the key to them."""
    options = [answer, *wrong]
    dice(seed, "options").shuffle(options)
    return tuple(options), ChoiceKey(frozenset({options.index(answer)}))


def in_order(answer: int, wrong: Sequence[int]) -> tuple[tuple[str, ...], ChoiceKey]:
    """Years, earliest first, as people expect them."""
    years = sorted([answer, *wrong])
    return tuple(str(abs(y)) for y in years), ChoiceKey(frozenset({years.index(answer)}))
