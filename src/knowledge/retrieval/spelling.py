"""A word that the course does not know → the word that was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TELLING_BEGINNING = 4
_LONGEST_ENDING = 4
_ONE_SLIP_FROM = 6
_TWO_SLIPS_FROM = 9
"""Letters. Short words have too many neighbours for a slip to be told from another word."""
_MOST_APART = 2
"""Letters between two spellings of a word."""
_OTHER_FIRST = {"e": "ao", "i": "e", "c": "t"}
"""American and other first letters: "esthetic" and "aesthetic", "inquiry" and "enquiry"."""
_ENDINGS = ("s", "es", "d", "ed", "ing")


def is_form_of_known(word: str, known: Set[str]) -> bool:
    """Is the word one of ``known``, or one with a regular ending?"""
    return word in known or any(
        word.endswith(ending) and word.removesuffix(ending) in known for ending in _ENDINGS
    )


_SPELT_ALIKE = tuple(
    (re.compile(spelt), other)
    for spelt, other in (
        (r"(?<=\w\w)our", "or"), (r"(?<=gra)mme(?=s?\Z)", "m"), (r"([ft]|lic)ence", r"\1ense"),
        (r"(cent|fib|goit|lit|lust|meag|met|mit|oeuv|sab|scept|sepulch|somb|spect|theat)"
         r"r(?:e(?=s?\Z)|(?=ed\Z|ing\Z))", r"\1er"),
        (r"practis", "practic"), (r"[iy][sz](?=[ei]|a\w)", "iz"),
        (r"([aeiouy][^aeiouy]*[aeo]|\w\w[cv]i)ll(?=[aio]|e\w)", r"\1l"),
        (r"(?<=[aeio])ll(?=ful|ment)", "l"),
        (r"\A(appa|disti|enro|enthra|fulfi|insti|insta)ll(?=s?\Z)", r"\1l"),
        (r"(?<=[al])ogue(?=s?\Z)", "og"), (r"(?<=[al])ogu(?=ed|ing)", "og"),
        (r"ae(?![elr]|\Z)", "e"),
        (r"\Aoe|(?<=f)oe(?=t)|(?<=n)oe(?=u)|(?<=rh)oe(?=a)|(?<=am)oe(?=b)|(?<=om)oe(?=o)"
         r"|(?<=c)oe(?=l)", "e"),
        (r"dgement", "dgment"), (r"artefact", "artifact"), (r"sulph", "sulf"),
        (r"sceptic", "skeptic"), (r"moustach", "mustach"), (r"alumini", "alumin"),
        (r"\Aenquir", "inquir"), (r"\Adespatch", "dispatch"), (r"jewell?e?ry", "jewelry"),
        (r"\Agrey", "gray"), (r"plough", "plow"), (r"(?<=m)oul(?=d|t)", "ol"),
        (r"\Adisc(?=s?\Z)", "disk"), (r"\Atyre(?=s?\Z)", "tire"), (r"\Acosy\Z", "cozy"),
        (r"\Agips", "gyps"), (r"\Aphoney", "phony"), (r"mollusc", "mollusk"),
        (r"pyjama", "pajama"), (r"yoghurt", "yogurt"),
        (r"\A(?:tsar|tzar)", "czar"), (r"cypher", "cipher"), (r"(?<=[nl]e)xion", "ction"),
        (r"\Am[ou]ham+[ae]d", "muhammad"),
    )
)  # fmt: skip
"""Each makes of a British or a classical spelling the American one, or of one of Mohammed's many.

They are tried in turn, and none may make one of two words: of "timbre" and "timber", say.
"""

_SOUND_ALIKE = tuple(
    (re.compile(spelt), other)
    for spelt, other in (
        (r"ph", "f"), (r"kh|q|ck(?!ing|e[dr])", "k"), (r"(?<=\w)ch(?=[aolr])", "k"),
        (r"c(?=[aoulrt]|\Z)", "k"), (r"th(?=[oe]|a\Z)", "t"), (r"([bdgjkr]|rn)h", r"\1"),
        (r"(?<=\w)z", "s"), (r"[aey]i|[ae]y", "ei"), (r"(?:ie|ee|y)\Z", "i"),
        (r"y(?=[^aeiou])", "i"),
        (r"([b-df-hj-np-rtv-z])\1(?!(?:ing|e[dr]s?)\Z)", r"\1"),
    )
)  # fmt: skip


def is_same_word(one: str, other: str) -> bool:
    """Are they one word in two spellings, "harbour" and "harbor", "mediaeval" and "medieval"?"""
    return _american(one) == _american(other)


def sound_alike(one: str, other: str) -> bool:
    """Are they likely one name in two spellings: "Brasil", "Brazil"; "Nicolas", "Nicholas"?

    A vowel for another may make another name, "Walton", "Wilton", and so may a letter more.
    """
    return _rewritten(_american(one), _SOUND_ALIKE) == _rewritten(_american(other), _SOUND_ALIKE)


def is_slip_of_surname(one: str, other: str) -> bool:
    """Are they one surname, a letter apart, after the same first name: "Johnson", "Johnston"?

    Not where one begins the other: "Queen Victoria", "Queen Victorian".
    """
    longer = one.startswith(other) or other.startswith(one)
    return not longer and OSA.distance(one, other, score_cutoff=1) <= 1


def _is_same_but_plural(spelt: str, known: str) -> bool:
    other = _american(known)
    return other == spelt or f"{other}s" == spelt or other == f"{spelt}s"


def _american(word: str) -> str:
    return _rewritten(word, _SPELT_ALIKE)


def _rewritten(word: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for spelt, other in rules:
        word = spelt.sub(other, word)
    return word


def is_name(word: str, texts: Iterable[str]) -> bool:
    """Is ``word``, folded, written with a capital wherever it stands in ``texts``?"""
    small = capital = False
    spelt = _anywhere(word)
    for text in texts:
        for match in spelt.finditer(unicodedata.normalize("NFKD", text)):
            capital = True
            small = small or match.group()[0].islower()
    return capital and not small


def is_name_in_full(before: str, name: str, texts: Iterable[str]) -> bool:
    """Does ``name`` follow ``before`` anywhere in ``texts``? Both are folded."""
    spelt = re.compile(rf"{_anywhere(before).pattern} {_anywhere(name).pattern}", re.IGNORECASE)
    return any(spelt.search(unicodedata.normalize("NFKD", text)) for text in texts)


def _anywhere(word: str) -> re.Pattern[str]:
    letters = "".join(rf"{re.escape(letter)}[\u0300-\u036f]*" for letter in word)
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)


class Vocabulary:
    """The words of a course, by first letter and length, so that few are compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            self._alike[word[0], len(word)].append(word)

    def holds_form_of(self, word: str) -> bool:
        """Is it known, or another form by its ending: "Brazilian" for "Brazil", "US" for "USA"?"""
        if not word.isalpha():
            return word in self._alike.get((word[0], len(word)), ())
        ending = min(_LONGEST_ENDING, len(word) - 1)
        shortest = max(2, min(_TELLING_BEGINNING, len(word) - 1), len(word) - ending)
        return any(
            known.startswith(word) or word.startswith(known)
            for length in range(shortest, len(word) + ending + 1)
            for known in self._alike.get((word[0], length), ())
        )

    def spelt_otherwise(self, word: str) -> str | None:
        """The same word in another spelling, see :func:`is_same_word`; maybe its plural."""
        if not word.isalpha():
            return None
        spelt = _american(word)
        alike = [
            known
            for first in dict.fromkeys((word[0], spelt[0], *_OTHER_FIRST.get(word[0], "")))
            for known in self._of_length(first, len(word), _MOST_APART)
        ]
        near = process.extract(
            word, alike, scorer=OSA.distance, score_cutoff=_MOST_APART, limit=None
        )
        return next((known for known, *_ in near if _is_same_but_plural(spelt, known)), None)

    def nearest(self, word: str) -> str | None:
        """The word at the smallest distance, if that is within a slip or two.

        The distance is the optimal string alignment: a letter missed, added, changed or swapped
        with the next counts one. The first letter is rarely mistyped and must be the same, but
        for "Catherine" and "Katherine".
        """
        if len(word) < _ONE_SLIP_FROM or not word.isalpha():
            return None
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        firsts = "ck" if word[0] in "ck" else word[0]
        alike = [known for first in firsts for known in self._of_length(first, len(word), slips)]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
        return None if found is None else found[0]

    def _of_length(self, first: str, length: int, apart: int) -> Iterator[str]:
        for near in range(max(1, length - apart), length + apart + 1):
            yield from self._alike.get((first, near), ())
