"""Items as YAML, the format of `items.yaml` in a course folder. It holds everything of an item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from knowledge.model.assessment import (
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    Credit,
    DateKey,
    Difficulty,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    TextKey,
)
from knowledge.quizzing.interchange.lines import DEFAULT_CREDIT, read_date
from knowledge.quizzing.interchange.written import (
    E,
    FaultyItem,
    Reading,
    Writing,
    WrittenItem,
    one_of,
)

_FIELDS = (
    "name", "type", "stem", "options", "pairs", "key", "credit", "tolerance", "unit", "rationale",
    "document", "passage", "themes", "difficulty", "flags",
)  # fmt: skip
_DEEPEST = 10
_MOST_EVENTS = 300_000
"""Texts, and beginnings and ends of lists: a hundred and fifty an item, of which each has few."""
_TRUE, _FALSE = ("true", "yes"), ("false", "no")

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar is read as text: an option "No" must not become a falsehood."""
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def read(text: str) -> Reading:
    return Reading.of(_read, text)


def _read(text: str, reading: Reading) -> None:
    try:
        _refuse_traps(text)
        loader = _Loader(text)
        root = loader.get_single_node()
    except FaultyItem as fault:
        reading.refuse(fault.line or 0, "", str(fault))
        return
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        reading.refuse(line, "", f"this is no YAML: {error.problem}.")
        return
    except yaml.YAMLError as error:
        reading.refuse(0, "", f"this is no YAML: {error}")
        return
    fields = _fields(root)
    listed = fields.get("items")
    if not isinstance(listed, yaml.SequenceNode):
        reading.refuse(1, "", "there is no list called “items”.")
        return
    allowed = _allowed_themes(fields.get("themes"))
    for node in listed.value:
        _read_one(node, allowed, reading)


def _refuse_traps(text: str) -> None:
    """Raises FaultyItem for what lets a small file stand for a huge one, or for a deep one."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, _Loader)):
        line = 0 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise FaultyItem("aliases (*name) are not read. Write them out.", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise FaultyItem("lists stand in lists, too deep. See the format of an item.", line)
        if number >= _MOST_EVENTS:
            raise FaultyItem("it holds more than items need. Split the file.", line)


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _allowed_themes(node: yaml.Node | None) -> frozenset[str] | None:
    """The themes that the file lists; ``None`` if it lists none, and any will do."""
    if not isinstance(node, yaml.SequenceNode):
        return None
    return frozenset(_text(child) for child in node.value)


def _read_one(node: yaml.Node, allowed: frozenset[str] | None, reading: Reading) -> None:
    line = node.start_mark.line + 1
    fields = _fields(node)
    named = fields.get("name")
    name = named.value.strip() if isinstance(named, yaml.ScalarNode) else ""
    with reading.item(line, name):
        item = _item(fields, line)
        stray = [
            theme for theme in item.draft.themes if allowed is not None and theme not in allowed
        ]
        if stray:
            raise FaultyItem(f"the theme “{stray[0]}” is not in the file's list of themes.")
        reading.items.append(item)


def _item(fields: dict[str, yaml.Node], line: int) -> WrittenItem:
    unknown = [field for field in fields if field not in _FIELDS]
    if not fields or unknown:
        known = ", ".join(_FIELDS)
        what = f"no field is called “{unknown[0]}”" if unknown else "an item has fields"
        raise FaultyItem(f"{what}. There are: {known}.")
    kind = _one_of(ItemType, fields, "type", None)
    options, key = _key(kind, fields)
    return WrittenItem(
        ItemDraft(
            type=kind,
            stem=_text(fields.get("stem")),
            key=key,
            options=options,
            rationale=_text(fields.get("rationale")),
            themes=tuple(_texts(fields.get("themes"), "themes")),
            difficulty=_one_of(Difficulty, fields, "difficulty", Difficulty.MEDIUM),
            name=_text(fields.get("name")),
            flags=tuple(_texts(fields.get("flags"), "flags")),
        ),
        document=_text(fields.get("document")),
        passage=_text(fields.get("passage")),
        line=line,
    )


def _key(kind: ItemType, fields: dict[str, yaml.Node]) -> tuple[tuple[str, ...], Key]:
    credit = _one_of(Credit, fields, "credit", DEFAULT_CREDIT.get(kind, Credit.ALL))
    options = tuple(_texts(fields.get("options"), "options"))
    match kind:
        case ItemType.TRUE_FALSE:
            said = _text(fields.get("key")).casefold()
            if said not in _TRUE + _FALSE:
                raise FaultyItem("the key must be true or false.")
            return TRUE_FALSE_OPTIONS, ChoiceKey(frozenset({int(said in _FALSE)}), credit)
        case ItemType.SINGLE_CHOICE | ItemType.MULTIPLE_CHOICE:
            right = _texts(fields.get("key"), "key")
            places = {text: place for place, text in reversed([*enumerate(options)])}
            missing = [text for text in right if text not in places]
            if missing or not right:
                what = f"the key “{missing[0]}” is" if missing else "there is no key. It must be"
                raise FaultyItem(f"{what} {'not ' if missing else ''}among the options.")
            return options, ChoiceKey(frozenset(places[text] for text in right), credit)
        case ItemType.ORDERING:
            return options, OrderKey(credit)
        case ItemType.MATCHING:
            pairs = [_texts(pair, "pairs") for pair in _children(fields.get("pairs"), "pairs")]
            if any(len(pair) != 2 for pair in pairs):
                raise FaultyItem("pairs are written as [term, match].")
            return tuple(p[0] for p in pairs), MatchKey(tuple(p[1] for p in pairs), credit)
        case ItemType.NUMBER:
            unit = _text(fields.get("unit"))
            return (), NumberKey(_number(fields, "key"), _number(fields, "tolerance", 0.0), unit)
        case ItemType.DATE:
            return (), DateKey(read_date(_text(fields.get("key"))))
        case _:
            return (), TextKey(tuple(_texts(fields.get("key"), "key")))


def _one_of(kind: type[E], fields: dict[str, yaml.Node], field: str, default: E | None) -> E:
    if field not in fields and default is not None:
        return default
    return one_of(kind, _text(fields.get(field)), field)


def _number(fields: dict[str, yaml.Node], field: str, default: float | None = None) -> float:
    if field not in fields and default is not None:
        return default
    said = _text(fields.get(field))
    try:
        return float(said)
    except ValueError:
        raise FaultyItem(f"{field} is “{said}”; it must be a number.") from None


def _text(node: yaml.Node | None) -> str:
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise FaultyItem("there is a list where a text belongs.", node.start_mark.line + 1)
    return str(node.value).strip()


def _children(node: yaml.Node | None, field: str) -> list[yaml.Node]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise FaultyItem(f"{field} must be a list.")
    return list(node.value)


def _texts(node: yaml.Node | None, field: str) -> list[str]:
    """A list of texts; one text alone is a list of one."""
    if isinstance(node, yaml.ScalarNode):
        return [_text(node)]
    return [_text(child) for child in _children(node, field)]


def write(items: Sequence[WrittenItem]) -> Writing:
    themes = list(dict.fromkeys(theme for item in items for theme in item.draft.themes))
    file = {"themes": themes, "items": [_written(item) for item in items]}
    dumped = yaml.dump(file, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96)
    return Writing(dumped.encode("utf-8"), len(items))


def _written(item: WrittenItem) -> dict[str, Any]:
    draft = item.draft
    written: dict[str, Any] = {
        "name": draft.name,
        "type": draft.type.value,
        "stem": draft.stem,
        **_written_key(draft),
        "rationale": draft.rationale,
        "document": item.document,
        "passage": item.passage,
        "themes": list(draft.themes),
        "difficulty": draft.difficulty.value,
        "flags": list(draft.flags),
    }
    return {field: value for field, value in written.items() if value not in ("", [])}


def _written_key(draft: ItemDraft) -> dict[str, Any]:
    match draft.key:
        case ChoiceKey(right, credit):
            stated = {} if credit is DEFAULT_CREDIT[draft.type] else {"credit": credit.value}
            if draft.type is ItemType.TRUE_FALSE:
                return {"key": 0 in right, **stated}
            texts = [draft.options[place] for place in sorted(right)]
            key = texts if draft.type is ItemType.MULTIPLE_CHOICE else texts[0]
            return {"options": list(draft.options), "key": key, **stated}
        case OrderKey(credit):
            return {"options": list(draft.options), "credit": credit.value}
        case MatchKey(matches, credit):
            pairs = [list(pair) for pair in zip(draft.options, matches, strict=True)]
            return {"pairs": pairs, "credit": credit.value}
        case TextKey(accepted):
            return {"key": accepted[0] if draft.type is ItemType.FLASHCARD else list(accepted)}
        case NumberKey(value, tolerance, unit):
            return {"key": value, "tolerance": tolerance, "unit": unit}
        case DateKey(date):
            return {"key": str(date)}
