"""Clauses turned into what a question says: blanks, dates taken out, small repairs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.model.assessment import BLANK
from knowledge.model.corpus import Span
from knowledge.model.timeline import DateMention, Precision, ReadSentence, Token
from knowledge.quizzing.authoring.standing import Clause, speaks_of_title

_SPACES = re.compile(r"\s+")
_BEFORE_DATE = re.compile(r"(?:^|\s|,\s)(?:[Oo]n|[Ii]n|[Dd]uring)\s+(?:the\s+)?$")
_SAYS = (
    "writes|says|reports|argues|notes|observes|explains|adds|finds|thinks|holds|concludes|insists"
    "|warns|grants|expects|sums up|stresses|claims|recalls|points out"
)
_COLLECTIVE = re.compile(
    r"(?i)\b(?:staff|team|editors?|editorial|authors?|committee|department|faculty|office|group"
    r"|press|institute|university|college|school|society|association|organi[sz]ation|centre|center"
    r"|ministry|agency|museum|library|project|course|class|various|anonymous|unknown|wikipedia"
    r"|contributors?|writers|instructors?|lecturers?|teachers?|company|foundation|board|council)\b"
)
_PARTICLES_WORDS = "de da del della di du la le van von der den bin ibn al el y and"
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_LONGEST_TITLE = 60
"""Characters of a title that a question has room for."""
GRAVE = re.compile(
    r"(?i)\b(?:die[sd]?|dying|death|dead|deaths|kill\w*|murder\w*|assassinat\w+|execut(?:ed|ion)|suicide"
    r"|hanged|shot|drown\w*|resign\w*|depos\w+|overthr\w+|impeach\w*|convict\w*|arrest\w*|imprison\w*"
    r"|sentenced|crimes?|criminal|corrupt\w*|fraud|brib\w+|raped?|traitor|treason|terroris\w+|massacre\w*"
    r"|run\s+over|burn(?:ed|t)\s+(?:alive|at)|guilty|scandal|abus\w+|affair)\b"
)
"""Sentences about death, crime and disgrace: nothing false is said of people there."""


def tidy(text: str, sentence: ReadSentence) -> str:
    """On one line, without words that name the author.

    "In 1978, Hong writes, China …": the question says already whose words they are.
    """
    text = on_one_line(text)
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
    """ "According to Zhao in “A Title”": a document is told from others by its title alone.

    A person may stand before it; a collective ("Course staff") tells nothing. Where a title is too
    long for a question, the person stands for it.
    """
    passage = clause.sentence.passage
    title, voice = short_title(passage.document_title), passage.voice
    if not _is_person(voice):
        return f"According to “{title}”"
    if len(title) > _LONGEST_TITLE and not speaks_of_title(clause):
        return f"According to {voice}"
    return f"According to {voice} in “{title}”"


def short_title(title: str) -> str:
    """Without its subtitle, where it is long."""
    head, colon, _ = title.partition(": ")
    return head if colon and len(title) > _LONGEST_TITLE else title


def _is_person(voice: str) -> bool:
    words = voice.split()
    return (
        0 < len(words) <= 4
        and not _COLLECTIVE.search(voice)
        and all(word[:1].isupper() or word in _PARTICLES for word in words)
    )


def on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text.strip())


def with_blank(clause: Clause, span: Span) -> str:
    """The clause with a blank for ``span``, which lies inside it; quoted if verbatim."""
    start = clause.span.start
    text = clause.text
    blanked = f"{text[: span.start - start]}{BLANK}{text[span.end - start :]}"
    return _shown(clause, blanked, clause.sentence.slice(span))


def _shown(clause: Clause, blanked: str, answer: str) -> str:
    """Quotation marks promise the document's own words: nothing left out, nothing changed."""
    shown = closed(tidy(blanked, clause.sentence))
    said = on_one_line(clause.text).rstrip(" .,;:")
    told = on_one_line(shown.replace(BLANK, answer)).rstrip(".")
    return f"“{shown}”" if told == said[:1].upper() + said[1:] else shown


def quotation(clause: Clause) -> str:
    """What a rationale teaches with: the document's sentence."""
    return f"The text says: “{on_one_line(clause.sentence.text)}”"


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
    return _shown(clause, f"{before}{BLANK}{after}", clause.sentence.slice(mention.span))


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
    if re.search(r",\s*-?\d+$", mention.when.words) and not preposition[0].startswith(","):
        # The second comma of "on May 24, 1883, in …" belongs to the date.
        after = re.sub(r"^,(?=\s)", "", after)
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


def without_asides(text: str, clause: Clause) -> str:
    """``text`` without what a comma sets off behind a noun: ", a man of fifty", ", which he sold".

    Options that are to be compared carry the event alone.
    """
    tokens = clause.sentence.tokens
    for place, token in enumerate(tokens):
        if token.relation not in ("relcl", "appos", "acl") or token.part == "PROPN":
            continue
        aside = _branch(tokens, place)
        if aside[0] == 0 or tokens[aside[0] - 1].text != ",":
            continue
        span = Span(tokens[aside[0]].span.start, tokens[aside[-1]].span.end)
        said = on_one_line(clause.sentence.slice(span))
        text = re.sub(rf",\s+{re.escape(said)}(?:,(?=\s)|$)", "", text)
    return text


def _branch(tokens: Sequence[Token], root: int) -> list[int]:
    """The places of a token and of all that hangs on it, in order."""
    branch = {root}
    grown = True
    while grown:
        more = {i for i, t in enumerate(tokens) if t.head in branch} - branch
        branch |= more
        grown = bool(more)
    return sorted(branch)
