"""Words whose exchange turns a meaning round, to which an embedding model is blind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

_NEGATIONS = """
not no never none nobody nothing neither nor without cannot dont doesnt didnt isnt arent wasnt
werent wont cant couldnt shouldnt wouldnt hasnt havent hadnt lack lacks lacked fail fails failed
refuse refuses refused unable hardly
"""
_COUNTS = """
one two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty fifty
sixty seventy eighty ninety hundred thousand million billion first second third fourth fifth
sixth seventh eighth ninth tenth half twice once double both all some few many most january
february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday
"""
_OPPOSITES = """
before/after more/less more/fewer increase/decrease increased/decreased rise/fall rose/fell
raise/lower raised/lowered high/low higher/lower up/down north/south east/west northern/southern
eastern/western left/right begin/end start/end began/ended open/close opened/closed win/lose
won/lost victory/defeat war/peace friend/enemy ally/enemy import/export imports/exports buy/sell
bought/sold give/take gave/took accept/reject accepted/rejected support/oppose supported/opposed
strengthen/weaken stronger/weaker strong/weak rich/poor large/small larger/smaller big/small
long/short old/new early/late earlier/later good/bad better/worse positive/negative
internal/external domestic/foreign public/private true/false inside/outside above/below
over/under arrive/leave arrived/left birth/death born/died gain/loss gained/lost love/hate
hot/cold warm/cold wet/dry day/night male/female man/woman men/women king/queen father/mother
son/daughter son/father mother/daughter teacher/student cause/effect causes/effects supply/demand
input/output maximum/minimum max/min same/different equal/unequal urban/rural legal/illegal
possible/impossible direct/indirect formal/informal with/without for/against major/minor
senior/junior expand/shrink growth/decline grow/decline acid/base front/back top/bottom
inner/outer upper/lower advantage/disadvantage benefit/cost success/failure succeed/fail
allow/forbid allowed/forbidden permit/ban create/destroy created/destroyed add/remove
"""
_FUNCTION_WORDS = """
of in on at to for by from with and or as is was were are be been it its this that which who they
he she his her their them between into through about there then than also very
"""
_PREFIXES = """
hypo/hyper inter/intra/intro macro/micro ante/anti pre/pro/per endo/exo/ecto ad/ab
im/em/in/en/un/ex over/under sub/super post/past bi/tri/mono/poly centi/milli
"""

_negations = frozenset(_NEGATIONS.split())
_counts = frozenset(_COUNTS.split())
_opposites = tuple(frozenset(pair.split("/")) for pair in _OPPOSITES.split())
_function_words = frozenset(_FUNCTION_WORDS.split())
_prefixes = tuple(tuple(group.split("/")) for group in _PREFIXES.split())


def denied(words: Collection[str]) -> bool:
    """Whether there is a negation among the words."""
    return not _negations.isdisjoint(words)


def counted(words: Sequence[str]) -> Counter[str]:
    """The words that count or date: numbers in figures and in words, months, days, "some"."""
    return Counter(w for w in words if w in _counts or any(char.isdigit() for char in w))


def opposed(one: Collection[str], two: Collection[str]) -> bool:
    """Whether one has a word whose opposite stands in the other instead."""
    only_one, only_two = set(one) - set(two), set(two) - set(one)
    return any(pair & only_one and pair & only_two for pair in _opposites)


def changed_prefix(word: str, other: str) -> bool:
    """Whether the words begin with different prefixes of a kind: "hypothermia", "hyperthermia"."""
    for group in _prefixes:
        one = next((prefix for prefix in group if word.startswith(prefix)), None)
        two = next((prefix for prefix in group if other.startswith(prefix)), None)
        if one != two and one is not None and two is not None:
            return True
    return False


def content_words(words: Sequence[str]) -> list[str]:
    """Those of the words that carry meaning by themselves."""
    return [word for word in words if word not in _function_words]
