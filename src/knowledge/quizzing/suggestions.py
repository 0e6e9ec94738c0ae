"""Items that students propose, each with the passage that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model.answer import Question
from knowledge.model.assessment import ChoiceKey, Item, ItemDraft, ItemType, Origin, TextKey
from knowledge.model.corpus import Passage
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
        return [scored.passage for scored in found]

    async def find_passage(self, course_id: int, passage_id: int) -> Passage | None:
        """A passage of the course's current documents; ``None`` if it was replaced since."""
        async with self._database.read() as session:
            current = await passages.list_current(session, course_id)
        return next((passage for passage in current if passage.id == passage_id), None)

    async def suggest(
        self, course_id: int, passage: Passage, suggestion: Suggestion, by: Editor
    ) -> Item | Refused:
        """Put an item into the bank as a draft with its author, if the validators take it.

        Raises:
            NotSaved: the database cannot be written.
        """
        written = WrittenItem(
            _draft(suggestion),
            document=passage.document_title,
            passage=supporting_quote(passage, suggestion.right),
        )
        return await self._bank.add(course_id, written, by, Origin.SUGGESTED)


def supporting_quote(passage: Passage, right: str) -> str:
    """The sentence that holds the right answer, else as much of the passage as can be quoted."""
    wanted = f" {normalised(right)} "
    for span in passage.sentences:
        sentence = passage.slice(span)
        if wanted in f" {normalised(sentence)} ":
            return sentence
    end = max(
        (s.end for s in passage.sentences if s.end - passage.span.start <= LONGEST_QUOTE),
        default=passage.span.start + LONGEST_QUOTE,
    )
    return passage.text[: end - passage.span.start]


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
