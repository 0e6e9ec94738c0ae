"""Which of the drafts are handed over: each fact once, none that tells another's answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.model.assessment import ChoiceKey, ItemType
from knowledge.quizzing.authoring.chance import dice
from knowledge.quizzing.authoring.kinds import Drafted, Kind

_YEAR = re.compile(r"\b\d{3,4}\b")


def choose(made: Mapping[Kind, Sequence[Drafted]], count: int) -> list[Drafted]:
    """One of each kind in turn; each sentence is asked about once, as a variant teaches no more.

    Of the statements as many are false as true, or one more of either: a longer run of the same
    answer could be learned instead of the facts.
    """
    left = {kind: list(found) for kind, found in made.items()}
    chosen: list[Drafted] = []
    while len(chosen) < count and any(left.values()):
        for kind, waiting in left.items():
            left[kind] = fresh = [d for d in waiting if not any(_clash(d, c) for c in chosen)]
            if kind is Kind.STATEMENT:
                left[kind] = fresh = _balanced(fresh, chosen)
            if fresh and len(chosen) < count:
                chosen.append(fresh.pop(0))
    return chosen


def _balanced(fresh: list[Drafted], chosen: Sequence[Drafted]) -> list[Drafted]:
    """``fresh`` with one first whose answer is wanted next; nothing if there is none."""
    truths = [_is_true(d) for d in chosen if d.kind is Kind.STATEMENT]
    surplus = sum(1 if truth else -1 for truth in truths)
    if not fresh:
        return []
    wanted = dice(fresh[0].draft.stem, "truth").random() < 0.5 if surplus == 0 else surplus < 0
    fitting = [d for d in fresh if _is_true(d) is wanted]
    if not fitting and surplus == 0:
        fitting = fresh
    if not fitting:
        return []
    if wanted:
        # What cannot be made false is best asked as true.
        false = [d.facts for d in fresh if not _is_true(d)]
        fitting.sort(key=lambda d: d.facts in false)
    first = fitting[0]
    return [first, *(d for d in fresh if d is not first)]


def _is_true(drafted: Drafted) -> bool:
    return drafted.draft.key == ChoiceKey(frozenset({0}))


def _clash(one: Drafted, other: Drafted) -> bool:
    """Whether they ask about one sentence, or one of them rules out an option of the other."""
    if one.facts & other.facts:
        return True
    passages = {passage for passage, _ in one.facts} & {passage for passage, _ in other.facts}
    return bool(passages) and bool(_told(one) & _offered(other) or _told(other) & _offered(one))


def _told(drafted: Drafted) -> set[str]:
    """The years that its sentence tells, or of an order its sentences."""
    draft = drafted.draft
    quote = "" if draft.citation is None else draft.citation.quote
    is_changed = draft.type is ItemType.TRUE_FALSE and len(drafted.facts) == 1
    return set(_YEAR.findall(quote if is_changed else f"{quote} {draft.rationale}"))


def _offered(drafted: Drafted) -> set[str]:
    """The years that it offers and that are wrong."""
    draft = drafted.draft
    said = draft.stem if draft.type is ItemType.TRUE_FALSE else " ".join(draft.options)
    return set(_YEAR.findall(said)) - _told(drafted)
