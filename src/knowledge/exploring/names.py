"""Names in sentences: who and what takes part, and where.

The language model finds most; patterns put together what it splits ("15th Conference of …"),
drop what it takes for a name by mistake, and stand in for it where it is not installed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.exploring.language import Entity, Parsed
from knowledge.model.corpus import Span
from knowledge.model.timeline import MONTHS, Name, NameKind, ReadSentence
from knowledge.retrieval.gazetteer import country_code, is_town

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_LINK = r"(?:of(?:\s+(?:the|its))?|for|on|and|to|de|du|des|la|der|von|van)"
_MEETINGS = (
    "Conference|Congress|Forum|Summit|Symposium|Assembly|Gala|Council|Talks|Meeting|Session|Synod"
    "|Diet|Expo|Exposition|Olympics|Games"
)
_BODIES = (
    "University|College|Institute|Institution|Academy|School|Association|Society|Organization"
    "|Organisation|Committee|Commission|Company|Corporation|Foundation|Ministry|Department|Party"
    "|Bank|Fund|Agency|Authority|Union|League|Court|Tribunal|Office|Bureau|Church|Museum|Library"
    "|Hospital|Laboratory|Senate|Parliament|Army|Navy|Times|Post|Group|Club|Treasury|Hotel|Pool"
)
_TITLED = re.compile(
    rf"(?:\d{{1,3}}(?:st|nd|rd|th)\s+|First\s+|Second\s+|Third\s+)?(?:{_CAPITAL}\s+|{_CAPITAL}/)*"
    rf"(?:{_MEETINGS})(?:\s+{_LINK}\s+{_CAPITAL}(?:\s+{_CAPITAL})*)*"
)
_CAPITALISED = re.compile(rf"{_CAPITAL}(?:\s+(?:{_LINK}\s+)?{_CAPITAL})*")
_MEETING = re.compile(rf"\b(?:{_MEETINGS})\b")
_BODY = re.compile(rf"\b(?:{_BODIES})\b")
_TITLE = re.compile(
    r"(?:President|King|Queen|Emperor|Pope|Dr|Mr|Mrs|Ms|Sir|Lord|Lady|Saint|Prince|Princess"
    r"|Professor|Premier|Ambassador|Minister|Secretary|General|Bishop|Chancellor|Senator|Comrade"
    r"|Chairman|king|queen|emperor|pope|minister|president|general|admiral|bishop|consul|proconsul"
    r"|tribune|censor|senator|viceroy|sultan|khan|scholar|historian|philosopher|physician|surgeon"
    r"|physicist|chemist|biologist|geologist|geophysicist|botanist|mathematician|astronomer"
    r"|economist|jurist|lawyer|judge|psychologist|engineer|poet|painter|composer|novelist|writer"
    r"|author|explorer|inventor|merchant|monk|missionary|governor|ambassador|secretary)\.?\s+$"
)
_RUNS_ON = re.compile(r",?\s+who\b")
_ERA = re.compile(r"^(?:BCE?|AD|CE)\b\s*")
_POSSESSIVE = re.compile(r"[’']s?$")
_LEADING = re.compile(r"^(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s+")
_OPENING_MARK = re.compile(r"^[\"“‘'(]+")
_TRAILING = re.compile(r"(?:\s+[a-z]+|[\s,.;:\"”)]+)+$")
"""A name ends with a capitalised word: not "Hong writes"."""
_OPENING = (
    "the a an in on at of for to by with from as it he she they we i this that these those his her"
    " its their our however although while when where after before during since but and or if there"
    " then thus both many most some such also other another one two three"
)
_KINDS = {
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANISATION,
    "GPE": NameKind.PLACE,
    "LOC": NameKind.PLACE,
    "FAC": NameKind.PLACE,
    "EVENT": NameKind.MEETING,
    "NORP": NameKind.OTHER,
    "PRODUCT": NameKind.OTHER,
    "LAW": NameKind.OTHER,
    "WORK_OF_ART": NameKind.OTHER,
}


def find_names(text: str, parsed: Parsed) -> list[Name]:
    """The names of a sentence, in order, none inside another. Spans are into ``text``."""
    titled = [Entity(Span(m.start(), m.end()), "EVENT") for m in _TITLED.finditer(text)]
    titled = [e for e in titled if " " in e.span.of(text)]
    rest = [e for e in parsed.entities if e.label in _KINDS]
    if not parsed.entities:
        rest = [Entity(Span(m.start(), m.end()), "") for m in _CAPITALISED.finditer(text)]
    names: list[Name] = []
    for entity in (*titled, *rest):
        name = _name(text, entity)
        if name is not None and not any(_overlap(name.span, other.span) for other in names):
            names.append(name)
    return sorted(names, key=lambda name: name.span.start)


def _name(text: str, entity: Entity) -> Name | None:
    words = entity.span.of(text)
    start = entity.span.start
    for useless in (_LEADING, _OPENING_MARK, _ERA):
        leading = useless.match(words)
        if leading:
            words, start = words[leading.end() :], start + leading.end()
    words = _POSSESSIVE.sub("", _TRAILING.sub("", re.split(r"\n|\s\(", words)[0]))
    if not _is_name(words, at_start=start == 0, guessed=not entity.label):
        return None
    kind, code = _kind(words, entity.label, text[:start], text[start + len(words) :])
    return Name(words, kind, Span(start, start + len(words)), words, code)


def _is_name(words: str, *, at_start: bool, guessed: bool) -> bool:
    if len(words) < 2 or not words[0].isalnum() or words in (*MONTHS, "BC", "AD", "CE", "BCE"):
        return False
    if not any(char.isupper() for char in words):
        return False
    parts = words.split()
    if all(re.fullmatch(r"[IVXLC]+\.?|[\d.,]+", part) for part in parts):
        return False
    if parts[0].lower() in _OPENING.split() and len(parts) == 1:
        return False
    # Without the language model a single capitalised word that opens a sentence may be any word.
    return not (guessed and at_start and len(parts) == 1)


def _kind(words: str, label: str, before: str, after: str) -> tuple[NameKind, str]:
    code = country_code(words)
    if code:
        return NameKind.COUNTRY, code
    kind = _KINDS.get(label, NameKind.OTHER)
    if label == "EVENT" and not _MEETING.search(words):
        return NameKind.OTHER, ""
    if label in ("", "ORG") and _MEETING.search(words):
        return NameKind.MEETING, ""
    if _BODY.search(words):
        return NameKind.ORGANISATION if label in ("", "ORG", "PERSON") else kind, ""
    title, _, rest = words.partition(" ")
    is_titled = bool(rest) and _TITLE.fullmatch(f"{title} ") is not None
    is_called = is_titled or _TITLE.search(before) or _RUNS_ON.match(after)
    if label in ("", "ORG", "PRODUCT") and is_called and not words.isupper():
        return NameKind.PERSON, ""
    if label in ("GPE", "") and is_town(words):
        return NameKind.TOWN, ""
    return kind, ""


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def with_full_names(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences, each name known by its fullest form in the course, and of one kind.

    "Hua" becomes "Hua Guofeng" and "Wegener" "Alfred Wegener" if only one person is called so.
    A name is of the kind that it has most often.
    """
    names = [name for sentence in sentences for name in sentence.names]
    kinds = _most_frequent_kinds(names)
    people = {n.text for n in names if kinds[n.text] is NameKind.PERSON}
    # "Xi Jinping" is a person, whatever it was taken for, where "Xi" is.
    doubtful = {n.text for n in names if n.kind in _DOUBTFUL and _may_be_person(n.text)}
    for name in sorted(doubtful, key=lambda text: (len(text), text)):
        is_longer = " ".join(name.split()[:2]) in people - {name}
        if {name.split()[0], name.split()[-1]} & people and not is_longer:
            kinds[name] = NameKind.PERSON
            people.add(name)
    people = {name for name in people if " " in name}
    full: dict[str, set[str]] = {}
    for person in people:
        for part in {person.split()[0], person.split()[-1]}:
            full.setdefault(part, set()).add(person)
    sure = {part: next(iter(found)) for part, found in full.items() if len(found) == 1}
    return [_fully_named(_with_short_names(s, sure), kinds, sure) for s in sentences]


def _fully_named(
    sentence: ReadSentence, kinds: dict[str, NameKind], sure: dict[str, str]
) -> ReadSentence:
    named = (
        replace(name, kind=NameKind.PERSON, known_as=sure[name.text])
        if _is_short(name, sure)
        else replace(name, kind=kinds[name.text])
        for name in sentence.names
    )
    return replace(sentence, names=tuple(named))


def _with_short_names(sentence: ReadSentence, sure: dict[str, str]) -> ReadSentence:
    """The sentence with the short names that the language model overlooked: "Wegener died"."""
    added = [
        Name(token.text, NameKind.PERSON, token.span, token.text)
        for token in sentence.tokens
        if token.text in sure
        and len(token.text) > 2
        and token.tag in ("NNP", "")
        and not any(_overlap(token.span, name.span) for name in sentence.names)
    ]
    names = sorted((*sentence.names, *added), key=lambda name: name.span.start)
    return replace(sentence, names=tuple(names))


_DOUBTFUL = (NameKind.PERSON, NameKind.ORGANISATION, NameKind.OTHER, NameKind.PLACE)


def _is_short(name: Name, sure: dict[str, str]) -> bool:
    return name.text in sure and name.kind in _DOUBTFUL


def _may_be_person(words: str) -> bool:
    parts = words.split()
    if _BODY.search(words) or _MEETING.search(words):
        return False
    return len(parts) in (2, 3) and all(part[0].isupper() and part.isalpha() for part in parts)


def _most_frequent_kinds(names: Iterable[Name]) -> dict[str, NameKind]:
    counts: dict[str, Counter[NameKind]] = {}
    for name in names:
        counts.setdefault(name.text, Counter())[name.kind] += 1
    return {text: found.most_common(1)[0][0] for text, found in counts.items()}
