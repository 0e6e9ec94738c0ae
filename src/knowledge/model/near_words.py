"""Wordings of an answer between which no fair teacher tells: titles, surnames, plurals, echoes.

Pure rules, each of which must never take in another answer; in doubt they do not, because whoever
was right can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.model.assessment import ItemDraft
from knowledge.model.wording import normalised, same_words
from knowledge.model.written_numbers import read_number

GAP = re.compile(r"_{2,}")

_TITLES_LIST = (
    "mr mrs ms miss dr prof professor president premier chancellor senator ambassador chairman"
    " chairwoman sir madam"
)
_TITLES = frozenset(_TITLES_LIST.split())
_RULERS_LIST = "king queen emperor empress pope prince princess saint st"
_RULERS = frozenset(_RULERS_LIST.split())
_MEN, _WOMEN = frozenset({"mr", "sir"}), frozenset({"mrs", "ms", "miss", "madam", "chairwoman"})
_TELLING = _MEN | _WOMEN | _RULERS
"""Before a surname alone they may name another of the family: "Ms Clinton" is not Bill."""
_SUFFIXES = frozenset({"jr", "sr"})
_PARTICLES_LIST = "van von de der den di da del della la le bin ibn al el ter ten"
_PARTICLES = frozenset(_PARTICLES_LIST.split())
_ROMAN = re.compile(r"[ivxlc]+")
_ASKS_FOR_A_PERSON = re.compile(
    r"(?:^|[,;:.“\"]\s*|\b(?:by|to|with|of|for|from)\s+)whom?\b"
    r"|\b(?:which|what)\s+(?:\S+\s+){0,2}?(?:person|man|woman|scholar|author|writer|historian"
    r"|president|premier|chancellor|minister|secretary|leader|politician|diplomat|ambassador"
    r"|general|engineer|scientist|inventor|professor|philosopher|poet|painter|composer|judge"
    r"|economist|biologist|physicist|chemist|mathematician|journalist|explorer)\b(?!['’-])",
    re.IGNORECASE,
)
_KIND = re.compile(r"\b(?:which|what)\s+((?:[\w'’-]+\s*){1,3})", re.IGNORECASE)
_NO_NAME_LIST = (
    "the a an in on at to for by from with and or as but when while after before since because"
    " although that this then also both said according if so thus yet until like was is were are"
    " did does had has mr mrs ms dr prof professor president sir"
)
_NO_NAME = frozenset(_NO_NAME_LIST.split())
_JOINED = re.compile(r"\b(?:and|or|not|no|nor|never|neither|but|without)\b|[,;/&+]", re.IGNORECASE)
_PLURALS_OF_THEIR_OWN_LIST = "arms goods customs news means works glasses"
_PLURALS_OF_THEIR_OWN = frozenset(_PLURALS_OF_THEIR_OWN_LIST.split())
_ORDINALS_LIST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {
    word: f"{number}{'th' if number > 3 else ('st', 'nd', 'rd')[number - 1]}"
    for number, word in enumerate(_ORDINALS_LIST.split(), start=1)
}
_SHORTEST_PLURAL = 4
"""Letters of the singular."""


def forms_of(accepted: str, draft: ItemDraft) -> list[str]:
    """An accepted text and what says as much: a person without title, or as the passage says."""
    untitled = _untitled(accepted, _TITLES)
    bare = untitled if _is_name(untitled) else accepted
    if not _is_name(bare) or not asks_for_a_person(draft.stem):
        return list(dict.fromkeys((accepted, bare)))
    return list(dict.fromkeys((accepted, bare, *_surnames(bare, draft))))


def readings_of(given: str, accepted: str, draft: ItemDraft) -> list[str]:
    """What was written, and the same without what the question told already.

    That is the title before a name, what stands beside the gap of a cloze, and the kind that was
    asked for: "Tsinghua University" where the question is "Which university …?".
    """
    readings = [given]
    if asks_for_a_person(draft.stem) or _capitals(accepted) > 1:
        untitled = _untitled(given, _TITLES | _RULERS)
        if _is_full(untitled) or not _may_be_another(given, untitled, accepted, draft):
            readings.append(untitled)
    readings += _without_echo(given, draft.stem)
    return list(dict.fromkeys(readings))


def says_the_same(given: str, accepted: str) -> bool:
    """Whether both are the same words, numbers in figures or in words, singular or plural."""
    one, two = in_figures(given), in_figures(accepted)
    if same_words(one, two):
        return True
    words, meant = normalised(one).split(), normalised(two).split()
    names = _names_in(accepted)
    return len(words) == len(meant) > 0 and all(
        word == other or (other not in names and _is_plural_of_one(word, other))
        for word, other in zip(words, meant, strict=True)
    )


def asks_for_a_person(stem: str) -> bool:
    return _ASKS_FOR_A_PERSON.search(stem) is not None


def in_figures(text: str) -> str:
    """``text`` normalised, with the numbers that are written out in figures."""
    words, run = [], list[str]()
    for word in [*normalised(text).split(), ""]:
        number = read_number(" ".join([*run, word])) if word.isalpha() else None
        if number is not None and read_number(word) is not None:
            run.append(word)
            continue
        if run:
            words.append(f"{read_number(' '.join(run)):g}")
            run = []
        words.append(_ORDINALS.get(word, word))
    return " ".join(words).strip()


def _untitled(text: str, titles: frozenset[str]) -> str:
    """Without the titles at the front, if anything is left then."""
    words = text.split()
    while len(words) > 1 and normalised(words[0]).rstrip(".") in titles:
        words = words[1:]
    return " ".join(words)


def _is_full(name: str) -> bool:
    """Whether it has more than a surname."""
    return sum(word.casefold() not in _PARTICLES for word in name.split()) > 1


def _may_be_another(given: str, surname: str, accepted: str, draft: ItemDraft) -> bool:
    """Whether the titles before the surname are neither the key's, nor the passage's for it."""
    known = _telling_titles(accepted)
    for courtesy in (_MEN, _WOMEN):
        known |= courtesy if known & courtesy else frozenset()
    passage = f" {normalised(_passage_of(draft))} "
    return any(
        title not in known and (known or f" {title} {normalised(surname)} " not in passage)
        for title in _telling_titles(given)
    )


def _telling_titles(name: str) -> frozenset[str]:
    words = name.split()
    count = len(words) - len(_untitled(name, _TITLES | _RULERS).split())
    return _TELLING & {normalised(word).rstrip(".") for word in words[:count]}


def _passage_of(draft: ItemDraft) -> str:
    return "" if draft.citation is None else draft.citation.passage


def _is_name(text: str) -> bool:
    """Whether this looks like a person's full name: two to four words with capitals."""
    words = text.split()
    return (
        2 <= len(words) <= 4
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
        and normalised(words[0]) not in _RULERS
        and not any(char.isdigit() for char in text)
    )


def _surnames(name: str, draft: ItemDraft) -> list[str]:
    """The part of a name by which the item's passage calls the person, if nobody else has it.

    Which part is the surname differs from country to country; the passage knows. A last name comes
    with its particles or without, and also after the first name alone.
    """
    words = [word for word in name.split() if normalised(word).rstrip(".") not in _SUFFIXES]
    if len(words) < 2 or _ROMAN.fullmatch(words[-1].casefold()):
        return []
    passage = _passage_of(draft)
    alone = [word for word in (words[0], words[-1]) if _stands_alone(word, passage)]
    if len(alone) != 1 or _is_shared(alone[0], words, draft, is_first=alone[0] == words[0]):
        return []
    found = list(alone)
    if alone[0] != words[0] and len(words) > 2:
        particles = [n for n, word in enumerate(words) if word.casefold() in _PARTICLES]
        found.append(" ".join(words[particles[0] :]) if particles else f"{words[0]} {words[-1]}")
    return found


def _stands_alone(word: str, passage: str) -> bool:
    """Whether the passage has the word somewhere without another name beside it."""
    for found in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", passage):
        before = passage[: found.start()].split()
        while before and before[-1].casefold() in _PARTICLES:
            before.pop()
        last = before[-1].lstrip("(“\"‘'") if before else ""
        is_called = last[:1].isupper() and last[-1].isalpha() and normalised(last) not in _NO_NAME
        is_initial = re.fullmatch(r"(?:[A-Z]\.)+", last) is not None
        goes_on = re.match(r"\s+[A-Z]", passage[found.end() :]) is not None
        if not (is_called or is_initial or goes_on):
            return True
    return False


def _is_shared(surname: str, own: list[str], draft: ItemDraft, *, is_first: bool) -> bool:
    text = " ".join((draft.stem, *draft.options, _passage_of(draft)))
    if normalised(surname) in normalised(draft.stem).split():
        return True
    known = {*map(normalised, own), *_NO_NAME}
    quoted = re.escape(surname)
    beside = rf"\b{quoted}\s+([A-Z][\w-]+)" if is_first else rf"\b([A-Z][\w.-]*)\s+{quoted}\b"
    return any(normalised(other) not in known for other in re.findall(beside, text))


def _without_echo(given: str, stem: str) -> Iterator[str]:
    words = normalised(given).split()
    gaps = GAP.split(stem)
    if len(gaps) == 2:
        before, after = (normalised(part).split() for part in gaps)
        yield " ".join(_trimmed(words, before, after))
        return
    # "Tsinghua or another university", "not the university": no echo, but another answer.
    kind = _KIND.search(stem)
    if kind is None or _JOINED.search(given):
        return
    told = {*normalised(kind[1]).split(), "of"} - {"which", "what"}
    while len(words) > 1 and words[-1] in told:
        words = words[:-1]
        yield " ".join(words)
    while len(words) > 1 and words[0] in told:
        words = words[1:]
        yield " ".join(words)


def _trimmed(words: list[str], before: list[str], after: list[str]) -> list[str]:
    """The words without those that stand beside the gap; as they are if nothing would be left."""
    for length in range(min(len(words) - 1, len(before)), 0, -1):
        if words[:length] == before[-length:]:
            words = words[length:]
            break
    for length in range(min(len(words) - 1, len(after)), 0, -1):
        if words[-length:] == after[:length]:
            return words[:-length]
    return words


def _capitals(text: str) -> int:
    return sum(word[0].isupper() for word in text.split())


def _names_in(text: str) -> set[str]:
    """Words with a capital, which have no plural; of several words the first alone proves none."""
    words = text.split()
    capital = [word for word in words if word[0].isupper()]
    if len(words) > 1 and capital == words[:1]:
        return set()
    return {part for word in capital for part in normalised(word).split()}


def _is_plural_of_one(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST_PLURAL or longer in _PLURALS_OF_THEIR_OWN:
        return False
    if shorter.endswith("y"):
        return longer == f"{shorter[:-1]}ies"
    is_hissing = shorter.endswith(("s", "x", "z", "ch", "sh"))
    return longer == (f"{shorter}es" if is_hissing else f"{shorter}s")
