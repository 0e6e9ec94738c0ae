"""Whose documents a question asks: "What does Hong say about …?", "according to Zhao". English."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from knowledge.model.corpus import Passage
from knowledge.retrieval.words import fold, search_words, tokens

_SAYS = (
    r"say|write|think|argue|claim|believe|mean|call|consider|warn|conclude|explain|describe|suggest"
    r"|propose|report|state|note|recommend|define|criticise|criticize|emphasi[sz]e|stress"
    r"|mention|view|regard|discuss"
)
"""Verbs of saying and thinking: what else somebody does is no author's."""
SAID = rf"(?:{_SAYS})(?:s|es|ed|d)?|wrote|written|said|thought|meant"
"""The forms of the verbs of saying and thinking, as a part of a pattern."""
_NAME = r"(?P<name>[^\W\d_]+(?:[ .-]+[^\W\d_]+){0,3}?)"
_TITLED = r"(?:(?:prof(?:essor)?|dr|mr|mrs|ms)\.?\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:does|do|did|would|has)\s+{_TITLED}{_NAME}\s+(?:(?!not\b)\w+ly\s+|also\s+|then\s+)?(?:{SAID})\b",
        rf"\baccording\s+to\s+{_TITLED}{_NAME}\s*(?:[,.?;:]|$|\b(?=what|who|when|where|why|how|which)\b)",
        rf"^\W*for\s+{_TITLED}{_NAME}\s*,",
        rf"\b{_NAME}['’]s?\s+(?:\w+\s+)?"
        r"(?:views?|opinions?|article|text|essay|paper|arguments?|account\s+of|chapter|document"
        r"|position\s+on)\b",
        rf"^\W*{_NAME}\s+(?:says|writes|thinks|argues|claims|believes)\b",
    )
)
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»]{3,200})[”\"»]")
_OF_A_TOPIC = re.compile(
    r"\b(?:about|concerning|regarding|views?|opinions?|position)\b", re.IGNORECASE
)
_DOCUMENT = re.compile(
    r"\b(?:article|text|document|essay|paper|chapter|book|report|reading)\s+(?P<title>.+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_WORDS_OF_A_TITLE = 3
"""Fewer are as often the subject of the question."""
_LONGEST_TITLE = 60
"""Words, where more follow."""
_MOST_MENTIONS = 100
"""A longer text names whatever it likes."""


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


@dataclass(frozen=True, slots=True)
class Voices:
    """What the documents of a course may be called by, folded."""

    authors: Mapping[str, frozenset[int]]
    """Whole names, and the parts that running text uses → ids of their documents."""
    titles: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Voices:
        """Those of the documents that the passages are from."""
        authors, titles = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
        for document_id, passage in {p.document_id: p for p in passages}.items():
            titles[_folded(passage.document_title)].add(document_id)
            for name in _names_of(passage):
                authors[name].add(document_id)
        titles.pop("", None)
        return cls(
            {name: frozenset(ids) for name, ids in authors.items()},
            {title: frozenset(ids) for title, ids in titles.items()},
        )

    def others_named(self, plain: str, documents: Set[int]) -> bool:
        """Is an author of other documents named, too? Who compares two authors asks both."""
        said = f" {_folded(plain)} "
        return any(
            not ids <= documents and f" {name} " in said for name, ids in self.authors.items()
        )


def documents_asked(question: str, voices: Voices) -> Asked:
    """The documents that ``question`` names by their author or title.

    An author is named by the whole name, or by the part that running text uses, and only where
    the question asks what they say: who is merely spoken of is no author. Where another author
    is named besides, all documents are asked.
    """
    plain = " ".join(unicodedata.normalize("NFKC", question).split())
    documents: set[int] = set()
    rest = plain
    for mention in islice(_mentions(plain), _MOST_MENTIONS):
        said, named = mention.found_in(voices)
        documents |= named
        if said:
            rest = rest.replace(said, " ", 1)
    if voices.others_named(plain, documents):
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

    def found_in(self, voices: Voices) -> tuple[str, frozenset[int]]:
        """The words of the question that name documents, and which; nothing if none do."""
        told = _folded(self.name)
        if not self.is_title:
            named = voices.authors.get(told, frozenset())
            return (self.whole if named else ""), named
        if told in voices.titles:
            return self.whole, voices.titles[told]
        words = told.split()
        longest = min(len(words) - 1, _LONGEST_TITLE)
        for length in range(longest, _WORDS_OF_A_TITLE - 1, -1):
            named = voices.titles.get(" ".join(words[:length]), frozenset())
            if named:
                after = list(_WORD.finditer(self.whole))[length - len(words)]
                return self.whole[: after.start()], named
        return "", frozenset()


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


def _names_of(passage: Passage) -> set[str]:
    """How the author may be called; nothing for a document without one."""
    if passage.author is None:
        return set()
    return {_folded(name) for name in (passage.author, passage.voice)} - {""}


def _folded(words: str) -> str:
    return " ".join(tokens(fold(words)))
