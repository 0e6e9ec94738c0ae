"""A report as tables: what the exports hold, cell by cell.

Every cell with somebody else's words has gone through :func:`harmless`. Ids are text, because a
spreadsheet keeps fifteen digits of a number and an id of Discord has up to twenty.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model.assessment import ItemDraft, Response
from knowledge.model.grading import given_words, key_words
from knowledge.model.item_analysis import ItemStatistics, OptionStatistics
from knowledge.model.item_rules import named
from knowledge.model.quiz_report import LearnerAnswer, LearnerReport, QuestionReport, QuizReport

Value = str | int | float | None
"""A cell; ``None`` is an empty one."""

_LONGEST = 32_000
"""Characters; a cell of a spreadsheet holds 32,767."""
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_ASKED, _LEFT_OUT = "not asked", "no answer"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def harmless(text: str) -> str:
    """``text`` so that a spreadsheet shows it and never runs it.

    What could begin a formula gets an apostrophe in front, as OWASP advises against CSV
    injection; so does the text after spaces, which some programs take off.
    """
    text = text[:_LONGEST]
    return f"'{text}" if text.lstrip(" \n").startswith(_STARTS_FORMULA) else text


def response_table(report: QuizReport) -> Table:
    """A row for each learner and question, the learners best first."""
    return Table(
        "Answers",
        (
            "Learner ID", "Name", "Seat", "Question", "Stem", "Type", "Answer", "Right answer",
            "Correct", "Score", "Points", "Seconds", "Changes",
        ),
        tuple(
            _response_row(learner, answer)
            for learner in report.learners
            for answer in learner.answers
        ),
    )  # fmt: skip


def learner_table(report: QuizReport) -> Table:
    """A row for each learner, best first."""
    return Table(
        "Learners",
        (
            "Learner ID", "Name", "Seat", "Team", "Rank", "Points", "Correct", "Asked",
            "Answered", "Score %", "Seconds",
        ),
        tuple(_learner_row(learner) for learner in report.learners),
    )  # fmt: skip


def item_table(report: QuizReport) -> Table:
    """A row for each question: its statistics, of those who played live, and what to look at."""
    return Table(
        "Questions",
        (
            "Question", "Stem", "Type", "Right answer", "Asked", "Answered", "Facility",
            "Discrimination", "Options", "Check", "Suggestion", "Catch-up answers",
            "Catch-up correct",
        ),
        tuple(_item_row(question) for question in report.questions),
    )  # fmt: skip


def summary_table(report: QuizReport) -> Table:
    """What the quiz was, and how far it can be trusted."""
    quiz, analysis = report.quiz, report.analysis
    reliability = analysis.reliability
    rows: list[tuple[Value, ...]] = [
        ("Receipt", quiz.receipt),
        ("Course", harmless(quiz.course)),
        ("Finished (UTC)", f"{quiz.finished_at:%Y-%m-%d %H:%M}" if quiz.finished_at else None),
        ("Questions", len(report.questions)),
        ("Questions skipped", len(report.skipped)),
        ("Learners, live", analysis.learners),
        ("Learners, catch-up", report.caught_up),
        ("Mean score", _rounded(analysis.mean)),
        ("Cronbach's alpha", _rounded(reliability.alpha)),
        ("Standard error of measurement, in questions", _rounded(reliability.standard_error)),
        ("Learners behind these two", reliability.learners),
        ("Note", reliability.caveat or None),
        *(("Check", f"{misfire.finding} {misfire.suggestion}") for misfire in reliability.misfires),
    ]
    return Table("Quiz", ("What", "Value"), tuple(rows))


def shown_response(draft: ItemDraft, response: Response | None) -> str:
    """What was answered, in one line; empty if nothing was."""
    return "" if response is None else "; ".join(given_words(draft, response))


def shown_key(draft: ItemDraft) -> str:
    return "; ".join(key_words(draft))


def _response_row(learner: LearnerReport, answer: LearnerAnswer) -> tuple[Value, ...]:
    draft = answer.question.draft
    who: tuple[Value, ...] = (str(learner.player.user_id), harmless(learner.name))
    what: tuple[Value, ...] = (
        answer.question.ordinal,
        harmless(draft.stem),
        named(draft.type),
    )
    right = harmless(shown_key(draft))
    if not answer.is_asked:
        return (*who, learner.seat.value, *what, _NOT_ASKED, right, None, None, None, None, None)
    given = harmless(shown_response(draft, answer.response))
    return (
        *who,
        learner.seat.value,
        *what,
        _LEFT_OUT if answer.response is None else given,
        right,
        "yes" if answer.outcome.correct else "no",
        _rounded(answer.outcome.score),
        _rounded(answer.points),
        None if answer.seconds is None else round(answer.seconds, 3),
        answer.changes,
    )


def _learner_row(learner: LearnerReport) -> tuple[Value, ...]:
    seconds = [answer.seconds for answer in learner.answers if answer.seconds is not None]
    return (
        str(learner.player.user_id),
        harmless(learner.name),
        learner.seat.value,
        learner.player.team,
        learner.rank,
        _rounded(learner.points),
        learner.correct,
        learner.asked,
        learner.answered,
        percent(learner.share),
        round(sum(seconds), 3) if seconds else None,
    )


def _item_row(report: QuestionReport) -> tuple[Value, ...]:
    draft, found = report.question.draft, report.statistics
    return (
        report.question.ordinal,
        harmless(draft.stem),
        named(draft.type),
        harmless(shown_key(draft)),
        found.asked,
        found.answered,
        _rounded(found.facility),
        _rounded(found.discrimination),
        harmless(_options(draft, found)) or None,
        "\n".join(misfire.finding for misfire in found.misfires) or None,
        "\n".join(misfire.suggestion for misfire in found.misfires) or None,
        report.caught_up,
        report.caught_up_right,
    )


def _options(draft: ItemDraft, found: ItemStatistics) -> str:
    return "\n".join(_option(draft.options[option.place], option) for option in found.options)


def _option(text: str, found: OptionStatistics) -> str:
    right = " (right)" if found.is_right else ""
    share = "" if found.share is None else f", {found.share:.1%} of the answers"
    r = "" if found.discrimination is None else f", discrimination {found.discrimination:.3f}"
    return f"{text}{right}: {found.count}{share}{r}"


def percent(share: float | None) -> float | None:
    """In percent, to two decimals."""
    return None if share is None else round(100 * share, 2)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
