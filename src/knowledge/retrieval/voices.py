"""Whose documents a question asks: "What does Hong say about …?", "according to Zhao". English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.model.corpus import Passage
from knowledge.retrieval.words import fold, search_words, tokens

_SAYS = (
    r"say|write|think|argue|claim|believe|see|mean|call|find|consider|warn|conclude|count|expect"
    r"|explain|describe|suggest|propose|report|state|note|observe|recommend|define|criticise"
    r"|criticize|emphasi[sz]e|stress|mention|view|regard|tell|want|list|name|give|sum|use|discuss"
)
_SAID = rf"(?:{_SAYS})(?:s|es|ed|d)?|wrote|said|thought|saw|meant|called|found|told|gave|described"
_NAME = r"(?P<name>[^\W\d_]+(?:[ .-]+[^\W\d_]+){0,3}?)"
_TITLED = r"(?:(?:prof(?:essor)?|dr|mr|mrs|ms)\.?\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:does|do|did|would|has)\s+{_TITLED}{_NAME}\s+(?:(?!not\b)\w+ly\s+|also\s+|then\s+)?(?:{_SAID})\b",
        rf"\baccording\s+to\s+{_TITLED}{_NAME}\s*(?:[,.?;:]|$|\b(?=what|who|when|where|why|how|which)\b)",
        rf"\b(?:for|to|by|in)\s+{_TITLED}{_NAME}\s*(?:,|\?|$)",
        rf"\b{_NAME}['’]s?\s+(?:\w+\s+)?"
        r"(?:views?|opinions?|article|text|essay|paper|arguments?|account|chapter|document|position)\b",
        rf"^\W*{_NAME}\s+(?:says|writes|thinks|argues|claims|believes)\b",
    )
)
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»]{3,200})[”\"»]")
_OF_A_TOPIC = re.compile(r"\b(?:about|views?|opinions?|position)\b", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\b(?:article|text|document|essay|paper|chapter|book|report|reading)\s+(?P<title>.+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_WORDS_OF_A_TITLE = 3
"""Fewer are as often the subject of the question."""


class Asked(NamedTuple):
    """Which documents a question is put to, and what it asks of them."""

    documents: frozenset[int]
    """Their ids; empty if the question names none."""
    rest: str
    """The question, where it is for a topic without the words that name them.

    They would find any "Hong says". Elsewhere they help to find who says what.
    """


def may_name_documents(question: str) -> bool:
    """Is it worth looking whether ``question`` names an author or a title? Quick."""
    return any(True for _ in _mentions(" ".join(question.split())))


def documents_asked(question: str, passages: Iterable[Passage]) -> Asked:
    """The documents that ``question`` names by their author or title.

    An author is named by the whole name, or by the part that running text uses, and only where
    the question asks what they say: who is merely spoken of is no author. Where another author
    is named besides, all documents are asked.
    """
    plain = " ".join(unicodedata.normalize("NFKC", question).split())
    mentions = list(_mentions(plain))
    found: dict[int, Passage] = {p.document_id: p for p in passages} if mentions else {}
    documents: set[int] = set()
    rest = plain
    for mention in mentions:
        fitting = {d: said for d, p in found.items() if (said := mention.said_of(p))}
        documents |= fitting.keys()
        for said in fitting.values():
            rest = rest.replace(said, " ", 1)
    if any(_speaks_of(plain, p) for d, p in found.items() if d not in documents):
        return Asked(frozenset(), plain)
    stripped = documents and _OF_A_TOPIC.search(plain) and search_words(rest)
    return Asked(frozenset(documents), " ".join(rest.split()) if stripped else plain)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words of a question that may name a document."""

    whole: str
    """With the words around the name: "does Hong say"."""
    name: str
    is_title: bool

    def said_of(self, passage: Passage) -> str:
        """The words of the question that name the document of ``passage``; empty if none do."""
        if not self.is_title:
            return self.whole if _folded(self.name) in _names_of(passage) else ""
        title, told = _folded(passage.document_title), _folded(self.name)
        if title and title == told:
            return self.whole
        if len(title.split()) < _WORDS_OF_A_TITLE or not told.startswith(f"{title} "):
            return ""
        words = list(_WORD.finditer(self.whole))
        after = len(told.split()) - len(title.split())
        return self.whole[: words[-after].start()]


def _mentions(plain: str) -> Iterator[_Mention]:
    for form in _FORMS:
        for match in form.finditer(plain):
            yield _Mention(match.group(), match["name"], is_title=False)
            for later in list(_WORD.finditer(match["name"]))[1:]:
                # "What is Hong" before "'s view": the name may be the end of what stands there.
                start = match.start("name") + later.start()
                name = match["name"][later.start() :]
                yield _Mention(plain[start : match.end()], name, is_title=False)
    for match in _QUOTED.finditer(plain):
        yield _Mention(match.group(), match[1], is_title=True)
    for match in _DOCUMENT.finditer(plain):
        yield _Mention(match.group(), match["title"], is_title=True)


def _speaks_of(plain: str, passage: Passage) -> bool:
    """Is the author named anywhere? Who compares two authors asks both."""
    return any(f" {name} " in f" {_folded(plain)} " for name in _names_of(passage))


def _names_of(passage: Passage) -> set[str]:
    """How the author may be called; nothing for a document without one."""
    if passage.author is None:
        return set()
    return {_folded(name) for name in (passage.author, passage.voice)} - {""}


def _folded(words: str) -> str:
    return " ".join(tokens(fold(words)))
