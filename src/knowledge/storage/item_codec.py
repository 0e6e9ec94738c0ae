"""Keys and responses as they are stored: in JSON."""

from __future__ import annotations

from typing import Any

from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    DateKey,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    PartialDate,
    Picked,
    Recalled,
    Response,
    TextKey,
    Written,
)


def key_to_json(key: Key) -> dict[str, Any]:
    match key:
        case ChoiceKey():
            return {"right": sorted(key.right), "credit": key.credit.value}
        case OrderKey():
            return {"credit": key.credit.value}
        case MatchKey():
            return {"matches": list(key.matches), "credit": key.credit.value}
        case TextKey():
            return {"accepted": list(key.accepted)}
        case NumberKey():
            return {"value": key.value, "tolerance": key.tolerance, "unit": key.unit}
        case DateKey():
            return {"date": [key.date.year, key.date.month, key.date.day]}


def key_from_json(stored: dict[str, Any]) -> Key:
    match stored:
        case {"right": right, "credit": credit}:
            return ChoiceKey(frozenset(right), Credit(credit))
        case {"matches": matches, "credit": credit}:
            return MatchKey(tuple(matches), Credit(credit))
        case {"credit": credit}:
            return OrderKey(Credit(credit))
        case {"accepted": accepted}:
            return TextKey(tuple(accepted))
        case {"value": value, "tolerance": tolerance, "unit": unit}:
            return NumberKey(value, tolerance, unit)
        case {"date": date}:
            return DateKey(PartialDate(*date))
    raise ValueError(f"no key of an item: {stored}")


def response_to_json(response: Response) -> dict[str, Any]:
    match response:
        case Picked():
            return {"places": list(response.places)}
        case Written():
            return {"text": response.text}
        case Recalled():
            return {"known": response.known}


def response_from_json(stored: dict[str, Any]) -> Response:
    match stored:
        case {"places": places}:
            return Picked(tuple(places))
        case {"text": text}:
            return Written(text)
        case {"known": known}:
            return Recalled(known)
    raise ValueError(f"no response: {stored}")
