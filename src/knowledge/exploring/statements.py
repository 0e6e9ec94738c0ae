"""What sentences state once for all of a named thing: when it came about, how large it is.

English, by grammar; without the language model nothing is found. Only verbs of what happens once
are read, and only figures that do not change with the years: who visits twice, and how many
students there are, differs without anybody being wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Span
from knowledge.model.timeline import NameKind, ReadSentence, Token
from knowledge.model.written_numbers import read_number

_ONCE = {
    lemma: words.split()[0]
    for words in (
        "open inaugurate unveil", "found establish create", "build construct erect",
        "complete finish", "sign", "adopt enact", "abolish repeal", "invent", "discover",
        "destroy demolish", "begin start commence", "end conclude", "die", "bear", "sink",
        "launch", "ratify", "dissolve disband", "close", "design draw", "conquer", "introduce",
    )
    for lemma in words.split()
}  # fmt: skip
_BY_ITSELF = frozenset({
    "open", "close", "begin", "start", "commence", "end", "conclude", "die", "sink",
})  # fmt: skip
"""Said of the thing itself: "the bridge opened"."""
_SIZES = {
    "high": "height", "tall": "height", "long": "length", "wide": "width", "broad": "width",
    "deep": "depth", "heavy": "weight", "thick": "thickness",
}  # fmt: skip
_MEASURES = frozenset({*_SIZES.values(), "area", "diameter", "cost", "price", "capacity", "speed"})
_HAS = frozenset({"have", "contain", "comprise", "consist"})
_LOSSES = {"die": "die", "kill": "die", "drown": "die", "perish": "die"}
_PEOPLE = frozenset({
    "people", "person", "man", "woman", "child", "student", "pupil", "member", "employee",
    "worker", "inhabitant", "resident", "visitor", "soldier", "guest", "teacher", "citizen",
    "user", "customer", "passenger", "year", "time", "month", "week", "day", "hour",
})  # fmt: skip
_ROUGHLY = frozenset({
    "about", "around", "roughly", "nearly", "almost", "some", "approximately", "circa",
})  # fmt: skip
_LIMITS = frozenset({
    "over", "more", "less", "than", "least", "most", "under", "up", "fewer", "above", "below",
    "only", "between",
})  # fmt: skip
_UNSURE = re.compile(
    r"\b(?:wrongly|mistaken|mistakenly|myth|legend|rumou?rs?|supposedly|allegedly|perhaps|probably"
    r"|instead\s+of|rather\s+than|if|again|anew|once\s+more)\b",
    re.IGNORECASE,
)
_POSSIBLE = frozenset(["would", "may", "might", "could", "should", "will", "must"])
_OUTSIDE = frozenset({"relcl", "acl", "appos", "punct", "det", "advcl", "conj", "cc"})
_PLACES = (NameKind.COUNTRY, NameKind.TOWN, NameKind.PLACE)
_NAMED = frozenset({"PROPN"})
_TELLING = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it is written."""

    value: float
    is_rough: bool
    """ "about 500"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence's word on one thing. Two of one :attr:`about` should not differ."""

    sentence: ReadSentence
    about: tuple[str, Words]
    """What is told, and of what: ("open", {"tollan", "bridge"})."""
    value: PartialDate | Number
    said: str
    circumstances: tuple[Words, ...]
    """Where else and when: what differs in these may well be two things."""


def statements(sentence: ReadSentence, called: Mapping[str, Words]) -> Iterator[Statement]:
    """What a sentence states once for all.

    Args:
        called: By the last word of a name that stands alone in its document, all its words:
            "bridge" for the Tollan Bridge.
    """
    if not sentence.is_parsed or _UNSURE.search(sentence.text) or sentence.text.endswith("?"):
        return
    grammar = _Grammar(sentence, called)
    yield from grammar.dated()
    yield from grammar.measured()


class _Grammar:
    """A sentence with its tokens' children."""

    def __init__(self, sentence: ReadSentence, called: Mapping[str, Words]) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._called = called
        self._children: dict[int, list[int]] = {}
        for place, token in enumerate(sentence.tokens):
            if token.head != place:
                self._children.setdefault(token.head, []).append(place)

    def dated(self) -> Iterator[Statement]:
        """What is dated to one day, month or year, for sure."""
        for mention in self._sentence.dates:
            when = mention.when
            if not when.is_sure or when.is_range:
                continue
            verb = self._verb_over(mention.span)
            kind = None if verb is None else _ONCE.get(self._tokens[verb].lemma)
            if verb is None or kind is None or self._is_doubted(verb):
                continue
            theme = self._theme_of(self._undergoer(verb))
            if theme:
                places = self._places_beside(verb, theme)
                yield Statement(self._sentence, (kind, theme), when.first, str(when), (places,))

    def measured(self) -> Iterator[Statement]:
        """Costs, sizes, numbers of parts, losses."""
        for place, token in enumerate(self._tokens):
            if token.part != "NUM" or token.relation != "nummod" or self._is_of_a_date(token):
                continue
            unit = token.head
            number = self._number(place)
            if number is None or self._tokens[unit].part not in ("NOUN", "PROPN"):
                continue
            found = self._measure(unit)
            if found is None:
                continue
            what, theme = found
            if theme and not any(self._is_doubted(v) for v in self._verbs_over(unit)):
                years = frozenset(str(m.when) for m in self._sentence.dates)
                beside = self._content(unit) - self._content(place)
                lemma = self._tokens[unit].lemma.lower()
                first, last = self._span_of_number(place).start, self._tokens[unit].span.end
                said = self._sentence.slice(Span(first, last))
                about = (f"{what} in {lemma}", theme)
                yield Statement(self._sentence, about, number, said, (years, beside - {lemma}))

    def _measure(self, unit: int) -> tuple[str, Words] | None:
        """What the number with its unit tells, and of what."""
        token, head = self._tokens[unit], self._tokens[self._tokens[unit].head]
        if token.relation == "npadvmod" and head.lemma in _SIZES:
            return _SIZES[head.lemma], self._theme_of(self._subject(head.head))
        if token.relation in ("nsubj", "nsubjpass") and head.lemma in _LOSSES:
            return "die", self._theme_of(self._scene(token.head))
        if token.relation == "attr" and head.lemma == "be":
            return self._without_measure(self._theme_of(self._subject(token.head)))
        if token.relation == "pobj" and head.lemma == "of":
            measure = self._tokens[head.head]
            if measure.lemma in _MEASURES and self._tokens[measure.head].lemma == "have":
                return measure.lemma, self._theme_of(self._subject(measure.head))
            return None
        if token.relation != "dobj" and head.lemma != "cost":
            return None
        theme = self._theme_of(self._subject(token.head))
        if head.lemma in _LOSSES:
            return "die", theme
        if head.lemma in _HAS and token.lemma.lower() not in _PEOPLE:
            return "have", theme
        return ("cost", theme) if head.lemma == "cost" else None

    def _without_measure(self, theme: Words) -> tuple[str, Words] | None:
        """ "The height of the tower": the height, of the tower."""
        measures = theme & _MEASURES
        return (next(iter(measures)), theme - measures) if len(measures) == 1 else None

    def _number(self, place: int) -> Number | None:
        around = [self._tokens[i].text.lower() for i in range(max(0, place - 3), place)]
        if _LIMITS.intersection(around):
            return None
        value = read_number(self._sentence.slice(self._span_of_number(place)))
        return None if value is None else Number(value, bool(_ROUGHLY.intersection(around)))

    def _span_of_number(self, place: int) -> Span:
        """With the figures before it: "3.2 million"."""
        figures = [i for i in self._children.get(place, ()) if self._tokens[i].part == "NUM"]
        first = min([place, *figures])
        return Span(self._tokens[first].span.start, self._tokens[place].span.end)

    def _is_of_a_date(self, token: Token) -> bool:
        return any(m.span.start <= token.span.start < m.span.end for m in self._sentence.dates)

    def _verb_over(self, span: Span) -> int | None:
        inside = [i for i, t in enumerate(self._tokens) if span.start <= t.span.start < span.end]
        return next(self._verbs_over(inside[0]), None) if inside else None

    def _verbs_over(self, place: int) -> Iterator[int]:
        """The verb that a word belongs to, if no other noun's clause stands between."""
        seen = {place}
        while (head := self._tokens[place].head) not in seen:
            seen.add(head)
            place = head
            if self._tokens[place].part in ("VERB", "AUX"):
                yield place
                return

    def _is_doubted(self, verb: int) -> bool:
        below = [self._tokens[i] for i in self._children.get(verb, ())]
        return any(t.relation == "neg" or t.lemma.lower() in _POSSIBLE for t in below) or (
            self._tokens[verb].relation in ("xcomp", "advcl", "relcl", "acl", "ccomp", "csubj")
        )

    def _child(self, place: int, *relations: str) -> int | None:
        children = self._children.get(place, ())
        return next((i for i in children if self._tokens[i].relation in relations), None)

    def _subject(self, verb: int) -> int | None:
        found = self._child(verb, "nsubj", "nsubjpass")
        if found is None and self._tokens[verb].relation == "conj":
            return self._subject(self._tokens[verb].head)
        return found

    def _undergoer(self, verb: int) -> int | None:
        """What is opened, built, born: never who opens it."""
        found = self._child(verb, "dobj")
        if found is not None:
            return found
        subject = self._subject(verb)
        if subject is None or self._tokens[subject].relation == "nsubjpass":
            return subject
        return subject if self._tokens[verb].lemma in _BY_ITSELF else None

    def _scene(self, verb: int) -> int | None:
        for place in self._children.get(verb, ()):
            token = self._tokens[place]
            if token.relation == "prep" and token.lemma.lower() in ("in", "at", "during"):
                return self._child(place, "pobj")
        return None

    def _theme_of(self, head: int | None) -> Words:
        """The words that name a thing; none where no name is among them."""
        if head is None or self._child(head, "conj") is not None:
            return frozenset()
        token = self._tokens[head]
        for name in self._sentence.names:
            if name.kind is NameKind.PERSON and name.span.start <= token.span.start < name.span.end:
                return frozenset(name.known_as.lower().split())
        words = set(self._content(head))
        named = {t.text.lower() for t in self._tokens if t.part in _NAMED} & words
        resolved = False
        for common in tuple(words):
            if common in self._called and not self._called[common] & (words - {common}):
                words |= self._called[common]
                resolved = True
        return frozenset(words) if named or resolved else frozenset()

    def _content(self, head: int) -> Words:
        """The telling words of a noun with what belongs to it, in small letters."""
        token = self._tokens[head]
        words = {(token.text if token.part in _NAMED else token.lemma).lower()}
        for child in self._children.get(head, ()):
            below = self._tokens[child]
            if below.relation in _OUTSIDE or self._is_of_a_date(below):
                continue
            if below.part in _TELLING or below.relation == "amod":
                words |= self._content(child)
            elif below.relation == "prep":
                for inner in self._children.get(child, ()):
                    if self._tokens[inner].relation == "pobj":
                        words |= self._content(inner)
        return frozenset(words)

    def _places_beside(self, verb: int, theme: Words) -> Words:
        places = {n.text.lower() for n in self._sentence.names if n.kind in _PLACES}
        return frozenset(place for place in places if not theme & set(place.split()))
