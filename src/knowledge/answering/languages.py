"""Questions in another language than the documents': they find nothing, and the asker wonders why.

English documents alone are recognised, and a question only by its letters, by several of its small
words, or by the word that it begins with: a short one is not guessed at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from knowledge.model.corpus import Passage
from knowledge.retrieval.words import STOP_WORDS, tokens

REMARK = "The documents are in English."

_ALSO_FOREIGN = frozenset(
    tokens("a am an as d do etc has he i in is it me no of on or over s so t was we will")
)
_ENGLISH = STOP_WORDS - _ALSO_FOREIGN
_FOREIGN = frozenset(
    tokens(
        """
        der die das den dem ein eine einen und ist sind war waren nicht mit von für auf über wie wo
        wer wann warum welche welcher welches wird wurde hat haben sie es zu
        le la les des un une et est sont était dans pour par sur avec que qui quoi quand comment
        pourquoi ou quel quelle quels quelles il elle du au aux ce cette
        el los las una y es son fue fueron para por con como cuando donde cual cuales quien quienes
        se del al lo su sobre dice entre
        gli uno e sono era per che chi cosa quando dove perché come quale quali della dei
        o os um uma foi foram para com onde qual quais quem dos das na
        de het een en zijn waren niet met van voor op hoe waar wie wanneer waarom welke wordt
        """
    )
)
"""The commonest words of German, French, Spanish, Italian, Portuguese and Dutch."""
_ASKS = frozenset(
    tokens(
        """
        wer wann warum wieso weshalb welche welcher welches welchen wohin woher wessen erkläre
        quand pourquoi quelle quelles quién quiénes cuándo dónde cuál cuáles qué cómo explique
        explica perché onde quem wanneer waarom welke
        """
    )
)
"""What a question in these languages begins with, and none in English."""
_ALSO_ASKS = "was"
"""Of "was ist", and of "was he"."""
_FEWEST_LETTERS = 4
_FEWEST_WORDS = 3
_FEWEST_SMALL_WORDS = 2
_ENGLISH_SHARE = 0.2
"""Of the words of English text about two in five are small ones of English."""


def remark(question: str, passages: Sequence[Passage]) -> str:
    """The line that says so; empty where the languages agree, or may agree."""
    return REMARK if _is_foreign(question) and _are_english(passages) else ""


def _is_foreign(question: str) -> bool:
    letters = [char for char in question if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    if len(letters) >= _FEWEST_LETTERS and latin * 2 < len(letters):
        return True
    words = tokens(question)
    if len(words) < _FEWEST_WORDS or not _ENGLISH.isdisjoint(words):
        return False
    small = [word for word in words if word in _FOREIGN]
    small += [word for word in words[:1] if word == _ALSO_ASKS and small]
    has_own = len(small) < len(words)
    return has_own and (len(small) >= _FEWEST_SMALL_WORDS or words[0] in _ASKS)


def _are_english(passages: Sequence[Passage]) -> bool:
    words = [word for passage in passages for word in tokens(passage.text)]
    return sum(word in _ENGLISH for word in words) > _ENGLISH_SHARE * len(words)
