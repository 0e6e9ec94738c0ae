"""Do the sentences to be shown say together what the question takes for granted?

"When did Hua visit Japan?" finds Hua, a visit and Japan close together, where Hua visited Romania
and another Japan; "the first forum" finds the third, "the four goals" five. Such sentences may
help, but they are no close match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import product

from knowledge.answering import composer, enumeration, lacking
from knowledge.answering.evidence import Evidence
from knowledge.answering.joining import points_back
from knowledge.answering.sentence_scoring import ScoredSentence
from knowledge.model.timeline import MONTHS
from knowledge.retrieval.words import STOP_WORDS, SearchWord, fold, tokens

_WORD = re.compile(r"[^\W_]+")
_ENDS_SENTENCE = re.compile(r"(?:^|[.?!:;]|\n)[\s”\"’')\]]*[“\"‘'(\[]*$")
_SHORTEST_NAME = 4
_OF_NAME = re.compile(
    r"(?P<stem>\w{3,})(?:a|e|o|y|s|us|ia|ium|en|ey|ain|al|ay|l?and|is[mt])?"
    r" (?P=stem)(?:u?ese|(?:eg|v)?ian|e?an|t?ish|i|ic|is[mt])s?"
    r"|(?P<people>\w{4,})(?:y|land)? (?P=people)s?"
)
"""A name, a space and the word for what is of it: "japan japanese", "germany germans".

Alike is not enough: "Australia" is not of "Austria", nor "Johnson" of "John".
"""
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th))\b"
    r"(?![\s-]+(?:centur|time\b|of\s+all\b|ever\b))",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow\s+many\s+(?P<things>\w+(?:\s+\w+)?)", re.IGNORECASE)
_MONTH = "|".join(MONTHS)
_DAYS = r"\d{1,2}(?:\s*(?:and|to|[–-])\s*\d{1,2})?"
_DATED = re.compile(
    rf"\b(?:{_MONTH})\s+{_DAYS}\b|\b{_DAYS}(?=\s+(?:{_MONTH})\b)"
    r"|\b[12]\d{3}s?\b|\b\d+(?:st|nd|rd|th)\b"
)
_NUMERAL = re.compile(
    r"\d.*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half"
    r"|both|several|few|one|none|no|once|twice|many"
)
_SHARE = re.compile(
    r"\b(?:most|nearly\s+all|almost\s+all)\s+(?:of|people|[a-z]+s)\b", re.IGNORECASE
)
"""Not "the most significant"."""
_NEAR = 8
"""Words between a number and what it counts."""


def is_apart(evidence: Evidence, scored: Sequence[ScoredSentence]) -> bool:
    """Do the sentences to be shown lack a name, an ordinal or a count that the question has?

    Args:
        evidence: Of the question.
        scored: Its sentences, best first; at least one.
    """
    chosen = composer.choose(evidence.question, scored)
    texts = [sentence.evidence.text for sentence in chosen]
    return (
        _names_apart(evidence, chosen)
        or _tells_something_else(evidence, scored)
        or _ordinals_differ(evidence.question, texts)
        or _counts_differ(evidence.question, texts)
        or _counts_something_else(evidence.question, texts)
    )


def _names_apart(evidence: Evidence, chosen: Sequence[ScoredSentence]) -> bool:
    """Does no one of the sentences hold all names, with the one that it points back to?"""
    named = _names(evidence)
    return bool(named) and not any(_holds(sentence, named) for sentence in chosen)


def _tells_something_else(evidence: Evidence, scored: Sequence[ScoredSentence]) -> bool:
    """Do the quotations tell no time where "when" is asked, or another's birth or death?"""
    question = evidence.question
    if not lacking.may_lack(question):
        return False
    shown = [said.text for said in composer.compose(question, scored).sentences]
    names = {name.text for _, name in _names(evidence)}
    return lacking.lacks_time(question, shown) or lacking.is_of_another(question, shown, names)


def _names(evidence: Evidence) -> list[tuple[int, SearchWord]]:
    """Names and years of the question, also those that only the documents write as names.

    None of what it takes over from the question before it: that was another premise.
    """
    words = {word.word.text for word in evidence.words if not word.word.is_name}
    written = written_as_names(words, evidence)
    authors = {
        token
        for found in evidence.passages
        for token in tokens(f"{found.passage.author or ''} {found.passage.voice}")
        if not found.passage.voice.startswith("“")
    }
    return [
        (place, word.word)
        for place, word in enumerate(evidence.words)
        if (word.word.is_name or word.word.text in written)
        and word.word.text not in authors
        and word.word.text not in evidence.taken_over
        and (word.word.text.isalpha() or len(word.word.text) == 4)
        and len(word.word.text) > 2
    ]


def written_as_names(words: set[str], evidence: Evidence) -> set[str]:
    """Those that the passages write with a capital inside sentences, and never without."""
    capital, small = set[str](), set[str]()
    for found in evidence.passages:
        text = found.passage.text
        for match in _WORD.finditer(text):
            word = fold(match.group())
            if word not in words:
                continue
            if not match.group()[0].isupper():
                small.add(word)
            elif not _ENDS_SENTENCE.search(text[max(0, match.start() - 4) : match.start()]):
                capital.add(word)
    return capital - small


def _holds(sentence: ScoredSentence, named: Iterable[tuple[int, SearchWord]]) -> bool:
    passage = sentence.within.passage
    read = [sentence.evidence]
    if sentence.place > 0 and points_back(passage, sentence.place):
        read.append(sentence.within.sentences[sentence.place - 1])
    held = frozenset[int]().union(*(one.held for one in read))
    said = {word for one in read for word in tokens(one.text)}
    if not _has_its_own_subject(sentence.evidence.text):
        held |= sentence.within.headed
    return all(
        place in held
        or (word.text.isdigit() and place in sentence.within.headed)
        or is_form_of(word.text, said)
        for place, word in named
    )


def _has_its_own_subject(text: str) -> bool:
    """Does it begin with a name, "Deng Xiaoping", so that its heading's cannot be meant?

    "The Chinese" and "When Nixon" may still go on from the heading.
    """
    first, second, *_ = [*text.split(maxsplit=2), "", ""]
    names = first[:1].isupper() and second[:1].isupper() and len(first) > 2
    return names and fold(first) not in STOP_WORDS


def is_form_of(name: str, words: Set[str]) -> bool:
    """Is one of ``words`` the name, or "Japanese" for "Japan", or the other way round?"""
    return len(name) >= _SHORTEST_NAME and any(
        _OF_NAME.fullmatch(pair)
        for word in words
        if word[:3] == name[:3]
        for pair in (f"{name} {word}", f"{word} {name}")
    )


def _ordinals_differ(question: str, texts: Sequence[str]) -> bool:
    """Is an ordinal asked for that no sentence has? A lack of "first" alone is no difference."""
    asked = _ordinals(question)
    if not asked:
        return False
    held = [_ordinals(text) for text in texts]
    if any(asked <= one for one in held):
        return False
    return any(held) or bool(asked - {1})


def _ordinals(text: str) -> set[int]:
    return {
        _ORDINALS.index(found["word"].lower()) + 1 if found["word"] else int(found["digits"])
        for found in _ORDINAL.finditer(text)
    }


def _counts_differ(question: str, texts: Sequence[str]) -> bool:
    """Do the sentences count the same things, and always another number of them?"""
    asked = dict(enumeration.counted(question))
    for things, number in asked.items():
        said = {n for text in texts for t, n in enumeration.counted(text) if t == things}
        if said and number not in said:
            return True
    return False


def _counts_something_else(question: str, texts: Sequence[str]) -> bool:
    """Is "how many" asked, and stands no number near the things that are to be counted?"""
    match = _HOW_MANY.search(question)
    if match is None:
        return False
    things = {word[:5] for word in tokens(match["things"]) if len(word) > 2}
    asked = frozenset(tokens(question))
    return not any(
        abs(number - thing) <= _NEAR
        for text in texts
        for number, thing in product(_numbers(text, asked), _places_of(things, text))
    )


def says_a_number(text: str, asked: frozenset[str]) -> bool:
    """Does ``text`` hold a number that is no date, no ordinal and no word of the question?"""
    return any(_numbers(text, asked)) or _SHARE.search(text) is not None


def _numbers(text: str, asked: frozenset[str]) -> Iterator[int]:
    """1 for the first word, so that every place is true."""
    for place, word in enumerate(tokens(_DATED.sub(" ", text)), start=1):
        if _NUMERAL.fullmatch(word) and (word not in asked or word[0].isdigit()):
            yield place


def _places_of(things: set[str], text: str) -> Iterator[int]:
    for place, word in enumerate(tokens(_DATED.sub(" ", text)), start=1):
        if word[:5] in things:
            yield place
