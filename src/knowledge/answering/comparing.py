"""What each document says on a topic, in its own sentences: none is weighed against another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from knowledge.answering.composer import Composition, quote
from knowledge.model.corpus import Passage
from knowledge.retrieval.retriever import Retrieval

CONFIDENCE = 0.75
"""Of sentences that hold the whole topic: whether they say what is wanted, nobody can tell."""
MOST_SENTENCES = 3
_MOST_OF_MANY = 2
_MANY = 4
"""Documents: of more than these each has fewer sentences."""
_MOST_DOCUMENTS = 12
_WHOLE = 0.999
_PART, _NEAR = 0.4, 0.45
"""The least share of the topic's weight, and the least cosine, of a sentence that holds only a part
of the topic. Chosen on twenty topics of the shipped course."""
_COVERAGE_TO_COSINE = 0.8
"""As in the scoring of sentences."""
_NAMED_IN_A_LINE = 5
_MOST_NAMED = 20
_LONGEST_TITLE = 60


def compare(retrieval: Retrieval) -> Composition | None:
    """A few sentences of each document that speaks of the topic; ``None`` if none does.

    Those that say nothing of it are named before the first quotation.
    """
    found = _sentences_by_document(retrieval)
    if not found:
        return None
    most = _MOST_OF_MANY if len(found) > _MANY else MOST_SENTENCES
    chosen = [place for places in list(found.values())[:_MOST_DOCUMENTS] for place in places[:most]]
    return quote(chosen).remarking("\n".join(_remarks(retrieval, list(found))))


def _sentences_by_document(retrieval: Retrieval) -> dict[int, list[tuple[Passage, int]]]:
    """By document, best first: the sentences on the topic, as passages and places in them."""
    best: dict[int, list[tuple[Passage, int]]] = defaultdict(list)
    said: set[str] = set()
    for _, passage, place in sorted(_on_topic(retrieval), key=lambda found: -found[0]):
        text = passage.slice(passage.sentences[place])
        words = " ".join(re.findall(r"\w+", text.casefold()))
        if words not in said and not text.rstrip('”"’) ').endswith("?"):
            said.add(words)
            best[passage.document_id].append((passage, place))
    return dict(best)


def _on_topic(retrieval: Retrieval) -> Iterator[tuple[float, Passage, int]]:
    """Every sentence of the course that speaks of the topic, with its score."""
    ranking, index = retrieval.ranking, retrieval.index
    coverage, cosines = ranking.coverage, ranking.cosines.sentences
    whole = ranking.holds.all(axis=0) if len(ranking.words) else coverage >= _WHOLE
    near = (coverage >= _PART) & (cosines >= _NEAR)
    first = index.layout.first_sentences
    for number in (whole | near).nonzero()[0].tolist():
        of = int(index.layout.passage_of_sentence[number])
        passage = index.passages[of]
        if passage.is_quotable:
            score = float(cosines[number] + _COVERAGE_TO_COSINE * coverage[number])
            yield score, passage, number - int(first[of])


def _remarks(retrieval: Retrieval, speaking: list[int]) -> Iterator[str]:
    titles = {p.document_id: p.document_title for p in retrieval.index.passages}
    beyond = [titles[document] for document in speaking[_MOST_DOCUMENTS:]]
    silent = [title for document, title in titles.items() if document not in speaking]
    yield from _lines("Not quoted here, but on this too", beyond)
    yield from _lines("Nothing on this in", silent)


def _lines(words: str, titles: list[str]) -> Iterator[str]:
    """Titles after ``words``, a few in a line: a card cuts a long one."""
    shown = titles[:_MOST_NAMED]
    for at in range(0, len(shown), _NAMED_IN_A_LINE):
        listed = ", ".join(f"“{_cut(title)}”" for title in shown[at : at + _NAMED_IN_A_LINE])
        left = len(titles) - at - _NAMED_IN_A_LINE
        is_last = at + _NAMED_IN_A_LINE >= len(shown)
        more = f" and {left} more" if is_last and left > 0 else ""
        yield f"{words}: {listed}{more}."


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
