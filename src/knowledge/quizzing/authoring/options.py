"""Wrong options that could be right: of the same kind, time and role, and really wrong."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

from knowledge.model.assessment import ChoiceKey
from knowledge.model.timeline import Name, NameKind, ReadSentence
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.stock import Stock, years_told

ALIKE = 0.82
"""Cosine from which on another sentence tells the same, so that its names and years may be right
as well."""
MOST, FEWEST = 3, 2
"""Wrong options. Three options in all where only two good ones exist."""
ERA = 40
"""Years within which people are of one time."""

CONTESTED = frozenset({"TW", "PS", "XK", "EH", "HK", "MO", "IL", "CY"})
"""ISO 3166 codes of places whose being a country, or whose borders, are disputed: never asked."""
AFTER_1990 = frozenset(
    {
        "AM", "AZ", "BY", "EE", "GE", "KZ", "KG", "LV", "LT", "MD", "RU", "TJ", "TM", "UA", "UZ",
        "BA", "HR", "MK", "ME", "RS", "SI", "XK", "CZ", "SK", "ER", "TL", "SS", "NA", "PW",
    }
)  # fmt: skip
"""Codes of states that are there, or there again, only since the end of the Cold War."""


def dice(*seeds: object) -> random.Random:
    """Chance that falls the same way each time for the same item."""
    digest = hashlib.sha256("\n".join(map(str, seeds)).encode()).digest()
    return random.Random(digest)  # noqa: S311 - a shuffle, no secret


def wrong_years(stock: Stock, clause: Clause, year: int) -> tuple[list[int], bool]:
    """Up to three years of the same time, and whether some of them stand in no document.

    None lies after the document's publication, and none belongs to a sentence that tells the same.
    """
    published = stock.published.get(clause.sentence.passage.document_id)
    reach = _reach(year)
    allowed: dict[int, bool] = {}
    for told, sentence in years_told(stock):
        fits = told != year and abs(told - year) <= reach and (told < 0) == (year < 0)
        if fits and not _is_late(told, published):
            same = stock.likeness(sentence, clause.sentence) > ALIKE
            allowed[told] = allowed.get(told, True) and not same
    own = sorted((y for y, fine in allowed.items() if fine), key=lambda y: (abs(y - year), y))
    own = [y for y in own if str(abs(y)) not in clause.text]
    chosen = _spread(own, year)[:MOST]
    if len(chosen) >= MOST:
        return chosen, False
    roll = dice(clause.text, "years")
    step = max(1, reach // 10)
    before = [-roll.randint(step, 2 * step), -roll.randint(3 * step, 4 * step)]
    after = [roll.randint(step, 2 * step), roll.randint(3 * step, 4 * step)]
    # How many lie before the right year is left to chance, so that its place tells nothing.
    offsets = roll.choice(([*before, *after], [*after, *before], [after[0], *before, after[1]]))
    for offset in offsets:
        candidate = year + offset
        taken = {year, *chosen, *(y for y, fine in allowed.items() if not fine)}
        near = any(abs(candidate - other) < step for other in (year, *chosen))
        if candidate in taken or near or _is_late(candidate, published) or candidate * year <= 0:
            continue
        chosen.append(candidate)
        if len(chosen) == MOST:
            break
    return chosen, True


def near_year(stock: Stock, clause: Clause, year: int) -> int | None:
    """One wrong year that is near enough not to be absurd, and far enough to be wrong."""
    near = max(3, _reach(year) // 4)
    wrong, _ = wrong_years(stock, clause, year)
    fitting = [y for y in wrong if 2 <= abs(y - year) <= near]
    if fitting:
        return fitting[0]
    published = stock.published.get(clause.sentence.passage.document_id)
    offset = dice(clause.text, "swap").choice([-1, 1]) * max(2, near // 2)
    return next(
        (y for y in (year + offset, year - offset) if not _is_late(y, published) and y * year > 0),
        None,
    )


def _reach(year: int) -> int:
    """How far from a year others seem as possible: the older, the farther."""
    if year < 500:
        return 120
    return 60 if year < 1700 else 40 if year < 1900 else 20


def _spread(years: Sequence[int], year: int) -> list[int]:
    """Nearest first, but not all on one side where there are others: the middle must not show."""
    before = [y for y in years if y < year]
    after = [y for y in years if y > year]
    mixed: list[int] = []
    for place in range(max(len(before), len(after))):
        mixed += before[place : place + 1] + after[place : place + 1]
    return mixed


def _is_late(year: int, published: int | None) -> bool:
    return published is not None and year > published


def wrong_names(stock: Stock, clause: Clause, name: Name, *, year: int | None) -> list[str]:
    """Up to three other names of the same kind, time and role, nearest in meaning first."""
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
    return _unlike(name.known_as, [text for _, text in rated])[:MOST]


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
    if name.kind is NameKind.PERSON:
        return _same_role(stock, name, other) and _same_era(stock, name, other, year)
    return True


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
