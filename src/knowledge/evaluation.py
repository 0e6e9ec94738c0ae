"""How well a course answers: recall@k, MRR@10, answer containment, abstention.

recall@k is the share of answerable questions with a relevant passage among the first k; MRR@10
is the mean of 1/rank of the first relevant one, 0 beyond rank 10 (Voorhees, TREC-8, 1999). A
passage is relevant if it holds an accepted answer and lies in the document and section that the
question names, where it names them.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from knowledge.answering.answerer import Answerer
from knowledge.errors import QuestionsFaulty
from knowledge.model.answer import Answer, Question, Reply, ScoredPassage
from knowledge.model.corpus import Course, Document

_DEEPEST = 10
_AT_ONCE = 16


class ExpectedAnswer(BaseModel):
    """A line of a questions file. Keys beyond these are allowed and ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str = Field(min_length=1)
    answerable: bool = True
    answers: tuple[str, ...] = ()
    """Any one of them, anywhere in the text and in any case, counts."""
    document: str | None = Field(default=None, validation_alias=AliasChoices("document", "doc_id"))
    """Title, file name, or file name without its ending."""
    section: str | None = None

    @model_validator(mode="after")
    def _says_what_is_right(self) -> ExpectedAnswer:
        if self.answerable and not self.answers and self.document is None:
            raise ValueError("an answerable question needs `answers`, or the `document` to find")
        return self


def read_questions(lines: Sequence[str]) -> list[ExpectedAnswer]:
    """The questions of a JSON Lines file.

    Raises:
        QuestionsFaulty: names every faulty line at once.
    """
    questions, faults = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(ExpectedAnswer.model_validate(json.loads(line)))
        except ValidationError as error:
            faults += [f"line {number}: {_fault(detail)}" for detail in error.errors()]
        except (ValueError, RecursionError):
            faults.append(f"line {number}: not a line of JSON")
    if faults or not questions:
        raise QuestionsFaulty("; ".join(faults) or "there is no question in it")
    return questions


def _fault(detail: ErrorDetails) -> str:
    """What is wrong with a line, without the words of the library that found it."""
    if not detail["loc"]:
        said = detail.get("ctx", {}).get("error")
        return str(said) if said else 'not an object such as {"question": "…"}'
    key = detail["loc"][0]
    if detail["type"] == "missing" or (key == "question" and detail["type"] == "string_too_short"):
        return f'no "{key}"'
    return f'"{key}" must be {_KINDS[str(key)]}'


_KINDS = {
    "question": "a text",
    "answerable": "true or false",
    "answers": "a list of texts",
    "document": "a text",
    "doc_id": "a text",
    "section": "a text",
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares in [0, 1]; ``None`` where there was nothing to take a share of."""

    answerable: int
    unanswerable: int
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    mrr_at_10: float | None
    answer_containment: float | None
    """Of the answerable questions: the answer shown holds an accepted answer."""
    answered: float | None
    """Of the answerable questions: answered at all."""
    abstention_precision: float | None
    """Of the abstentions: the documents indeed do not answer."""
    abstention_recall: float | None
    """Of the unanswerable questions: abstained from."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def evaluate(
    answerer: Answerer,
    course: Course,
    documents: Sequence[Document],
    questions: Sequence[ExpectedAnswer],
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Ask every question and score what comes back. Nothing is recorded."""
    names = _document_names(documents)
    slots = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def ask(expected: ExpectedAnswer) -> tuple[ExpectedAnswer, Reply]:
        nonlocal done
        async with slots:
            reply = await answerer.reply(Question(expected.question, course.id))
        done += 1
        progress(done)
        return expected, reply

    asked = await asyncio.gather(*(ask(expected) for expected in questions))
    answerable = [(expected, reply) for expected, reply in asked if expected.answerable]
    unanswerable = [reply for expected, reply in asked if not expected.answerable]
    ranks = [_first_relevant(reply.retrieved, expected, names) for expected, reply in answerable]
    abstained = [not isinstance(reply, Answer) for reply in unanswerable]
    wrongly_abstained = [not isinstance(reply, Answer) for _, reply in answerable]
    return Evaluation(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        recall_at_1=_share([rank <= 1 for rank in ranks]),
        recall_at_5=_share([rank <= 5 for rank in ranks]),
        recall_at_10=_share([rank <= _DEEPEST for rank in ranks]),
        mrr_at_10=_share([1 / rank if rank <= _DEEPEST else 0.0 for rank in ranks]),
        answer_containment=_share(
            [
                isinstance(reply, Answer) and _holds_answer(reply.text, expected)
                for expected, reply in answerable
                if expected.answers
            ]
        ),
        answered=_share([not refused for refused in wrongly_abstained]),
        abstention_precision=_share([True] * sum(abstained) + [False] * sum(wrongly_abstained)),
        abstention_recall=_share(abstained),
    )


def _share(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _document_names(documents: Sequence[Document]) -> dict[int, set[str]]:
    return {
        document.id: {
            document.title.casefold(),
            document.file_name.casefold(),
            PurePath(document.file_name).stem.casefold(),
        }
        for document in documents
    }


def _first_relevant(
    retrieved: Sequence[ScoredPassage], expected: ExpectedAnswer, names: dict[int, set[str]]
) -> float:
    for rank, scored in enumerate(retrieved[:_DEEPEST], start=1):
        passage = scored.passage
        if expected.document and expected.document.casefold() not in names[passage.document_id]:
            continue
        if expected.section and expected.section not in passage.section:
            continue
        if not expected.answers or _holds_answer(passage.text, expected):
            return rank
    return float("inf")


def _holds_answer(text: str, expected: ExpectedAnswer) -> bool:
    flat = _flatten(text)
    return any(_flatten(answer) in flat for answer in expected.answers)


def _flatten(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
