"""What a course has to ask about: its clauses, and the years, names and roles to choose from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from knowledge.model.corpus import Span
from knowledge.model.timeline import (
    DateFlag,
    DateMention,
    Event,
    Name,
    NameKind,
    Precision,
    Reading,
    ReadSentence,
)
from knowledge.quizzing.authoring.standing import Clause
from knowledge.retrieval.embedder import Vectors

MOST_FREQUENT = 0.06
"""A name in a larger share of the sentences answers too much to be an answer."""
_TOPIC = 0.08
"""Share of a document's sentences from which on everybody knows what "the …" means."""
_FEW = 3
"""Sentences that a name may stand in whatever their share: a short course has few."""

_ROLES = (
    "president|king|queen|emperor|empress|pope|prime minister|minister|premier|chancellor"
    "|ambassador|secretary|general|admiral|marshal|bishop|consul|proconsul|tribune|censor|senator"
    "|governor|viceroy|sultan|khan|scholar|historian|philosopher|physician|surgeon|doctor|physicist|chemist|biologist"
    "|physiologist|geologist|geophysicist|meteorologist|botanist|mathematician|astronomer|economist"
    "|jurist|lawyer|judge|psychologist|engineer|poet|painter|composer|novelist|writer|author|explorer"
    "|inventor|merchant|monk|missionary|scientist|professor|diplomat|envoy|leader|founder|architect"
)
_ROLE = re.compile(rf"\b({_ROLES})\b", re.IGNORECASE)
_ABOUT_THE_TEXT = re.compile(
    r"(?i)(?:about the authors?|the authors?|references|bibliography|acknowledge?ments?|notes"
    r"|further reading|sources|contents|index|contributors)\s*$"
)
"""Headings of what is no part of a text's subject."""
_ROLE_BEFORE = re.compile(rf"\b({_ROLES})\s+$", re.IGNORECASE)
_ROLE_AFTER = re.compile(
    rf"^,\s+(?:an?|the|then|who\s+was|now)\s+(?:[\w-]+\s+){{0,3}}({_ROLES})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated clause."""

    clause: Clause
    mention: DateMention
    event: Event

    @property
    def text(self) -> str:
        return self.clause.text


@dataclass(frozen=True, slots=True)
class Stock:
    """A course's sentences, prepared for asking."""

    reading: Reading
    sentences: Sequence[ReadSentence]
    """Those that may be asked about; distractors come from all of the reading."""
    facts: Sequence[Fact]
    clauses: Sequence[Clause]
    """Every sentence whole."""
    naming: Mapping[str, Sequence[ReadSentence]]
    """The sentences that each name stands in."""
    years_of: Mapping[str, tuple[int, ...]]
    """The years of the sentences that name somebody or something."""
    roles_of: Mapping[str, frozenset[str]]
    """What people are, and what was done at or to places."""
    vectors: Mapping[tuple[int, int], Vectors]
    """By passage id and the sentence's place."""
    themes: Mapping[int, tuple[str, ...]]
    """By passage id, heaviest first."""
    published: Mapping[int, int | None]
    """Years, by document id."""
    names: Mapping[NameKind, Mapping[str, Name]] = field(default_factory=dict)
    """By kind, and by what they are known as."""

    def is_too_frequent(self, name: str) -> bool:
        count = len(self.naming.get(name, ()))
        return count > max(_FEW, MOST_FREQUENT * len(self.reading.sentences))

    def likeness(self, one: ReadSentence, other: ReadSentence) -> float:
        """Cosine of two sentences; 0 where a vector is missing."""
        first = self.vectors.get((one.passage.id, one.place))
        second = self.vectors.get((other.passage.id, other.place))
        return 0.0 if first is None or second is None else float(first @ second)


def take_stock(
    reading: Reading,
    vectors: Mapping[tuple[int, int], Vectors],
    *,
    theme: str | None,
    document_id: int | None,
) -> Stock:
    """Prepare what may be asked: of one theme or document, if they are given."""
    themes: dict[int, list[str]] = defaultdict(list)
    for found in reading.themes:
        for passage in found.passages:
            themes[passage].append(found.name)
    wanted = [
        sentence
        for sentence in reading.sentences
        if not _ABOUT_THE_TEXT.match(" ".join(sentence.passage.section[-1:]))
        and document_id in (None, sentence.passage.document_id)
        and (theme is None or theme in themes.get(sentence.passage.id, ()))
    ]
    clauses = _clauses(reading, wanted)
    naming: dict[str, list[ReadSentence]] = defaultdict(list)
    years: dict[str, list[int]] = defaultdict(list)
    names: dict[NameKind, dict[str, Name]] = defaultdict(dict)
    for sentence in reading.sentences:
        for name in {n.known_as: n for n in sentence.names}.values():
            naming[name.known_as].append(sentence)
            years[name.known_as] += [m.when.first.year for m in sentence.dates]
            names[name.kind].setdefault(name.known_as, name)
    return Stock(
        reading=reading,
        sentences=wanted,
        facts=_facts(reading, clauses),
        clauses=clauses,
        naming=naming,
        years_of={name: tuple(found) for name, found in years.items()},
        roles_of=_roles(reading.sentences),
        vectors=vectors,
        themes={passage: tuple(found) for passage, found in themes.items()},
        published={d: None if p is None else p.year for d, p in reading.published.items()},
        names=names,
    )


def _clauses(reading: Reading, wanted: Sequence[ReadSentence]) -> list[Clause]:
    said: dict[int, set[str]] = defaultdict(set)
    asked = {(sentence.passage.id, sentence.place) for sentence in wanted}
    clauses = []
    topics = _topics(reading.sentences)
    for sentence, after in zip_longest(reading.sentences, reading.sentences[1:]):
        document = sentence.passage.document_id
        if (sentence.passage.id, sentence.place) in asked:
            following = after if after and after.passage.id == sentence.passage.id else None
            before, topic = frozenset(said[document]), topics[document]
            clauses.append(Clause(sentence, sentence.span, before, topic, following))
        said[document] |= {t.lemma.lower() for t in sentence.tokens if t.part == "NOUN"}
    return clauses


def _topics(sentences: Sequence[ReadSentence]) -> dict[int, frozenset[str]]:
    """The nouns that stand in many sentences of a document, by its id."""
    lengths: Counter[int] = Counter(s.passage.document_id for s in sentences)
    counts: dict[int, Counter[str]] = {document: Counter() for document in lengths}
    for sentence in sentences:
        nouns = {t.text.lower() for t in sentence.tokens if t.part == "NOUN"}
        counts[sentence.passage.document_id].update(nouns)
    return {
        document: frozenset(
            noun for noun, count in found.items() if count >= max(3, _TOPIC * lengths[document])
        )
        for document, found in counts.items()
    }


def _facts(reading: Reading, clauses: Sequence[Clause]) -> list[Fact]:
    by_passage: dict[int, list[Clause]] = defaultdict(list)
    for clause in clauses:
        by_passage[clause.sentence.passage.id].append(clause)
    facts = []
    for event in reading.events:
        for clause in by_passage[event.passage.id]:
            dates = clause.sentence.dates
            mention = next((m for m in dates if m.span == event.date), None)
            if mention is not None:
                facts.append(Fact(replace(clause, span=event.span), mention, event))
    return facts


def _roles(sentences: Sequence[ReadSentence]) -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for name in sentence.names:
            if name.kind in (NameKind.TOWN, NameKind.COUNTRY):
                roles[name.known_as] |= _part_of_place(sentence, name)
            if name.kind is not NameKind.PERSON:
                continue
            start = name.span.start - sentence.span.start
            end = name.span.end - sentence.span.start
            for match in (
                _ROLE_BEFORE.search(sentence.text[:start]),
                _ROLE_AFTER.search(sentence.text[end:]),
            ):
                if match is not None:
                    roles[name.known_as].add(match[1].lower())
    return {name: frozenset(found) for name, found in roles.items()}


def _part_of_place(sentence: ReadSentence, name: Name) -> set[str]:
    """What happened there: "move to", "join" of who joined. Empty without grammar."""
    tokens = sentence.tokens
    place = next((i for i, t in enumerate(tokens) if t.span.end == name.span.end), None)
    if place is None:
        return set()
    how = tokens[place].relation
    while tokens[place].part not in ("VERB", "AUX") and tokens[place].head != place:
        place = tokens[place].head
        if tokens[place].part == "ADP":
            how = tokens[place].lemma.lower()
    verb = tokens[place]
    return {f"{verb.lemma.lower()} {how}"} if verb.part == "VERB" else set()


def years_told(stock: Stock) -> list[tuple[int, ReadSentence]]:
    """Every year that the course's documents name, with its sentence."""
    return [
        (mention.when.first.year, sentence)
        for sentence in stock.reading.sentences
        for mention in sentence.dates
        if mention.when.precision is not Precision.PERIOD
        and not mention.when.is_range
        and DateFlag.PLANNED not in mention.when.flags
    ]


def span_of(name: Name, clause: Clause) -> Span | None:
    """Where a name stands in a clause, if it stands there once, whole."""
    count = len(re.findall(rf"(?<!\w){re.escape(name.text)}(?!\w)", clause.text))
    inside = clause.span.start <= name.span.start and name.span.end <= clause.span.end
    return name.span if inside and count == 1 else None
