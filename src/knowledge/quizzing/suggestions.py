"""Items that students propose, each with the passage that it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.model.answer import Question
from knowledge.model.assessment import ChoiceKey, Item, ItemDraft, ItemType, Origin, TextKey
from knowledge.model.corpus import Passage, Span, cite
from knowledge.model.wording import normalised
from knowledge.quizzing.bank import Bank
from knowledge.quizzing.bank_values import Editor, Refused
from knowledge.quizzing.citing import LONGEST_QUOTE
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.retrieval.retriever import Retriever
from knowledge.storage import passages
from knowledge.storage.database import Database

MOST_PASSAGES = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a student proposes, as typed."""

    question: str
    right: str
    wrong: tuple[str, ...]
    """None of them makes it a question to be answered in words."""
    why: str


class Suggestions:
    """Finds a passage for an item, and hands the item to the bank as a draft."""

    def __init__(self, database: Database, retriever: Retriever, bank: Bank) -> None:
        self._database = database
        self._retriever = retriever
        self._bank = bank

    async def find_passages(self, course_id: int, words: str) -> list[Passage]:
        """The passages that say most about the words, best first."""
        found = await self._retriever.search(Question(words, course_id), MOST_PASSAGES)
        return [scored.passage for scored in found if scored.passage.is_quotable]

    async def find_passage(self, course_id: int, passage_id: int) -> Passage | None:
        """A passage of the course's current documents; ``None`` if it was replaced since."""
        async with self._database.read() as session:
            current = await passages.list_quotable(session, course_id)
        return next((passage for passage in current if passage.id == passage_id), None)

    async def suggest(
        self, course_id: int, passage: Passage, suggestion: Suggestion, by: Editor
    ) -> Item | Refused:
        """Put an item into the bank as a draft with its author, if the validators take it.

        It cites the passage's sentence that holds the right answer.

        Raises:
            NotSaved: the database cannot be written.
        """
        citation = cite(passage, supporting_span(passage, suggestion.right))
        written = WrittenItem(replace(_draft(suggestion), citation=citation))
        return await self._bank.add(course_id, written, by, Origin.SUGGESTED)


def supporting_span(passage: Passage, right: str) -> Span:
    """The sentence that holds the right answer, else as much of the passage as can be quoted.

    Of a sentence that is too long to be quoted, what stands around the right answer.
    """
    wanted = f" {normalised(right)} "
    for span in passage.sentences:
        sentence = passage.slice(span)
        if wanted in f" {normalised(sentence)} ":
            return span if len(sentence) <= LONGEST_QUOTE else _around(right, sentence, span)
    first = passage.span.start
    ends = [s.end for s in passage.sentences if s.end - first <= LONGEST_QUOTE]
    return Span(first, max(ends, default=min(passage.span.end, first + LONGEST_QUOTE)))


def _around(right: str, sentence: str, span: Span) -> Span:
    found = re.search(re.escape(right), sentence, re.IGNORECASE)
    middle = 0 if found is None else (found.start() + found.end()) // 2
    start = max(0, min(middle - LONGEST_QUOTE // 2, len(sentence) - LONGEST_QUOTE))
    return Span(span.start + start, span.start + start + LONGEST_QUOTE)


def _draft(suggestion: Suggestion) -> ItemDraft:
    if not suggestion.wrong:
        key = TextKey((suggestion.right,))
        return ItemDraft(ItemType.SHORT_TEXT, suggestion.question, key, rationale=suggestion.why)
    return ItemDraft(
        ItemType.SINGLE_CHOICE,
        suggestion.question,
        ChoiceKey(frozenset({0})),
        (suggestion.right, *suggestion.wrong),
        rationale=suggestion.why,
    )
