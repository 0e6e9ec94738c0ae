"""A passage for an item that came without one: looked for, chosen by a person, cited verbatim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from knowledge.model.answer import Question
from knowledge.model.assessment import Item
from knowledge.model.corpus import Passage, Span, cite
from knowledge.model.grading import key_words
from knowledge.quizzing.bank_values import Outdated, Refused
from knowledge.quizzing.checking import Checker
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.suggestions import MOST_PASSAGES, supporting_span
from knowledge.retrieval.retriever import Retriever
from knowledge.storage import item_reviews, passages, quotes
from knowledge.storage.database import Database


class Sourcing:
    """Finds where the documents say what an item asks."""

    def __init__(
        self,
        database: Database,
        retriever: Retriever,
        checker: Checker,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._retriever = retriever
        self._checker = checker
        self._clock = clock

    async def nearest(self, item: Item) -> list[Passage]:
        """The passages nearest to question and key, best first; at most five."""
        sought = Question(" ".join([item.draft.stem, *key_words(item.draft)]), item.course_id)
        found = await self._retriever.search(sought, MOST_PASSAGES)
        return [scored.passage for scored in found if scored.passage.is_quotable]

    async def cite(self, item: Item, passage_id: int) -> Item | Refused | Outdated:
        """Let the item rest on the passage's sentence that holds its key. Its status stays.

        ``Outdated`` if the item was changed, or the passage replaced, since they were seen.

        Raises:
            NotSaved: the database cannot be written.
        """
        async with self._database.read() as session:
            current = await passages.list_quotable(session, item.course_id)
        passage = next((passage for passage in current if passage.id == passage_id), None)
        if passage is None:
            return Outdated()
        citation = cite(passage, _span_for(item, passage))
        written = WrittenItem(replace(item.draft, citation=citation))
        (checked,) = await self._checker.check(item.course_id, [written], replacing=True)
        if checked.blocked:
            return Refused(checked.draft, checked.blocked)
        async with self._database.write() as session:
            if passage.version_id not in await quotes.current_among(session, {passage.version_id}):
                return Outdated()
            changed = await item_reviews.replace(
                session, item.id, checked.draft, revision=item.revision, at=self._clock()
            )
        return changed or Outdated()


def quote_for(item: Item, passage: Passage) -> str:
    """What of the passage the item would cite."""
    return passage.slice(_span_for(item, passage))


def _span_for(item: Item, passage: Passage) -> Span:
    return supporting_span(passage, next(iter(key_words(item.draft)), ""))
