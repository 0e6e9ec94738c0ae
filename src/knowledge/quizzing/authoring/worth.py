"""Whether a fact is worth a question, and its date what to ask of it."""

from __future__ import annotations

import re

from knowledge.model.corpus import Span
from knowledge.model.timeline import Token
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.wording import short_title

_LIFE = re.compile(
    r"\b(?:born|died|buried|baptised|baptized|christened|married|grew\s+up|educated|retired"
    r"|graduated|apprenticed|schooled)\b"
)
"""Steps of a life: worth asking of whom the document is about alone."""
_CLAIMS_WORDS = (
    "argue calculate compute estimate suggest conclude note remark claim hold add believe think"
    " reckon guess maintain assert observe contend object"
)
_CLAIMS = frozenset(_CLAIMS_WORDS.split())
_ADDITIONS = frozenset({"advcl", "ccomp", "parataxis"})
_DATE_PARTS = frozenset({"pobj", "nummod", "npadvmod", "compound", "appos", "amod", "det"})
LONGEST_STATEMENT = 26
"""Words of a statement that is weighed as a whole."""


def is_side_detail(clause: Clause) -> bool:
    """A birth, marriage, schooling or death of somebody whom the title does not name."""
    if not _LIFE.search(clause.text):
        return False
    title = set(re.findall(r"\w+", short_title(clause.sentence.passage.document_title)))
    subject = _main_subject(clause)
    return subject is not None and subject.part == "PROPN" and subject.text not in title


def is_of_minor_person(clause: Clause, sentences: int) -> bool:
    """ "Karl Drais, a forester in Baden, rode …", told once and beside the document's subject.

    Args:
        sentences: How many of the document name the subject of the clause.
    """
    subject = _main_subject(clause)
    if subject is None or subject.part != "PROPN" or sentences > 1:
        return False
    tokens = clause.sentence.tokens
    presented = any(t.relation == "appos" and tokens[t.head] is subject for t in clause.tokens)
    title = set(re.findall(r"\w+", clause.sentence.passage.document_title.lower()))
    words = {t.text.lower() for t in clause.tokens if t.part in ("NOUN", "PROPN")}
    return presented and not words & (clause.topics | {word for word in title if len(word) > 3})


def subject_of(clause: Clause) -> str:
    """The last word of the clause's subject; empty if there is none."""
    subject = _main_subject(clause)
    return "" if subject is None else subject.text


def is_claim(clause: Clause) -> bool:
    """ "Stothers calculated in 1984 that …": what was said is the point, hardly ever when."""
    root = next((i for i, t in enumerate(clause.sentence.tokens) if t.relation == "ROOT"), None)
    if root is None:
        return False
    verb = clause.sentence.tokens[root]
    if not clause.span.start <= verb.span.start < clause.span.end:
        return False
    said = any(t.head == root and t.relation in ("ccomp", "dobj", "prep") for t in clause.tokens)
    return verb.lemma.lower() in _CLAIMS and said


def is_beside_the_point(clause: Clause, date: Span) -> bool:
    """Whether the date only marks a noun, or what is so at all times: "Krakatau in 1883 is …"."""
    tokens = clause.sentence.tokens
    place = next((i for i, t in enumerate(tokens) if date.start <= t.span.start < date.end), None)
    if place is None:
        return False
    while tokens[place].relation in _DATE_PARTS and tokens[place].head != place:
        place = tokens[place].head
    if tokens[place].relation == "prep":
        marked = tokens[tokens[place].head]
        if (
            marked.relation in ("nsubj", "nsubjpass")
            and marked.part in ("NOUN", "PROPN")
            and tokens[place].text.lower() != "of"
        ):
            return True
        place = tokens[place].head
    return tokens[place].relation == "ROOT" and _is_of_now(tokens, place)


def _is_of_now(tokens: list[Token] | tuple[Token, ...], verb: int) -> bool:
    helpers = [t for t in tokens if t.head == verb and t.relation in ("aux", "auxpass")]
    if helpers:
        return all(t.text.lower() in ("is", "are") for t in helpers)
    return tokens[verb].tag in ("VBZ", "VBP")


def is_one_statement(clause: Clause) -> bool:
    """Whether it says one thing: no change of a detail can hide in it."""
    words = [t for t in clause.tokens if t.text[0].isalnum()]
    if len(words) > LONGEST_STATEMENT or re.search(
        r",\s+(?:\w+\s+)?(?:which|who|whose|where|when)\b", clause.text
    ):
        return False
    return not any(
        t.relation in _ADDITIONS or (t.relation == "conj" and t.part in ("VERB", "AUX"))
        for t in clause.tokens
    )


def _main_subject(clause: Clause) -> Token | None:
    """The subject's last word: of "Antoine Lavoisier was born" the name of the family."""
    return next((t for t in clause.tokens if t.relation in ("nsubj", "nsubjpass")), None)
