"""What a clause leaves open by itself: the thing a word relates to, or the line that ends it.

"Work began", "described the basic flaw", "agreed to attack", "the Fund": the reader of a paragraph
knows on what, of what, whom and which; the reader of a question does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.model.timeline import ReadSentence, Token

_OPEN_NOUNS_WORDS = (
    "flaw fault defect weakness strength importance significance relevance role cause effect"
    " result outcome consequence reason solution answer alternative advantage disadvantage"
    " benefit drawback purpose aim goal idea concept notion principle method technique"
    " approach process procedure problem difficulty question issue matter task challenge"
    " discovery finding conclusion proposal plan project scheme decision change reform"
    " difference relation connection link similarity opposite contrast exception example case"
    " instance part portion half majority minority share rest remainder side end beginning"
    " start completion extension successor predecessor rival opponent supporter follower"
    " advocate critic owner inventor builder founder number amount size cost price rate total"
    " average limit loss gain increase decrease rise fall damage delay failure success victory"
    " defeat attempt effort test experiment study theory hypothesis model version copy"
    " original site place location position experience treatment arrangement agreement"
    " form type variety phase doubt objection criticism argument evidence clue deal accord"
    " settlement compromise contract"
)
_OPEN_NOUNS = frozenset(_OPEN_NOUNS_WORDS.split())
"""Nouns that say something only with what they are of, on or for."""
_ARRANGEMENTS = frozenset({"agreement", "deal", "accord", "settlement", "compromise", "contract"})
"""Nouns that need to be told on what: with whom says too little."""
_WITH_AIM = frozenset({"importance", "significance", "relevance", "role", "usefulness"})
"""Nouns that need besides that to be told for what: "the importance of colours for …"."""
_COMPLEMENTS_WORDS = "of for to in between on against about with behind from among over into"
_COMPLEMENTS = frozenset(_COMPLEMENTS_WORDS.split())
_OPEN_VERBS_WORDS = (
    "attack refuse reject accept deny oppose confirm ratify approve replace support repeat"
    " resume continue finish complete invade recognize recognise discover announce demand"
    " permit allow prevent forbid abolish introduce adopt follow imitate copy join succeed"
    " resist object consent comply cooperate participate answer respond reply react"
)
_OPEN_VERBS = frozenset(_OPEN_VERBS_WORDS.split())
"""Verbs of which one must be told whom or what."""
_PROCESSES_WORDS = (
    "work construction production building digging excavation negotiation talk research"
    " fighting testing training trial repair restoration operation service sale preparation"
    " mining printing manufacture traffic trade treatment teaching planning development"
    " drilling tunnelling tunneling recording publication exploration investigation"
)
_PROCESSES = frozenset(_PROCESSES_WORDS.split())
_COURSE_WORDS = "begin start resume stop end continue cease finish go proceed last"
_COURSE = frozenset(_COURSE_WORDS.split())
_BARE = re.compile(
    r"\bin\s+(?:protest|response|reply|reaction|retaliation|exchange|addition|contrast|comparison"
    r"|opposition|revenge|support|defian?ce)\b(?!\s+(?:against|to|at|for|over|with|of|by))",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"\b(?:also|however|meanwhile|moreover|furthermore|therefore|thus|thereby|consequently|hence"
    r"|finally|nevertheless|nonetheless|too(?=[,.])|eventually|accordingly|indeed|in\s+fact"
    r"|the\s+(?:two|three|four)\s+(?:men|women|sides|countries|companies|powers))\b",
    re.IGNORECASE,
)
_KINDS_OF_BODY = (
    "Fund|Bank|Convention|Assembly|Company|Commission|Treaty|Board|Council|Party|Union|League|Court"
    "|Tribunal|Area|Committee|Authority|Act|Agreement|Accords?|Conference|Congress|Society|Institute"
    "|Association|Academy|Ministry|Department|Office|Agency|Organi[sz]ation|Federation|Alliance"
    "|Foundation|University|College|Museum|Hospital|School|Corporation|Charter|Protocol|Declaration"
    "|Pact|Constitution|Parliament|Senate|Republic|Kingdom|Empire|Territory|Province|State|Crown"
    "|Bridge|Canal|Tower|Palace|Project|Programme|Program|Plan|Bureau|Directorate|Secretariat|Club"
    "|Exchange|Pool|System|Reform|Movement|Front|Army|Navy|Order|Church|Line|Tunnel|Railway"
)
_SHORT_NAME = re.compile(
    rf"(?<!called )(?<!known as )(?<!named )\b[Tt]he\s+(?P<name>{_KINDS_OF_BODY})\b"
    r"(?!\s+(?:of|for|on|[A-Z]))"
)
_THIN_WORDS = (
    "show send ask examine test study investigate observe measure lay set go travel visit"
    " meet come arrive leave give take bring try attempt decide agree plan propose suggest"
    " turn move see look write publish"
)
_THIN = frozenset(_THIN_WORDS.split())
"""Verbs of a first step, whose point the next line makes unless the clause itself does."""
_OF_MAIN = ("nsubj", "nsubjpass")
_PERSONAL = frozenset({"he", "she", "him", "her"})
_PEOPLE_WORDS = (
    "pilgrim king queen emperor pope monk priest boy girl child son daughter brother sister wife"
    " husband engineer teacher farmer painter writer author soldier officer patient lawyer judge"
    " doctor surgeon merchant student governor minister president sailor"
)
_PEOPLE = frozenset(_PEOPLE_WORDS.split())
_OF_PEOPLE = ("ist", "ian", "man", "woman")
_SUBORDINATE = frozenset({"advcl", "ccomp", "relcl", "pcomp", "xcomp"})
_TIMES_WORDS = (
    "january february march april may june july august september october november december"
    " year month week day night morning evening spring summer autumn winter decade century"
)
_TIMES = frozenset(_TIMES_WORDS.split())
_POINT = frozenset({"xcomp", "advcl", "ccomp", "acl", "relcl", "conj"})


def what_is_open(tokens: Sequence[Token], inside: Sequence[int], text: str, title: str) -> bool:
    """Whether something in the clause needs the lines before it.

    Args:
        tokens: Of the whole sentence.
        inside: The places of the clause's tokens among them.
        text: The clause.
        title: Of its document, which the reader of a question sees.
    """
    if _BARE.search(text) or _CONNECTIVE.search(text):
        return True
    known = title.lower()
    # A word that was cut off with the rest of the sentence completes nothing.
    kept = frozenset(inside)
    tokens = [t if i in kept else replace(t, head=i) for i, t in enumerate(tokens)]
    if any(match["name"].lower() not in known for match in _SHORT_NAME.finditer(text)):
        return True
    return any(
        _is_open_noun(tokens, place, known)
        or _is_open_verb(tokens, place)
        or _is_bare_process(tokens, place, known)
        for place in inside
    )


def _is_open_noun(tokens: Sequence[Token], place: int, known: str) -> bool:
    noun = tokens[place]
    lemma = noun.lemma.lower()
    if noun.part != "NOUN" or lemma not in _OPEN_NOUNS or noun.text.lower() in known:
        return False
    mine = _children(tokens, place)
    definite = any(t.text.lower() == "the" and t.relation == "det" for _, t in mine)
    if lemma in _WITH_AIM:
        # "The importance of salt for bread": "for" may hang on any word between.
        return not any(t.text.lower() in ("for", "to") for t in tokens[place + 1 : place + 7])
    if lemma in _ARRANGEMENTS and noun.relation in ("nsubjpass", "dobj"):
        about = ("on", "about", "for", "to", "over", "under", "of")
        return not any(
            t.text.lower() in about or t.relation in ("relcl", "acl", "compound") for _, t in mine
        )
    if not definite:
        return False
    told = any(
        (t.relation == "prep" and t.text.lower() in _COMPLEMENTS)
        or t.relation in ("relcl", "acl", "poss", "appos", "ccomp")
        or t.part == "PROPN"
        for _, t in mine
    )
    return not told


def _is_open_verb(tokens: Sequence[Token], place: int) -> bool:
    verb = tokens[place]
    lemma = verb.lemma.lower()
    if verb.part != "VERB" or lemma not in _OPEN_VERBS or verb.relation in ("relcl", "acl", "amod"):
        return False
    mine = _children(tokens, place)
    if any(t.relation in ("nsubjpass", "auxpass", "agent") for _, t in mine):
        return False
    objects = {"dobj", "xcomp", "ccomp", "pcomp", "dative", "attr", "oprd", "conj"}
    wanted = objects - {"conj"} if lemma in ("attack", "refuse", "accept", "reject") else objects
    prepositions = lemma in ("object", "consent", "comply", "cooperate", "participate", "succeed")
    return not any(
        (t.relation in wanted and not _starts_anew(tokens, i))
        or (prepositions and t.relation == "prep")
        for i, t in mine
    )


def _starts_anew(tokens: Sequence[Token], place: int) -> bool:
    """ "Greece joined, and coins came into use": the second verb completes nothing."""
    return tokens[place].relation == "conj" and (
        any(t.relation.startswith("nsubj") for _, t in _children(tokens, place))
        or not any(t.relation == "dobj" for _, t in _children(tokens, place))
    )


def _is_bare_process(tokens: Sequence[Token], place: int, known: str) -> bool:
    noun = tokens[place]
    if (
        noun.lemma.lower() not in _PROCESSES
        or not noun.relation.startswith("nsubj")
        or noun.text.lower() in known
        or tokens[noun.head].lemma.lower() not in _COURSE
    ):
        return False
    telling = {"prep", "compound", "acl", "poss", "relcl"}
    on_verb = any(
        t.relation == "prep" and t.text.lower() == "on" and not _is_date(tokens, i)
        for i, t in _children(tokens, noun.head)
    )
    return not on_verb and not any(t.relation in telling for _, t in _children(tokens, place))


def _is_date(tokens: Sequence[Token], place: int) -> bool:
    """Whether the preposition leads a date: "on April 25"."""
    return any(
        tokens[i].text[:1].isdigit() or any(t.text[:1].isdigit() for _, t in _children(tokens, i))
        for i, _ in _children(tokens, place)
    )


def _children(tokens: Sequence[Token], place: int) -> list[tuple[int, Token]]:
    return [(i, t) for i, t in enumerate(tokens) if t.head == place and i != place]


def is_finished_by(sentence: ReadSentence, following: ReadSentence | None) -> bool:
    """Whether the next line has the point of this one: an experiment's result, a voyage's end."""
    tokens = sentence.tokens
    root = next((i for i, t in enumerate(tokens) if t.relation == "ROOT"), None)
    if root is None or following is None or tokens[root].lemma.lower() not in _THIN:
        return False
    mine = _children(tokens, root)
    return not any(t.relation in _POINT for _, t in mine) and not any(
        t.relation == "prep" and t.text.lower() in ("for", "about") for _, t in mine
    )


def is_bare_past_perfect(tokens: Sequence[Token], inside: Sequence[int]) -> bool:
    """ "Becquerel had found …" with nothing in the clause that it is earlier than."""
    for place in inside:
        mine = _children(tokens, place)
        if tokens[place].relation not in ("ROOT", "ccomp", "conj"):
            continue
        had = any(t.relation.startswith("aux") and t.text.lower() == "had" for _, t in mine)
        later = any(t.relation == "advcl" for _, t in mine)
        if had and not later:
            return True
    return False


def is_bound(tokens: Sequence[Token], place: int) -> bool:
    """Whether a pronoun within a subordinate clause can mean nobody but what stands before it.

    "Hill raised a doubt when he found …": one person, named before; "they" for several persons or
    things. "A pilgrim noted where he slept", "read a text or wrote what they recalled of it".
    """
    pronoun = tokens[place].text.lower()
    verb = tokens[place].head
    while tokens[verb].part not in ("VERB", "AUX") and tokens[verb].head != verb:
        verb = tokens[verb].head
    joined = tokens[verb].relation == "ccomp" and tokens[verb].head > verb
    if tokens[verb].relation not in _SUBORDINATE or joined:
        return False
    before = [(i, t) for i, t in enumerate(tokens[:place]) if t.part in ("NOUN", "PROPN")]
    if pronoun == "it":
        # "The court refused to extend it": a court does not extend itself.
        implied = tokens[verb].relation in ("xcomp", "pcomp")
        roles = ("dobj",) if implied else ("dobj", "nsubj", "nsubjpass", "pobj")
        return any(
            t.tag in ("NN", "NNP")
            and t.relation in roles
            and not _is_definite(tokens, i)
            and not _is_of_a_date(tokens, i)
            for i, t in before
        )
    subjects = [
        i
        for i, t in before
        if t.relation.startswith("nsubj")
        and tokens[t.head].relation == "ROOT"
        and not _is_definite(tokens, i)
    ]
    if len(subjects) != 1:
        return False
    several = any(t.relation == "conj" for _, t in _children(tokens, subjects[0]))
    if pronoun in ("they", "them"):
        return several or any(t.tag == "NNS" for _, t in before)
    return pronoun in _PERSONAL and not several and may_be_a_person(tokens[subjects[0]])


def may_be_a_person(token: Token) -> bool:
    """Whether "his" may mean it: a name, or a word for people."""
    lemma = token.lemma.lower()
    return token.part == "PROPN" or lemma in _PEOPLE or lemma.endswith(_OF_PEOPLE)


def _is_definite(tokens: Sequence[Token], place: int) -> bool:
    """ "The text": what it means may itself be known from the lines before alone."""
    pointing = ("the", "its", "his", "her", "their")
    return tokens[place].part == "NOUN" and any(
        t.text.lower() in pointing for _, t in _children(tokens, place)
    )


def _is_of_a_date(tokens: Sequence[Token], place: int) -> bool:
    """ "May 1878", "a year later"."""
    noun = tokens[place]
    return noun.lemma.lower() in _TIMES or any(
        t.text[:1].isdigit() for _, t in _children(tokens, place)
    )
