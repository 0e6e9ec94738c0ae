"""Questions about a document itself: who wrote it, when it appeared, where to find it.

The course knows that from the document's own details, which reading may have taken out of the
text. The details go into the lead of a quotation, so that what is quoted stays verbatim.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from knowledge.answering.composer import Composition
from knowledge.model.answer import AnswerSentence
from knowledge.model.corpus import Citation, Document, Passage, Span, cite
from knowledge.retrieval.words import STOP_WORDS, search_words, tokens

CONFIDENCE = 0.95
"""Of an answer from a document's details: the words of the question leave little else to mean."""
MOST_DOCUMENTS = 3
"""A question that fits more of them means something else, or too much for one answer."""
_SAYS_SO = 0.5
"""A sentence with this share of the details' words is quoted with them; else, the beginning."""
_NAMES_TITLE = 0.5
"""A title is recognised by this share of its words."""


class _Detail(enum.StrEnum):
    AUTHOR = "author"
    AFFILIATION = "affiliation"
    PUBLISHED = "published"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class _Rule:
    asked: _Detail
    pattern: re.Pattern[str]
    of_a_person: bool = False
    """It asks about the author, who must be named: "where does Zhao work"."""


_RULES = tuple(
    _Rule(asked, re.compile(pattern, re.IGNORECASE), of_a_person)
    for asked, pattern, of_a_person in (
        (
            _Detail.AUTHOR,
            r"\bwho\s+(?:wrote|authored)\b|\bwho\b.*\b(?:author|writer)s?\b"
            r"|\b(?:author|writer)s?\s+of\b|\bby\s+whom\b|\bwho\b.*\bby\W*$",
            False,
        ),
        (
            _Detail.PUBLISHED,
            r"\b(?:when|what\s+(?:year|date|day|month)|which\s+year)\b"
            r".*\b(?:written|wrote|write|published|publish|released|dated|appear(?:ed)?)\b"
            r"|\bpublication\s+date\b|\bdate\s+of\s+publication\b",
            False,
        ),
        (
            _Detail.ADDRESS,
            r"\bwhere\b.*\b(?:published|publish|find|read|appear(?:ed)?|download|online)\b"
            r"|\b(?:link|url|web\s*address)\b",
            False,
        ),
        (
            _Detail.AFFILIATION,
            r"\bwhere\s+(?:does|do|did)\b.*\b(?:work|teach|study)\b|\baffiliat(?:ion|ed)\b"
            r"|\b(?:what|which)\s+(?:university|institution|institute)\b.*\b(?:at|from|belongs?|work)\b"
            r"|^\W*who(?:['’]s|\s+is|\s+are|\s+was)\b",
            True,
        ),
    )
)
_DOCUMENT_WORDS = frozenset(
    tokens("article text paper document essay reading piece source chapter book report pdf")
)
_ASKING_WORDS = frozenset(
    tokens(
        """
        who wrote write written author writer authored publish published publication released
        dated date year day month appear appeared work teach study affiliation affiliated
        university institution institute belong find read download online link url web address
        original please name full title titled called
        """
    )
)
_POINTS_AT_ONE = re.compile(r"\b(?:this|these|it|that)\b", re.IGNORECASE)


def rules_for(question: str) -> tuple[_Rule, ...]:
    """What ``question`` asks about a document itself, as far as its form tells."""
    return tuple(rule for rule in _RULES if rule.pattern.search(question))


def compose(
    question: str, documents: Sequence[Document], passages: Sequence[Passage]
) -> Composition | None:
    """The details asked for, each with words of its document; ``None`` if none are.

    Args:
        question: As it was asked.
        documents: Those that may be meant.
        passages: Of these documents, in reading order.
    """
    rules = rules_for(question)
    if not rules:
        return None
    subject = _subject(question)
    meant = [
        (document, asked)
        for document in documents
        if (asked := _asked_of(document, rules, question, subject))
    ]
    if len(meant) > MOST_DOCUMENTS:
        return None
    by_version: dict[int, list[Passage]] = {}
    for passage in passages:
        by_version.setdefault(passage.version_id, []).append(passage)
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for document, asked in meant:
        evidence = _evidence(by_version.get(document.version_id, ()), asked, question)
        if evidence is None:
            continue
        number = len(citations) + 1
        about = "; ".join(f"{detail}: {value}" for detail, value in asked.items())
        says = "It says" if evidence.says_so else "It begins"
        citations.append(cite(evidence.passage, evidence.span, number))
        lead = f"“{document.title}” – {about}.\n{says}:"
        sentences.append(AnswerSentence(lead, evidence.passage.slice(evidence.span), number))
    return Composition(tuple(sentences), tuple(citations)) if sentences else None


def _asked_of(
    document: Document, rules: Sequence[_Rule], question: str, subject: set[str]
) -> dict[_Detail, str]:
    """The details to show of ``document``, if it may be what the question is about."""
    known = _known(document)
    fitting = [rule.asked for rule in rules if _fits(rule, document, question, subject)]
    if not any(detail in known for detail in fitting):
        return {}
    shown = {_Detail.AUTHOR, *fitting}
    if _Detail.AUTHOR in fitting:
        shown.add(_Detail.AFFILIATION)
    return {detail: known[detail] for detail in _Detail if detail in shown and detail in known}


def _known(document: Document) -> Mapping[_Detail, str]:
    about = document.metadata
    values = {
        _Detail.AUTHOR: about.author,
        _Detail.AFFILIATION: about.affiliation,
        _Detail.PUBLISHED: about.published,
        _Detail.ADDRESS: about.address,
    }
    return {detail: value.rstrip(".") for detail, value in values.items() if value}


def _fits(rule: _Rule, document: Document, question: str, subject: set[str]) -> bool:
    about = document.metadata
    people = _stems(about.author, about.cited_as)
    title = _stems(document.title, PurePath(document.file_name).stem)
    if not subject <= people | title:
        return False
    says_author = "author" in _stems(question)
    if rule.of_a_person:
        return bool(people) and (subject <= people if subject else says_author)
    if subject & people or _stems(question) & _DOCUMENT_WORDS:
        return True
    if not subject:
        return _POINTS_AT_ONE.search(question) is not None
    return len(subject & title) >= _NAMES_TITLE * len(_stems(document.title))


def _subject(question: str) -> set[str]:
    """The words that say which document is meant, or whose."""
    asked = {_stem(word.text) for word in search_words(question)}
    return asked - _DOCUMENT_WORDS - {_stem(word) for word in _ASKING_WORDS}


def _stems(*texts: str | None) -> set[str]:
    words = (word for text in texts if text for word in tokens(text))
    return {_stem(word) for word in words if word not in STOP_WORDS}


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class _Evidence:
    passage: Passage
    span: Span
    says_so: bool
    """Does the sentence hold the details, or is it only the first one?"""


def _evidence(
    passages: Sequence[Passage], asked: Mapping[_Detail, str], question: str
) -> _Evidence | None:
    """The sentence that says most of what is asked, or the document's first."""
    sentences = [(passage, span) for passage in passages for span in passage.sentences]
    if not sentences:
        return None
    if _Detail.ADDRESS in asked:
        # Nobody writes addresses out; "Zhao's article appears …" has the words of the question.
        wanted = _subject(question) | (_stems(question) & _DOCUMENT_WORDS)
        enough = 1.0
    else:
        wanted, enough = _stems(*asked.values()), _SAYS_SO
    shares = [len(_stems(p.slice(span)) & wanted) / max(2, len(wanted)) for p, span in sentences]
    most = max(shares)
    says_so = most >= enough
    return _Evidence(*sentences[shares.index(most) if says_so else 0], says_so)
