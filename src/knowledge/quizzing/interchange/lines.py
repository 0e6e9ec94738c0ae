"""Options and keys as lines of text, as people write them in a form or a cell.

Options stand one on a line, right ones marked with ``*``; events in their order; pairs as
``term = match``. Of the other types the key is text: accepted answers one on a line, a number as
``48000 ± 500 pounds``, a date as ``1978-08``. Within a line ``\\n`` is a new line, and a backslash
takes the meaning from a leading ``*``, from ``=`` and from itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model.assessment import (
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    Credit,
    DateKey,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    PartialDate,
    TextKey,
)
from knowledge.quizzing.interchange.written import FaultyItem

DEFAULT_CREDIT = {
    ItemType.SINGLE_CHOICE: Credit.ALL,
    ItemType.TRUE_FALSE: Credit.ALL,
    ItemType.MULTIPLE_CHOICE: Credit.ALL,
    ItemType.ORDERING: Credit.PARTIAL,
    ItemType.MATCHING: Credit.PARTIAL,
}
"""Where a file says nothing; the types that are missing have no credit to give in part."""

_NUMBER = re.compile(
    r"(?P<value>[-+]?[\d.,]+(?:e[-+]?\d+)?)"
    r"(?:\s*(?:±|\+/-|\+-)\s*(?P<tolerance>[\d.,]+(?:e[-+]?\d+)?))?"
    r"(?:\s+(?P<unit>\S.*)|(?P<sign>[^\s\d.,].*))?",
    re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r"(?P<year>-?\d{1,4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class KeyLines:
    """Two texts of lines: the options (empty where a type has none) and the key."""

    options: str
    key: str


def to_lines(draft: ItemDraft) -> KeyLines:
    match draft.key:
        case ChoiceKey(right):
            marked = [
                ("*" if place in right else "") + _escaped(option)
                for place, option in enumerate(draft.options)
            ]
            return KeyLines("\n".join(marked), "")
        case OrderKey():
            return KeyLines("\n".join(map(_escaped, draft.options)), "")
        case MatchKey(matches):
            pairs = zip(draft.options, matches, strict=True)
            lines = [f"{_term(term)} = {_term(match)}" for term, match in pairs]
            return KeyLines("\n".join(lines), "")
        case TextKey(accepted):
            return KeyLines("", "\n".join(map(_escaped, accepted)))
        case NumberKey():
            return KeyLines("", number_line(draft.key))
        case DateKey(date):
            return KeyLines("", str(date))


def number_line(key: NumberKey) -> str:
    around = f" ± {_figure(key.tolerance)}" if key.tolerance else ""
    return f"{_figure(key.value)}{around} {key.unit}".strip()


def from_lines(
    kind: ItemType, lines: KeyLines, credit: Credit | None = None
) -> tuple[tuple[str, ...], Key]:
    """Options and key.

    Raises:
        FaultyItem: with what is wrong, for the person who wrote it.
    """
    given = credit or DEFAULT_CREDIT.get(kind, Credit.ALL)
    options = [line for line in lines.options.split("\n") if line.strip()]
    match kind:
        case ItemType.TRUE_FALSE:
            return TRUE_FALSE_OPTIONS, ChoiceKey(frozenset({_true_or_false(options, lines.key)}))
        case ItemType.SINGLE_CHOICE | ItemType.MULTIPLE_CHOICE:
            right = frozenset(place for place, line in enumerate(options) if line[:1] == "*")
            if not right:
                raise FaultyItem("no correct answer marked. Put * before it.")
            texts = (line[1:] if line[:1] == "*" else line for line in options)
            return tuple(map(_plain, texts)), ChoiceKey(right, given)
        case ItemType.ORDERING:
            return tuple(map(_plain, options)), OrderKey(given)
        case ItemType.MATCHING:
            pairs = [_pair(line) for line in options]
            return tuple(term for term, _ in pairs), MatchKey(tuple(m for _, m in pairs), given)
        case ItemType.NUMBER:
            return (), read_number_line(lines.key)
        case ItemType.DATE:
            return (), DateKey(read_date(lines.key))
        case _:
            accepted = [_plain(line) for line in lines.key.split("\n") if line.strip()]
            if not accepted:
                raise FaultyItem("no correct answer given.")
            return (), TextKey(tuple(accepted))


def read_number_line(text: str) -> NumberKey:
    """Raises FaultyItem if it is not "number", "number ± tolerance", each perhaps with a unit."""
    found = _NUMBER.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        value = float(found["value"].replace(",", ""))
        tolerance = float((found["tolerance"] or "0").replace(",", ""))
    except ValueError:
        raise FaultyItem(f"“{text.strip()}” is no number.") from None
    return NumberKey(value, tolerance, found["unit"] or found["sign"] or "")


def read_date(text: str) -> PartialDate:
    """Raises FaultyItem if it is not "1978", "1978-08" or "1978-08-16"."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise FaultyItem(f"“{text.strip()}” is no date. Write it as 1978, 1978-08 or 1978-08-16.")
    month, day = (int(part) if part else None for part in (found["month"], found["day"]))
    return PartialDate(int(found["year"]), month, day)


def _true_or_false(options: list[str], key: str) -> int:
    marked = [line[1:] for line in options if line[:1] == "*"]
    said = (marked[0] if len(marked) == 1 else key).strip().casefold()
    if said not in ("true", "t", "false", "f", "yes", "no"):
        raise FaultyItem("it must be True or False, one of them.")
    return 0 if said in ("true", "t", "yes") else 1


def _pair(line: str) -> tuple[str, str]:
    parts = re.split(r"(?<!\\)((?:\\\\)*)=", line, maxsplit=1)
    if len(parts) < 3:
        raise FaultyItem(f"“{line.strip()}” is no pair. Write it as: term = match")
    return _plain((parts[0] + parts[1]).strip()), _plain(parts[2].strip())


def _term(text: str) -> str:
    return _escaped(text).replace("=", "\\=")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return f"\\{text}" if text.startswith("*") else text


def _plain(text: str) -> str:
    marks = {"n": "\n"}
    return re.sub(r"\\(.)", lambda found: marks.get(found[1], found[1]), text.strip())


def _figure(value: float) -> str:
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
