"""Draft items from a course's documents, without a language model. A person approves each."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping

from knowledge.model.timeline import Reading
from knowledge.quizzing.authoring import dated, named, ordered, statements, terms
from knowledge.quizzing.authoring.choosing import choose
from knowledge.quizzing.authoring.kinds import Drafted, Drafting, Kind, Tried
from knowledge.quizzing.authoring.stock import Stock, take_stock
from knowledge.quizzing.validation import blocking, findings_in
from knowledge.retrieval.embedder import Embedder, Vectors
from knowledge.storage import vectors
from knowledge.storage.database import Database

MOST_DRAFTS = 100


class Drafter:
    """Makes items of events, names and terms. Better none than bad."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        read: Callable[[int], Awaitable[Reading]],
    ) -> None:
        """``read`` gives a course's sentences, events and themes by its id."""
        self._database = database
        self._dimension = embedder.identity.dimension
        self._read = read

    async def draft(
        self,
        course_id: int,
        *,
        theme: str | None = None,
        document_id: int | None = None,
        kinds: Collection[Kind] = (),
        count: int = 10,
    ) -> Drafting:
        """At most ``count`` drafts, the most trusted kinds in turn, and what was refused.

        Args:
            theme: The name of a theme, to draft of its passages only.
            document_id: Of the one document to draft from.
            kinds: Ways of asking; empty for all.
        """
        reading = await self._read(course_id)
        async with self._database.read() as session:
            stored = await vectors.list_vectors(session, course_id, self._dimension)
        return await asyncio.to_thread(
            draft_from,
            reading,
            _by_sentence(reading, stored),
            theme=theme,
            document_id=document_id,
            kinds=kinds,
            count=min(count, MOST_DRAFTS),
        )


def draft_from(
    reading: Reading,
    sentence_vectors: Mapping[tuple[int, int], Vectors],
    *,
    theme: str | None = None,
    document_id: int | None = None,
    kinds: Collection[Kind] = (),
    count: int = MOST_DRAFTS,
) -> Drafting:
    """As :meth:`Drafter.draft`, from values alone."""
    stock = take_stock(reading, sentence_vectors, theme=theme, document_id=document_id)
    refused: Counter[str] = Counter()
    made: dict[Kind, list[Drafted]] = defaultdict(list)
    for kind in Kind:
        if kinds and kind not in kinds:
            continue
        for tried in _tries(stock, kind):
            if not isinstance(tried, Drafted):
                refused[tried.reason] += 1
                continue
            objections = blocking(findings_in(tried.draft))
            if objections:
                refused[objections[0].code.replace("_", " ")] += 1
            else:
                made[kind].append(tried)
    chosen = choose(made, count)
    return Drafting(
        drafts=tuple(drafted.draft for drafted in chosen),
        refused=dict(refused.most_common()),
        kinds=tuple(drafted.kind for drafted in chosen),
    )


def _tries(stock: Stock, kind: Kind) -> Iterator[Tried]:
    match kind:
        case Kind.FIRST | Kind.ORDER:
            return ordered.orders(stock, kind)
        case Kind.YEAR:
            return dated.years(stock)
        case Kind.MONTH:
            return dated.months(stock)
        case Kind.STATEMENT:
            return statements.statements(stock)
        case Kind.TERM:
            return terms.terms(stock)
        case Kind.ORGANISATION | Kind.PLACE | Kind.PERSON:
            return named.names(stock, kind)


def _by_sentence(reading: Reading, stored: Mapping[int, Vectors]) -> dict[tuple[int, int], Vectors]:
    found: dict[tuple[int, int], Vectors] = {}
    for sentence in reading.sentences:
        matrix = stored.get(sentence.passage.id)
        if matrix is not None and sentence.place < len(matrix):
            found[sentence.passage.id, sentence.place] = matrix[sentence.place]
    return found
