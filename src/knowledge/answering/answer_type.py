"""What a question asks for, and whether a sentence offers it. Rules of English, no model."""

from __future__ import annotations

import enum
import re
from collections.abc import Set

from knowledge.retrieval.words import fold


class AnswerType(enum.StrEnum):
    """The kind of thing that would answer."""

    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    QUANTITY = "quantity"
    REASON = "reason"
    MANNER = "manner"
    DEFINITION = "definition"
    LIST = "list"
    OTHER = "other"
    """Nothing that rules can recognise."""


_PEOPLE = (
    r"person|people|man|woman|men|women|author|scholar|scientist|theorist|philosopher|psychologist"
    r"|sociologist|leader|president|king|queen|emperor|minister|envoy|ambassador|general|writer"
    r"|founder|inventor|monk|missionary|official|researcher|theologian"
)
_COUNTABLE = (
    r"percentage|percent|proportion|number|amount|age|population|length|distance|height|cost|price"
    r"|size|speed|temperature|fraction|ratio"
)
_PLACES = r"country|city|town|place|state|region|province|continent|location|village|area|island"
_QUESTION_RULES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            AnswerType.DATE,
            r"\bwhen\b(?!\s+\w+ing\b)(?!.*,\s*(?:what|who|where|how|why|which)\b)"
            r"|\b(?:what|which)\s+(?:\w+\s+)?(?:year|date|day|month|decade|century|time)s?\b"
            r"|\bhow\s+long\s+ago\b",
        ),
        (
            AnswerType.QUANTITY,
            r"\bhow\s+(?:many|much|long|old|far|tall|large|big|fast|often|high|deep|wide|heavy)\b"
            rf"|\bwhat\s+(?:is|was|are|were)?\s*(?:the\s+)?(?:\w+\s+)?(?:{_COUNTABLE})\b",
        ),
        (
            AnswerType.REASON,
            r"\bwhy\b|\bhow\s+come\b|\bwhat\s+(?:\w+\s+){0,3}?(?:reasons?|causes?|purpose|goal|aim)\b"
            r"|\bwhat\s+(?:caused|causes|led|made)\b|\bfor\s+what\s+(?:reason|purpose)\b",
        ),
        (
            AnswerType.PERSON,
            rf"\bwho(?:m|se)?\b(?!\s+(?:is|are|was|were)\s+the\s+\w+\s+of\s+\w+\?$^)"
            rf"|\b(?:what|which)\s+(?:\w+\s+)?(?:{_PEOPLE})\b",
        ),
        (AnswerType.PLACE, rf"\bwhere\b|\b(?:what|which|in\s+what)\s+(?:\w+\s+)?(?:{_PLACES})\b"),
        (
            AnswerType.LIST,
            r"\b(?:what|which)\s+(?:are|were)\s+(?:the|some)\b|\b(?:list|name)\s+\w+"
            r"|\bwhat\s+(?:two|three|four|five|six)\b",
        ),
        (
            AnswerType.DEFINITION,
            r"\bwhat\s+(?:is|are|was|were)\s+(?:meant\s+by|(?:an?\s+)?[\w'’“”\" -]{2,40}\?*$)"
            r"|\bwhat\s+(?:does|do|did)\b.*\bmean\b|\bdefin(?:e|ed|ition)\b|\brefers?\s+to\b",
        ),
        (AnswerType.MANNER, r"\bhow\b|\b(?:in\s+)?what\s+(?:way|method|means|manner)s?\b"),
    )
)


def asked_for(question: str) -> AnswerType:
    """The kind of answer that ``question`` asks for; the first rule that fits decides."""
    for kind, pattern in _QUESTION_RULES:
        if pattern.search(question):
            return kind
    return AnswerType.OTHER


_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATE = re.compile(
    r"\b1\d{3}s?\b|\b20\d\ds?\b|\b\d{1,4}\s*(?:BCE?|CE|AD)\b|\bAD\s*\d+"
    rf"|\b{_MONTHS}\b(?=\s+\d)|\b\d{{1,2}}\s+{_MONTHS}\b|\b(?:in|since|by|until|of)\s+{_MONTHS}\b"
    r"|\b(?:\w+teenth|twentieth|\w+-first|\d{1,2}(?:st|nd|rd|th))(?:\s|-)[Cc]entur(?:y|ies)\b"
    r"|\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom)\s+\d{3}\b(?!\s+[a-z])|\b\d+\s+(?:yr|years)\s+BP\b"
    r"|\b(?:\w+\s+)?(?:years?|decades?|centuries|months|weeks|days)\s+(?:ago|later|earlier)\b"
    r"|\b(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)\s+of\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_CALENDAR = re.compile(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:,?\s+\d{{4}})?\b|\b\d{{1,2}}\s+{_MONTHS}(?:\s+\d{{4}})?\b"
    rf"|\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Oo]f)\s+(?:{_MONTHS}\s+)?[12]\d{{3}}\b"
    r"|\b\d+(?:st|nd|rd|th)\b"
)
"""Dates and ordinals: they hold digits and say nothing of how many."""
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
    r"|half|halves|third|thirds|quarter|twice|once|double|triple|none|both|several|few|many"
    r"|one|percent|majority|most)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|due\s+to|owing\s+to|thanks\s+to|as\s+a\s+(?:result|consequence)|so\s+that"
    r"|in\s+order\s+(?:to|that)|so\s+as\s+to|therefore|thus|hence|thereby|caus(?:e|es|ed|ing)"
    r"|reasons?|led\s+to|leads?\s+to|leading\s+to|result(?:s|ed|ing)?\s+(?:in|from)|purpose"
    r"|(?:aim|intend|design|mean)(?:s|ed)?\s+(?:to|at)|motivat\w+|allow(?:s|ed|ing)?|enabl\w+"
    r"|fear(?:ed|s|ing)?|for\s+fear|stems?\s+from|attribut\w+|wanted\s+to|helps?\s+to|prevent\w*)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\b(?:by\s+(?:\w+ly\s+)?\w+ing|through|using|via|by\s+means\s+of|with\s+the\s+help"
    r"|in\s+this\s+way|thereby|method|process|technique)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"\b(?:is|are|was|were)\s+(?:an?|the|any|defined|known|called|described)\b"
    r"|\b(?:refers?\s+to|referred\s+to|means|defin(?:es?|ed|ition)|consists?\s+of|known\s+as"
    r"|called|termed|involves?|occurs?\s+when|that\s+is,|i\.e\.)",
    re.IGNORECASE,
)
_LIST = re.compile(r",[^,.;]+,?\s+(?:and|or)\s|:\s|;.+;|\bfirst\b.+\bsecond\b", re.IGNORECASE)
_NAME = re.compile(
    r"[A-ZÀ-Þ][\w’'.-]*(?:\s+(?:(?:of|de|von|van|al|ibn|bin|the)\s+)?[A-ZÀ-Þ][\w’'.-]*)*"
)
_TITLE = re.compile(
    r"\b(?:President|King|Queen|Emperor|Pope|Dr|Mr|Mrs|Ms|Sir|Lord|Saint|St|Prince|Princess"
    r"|Professor|Premier|Ambassador|Minister|Secretary|General|Bishop|Khan|Sultan|Duke|Count)\b"
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|into|of|across|throughout|towards?|outside|inside|around|between"
    r"|north|south|east|west)\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+|central\s+|modern\s+)?"
    r"([A-ZÀ-Þ][\w’'-]+)"
)
_NOT_NAMES = frozenset(
    """the a an in on at of for to by with from as it he she they we i this that these those his
    her its their our however although while when where after before during since but and or if
    there then thus both many most some such also other another one two three four first second
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()  # noqa: SIM905
)


def offers(sentence: str, kind: AnswerType, asked: Set[str]) -> bool:
    """Does ``sentence`` hold something of this kind that the question did not say itself?

    Args:
        sentence: As it stands in the document.
        kind: What is asked for. ``OTHER`` is never offered.
        asked: The folded words of the question.
    """
    if kind is AnswerType.DATE:
        return _has_new(_DATE, sentence, asked)
    if kind is AnswerType.QUANTITY:
        return _has_new(_NUMBER, _CALENDAR.sub(" ", sentence), asked)
    if kind is AnswerType.PERSON:
        return offers_name(sentence, asked) or _TITLE.search(sentence) is not None
    if kind is AnswerType.PLACE:
        return any(fold(place) not in asked for place in _PLACED.findall(sentence))
    rule = {
        AnswerType.REASON: _REASON,
        AnswerType.MANNER: _MANNER,
        AnswerType.DEFINITION: _DEFINITION,
        AnswerType.LIST: _LIST,
    }.get(kind)
    return rule is not None and rule.search(sentence) is not None


def offers_name(sentence: str, asked: Set[str]) -> bool:
    """Does ``sentence`` hold a proper name with a word that is not among ``asked``?

    A single capitalised word at the beginning counts only if it is longer than a function
    word: "However" is no name.
    """
    for match in _NAME.finditer(sentence):
        words = [fold(word.strip("’'.-").removesuffix("’s")) for word in match.group().split()]
        new = [word for word in words if word not in asked and word not in _NOT_NAMES]
        if new and (match.start() > 0 or len(words) > 1):
            return True
    return False


def _has_new(pattern: re.Pattern[str], sentence: str, asked: Set[str]) -> bool:
    return any(
        not set(re.findall(r"\w+", fold(match.group()))) <= asked
        for match in pattern.finditer(sentence)
    )
