"""Do the sentences to be shown lack the very thing that was asked for? English.

A biography without a date is no answer to "when was she born", whatever the two have in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from knowledge.answering.answer_type import AnswerType, offers
from knowledge.retrieval.words import tokens

_ASKS = r"what|who|whom|whose|where|which|why|how"
_HELPS = r"is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must"
_WHEN = re.compile(
    rf"\W*(?:(?:and|so|but|since|until|by|from)\W+)*when\b(?!\s+\w+ing\b)(?!.*(?:,|\b(?:{_ASKS})\b))"
    rf"|(?!.*\b(?:{_ASKS})\b.*\bwhen\b).*\bwhen\s+(?:{_HELPS})\b(?!.*\b(?:{_ASKS})\b)"
    r"|.*\b(?:know|tell\s+(?:me|us)|remember)\s+when\b",
    re.IGNORECASE | re.DOTALL,
)
"""Not "what is it called when …", nor "when it comes to …, …"."""
_CALENDAR = re.compile(
    r"\b(?:what|which)\s+(?:(?:exact|very)\s+)?(?:year|date|month|decade|century)s?\b(?!\s+of\b)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:during|after|before|until|since|while|when|once|whenever|as\s+soon\s+as|throughout"
    r"|following|the\s+(?:end|beginning|start|turn|close|eve|outbreak)\s+of|age|ages|era|period"
    r"|times|reign|years?|months?|weeks?|days?|hours?|decades?|centur(?:y|ies)|seasons?|spring"
    r"|summer|autumn|winter|morning|evening|night|midnight|noon|today|currently|recent(?:ly)?"
    r"|later|earlier|annual(?:ly)?|monthly|weekly|daily|war|ii?\b)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b",
    re.IGNORECASE,
)
"""What may answer "when" without a date: "after his death", "at the end of the war"."""
_OF_A_LIFE = (
    r"\b(?:when|where)\b|\b(?:what|which)\s+(?:year|date|day|month|decade|century|place|city)\b"
)
_LIFE_SPAN = r"\(\D{0,20}\d{3,4}\s*[–—-]\s*\D{0,4}\d{3,4}\)"
_NAMED = r"(?P<name>(?:[A-ZÀ-Þ][\w’'.-]+\s+)+)(?:(?:was|were|is|had|has)\s+)?"
_LIVES = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told), re.compile(_NAMED + rf"(?:{event})\b"))
    for asked, told, event in (
        (
            rf"(?:{_OF_A_LIFE}).*\b(?:born|(?<!th )(?<!st )(?<!nd )(?<!rd )birthday)\b"
            r"|\b(?:date|place)\s+of\s+birth\b|\bbirth(?:\s+date|place)\b",
            r"\b(?:[Bb]orn|[Bb]irth\w*|b\.|originat\w+|founded|emerged|arose|invented)"
            rf"|{_LIFE_SPAN}",
            "born",
        ),
        (
            rf"(?:{_OF_A_LIFE}).*\bdie[ds]?\b(?!\s+(?:of|out)\b)|\b(?:date|place)\s+of\s+death\b",
            r"\b(?:[Dd]ie[ds]?|[Dd]ead|[Dd]eaths?|[Dd]ying|killed|murder\w*|assassinat\w+|execut\w+"
            r"|drowned|perished|shot|suicide|buried|funeral|fell|passed\s+away|lost\s+h\w+\s+life"
            r"|ended|collapsed|extinct\w*|vanished|disappeared)\b"
            rf"|{_LIFE_SPAN}",
            "died|killed|murdered|assassinated|executed|drowned|perished",
        ),
    )
)


_LONGEST_QUESTION = 500
"""Characters; a longer text asks for more than one thing."""


def may_lack(question: str) -> bool:
    """Is it worth looking at what would be shown? Quick."""
    return len(question) <= _LONGEST_QUESTION and (
        _WHEN.match(question) is not None
        or _CALENDAR.search(question) is not None
        or any(asked.search(question) for asked, _, _ in _LIVES)
    )


def lacks_date(question: str, texts: Sequence[str]) -> bool:
    """Is a year, a century or the like asked for, and no text dated?"""
    return _CALENDAR.search(question) is not None and not _is_dated(question, texts)


def lacks_birth_or_death(question: str, texts: Sequence[str]) -> bool:
    """Is when or where somebody was born or died asked for, and does no text speak of that?"""
    return any(
        asked.search(question) and not any(map(told.search, texts)) for asked, told, _ in _LIVES
    )


def is_of_another(question: str, texts: Sequence[str], names: Set[str]) -> bool:
    """Is every birth or death that is told with a name somebody else's than of these names?

    Args:
        names: Of the question, folded; whoever it does not name may be anybody.
    """
    for asked, told, named in _LIVES if names else ():
        if asked.search(question) is None:
            continue
        found = [match for text in texts for match in named.finditer(text)]
        spoken = sum(len(told.findall(text)) for text in texts)
        if found and len(found) == spoken:
            return all(names.isdisjoint(tokens(match["name"])) for match in found)
    return False


def lacks_time(question: str, texts: Sequence[str]) -> bool:
    """Is "when" asked, and has no text a date nor any other words of time?"""
    return is_undated(question, texts) and not any(map(_TIME.search, texts))


def is_undated(question: str, texts: Sequence[str]) -> bool:
    """Is "when" asked, and no text dated? "After the war" may answer it, and may not."""
    return _WHEN.match(question) is not None and not _is_dated(question, texts)


def _is_dated(question: str, texts: Sequence[str]) -> bool:
    asked = frozenset(tokens(question))
    return any(offers(text, AnswerType.DATE, asked) for text in texts)
