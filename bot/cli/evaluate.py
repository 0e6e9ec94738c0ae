"""`colloquy evaluate`: how well a course answers a file of questions."""

from __future__ import annotations

import asyncio
from typing import Literal

from rich.table import Table

from bot.cli import opening, questions, terminal
from bot.cli.exits import WRONG_USE, CommandFailed
from bot.settings import BotSettings
from knowledge.errors import QuestionsFaulty
from knowledge.evaluation import Evaluation, ExpectedAnswer, evaluate, read_questions

MEANINGS = {
    "answerable": "questions that the documents answer",
    "unanswerable": "questions that they do not",
    "recall_at_1": "a relevant passage comes first",
    "recall_at_5": "… is among the first 5",
    "recall_at_10": "… is among the first 10",
    "mrr_at_10": "mean of 1/rank of the first relevant passage",
    "answer_containment": "the answer shown holds an accepted answer",
    "answered": "answerable questions that were answered",
    "abstention_precision": "abstentions that were right",
    "abstention_recall": "unanswerable questions abstained from",
}


def run(source: str, course: str | None, shape: Literal["text", "json"]) -> None:
    try:
        expected = read_questions(questions.lines_of(source))
    except QuestionsFaulty as error:
        raise CommandFailed(f"{questions.name_of(source)}: {error}", WRONG_USE) from error
    evaluation = asyncio.run(_evaluate(opening.read_settings(), expected, course))
    if shape == "json":
        terminal.write_json(evaluation.as_json(), indent=2)
    else:
        show(evaluation)


async def _evaluate(
    settings: BotSettings, expected: list[ExpectedAnswer], course_name: str | None
) -> Evaluation:
    async with opening.opened(settings) as knowledge:
        course = await opening.find_course(knowledge, settings, course_name)
        documents = await knowledge.library.list_documents(course.id)
        with terminal.progress_bar() as bar:
            task = bar.add_task("Asking", total=len(expected))
            return await evaluate(
                knowledge.answerer,
                course,
                documents,
                expected,
                progress=lambda done: bar.update(task, completed=done),
            )


def show(evaluation: Evaluation) -> None:
    table = Table()
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("meaning")
    for name, value in evaluation.as_json().items():
        shown = "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"
        table.add_row(name, shown, MEANINGS.get(name, ""))
    terminal.output().print(table)
