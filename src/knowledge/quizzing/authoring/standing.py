"""Whether a clause can be understood by itself, away from the lines before it.

A question repeats a clause to people who do not see its paragraph. What points back ("she", "the
company", "a year later", "another") must be known from the clause or from the document's title;
what is opinion, guess or the author's own voice is not asked at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model.corpus import Span
from knowledge.model.timeline import NameKind, ReadSentence, Token
from knowledge.quizzing.authoring.backward import looks_back
from knowledge.quizzing.authoring.loose import (
    is_bare_past_perfect,
    is_bound,
    may_be_a_person,
    what_is_open,
)

FEWEST_WORDS, MOST_WORDS = 6, 34

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_PLACES = frozenset({"dobj", "pobj", "dative", "nsubj", "nsubjpass"})
"""Of a pronoun that stands for somebody or something."""
_PRONOUNS = frozenset({"PRP", "PRP$"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "ours", "you", "your"})
_POINTING = frozenset({"this", "that", "these", "those"})
_BACKWARD = re.compile(
    r"\b(?:(?<!no )(?<!each )(?<!every )(?<!or )others?|another|again|instead|earlier"
    r"|later(?!\s+(?:named|called|known|renamed|became)\b)"
    r"|then|soon|already|former|latter|same|such(?!\s+as)|there|here|likewise|similarly|otherwise|so-called"
    r"|(?:the\s+)?(?:next|following|previous)\s+(?:day|week|month|year|decade|century)"
    r"|second|third|fourth|remaining|rest|afterwards|thereafter|once\s+more|still|only\s+then"
    r"|the\s+(?:first|last|two|three|four|five|six)(?!\s+[A-Z])|as\s+well|in\s+return|in\s+turn"
    r"|for\s+example|for\s+instance|as\s+a\s+result|in\s+this|at\s+that|by\s+then|ago|since\s+then"
    r"|today|now|at\s+present|recently|currently|these\s+days|last\s+(?:year|month|week))\b",
    re.IGNORECASE,
)
_NOT_BACKWARD = re.compile(
    r"\b(?:[Ss]econd|[Tt]hird|[Ff]irst)\s+(?:World|[A-Z])|\bfor\s+the\s+(?:first|last)\s+time\b"
    r"|\bthe\s+first\s+\w+(?:\s+\w+)?\s+(?:to|of|in|that|who|on)\b|\bthe\s+rest\s+of\b"
    r"|\ba\s+(?:second|third)\b|\beach\s+other\b|\bone\s+another\b|\bthere\s+(?:was|were|is|are)\b"
    r"|\b(?:first|second|last|other)\s+half\s+of\b|\bnow\s+(?:called|known)\b"
)
_RELATIVE_TIME = re.compile(
    r"(?i)\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|a\s+few|some|several|\d+)\s+"
    r"(?:years?|months?|weeks?|days?|decades?|centur(?:y|ies))\s+(?:later|earlier|before|after)"
    r"|(?:that|the\s+same)\s+(?:year|month|day|week|summer|winter|spring|autumn|decade|weekend))\b"
)
_OPINION = re.compile(
    r"\b(?:perhaps|probably|possibly|presumably|arguably|likely|allegedly|reportedly|supposedly|apparently"
    r"|seems?|seemed|appears?\s+to|appeared\s+to|(?-i:may)|can|ought|unfortunately"
    r"|fortunately|surprisingly|of\s+course|in\s+my|important(?:ly)?|significant(?:ly)?|remarkabl[ey]"
    r"|clearly|obviously|certainly|doubtless)\b",
    re.IGNORECASE,
)
_MODALS = frozenset({"might", "could", "would", "should", "must"})
_TOLD_OF = frozenset({"ccomp", "relcl", "advcl", "acl", "xcomp", "pcomp"})
"""How a clause hangs on what happened: "said that …", "who …", "so that …"."""
_UNIQUE_WORDS = (
    "world earth sun moon sea ocean air sky ground public state law government war peace century"
    " country nation market past future dark light water rain night day morning evening summer"
    " winter spring autumn north south east west coast seabed soil middle end beginning mantle"
    " atmosphere poor rich internet press economy"
)
_UNIQUE = frozenset(_UNIQUE_WORDS.split())
"""What "the" may stand before without having been spoken of."""
_JOINING = frozenset({"and", "but", "or", "yet", "so", "because", "although", "while", "however"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that may be asked about."""

    sentence: ReadSentence
    span: Span
    said_before: frozenset[str] = frozenset()
    """Lemmas of the nouns in the document's lines before it."""
    topics: frozenset[str] = frozenset()
    """Nouns that stand all over the document, as they are written."""
    following: ReadSentence | None = None
    """The next sentence of its passage."""

    @property
    def text(self) -> str:
        return self.sentence.slice(self.span)

    @property
    def tokens(self) -> list[Token]:
        span = self.span
        return [t for t in self.sentence.tokens if span.start <= t.span.start < span.end]


def why_not(clause: Clause) -> str | None:
    """Why the clause is not fit to be asked about, in a few words; ``None`` if it is."""
    tokens = clause.tokens
    words = [token for token in tokens if token.text[0].isalnum()]
    if not clause.sentence.is_parsed:
        return "no grammar to go by"
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return "too long" if len(words) > MOST_WORDS else "too short"
    return (
        _surface(clause, words)
        or _subject(clause, tokens)
        or _references(clause)
        or _loose_ends(clause)
    )


def _loose_ends(clause: Clause) -> str | None:
    everything, span = clause.sentence.tokens, clause.span
    inside = [i for i, t in enumerate(everything) if span.start <= t.span.start < span.end]
    title = clause.sentence.passage.document_title
    if what_is_open(everything, inside, clause.text, title):
        return "leaves open what the lines before say"
    if looks_back(everything, inside, title.lower()):
        return "points to the lines before"
    if is_bare_past_perfect(everything, inside):
        return "past perfect without a past"
    return None


def _surface(clause: Clause, words: Sequence[Token]) -> str | None:
    text = clause.text
    if text.endswith("?") or not clause.sentence.text.rstrip(' ”"’)').endswith((".", "!")):
        return "not a statement"
    if (
        text.count("“") != text.count("”")
        or text.count('"') % 2
        or text.count("(") != text.count(")")
    ):
        return "not a statement"
    if re.search(r"[:;]\s", text):
        return "several statements"
    if words[0].text.lower() in _JOINING:
        return "goes on from the line before"
    if any(token.text.lower() in _FIRST_PERSON and token.tag in _PRONOUNS for token in words):
        return "first person"
    if _OPINION.search(text) or any(_is_guess(clause, token) for token in words):
        return "opinion or guess"
    if _RELATIVE_TIME.search(text) or _BACKWARD.search(_NOT_BACKWARD.sub(" ", text)):
        return "points to the lines before"
    return None


def _is_guess(clause: Clause, token: Token) -> bool:
    """Whether a modal is the author's own, and not part of what somebody said, meant or was to do.

    "He told them that the seabed should be shared", "a man who would become king": facts.
    """
    if token.text.lower() not in _MODALS or token.tag != "MD":
        return False
    everything = clause.sentence.tokens
    verb = everything[token.head]
    if any(t.head == token.head and t.relation == "neg" for t in clause.tokens):
        # "could not say what they did" tells what happened.
        return token.text.lower() != "could"
    while verb.relation == "conj" and everything[verb.head] is not verb:
        verb = everything[verb.head]
    return verb.relation not in _TOLD_OF or everything[verb.head].tag not in ("VBD", "VBN")


def _subject(clause: Clause, tokens: Sequence[Token]) -> str | None:
    place = _root(clause, tokens)
    if place is None:
        return "no main verb"
    subjects = [t for t in tokens if t.relation in _SUBJECTS and t.head == place]
    if not subjects:
        return "no subject"
    subject = subjects[0]
    if subject.tag in _PRONOUNS or subject.relation == "expl":
        return "pronoun as subject"
    if subject.part not in ("NOUN", "PROPN") and subject.relation != "csubj":
        return "no named subject"
    if subject.text in clause.sentence.passage.voice.split() or subject.text == "author":
        return "opinion or guess"
    return None


def _root(clause: Clause, tokens: Sequence[Token]) -> int | None:
    everything = clause.sentence.tokens
    places = {id(token): i for i, token in enumerate(everything)}
    inside = {places[id(token)] for token in tokens}
    for token in tokens:
        place = places[id(token)]
        if token.part in ("VERB", "AUX") and (token.head == place or token.head not in inside):
            return place
    return None


def _references(clause: Clause) -> str | None:
    everything = clause.sentence.tokens
    title = _words_of_title(clause)
    named, plural, person, thing = False, False, False, False
    people = [n.span for n in clause.sentence.names if n.kind is NameKind.PERSON]
    for place, token in enumerate(everything):
        if not clause.span.start <= token.span.start < clause.span.end:
            continue
        lower = token.text.lower()
        if token.tag in _PRONOUNS and lower != "it" and not named:
            return "pronoun without its noun"
        if lower in ("his", "her") and (plural or not person):
            return "pronoun without its noun"
        if lower == "its" and not thing:
            return "pronoun without its noun"
        if token.tag == "PRP" and token.relation in _PLACES and not is_bound(everything, place):
            return "pronoun without its noun"
        if token.tag == "DT" and lower in _POINTING:
            return "points to the lines before"
        if token.part in ("PROPN", "NOUN") and token.relation not in ("pobj", "npadvmod"):
            named, plural = True, token.tag in ("NNS", "NNPS") or plural
            person = person or may_be_a_person(token)
            thing = thing or all(not s.start <= token.span.start < s.end for s in people)
        if lower == "the" and token.tag == "DT":
            noun = everything[token.head]
            if noun.part == "NOUN" and _dangles(clause, everything, token.head, title):
                return "points to the lines before"
    return None


def _dangles(clause: Clause, tokens: Sequence[Token], place: int, title: frozenset[str]) -> bool:
    """Whether "the …" names something that only the lines before make known."""
    noun = tokens[place]
    lemma, word = noun.lemma.lower(), noun.text.lower()
    is_subject = noun.relation in _SUBJECTS
    if (
        word in title
        or lemma in _UNIQUE
        or (word in clause.topics and not is_subject and noun.relation != "poss")
    ):
        return False
    earlier = tokens[: max(place - 1, 0)]
    if any(
        t.lemma.lower() == lemma and t.part == "NOUN" and t.span.start >= clause.span.start
        for t in earlier
    ):
        return False
    parts = [i for i, token in enumerate(tokens) if token.head == place and i != place]
    # ", which …" adds to what is known already; "that …" says which one is meant.
    aside = place + 1 < len(tokens) and tokens[place + 1].text == ","
    telling = ("appos",) if aside else ("relcl", "acl", "appos")
    if any(tokens[i].part == "PROPN" or tokens[i].relation in telling for i in parts):
        return False
    if any(tokens[i].relation == "nummod" for i in parts):
        return True
    if place + 1 < len(tokens) and tokens[place + 1].part == "PROPN":
        # "The engineer Clara Dunn", however it was parsed.
        return False
    if any(tokens[i].relation == "prep" and tokens[i].text == "of" for i in parts):
        # "The price of gold" is known as far as gold is, which has its own turn.
        return False
    # "The high tide" as what a sentence is about was spoken of; "closed the old school" names it.
    describing = ("compound",) if is_subject else ("amod", "compound")
    described = any(tokens[i].relation in describing for i in parts)
    return not described or lemma in clause.said_before


def speaks_of_title(clause: Clause) -> bool:
    """Whether it names what its document is about: "the canal" in a history of that canal."""
    title = {word for word in _words_of_title(clause) if len(word) > 3}
    return any(token.text.lower() in title for token in clause.tokens if token.part == "NOUN")


def _words_of_title(clause: Clause) -> frozenset[str]:
    """In the title's own number: "The Roads of Rome" does not make known which road is meant."""
    return frozenset(re.findall(r"\w+", clause.sentence.passage.document_title.lower()))
