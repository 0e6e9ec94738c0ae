"""Whether a text that is not one of the accepted ones still says the same.

Two ways, in this order: a slip of the pen, by edit distance, and other words of the same meaning,
by the embedding model. Both are conservative: a learner who was right after all can say so, while
a wrong answer that passed would be learnt.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from knowledge.model.assessment import ItemDraft, ItemType, Outcome, Response, TextKey, Written
from knowledge.model.contrasts import (
    changed_prefix,
    content_words,
    counted,
    denied,
    opposed,
)
from knowledge.model.grading import RIGHT, WRONG, grade
from knowledge.model.near_words import asks_for_a_person, forms_of, readings_of
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.spelling import (
    is_form_of_known,
    is_same_word,
    is_slip_of_surname,
    sound_alike,
)

SAME_STEMS_THRESHOLD, OTHER_STEMS_THRESHOLD = 0.80, 0.95
"""Cosine of the two texts' vectors from which they mean the same: if one only turns, inflects or
adds to the words of the other, and if words of both are exchanged for others, which a model of
sentences hardly notices ("plaintiff", "defendant"). Chosen on a development list of pairs so that
no false one passed, and checked on another; both are in the tests."""

_ONE_SLIP, _TWO_SLIPS = 6, 10
"""Letters that a word must have for one slip, and for two, to be taken for a slip."""


async def outcome(embedder: Embedder, draft: ItemDraft, response: Response) -> Outcome:
    """The outcome of any response; the model is asked only where a text's words do not decide.

    Await it before a write session is opened: it may wait for the model.
    """
    (graded,) = await outcomes(embedder, draft, [response])
    return graded


async def outcomes(
    embedder: Embedder, draft: ItemDraft, responses: Sequence[Response]
) -> list[Outcome]:
    """As :func:`outcome`, of many responses; the model is asked once for all of them."""
    graded = [_by_words(draft, response, embedder.known_words) for response in responses]
    compared = {found.given: found for found in graded if isinstance(found, _Comparable)}
    if compared:
        texts = dict.fromkeys(t for found in compared.values() for t in (found.given, *found.with_))
        vectors = await embedder.embed_documents(list(texts))
        vector_of = dict(zip(texts, vectors, strict=True))
        same = {
            given
            for given, found in compared.items()
            for text in found.with_
            if float(vector_of[given] @ vector_of[text]) >= threshold(given, text)
        }
        return [
            found if isinstance(found, Outcome) else RIGHT if found.given in same else WRONG
            for found in graded
        ]
    return [found for found in graded if isinstance(found, Outcome)]


@dataclass(frozen=True, slots=True)
class _Comparable:
    """A text whose words do not decide, and the accepted ones that it may mean the same as."""

    given: str
    with_: tuple[str, ...]


def _by_words(draft: ItemDraft, response: Response, known: Set[str]) -> Outcome | _Comparable:
    graded = grade(draft, response)
    key = draft.key
    if graded.correct or not isinstance(key, TextKey) or not isinstance(response, Written):
        return graded
    given = response.text
    if any(_is_slip_of_a_form(given, text, draft, known) for text in key.accepted):
        return RIGHT
    if draft.type is ItemType.CLOZE:
        # The gap of a cloze asks for a term, not for its meaning.
        return WRONG
    comparable = [text for text in key.accepted if may_mean_the_same(given, text, draft.stem)]
    return _Comparable(given, tuple(comparable)) if comparable else WRONG


def _is_slip_of_a_form(given: str, accepted: str, draft: ItemDraft, known: Set[str]) -> bool:
    return any(
        is_slip(reading, form, draft, known)
        for reading in readings_of(given, accepted, draft)
        for form in forms_of(accepted, draft)
    )


def is_slip(given: str, accepted: str, draft: ItemDraft, known: Set[str]) -> bool:
    """Whether ``given`` is ``accepted`` with slips: swapped, missing, wrong or doubled letters.

    Word by word: one slip in a word of six letters, two from ten on; none in a shorter word, in
    a number, in the first letter, in a word that stands elsewhere in the item, where a prefix
    changes ("hypo", "hyper"), or where it makes another word ("martial" for "marital").

    Another spelling of a word is none ("judgement"), nor one of a name that is likely the same
    name ("Brasil") or the surname after the right first names of the person who is asked for.

    Args:
        known: Words that there are, lower-case without accents.
    """
    one, two = normalised(given).split(), normalised(accepted).split()
    if len(one) != len(two):
        return False
    own = frozenset(normalised(_words_of(draft)).split())
    names = _names_of(accepted, draft)
    in_full = len(two) > 1 and one[:-1] == two[:-1] and asks_for_a_person(draft.stem)
    return all(
        word == meant
        or (
            word not in own
            and (
                is_same_word(word, meant)
                or (
                    _is_slip_of_word(word, meant)
                    and (
                        not is_form_of_known(word, known)
                        or (meant not in names and _same_stem(word, meant))
                        or (meant in names and _is_same_name(word, meant, in_full=in_full))
                    )
                )
            )
        )
        for word, meant in zip(one, two, strict=True)
    )


def _is_same_name(word: str, meant: str, *, in_full: bool) -> bool:
    return sound_alike(word, meant) or (in_full and is_slip_of_surname(word, meant))


def _names_of(accepted: str, draft: ItemDraft) -> set[str]:
    """Words of the accepted text with a capital, which the passage writes with one too."""
    passage = "" if draft.citation is None else draft.citation.passage
    small = {normalised(word) for word in re.findall(r"\w+", passage) if word[0].islower()}
    return {part for name in _names(accepted) for part in name.split()} - small


def may_mean_the_same(given: str, accepted: str, stem: str) -> bool:
    """Whether it is safe to compare two texts by their vectors, which are blind to details.

    Of single words only their accepted forms count. Numbers, months and counts, names and their
    order, and negations must be the same, neither text may hold the opposite of a word of the
    other, and "this or that" is no answer to a question that wants this.
    """
    one, two = normalised(given).split(), normalised(accepted).split()
    if min(len(content_words(one)), len(content_words(two))) < 2 or len(one) > 4 * len(two) + 4:
        return False
    return (
        counted(one) == counted(two)
        and denied(one) == denied(two)
        and not opposed(one, two)
        and ("or" in one) == ("or" in two)
        and _same_names(given, accepted, stem)
        and not _turned_round(given, accepted)
    )


def threshold(given: str, accepted: str) -> float:
    """The cosine that ``given`` needs."""
    one, two = content_words(normalised(given).split()), content_words(normalised(accepted).split())
    exchanged = _only_in(one, two) and _only_in(two, one)
    return OTHER_STEMS_THRESHOLD if exchanged else SAME_STEMS_THRESHOLD


def _only_in(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(not any(_same_stem(word, other) for other in others) for word in words)


def _same_stem(word: str, other: str) -> bool:
    """Whether most of the shorter one begins the longer one: "protect", "protection"."""
    shorter = min(len(word), len(other))
    needed = max(3, math.ceil(0.6 * shorter))
    return word == other or (shorter >= needed and word[:needed] == other[:needed])


def _words_of(draft: ItemDraft) -> str:
    passage = "" if draft.citation is None else draft.citation.passage
    return " ".join((draft.stem, *draft.options, passage))


def _is_slip_of_word(word: str, meant: str) -> bool:
    letters = min(len(word), len(meant))
    if letters < _ONE_SLIP or not (word + meant).isalpha():
        return False
    if word[0] != meant[0] and not sound_alike(word, meant):
        return False
    if changed_prefix(word, meant):
        return False
    most = 2 if letters >= _TWO_SLIPS else 1
    return OSA.distance(word, meant, score_cutoff=most) <= most


def _names(text: str) -> set[str]:
    """Words with a capital letter; the first one of the text may have it for another reason."""
    return {normalised(word) for word in re.findall(r"\w[\w'’.-]*", text) if word[0].isupper()}


def _same_names(given: str, accepted: str, stem: str) -> bool:
    """Names of the accepted text that the question does not tell must be in ``given``.

    People type names in lower case too, so those are looked for among all words; a name that is
    in ``given`` alone must be in the question.
    """
    told = set(normalised(stem).split())
    said, meant = set(normalised(given).split()), set(normalised(accepted).split())
    first = normalised(given.split()[0])
    wanted = {part for name in _proper(accepted) for part in name.split()}
    extra = {part for name in _names(given) for part in name.split()} - {first}
    return wanted - told <= said and extra <= meant | told


def _proper(text: str) -> set[str]:
    words = text.split()
    capital = _names(text)
    # "Peaceful development" begins with a capital and is no name; "Hua Guofeng" goes on with one.
    if len(capital) == 1 and words and normalised(words[0]) in capital:
        return set()
    return capital


def _turned_round(given: str, accepted: str) -> bool:
    """Names in another order: who did what to whom may be exchanged."""
    one, two = normalised(given).split(), normalised(accepted).split()
    names = {part for name in _names(accepted) for part in name.split()}
    shared = [word for word in two if word in names and word in one]
    return [word for word in one if word in shared] != shared or (
        sorted(one) == sorted(two) and one != two
    )
