"""Clauses turned into what a question says: blanks, dates taken out, small repairs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.model.assessment import BLANK
from knowledge.model.corpus import Span
from knowledge.model.timeline import DateMention, Precision, ReadSentence, Token
from knowledge.quizzing.authoring.standing import Clause, speaks_of_title

_CONNECTIVES = re.compile(
    r"^(?:However|Meanwhile|Moreover|Furthermore|Therefore|Thus|Consequently|Then|Finally), "
    r"|, (?:however|meanwhile|too|therefore|thus|moreover|for example|in turn),(?= )"
    r"|\b(?:also|meanwhile|therefore|thereby|finally) |, too(?=\.?$)| too(?=\.?$)"
)
_SPACES = re.compile(r"\s+")
_BEFORE_DATE = re.compile(r"(?:^|\s|,\s)(?:[Oo]n|[Ii]n|[Dd]uring)\s+(?:the\s+)?$")
_SAYS = (
    "writes|says|reports|argues|notes|observes|explains|adds|finds|thinks|holds|concludes|insists"
    "|warns|grants|expects|sums up|stresses|claims|recalls|points out"
)
GRAVE = re.compile(
    r"(?i)\b(?:die[sd]?|dying|death|dead|deaths|kill\w*|murder\w*|assassinat\w+|execut(?:ed|ion)|suicide"
    r"|hanged|shot|drown\w*|resign\w*|depos\w+|overthr\w+|impeach\w*|convict\w*|arrest\w*|imprison\w*"
    r"|sentenced|crimes?|criminal|corrupt\w*|fraud|brib\w+|raped?|traitor|treason|terroris\w+|massacre\w*"
    r"|run\s+over|burn(?:ed|t)\s+(?:alive|at)|guilty|scandal|abus\w+|affair)\b"
)
"""Sentences about death, crime and disgrace: nothing false is said of people there."""


def tidy(text: str, sentence: ReadSentence) -> str:
    """On one line, without words that lead over from the line before or name the author.

    "In 1978, Hong writes, China …": the question says already whose words they are.
    """
    text = _CONNECTIVES.sub("", _SPACES.sub(" ", text.strip()))
    text = _attribution(sentence).sub(r"\g<before>", text)
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    return text[:1].upper() + text[1:]


def _attribution(sentence: ReadSentence) -> re.Pattern[str]:
    passage = sentence.passage
    names = {passage.voice, passage.author or passage.voice}
    who = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?P<before>,?) (?:{who}|the author) (?:{_SAYS}),")


def closed(text: str) -> str:
    """With a full stop at the end."""
    return text if text.endswith((".", "!", "”", '"')) else f"{text.rstrip(' ,;:')}."


def source(clause: Clause) -> str:
    """ "According to Zhao": whose word it is.

    It is the document's title where only that tells what "the canal" is.
    """
    passage = clause.sentence.passage
    title = f"“{passage.document_title}”"
    return f"According to {title if speaks_of_title(clause) else passage.voice}"


def with_blank(clause: Clause, span: Span) -> str:
    """The clause with a blank for ``span``, which lies inside it."""
    start = clause.span.start
    text = clause.text
    blanked = f"{text[: span.start - start]}{BLANK}{text[span.end - start :]}"
    return closed(tidy(blanked, clause.sentence))


def year_in(mention: DateMention, clause: Clause) -> Span | None:
    """Where the year of a date stands, if it stands there once."""
    year = str(abs(mention.when.first.year))
    words = clause.sentence.slice(mention.span)
    if words.count(year) != 1 or clause.text.count(year) != 1:
        return None
    start = mention.span.start + words.index(year)
    return Span(start, start + len(year))


def month_blank(clause: Clause, mention: DateMention) -> str | None:
    """The clause with a blank for month and year; ``None`` where grammar would not allow it.

    "On July 26, 1956, …" becomes "In ____, …": the day would give the month away or be learned
    by heart.
    """
    start = clause.span.start
    before = clause.text[: mention.span.start - start]
    after = clause.text[mention.span.end - start :]
    if mention.when.precision is Precision.DAY:
        preposition = re.search(r"\b([Oo])n\s+$", before)
        if preposition is None:
            return None
        letter = "I" if preposition[1] == "O" else "i"
        before = f"{before[: preposition.start()]}{letter}n "
    elif not re.search(r"\b[Ii]n\s+$", before):
        return None
    return closed(tidy(f"{before}{BLANK}{after}", clause.sentence))


def without_date(clause: Clause, mention: DateMention) -> str | None:
    """The clause as it stands without its date; ``None`` if that would break the sentence.

    Only what hangs on the main verb is taken out: "On X, A did B", "A did B on X".
    """
    start, text = clause.span.start, clause.text
    before, after = text[: mention.span.start - start], text[mention.span.end - start :]
    preposition = _BEFORE_DATE.search(before)
    if preposition is None or not _hangs_on_main_verb(clause, mention.span):
        return None
    before = before[: preposition.start()]
    if not before.strip():
        shortened = after.lstrip(" ,")
    else:
        shortened = (
            f"{before.rstrip()}{after}"
            if after[:1] in ".,;"
            else f"{before.rstrip()} {after.lstrip()}"
        )
    return tidy(shortened, clause.sentence).rstrip(" .,;:")


def _hangs_on_main_verb(clause: Clause, date: Span) -> bool:
    tokens = clause.sentence.tokens
    inside = [i for i, token in enumerate(tokens) if date.start <= token.span.start < date.end]
    if not inside:
        return False
    place = inside[0]
    while tokens[place].relation in (
        "pobj",
        "prep",
        "nummod",
        "npadvmod",
        "compound",
        "appos",
        "amod",
        "det",
    ) and (tokens[place].head != place):
        place = tokens[place].head
        if tokens[place].part in ("VERB", "AUX"):
            return _is_main(tokens, place)
    return False


def _is_main(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.head == place:
        return True
    return token.relation in ("conj", "ccomp") and tokens[token.head].head == token.head
