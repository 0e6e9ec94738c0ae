"""Wrong years that could be right: of the same time, unevenly spaced, the right one anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product

from knowledge.model.timeline import ReadSentence
from knowledge.quizzing.authoring.chance import dice
from knowledge.quizzing.authoring.lifetimes import lifetime
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.stock import Stock, years_told

ALIKE = 0.82
"""Cosine from which on another sentence tells the same, so that its names and years may be right
as well."""
_APART = 3
"""Years between a false year and the right one: fewer are a matter of learning by heart."""
_ENOUGH = 6
"""Years that a document tells of, from which on others must lie near them."""
WRONG = 3
"""Wrong years of an item."""
_LONE = 1.5
"""The widest gap between two options, in terms of all the others together."""
_OF_A_LIFE = re.compile(r"(?i)\b(?:born|birth|died|death|killed|buried|murdered|executed)\b")
_LIFE_REACH = 10
"""Years around a birth or death that the rest of the life does not rule out."""

_NOW = 9999
_ERAS = tuple(
    (re.compile(rf"(?i)\b(?:{words})\b"), first, last)
    for words, first, last in (
        ("First World War|World War (?:I|One)|Great War", 1914, 1918),
        ("Second World War|World War (?:II|Two)|Nazi occupation|German occupation", 1939, 1945),
        ("American Civil War", 1861, 1865),
        ("Spanish Civil War", 1936, 1939),
        ("Russian Civil War", 1917, 1922),
        ("Cold War", 1947, 1991),
        ("Korean War", 1950, 1953),
        ("Vietnam War", 1955, 1975),
        ("Gulf War", 1990, 1991),
        ("Six[- ]Day War", 1967, 1967),
        ("Crimean War", 1853, 1856),
        ("Boer War", 1880, 1902),
        ("Franco-Prussian War", 1870, 1871),
        ("Russo-Japanese War", 1904, 1905),
        ("Napoleonic Wars?", 1803, 1815),
        ("Seven Years[’'] War", 1756, 1763),
        ("Thirty Years[’'] War", 1618, 1648),
        ("American Revolution|War of Independence", 1765, 1783),
        ("French Revolution", 1789, 1799),
        ("Russian Revolution|October Revolution", 1917, 1917),
        ("Cultural Revolution", 1966, 1976),
        ("Great Depression", 1929, 1939),
        ("COVID-19|corona ?virus", 2019, 2023),
        ("League of Nations", 1919, 1946),
        ("United Nations|UNESCO|Security Council", 1945, _NOW),
        ("World Health Organi[sz]ation|GATT", 1948, _NOW),
        ("International Monetary Fund|World Bank", 1944, _NOW),
        ("NATO|North Atlantic Treaty Organi[sz]ation", 1949, _NOW),
        ("European Commission|European Economic Community", 1958, _NOW),
        ("European Union", 1992, _NOW),
        ("World Trade Organi[sz]ation", 1995, _NOW),
        ("European Central Bank", 1998, _NOW),
        ("NASA", 1958, _NOW),
        ("Soviet Union|Soviet", 1917, 1991),
        ("Weimar Republic", 1918, 1933),
        ("West Germany|East Germany", 1949, 1990),
        ("eighteenth century", 1701, 1800),
        ("nineteenth century", 1801, 1900),
        ("twentieth century", 1901, 2000),
    )
)  # fmt: skip
"""What is known to everybody by its dates: years that it rules out are no options."""


_REVOLUTION = re.compile(r"\b(?<!Industrial )(?<!Scientific )Revolution\b")
"""Without its country, the one of that time."""
_SPAN_OF_TITLE = re.compile(r"\b(?P<first>\d{4})\s*(?:[-–—]|to)\s*(?P<last>\d{4}|\d\d)\b")


def bounds(text: str, year: int) -> tuple[int, int]:
    """The first and last year that a war or era named beside ``year`` leaves possible."""
    first, last = -10_000, 10_000
    for pattern, begin, end in _ERAS:
        if pattern.search(text) is None and not (
            begin <= year <= end
            and _REVOLUTION.search(text)
            and _REVOLUTION.search(pattern.pattern)
        ):
            continue
        if year < begin:
            last = min(last, begin)
        elif year > end:
            first = max(first, end)
        else:
            first, last = max(first, begin), min(last, end)
    return first, last


def title_bounds(title: str, year: int) -> tuple[int, int]:
    """The first and last year that a title such as "Money and Metal, 1870–1971" promises."""
    found = _SPAN_OF_TITLE.search(title)
    if found is None:
        return -10_000, 10_000
    first, last = int(found["first"]), int(found["last"])
    if last < 100:
        last += first // 100 * 100
    return (first, last) if first <= year <= last else (-10_000, 10_000)


def wrong_years(stock: Stock, clause: Clause, year: int) -> tuple[list[int], bool]:
    """Three years of the same time, and whether some of them stand in no document; or fewer.

    Each lies within what the question leaves possible, none after the document's publication, and
    none belongs to a sentence that tells the same. How many lie before the right year is left to
    chance, so that its place among them tells nothing.
    """
    reach = _reach(clause, year)
    first, last = _range(stock, clause, year, reach)
    fine = _told(stock, clause, year)
    barred = {year, *(y for y, good in fine.items() if not good)}
    barred |= {int(digits) for digits in re.findall(r"\d{3,4}", clause.text)}
    roll = dice(clause.text, "years")
    wanted = roll.randint(0, WRONG)
    told = sorted((y for y, good in fine.items() if good), key=lambda y: (abs(y - year), y))
    told = [y for y in told if first <= y <= last and y not in barred]
    invented = _invented(year, reach, roll.choice((3, 4, 5)))
    # Far from all that a document tells of, an invented year is seen to be one.
    own = set(_of_document(stock, clause))
    beyond = reach // 3 if len(own) >= _ENOUGH else reach
    begin, end = min(own, default=year) - beyond, max(own, default=year) + beyond
    fresh = [y for y in invented if first <= y <= last and begin <= y <= end and y not in barred]
    counts = sorted(range(WRONG + 1), key=lambda count: (abs(count - wanted), count))
    for known, before in product((told, []), counts):
        chosen = [
            *_pick(_before(known, year), _before(fresh, year), before, year),
            *_pick(_after(known, year), _after(fresh, year), WRONG - before, year),
        ]
        if len(chosen) == WRONG and _is_well_spaced([year, *chosen]):
            return chosen, any(y not in told for y in chosen)
    return [], False


def near_year(stock: Stock, clause: Clause, year: int) -> int | None:
    """One wrong year that is near enough not to be absurd, and far enough to be wrong."""
    reach = _reach(clause, year)
    first, last = _range(stock, clause, year, reach)
    fine = _told(stock, clause, year)
    # Outside what the document tells of, nobody would believe it.
    own = _of_document(stock, clause)
    first, last = max(first, min(own, default=year)), min(last, max(own, default=year))
    near = max(_APART + 1, reach // 3)
    told = [y for y, good in fine.items() if good and _APART <= abs(y - year) <= near]
    step = max(_APART, near // 2)
    sides = [year + step, year - step]
    dice(clause.text, "swap").shuffle(sides)
    candidates = [*sorted(told, key=lambda y: (abs(y - year), y)), *sides]
    return next(
        (
            y
            for y in candidates
            if first <= y <= last and fine.get(y, True) and str(abs(y)) not in clause.text
        ),
        None,
    )


def _document(sentence: ReadSentence) -> int:
    return sentence.passage.document_id


def _of_document(stock: Stock, clause: Clause) -> list[int]:
    return [y for y, s in years_told(stock) if _document(s) == _document(clause.sentence)]


def _told(stock: Stock, clause: Clause, year: int) -> dict[int, bool]:
    """Every other year of the course, and whether no sentence with it tells the same.

    Nor does any of the passage: two items on one passage would tell each other's answers.
    """
    fine: dict[int, bool] = {}
    for told, sentence in years_told(stock):
        if told != year:
            same = (
                sentence.passage.id == clause.sentence.passage.id
                or stock.likeness(sentence, clause.sentence) > ALIKE
            )
            fine[told] = fine.get(told, True) and not same
    return fine


def _range(stock: Stock, clause: Clause, year: int, reach: int) -> tuple[int, int]:
    published = stock.published.get(clause.sentence.passage.document_id)
    sides = (
        bounds(clause.sentence.text, year),
        title_bounds(clause.sentence.passage.document_title, year),
        lifetime(stock, clause, year),
        (year - reach, year + reach),
    )
    first, last = max(begin for begin, _ in sides), min(end for _, end in sides)
    if published is not None:
        last = min(last, published)
    # There is no year 0, and an option has no room for "BC".
    return (max(first, 1), last) if year > 0 else (first, min(last, -1))


def _reach(clause: Clause, year: int) -> int:
    """How far from a year others seem as possible: the older, the farther."""
    if _OF_A_LIFE.search(clause.text):
        return _LIFE_REACH
    return 60 if year < 500 else 40 if year < 1700 else 25 if year < 1900 else 18


def _invented(year: int, reach: int, start: int) -> list[int]:
    """Years on both sides, their gaps growing: even steps would show that they are made up."""
    found, offset, gap = [], 0, start if reach > _LIFE_REACH else 2
    while (offset := offset + gap) <= reach:
        found += [year - offset, year + offset - 1]
        gap += 1
    return found


def _pick(told: Sequence[int], fresh: Sequence[int], count: int, year: int) -> list[int]:
    """``count`` years, told ones first, at least two years apart beyond the first."""
    chosen: list[int] = []
    for candidate in (*told, *fresh):
        taken = (year, *chosen) if candidate in fresh else chosen
        if len(chosen) < count and all(abs(candidate - other) >= 2 for other in taken):
            chosen.append(candidate)
    return chosen


def _before(years: Sequence[int], year: int) -> list[int]:
    return [y for y in years if y < year]


def _after(years: Sequence[int], year: int) -> list[int]:
    return [y for y in years if y > year]


def _is_well_spaced(years: Sequence[int]) -> bool:
    """Neither in even steps, which look made up, nor with one far off, which nobody believes."""
    gaps = [later - one for one, later in pairwise(sorted(years))]
    return len(set(gaps)) > 1 and max(gaps) <= _LONE * (sum(gaps) - max(gaps))
