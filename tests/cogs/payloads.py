"""Everything that the bot sent, held against Discord's limits and, where its file is present,
against Discord's own description of the API."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import simcord
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SPECIFICATION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

_TEXT = 10
_MENTION = re.compile(r"(?<!\\)(?:<(?:@[!&]?|#)\d|@(?:everyone|here))")
_MASKED_LINK = re.compile(r"(?<!\\)\]\(")


def check_payloads(env: simcord.Env) -> None:
    """Fail on the first request that Discord would refuse, or that could ping or mislead."""
    for request in env.http_requests:
        if request.method == "GET" or request.json is None:
            continue
        message = request.json.get("data", request.json) if isinstance(request.json, dict) else {}
        if isinstance(message, dict) and message.get("components"):
            _check_components(message)
        if SPECIFICATION.is_file():
            _check_schema(request.method, request.path, request.json)


def is_acknowledged_first(env: simcord.Env, since: int) -> bool:
    """Whether the first request from ``since`` on tells Discord only that words will follow."""
    sent = [request.json for request in env.http_requests[since:] if request.method != "GET"]
    return bool(sent) and isinstance(sent[0], dict) and sent[0].get("type") in (5, 6)


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component of a message or modal, outermost first."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for inner in ("component", "accessory"):
            if component.get(inner):
                yield from walk([component[inner]])


def _check_components(message: dict[str, Any]) -> None:
    components = list(walk(message["components"]))
    texts = [component["content"] for component in components if component["type"] == _TEXT]
    custom_ids = [c["custom_id"] for c in components if c.get("custom_id")]
    assert len(components) <= 40
    assert sum(len(text.encode("utf-16-le")) // 2 for text in texts) <= 4_000
    assert len(set(custom_ids)) == len(custom_ids)
    assert all(len(custom_id) <= 100 for custom_id in custom_ids)
    assert all(len(component.get("label") or "") <= 45 for component in components)
    for text in texts:
        assert not _MENTION.search(text), text
        assert not _MASKED_LINK.search(text), text
    if "title" not in message:
        assert message["allowed_mentions"]["parse"] == []


def _write_defaults_as_text(body: dict[str, Any]) -> None:
    """As it does with what is chosen already in a list of roles or channels."""
    for part in walk((body.get("data") or body).get("components") or []):
        for value in part.get("default_values", []):
            value["id"] = str(value["id"])


def _check_schema(method: str, path: str, body: Any) -> None:
    template = _template(method, path)
    assert template is not None, f"Discord knows no {method} {path}"
    if isinstance(body, dict) and body.get("message_reference"):
        # discord.py sends these ids as numbers, which Discord takes though it documents strings.
        reference = {k: str(v) for k, v in body["message_reference"].items() if k.endswith("_id")}
        body = {**body, "message_reference": reference}
    if isinstance(body, dict) and body.get("attachments"):
        # As it does with the places of uploaded files.
        body = {**body, "attachments": [{**a, "id": str(a["id"])} for a in body["attachments"]]}
    if isinstance(body, dict) and body.get("recipient_id"):
        body = {**body, "recipient_id": str(body["recipient_id"])}
    if isinstance(body, dict):
        _write_defaults_as_text(body)
    fault = find_fault(method, template, json.dumps(body))
    assert fault is None, f"{method} {path}: {fault}\n{json.dumps(body)[:2000]}"


@functools.lru_cache(maxsize=1_000)
def find_fault(method: str, template: str, body: str) -> str | None:
    error = next(_validator(method, template).iter_errors(json.loads(body)), None)
    return None if error is None else error.message


@functools.cache
def _specification() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    return loaded


@functools.cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Paths as patterns, those with most fixed words first, so that "@original" beats an id."""
    paths = sorted(_specification()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in paths]


def _template(method: str, path: str) -> str | None:
    for pattern, template in _templates():
        if pattern.fullmatch(path) and method.lower() in _specification()["paths"][template]:
            return template
    return None


def _one_of(
    validator: Any, alternatives: list[dict[str, Any]], instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """The standard's rule for what can be meant at all: most of the time went into proving that a
    button is none of six other components."""
    possible = [each for each in alternatives if _may_be(each, instance)]
    yield from Draft202012Validator.VALIDATORS["oneOf"](validator, possible, instance, schema)


def _may_be(alternative: dict[str, Any], instance: Any) -> bool:
    """False only if the alternative demands another value, or another ``type`` of component."""
    if "const" in alternative:
        return bool(alternative["const"] == instance)
    name = alternative.get("$ref", "").rpartition("/")[2]
    types = _component_types(name) if name else None
    return types is None or (isinstance(instance, dict) and instance.get("type") in types)


@functools.cache
def _component_types(name: str) -> list[int] | None:
    """What a part of the description demands as ``type``; ``None`` if that is open."""
    part = _specification()["components"]["schemas"][name]
    if "type" not in part.get("required", []) or part.get("type") != "object":
        return None
    types: list[int] | None = part["properties"]["type"].get("enum")
    return types


_Validator: Any = extend(Draft202012Validator, {"oneOf": _one_of})  # type: ignore[no-untyped-call]


@functools.cache
def _validator(method: str, template: str) -> Any:
    content = _specification()["paths"][template][method.lower()]["requestBody"]["content"]
    resource = DRAFT202012.create_resource(_specification())
    registry: Registry[Any] = Registry().with_resource("urn:discord", resource)
    schema = json.loads(
        json.dumps(content["application/json"]["schema"]).replace('"#/', '"urn:discord#/')
    )
    return _Validator(schema, registry=registry)
