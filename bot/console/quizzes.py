"""How quizzes went, question by question. Of learners there are numbers only."""

from __future__ import annotations

from starlette.responses import Response

from bot.cards.quiz_results import NOTHING_CLOSED, percent, signed
from bot.console.tables import Table, as_csv
from bot.console.visit import Page, Scope, Visit
from knowledge.model.quiz_report import QuestionReport, QuizReport
from knowledge.model.receipt import QUIZ, read_receipt

UNKNOWN = "No past quiz of this server has that receipt."


async def _list(visit: Visit) -> Response:
    past = await visit.desk.knowledge.results.past(visit.server_id, visit.asked("text"))
    if visit.wants_csv:
        rows = [
            (quiz.receipt, quiz.finished_at, quiz.course, quiz.plan.theme, quiz.questions)
            for quiz in past
        ]
        header = ("receipt", "finished_at", "course", "theme", "questions")
        return await as_csv(visit, Table("quizzes", header, rows))
    return visit.render("quizzes.html", title="Quizzes", past=past, text=visit.asked("text"))


async def _report(visit: Visit) -> Response:
    results = visit.desk.knowledge.results
    receipt = read_receipt(visit.part("receipt"), letter=QUIZ)
    past = [] if receipt is None else await results.past(visit.server_id, receipt)
    # What the search finds also holds the receipt somewhere else, such as in a course's title.
    quiz = next((one for one in past if one.receipt == receipt), None)
    report = None if quiz is None else await results.report(quiz.id)
    if report is None:
        return visit.missing(UNKNOWN)
    if visit.wants_csv:
        of_options = visit.asked("table") == "options"
        return await as_csv(visit, _options(report) if of_options else _items(report))
    await visit.moderation.browsing.note_view(visit.server_id, report.quiz.receipt, by=visit.by)
    return visit.render(
        "quiz.html",
        title=f"Quiz {report.quiz.receipt}",
        report=report,
        analysis=report.analysis,
        percent=percent,
        signed=signed,
        nothing=NOTHING_CLOSED,
    )


def _items(report: QuizReport) -> Table:
    header = (
        "question", "stem", "asked", "answered", "facility", "discrimination", "to_check",
    )  # fmt: skip
    return Table(
        f"questions-{report.quiz.receipt}", header, [_row(shown) for shown in report.questions]
    )


def _options(report: QuizReport) -> Table:
    """What was chosen, an option a row."""
    rows = [
        (
            shown.question.ordinal,
            shown.question.draft.options[option.place],
            option.count,
            option.share,
            "yes" if option.is_right else "no",
        )
        for shown in report.questions
        for option in shown.statistics.options
    ]
    header = ("question", "option", "chosen", "share", "is_right")
    return Table(f"options-{report.quiz.receipt}", header, rows)


def _row(shown: QuestionReport) -> tuple[str | int | float | None, ...]:
    found = shown.statistics
    return (
        shown.question.ordinal,
        shown.question.draft.stem,
        found.asked,
        found.answered,
        found.facility,
        found.discrimination,
        "\n".join(misfire.finding for misfire in found.misfires),
    )


PAGES = (
    Page("/quizzes", "quiz results", _list, scope=Scope.SERVER, noted="quizzes"),
    Page("/quizzes/{receipt}", "quiz results", _report),
)
