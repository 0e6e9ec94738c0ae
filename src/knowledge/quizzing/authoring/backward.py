"""Words that look back at the lines before: "a similar result", "Two doctors", "the high tide"."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model.timeline import Token

_COMPARING_WORDS = (
    "similar comparable corresponding equivalent equal different further additional parallel"
    " analogous related identical opposite rival competing alternative subsequent resulting"
    " respective aforementioned said latter new-found"
)
_COMPARING = frozenset(_COMPARING_WORDS.split())
_MORE = frozenset({"JJR", "RBR"})
_WORKS_WORDS = (
    "portrait painting statue sculpture bust photograph biography obituary letter speech lecture"
    " book article essay report memoir diary translation review petition memorandum verdict"
    " judgment judgement ruling sentence appeal lawsuit charge complaint reply answer"
)
_WORKS = frozenset(_WORKS_WORDS.split())
"""What is of somebody or about something: who made it and when says too little."""
_ABOUT = frozenset({"of", "on", "about", "to", "against", "for", "over", "in"})
_IDIOMS = {
    "change": frozenset({"course", "direction", "tack", "mind", "side", "position", "policy"}),
    "take": frozenset({"part", "action", "steps", "measures", "notice", "advantage", "it"}),
    "make": frozenset({"progress", "use", "peace"}),
    "follow": frozenset({"suit"}),
    "win": frozenset({"case", "argument"}),
    "lose": frozenset({"case", "argument"}),
    "give": frozenset({"way", "approval", "consent", "permission"}),
}
"""Verbs with nouns that need to be told on what, in what or to what."""
_LEFT_OPEN = frozenset({"follow", "retreat", "intervene", "relent", "agree", "disagree", "dissent"})
"""Verbs that relate to what was said, unless they say to what."""
_TELLING = frozenset({"relcl", "acl", "appos", "poss"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def looks_back(tokens: Sequence[Token], inside: Sequence[int], known: str) -> bool:
    """Whether a noun or verb of the clause means something that only the lines before tell.

    Args:
        tokens: Of the whole sentence.
        inside: The places of the clause's tokens among them.
        known: The document's title in lower case.
    """
    return any(
        _compares(tokens, place)
        or _is_unnamed_group(tokens, place)
        or _is_work_of_nobody(tokens, place, known)
        or _is_bare_idiom(tokens, place, inside)
        for place in inside
    )


def _children(tokens: Sequence[Token], place: int) -> list[Token]:
    return [t for i, t in enumerate(tokens) if t.head == place and i != place]


def _prepositions(tokens: Sequence[Token], place: int) -> set[str]:
    return {t.text.lower() for t in _children(tokens, place) if t.relation == "prep"}


def _compares(tokens: Sequence[Token], place: int) -> bool:
    """ "A similar result", "a larger ship": similar to what, larger than which?"""
    token = tokens[place]
    if token.relation != "amod":
        return False
    more = token.tag in _MORE and token.text.lower() not in ("upper", "lower", "inner", "outer")
    if token.text.lower() not in _COMPARING and not more:
        return False
    after = {t.text.lower() for t in tokens[place + 1 : place + 9]}
    return not after & ({"than"} if more else {"to", "from", "than", "between", "with"})


def _is_unnamed_group(tokens: Sequence[Token], place: int) -> bool:
    """ "Two bacteriologists arrived": the lines after tell who."""
    noun = tokens[place]
    if noun.part != "NOUN" or noun.relation not in _SUBJECTS or noun.tag != "NNS":
        return False
    mine = _children(tokens, place)
    counted = any(t.relation == "nummod" and not t.text.isdigit() for t in mine)
    return counted and not any(
        t.relation in _TELLING or t.relation == "prep" or t.part == "PROPN" for t in mine
    )


def _is_work_of_nobody(tokens: Sequence[Token], place: int, known: str) -> bool:
    """ "The great portrait that David painted": of whom?"""
    noun = tokens[place]
    if noun.part != "NOUN" or noun.lemma.lower() not in _WORKS or noun.text.lower() in known:
        return False
    mine = _children(tokens, place)
    pointed = any(t.text.lower() == "the" for t in mine)
    return pointed and not (
        _prepositions(tokens, place) & _ABOUT
        or any(t.relation in ("appos", "poss", "compound", "ccomp") for t in mine)
        or any(t.part == "PROPN" for t in mine)
    )


def _is_bare_idiom(tokens: Sequence[Token], place: int, inside: Sequence[int]) -> bool:
    """ "Changed course", "retreated in 1990": on what, from what?"""
    verb = tokens[place]
    lemma = verb.lemma.lower()
    if verb.part != "VERB":
        return False
    mine = [(i, t) for i, t in enumerate(tokens) if t.head == place and i != place]
    if lemma in _LEFT_OPEN:
        return not any(
            t.relation in ("dobj", "xcomp", "ccomp", "nsubjpass")
            or (t.relation == "prep" and not _leads_date(tokens, i))
            for i, t in mine
        )
    bare = [
        i
        for i, t in mine
        # "Course" is taken for an adverb now and then.
        if t.relation in ("dobj", "advmod")
        and t.lemma.lower() in _IDIOMS.get(lemma, ())
        and i in inside
    ]
    if not bare or any(t.relation != "prep" for t in _children(tokens, bare[0])):
        return False
    mine += [(i, t) for i, t in enumerate(tokens) if t.head == bare[0] and i != bare[0]]
    return not any(
        t.relation == "xcomp"
        or (t.text.lower() in _ABOUT and t.text.lower() != "in" and t.relation == "prep")
        for _, t in mine
    )


def _leads_date(tokens: Sequence[Token], place: int) -> bool:
    return any(t.text[:1].isdigit() or t.relation == "nummod" for t in _children(tokens, place))
