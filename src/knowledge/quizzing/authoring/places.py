"""What gives a place away, and which others could stand for it: from GeoNames, where installed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import acos, cos, radians, sin
from typing import Any

from knowledge.model.timeline import Name, NameKind
from knowledge.retrieval.gazetteer import geonames

_LARGE_TOWN = 150_000
"""Inhabitants of a town that people have heard of."""
_FAR = {NameKind.COUNTRY: 2_600, NameKind.TOWN: 1_600}
"""Kilometres, for a country between the capitals, from which on two places are of two regions."""
_EARTH = 6_371
_SPELT_ALIKE = 4
"""Letters that a country and the word for its people share: "Chile", "Chilean"."""
_PEOPLES = {
    "GB": "British English Scottish Welsh Britons? London", "FR": "French Frenchm[ae]n",
    "NL": "Dutch", "DE": "German", "ES": "Spanish Spaniards?", "GR": "Greek", "CH": "Swiss",
    "DK": "Danish Danes?", "SE": "Swedish Swedes?", "PL": "Polish Poles?", "TR": "Turkish Turks?",
    "US": "American U\\.S\\.", "IE": "Irish", "TH": "Thai", "NO": "Norwegian", "FI": "Finnish",
    "PT": "Portuguese", "PE": "Peruvian", "BE": "Belgian", "AT": "Austrian", "IQ": "Iraqi",
    "CY": "Cypriot", "RU": "Russian Soviet", "PH": "Filipino Philippine", "IS": "Icelandic",
    "UA": "Ukrainian", "LA": "Lao", "OM": "Omani", "ML": "Malian", "TD": "Chadian",
}  # fmt: skip
"""By ISO 3166 code, as patterns, what people and things of a country are called."""
_WITH_ARTICLE = re.compile(
    r"^(?:United (?:States|Kingdom|Arab Emirates|Provinces)|Netherlands|Philippines|Bahamas|Gambia"
    r"|Maldives|Vatican|Soviet Union|Ottoman Empire|\w+ Republic|Comoros|Seychelles"
    r"|Solomon Islands|Marshall Islands|Ivory Coast|(?:Democratic )?Republic of .+)\b"
)
_NAME = r"[A-Z][\w’'-]+(?:\s+(?:(?:of|the|de|la|el)\s+)?[A-Z][\w’'-]+)*"
_NEXT_BEFORE = re.compile(rf"(?:^|\s)(?:{_NAME})(?:,|\s+in|,\s+in|\s+and|\s+of)\s+(?:the\s+)?$")
_NEXT_AFTER = re.compile(rf"^(?:,|,?\s+and)\s+(?:the\s+)?{_NAME}")
_WAR_BEFORE = re.compile(
    r"(?i)\b(?:wars?|revolution|invasion|occupation|colon(?:y|ies)|troops|kings?|queen|emperor)\s+"
    r"(?:in|of|with|against)\s+(?:the\s+)?$"
)
"""Before a country, what general knowledge completes: "the war in ____"."""
_ENOUGH_OF_A_PLACE = 3


@dataclass(frozen=True, slots=True)
class Town:
    """The best known of the towns of one name."""

    name: str
    country: str
    region: str
    people: int
    north: float
    east: float

    def is_near(self, other: Town, kilometres: float) -> bool:
        """Whether it lies within a distance, along the great circle."""
        here, there = radians(self.north), radians(other.north)
        turn = sin(here) * sin(there) + cos(here) * cos(there) * cos(
            radians(self.east - other.east)
        )
        return _EARTH * acos(max(-1.0, min(1.0, turn))) <= kilometres


def stands_beside_a_name(before: str, after: str) -> bool:
    """Whether a place's neighbour in the text tells it: "Montego Bay in ____", "____, Texas"."""
    return bool(
        _NEXT_BEFORE.search(before) or _WAR_BEFORE.search(before) or _NEXT_AFTER.search(after)
    )


def is_told_by(name: Name, rest: str) -> bool:
    """Whether a town, a people or a country in ``rest`` tells which place ``name`` is.

    Every town of that name counts, as nobody can tell "the Santiago Declaration" from its town.
    """
    if name.kind is NameKind.COUNTRY:
        return _names_people(name.country, rest) or any(
            name.country == place.country for part in _names_in(rest) for place in _towns_of(part)
        )
    mine = _best(name.known_as)
    if mine is None:
        return False
    same_region = any(
        (mine.country, mine.region) == (place.country, place.region)
        for part in _names_in(rest)
        for place in _towns_of(part)
    )
    region = _regions().get(mine.region, "") if mine.country == "US" else ""
    return same_region or _names_people(mine.country, rest) or bool(region and region in rest)


def _names_in(text: str) -> list[str]:
    """The capitalised words of a text, alone and with the one or two after them."""
    found: list[str] = []
    words = re.findall(r"[\w’'-]+", text)
    for place, word in enumerate(words):
        if not word[:1].isupper() or len(word) < _ENOUGH_OF_A_PLACE:
            continue
        found += [" ".join(words[place : place + length]) for length in (1, 2, 3)]
    return found


def _names_people(country: str, text: str) -> bool:
    name = _countries().get(country, "")
    words = _PEOPLES.get(country, "").split()
    # "Niger" must not be found in "Nigerian", nor "Austria" in "Australian".
    stem = name[: max(_SPELT_ALIKE, len(name) - 2)]
    if stem and " " not in name:
        words.append(rf"{re.escape(stem)}\w{{0,5}}")
    elif name:
        words.append(re.escape(name))
    return any(re.search(rf"\b{word}\b", text) for word in words)


def names_a_people(text: str) -> bool:
    """Whether a country, or a word such as "German", rules out people of other countries."""
    return any(_names_people(code, text) for code in _countries())


def of_one_region(name: Name, others: Iterable[str], rest: str) -> list[str]:
    """Those of the other places that lie in the same part of the world, of one country first.

    Without GeoNames, or for a place that it does not know, all of them.
    """
    mine = _country_of(name)
    if mine is None:
        return list(others)
    near = [(place, _country_called(name.kind, place)) for place in others]
    own = [place for place, country in near if country == mine]
    continent = _continents().get(mine)
    beside = [
        place
        for place, country in near
        if country
        and country != mine
        and _continents().get(country) == continent
        and _is_near(name, mine, place, country)
        # Of a country that the question speaks of, only its own towns would be options.
        and not _names_people(mine, rest)
    ]
    return [*own, *beside]


def _is_near(name: Name, mine: str, place: str, country: str) -> bool:
    one, other = (
        (_capital(mine), _capital(country))
        if name.kind is NameKind.COUNTRY
        else (_best(name.known_as), _best(place))
    )
    return one is not None and other is not None and one.is_near(other, _FAR[name.kind])


def _capital(country: str) -> Town | None:
    called = str(_rows()[country]["capital"])
    return next((town for town in _towns_of(called) if town.country == country), None)


def is_odd_one_out(name: Name, others: Sequence[str]) -> bool:
    """Whether a town is of one country and all that are to stand beside it of another."""
    mine = _country_of(name)
    countries = {_country_called(name.kind, place) for place in others}
    return name.kind is NameKind.TOWN and len(countries) == 1 and mine not in (None, *countries)


def is_known_town(name: Name) -> bool:
    """Whether a town is large enough to be meant by its name alone; without GeoNames, any is.

    A small one is as often a college, a family or a ship of its name.
    """
    best = _best(name.known_as)
    return best is None or best.people >= _LARGE_TOWN


def with_article(place: str) -> str:
    """ "the United States"; other names as they are."""
    return f"the {place}" if _WITH_ARTICLE.match(place) else place


def _code_of(country: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country by its GeoNames name; empty if there is none."""
    return next((code for code, name in _countries().items() if name == country), "")


def _country_of(name: Name) -> str | None:
    if name.kind is NameKind.COUNTRY:
        return name.country if name.country in _continents() else None
    best = _best(name.known_as)
    return None if best is None else best.country


def _country_called(kind: NameKind, place: str) -> str:
    if kind is NameKind.COUNTRY:
        return _code_of(_OTHER_NAMES.get(place, place))
    best = _best(place)
    return "" if best is None else best.country


_OTHER_NAMES = {
    "Britain": "United Kingdom", "Great Britain": "United Kingdom", "America": "United States",
    "Soviet Union": "Russia", "Holland": "Netherlands", "The Netherlands": "Netherlands",
    "Burma": "Myanmar", "Czech Republic": "Czechia",
}  # fmt: skip


def _best(town: str) -> Town | None:
    return max(_towns_of(town), key=lambda place: place.people, default=None)


def _towns_of(name: str) -> Sequence[Town]:
    return _towns().get(name.casefold(), ())


@cache
def _rows() -> dict[str, Any]:
    places = geonames()
    return {} if places is None else dict(places.get_countries())


@cache
def _countries() -> dict[str, str]:
    return {code: "Netherlands" if code == "NL" else row["name"] for code, row in _rows().items()}


@cache
def _continents() -> dict[str, str]:
    return {code: row["continentcode"] for code, row in _rows().items()}


@cache
def _regions() -> dict[str, str]:
    places = geonames()
    return {} if places is None else {k: v["name"] for k, v in places.get_us_states().items()}


@cache
def _towns() -> dict[str, tuple[Town, ...]]:
    places = geonames()
    found: dict[str, list[Town]] = defaultdict(list)
    for row in () if places is None else places.get_cities().values():
        town = Town(
            row["name"], row["countrycode"], row["admin1code"], row["population"],
            row["latitude"], row["longitude"],
        )  # fmt: skip
        found[town.name.casefold()].append(town)
    return {name: tuple(towns) for name, towns in found.items()}
