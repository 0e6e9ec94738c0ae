"""From the raw data of a quiz to its report: by question, by learner, and as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from knowledge.model import scoring
from knowledge.model.assessment import Outcome
from knowledge.model.item_analysis import Analysis, Cell, ItemStatistics, Sheet
from knowledge.model.quiz import Player, Question
from knowledge.model.quiz_replies import GradedResponse, QuizResults
from knowledge.model.quiz_report import (
    LearnerAnswer,
    LearnerReport,
    QuestionReport,
    QuizReport,
    Seat,
)
from knowledge.quizzing.analysis import FEWEST_LEARNERS, analyse

TOO_FEW = "told only where at least {fewest} people were asked every question; here {were}."
_LEFT_OUT = Outcome(0.0)


def report_of(
    results: QuizResults, names: Mapping[int, str], skipped: Sequence[Question] = ()
) -> QuizReport:
    """The whole report. Works for a while with many learners: run it in a thread.

    Args:
        results: As :meth:`Aftermath.results` gives them.
        names: For each learner their name in the server.
        skipped: Questions that were asked and count for nobody.
    """
    given = {(one.question_id, one.user_id): one for one in results.answers}
    analysis = _told(analyse(_live_sheet(results, given)))
    questions = tuple(
        _question(results, question, statistics)
        for question, statistics in zip(results.questions, analysis.items, strict=True)
    )
    learners = _learners(results, given, names)
    return QuizReport(results.quiz, analysis, questions, learners, tuple(skipped))


def _told(analysis: Analysis) -> Analysis:
    """Without a reliability that so few people give that chance alone would move it."""
    found = analysis.reliability
    if found.learners >= FEWEST_LEARNERS:
        return analysis
    were = "1 was" if found.learners == 1 else f"{found.learners} were"
    caveat = TOO_FEW.format(fewest=FEWEST_LEARNERS, were=were)
    hidden = replace(found, alpha=None, standard_error=None, caveat=caveat, misfires=())
    return replace(analysis, reliability=hidden)


def _live_sheet(results: QuizResults, given: Mapping[tuple[int, int], GradedResponse]) -> Sheet:
    """Without catch-up seats: those learners could have seen the answers in the channel."""
    live = [player for player in results.players if not player.is_catching_up]
    return Sheet(
        items=tuple(question.draft for question in results.questions),
        rows=tuple(
            tuple(
                _cell(given.get((question.id, player.user_id)))
                if question.id in results.asked.get(player.user_id, frozenset())
                else None
                for question in results.questions
            )
            for player in live
        ),
    )


def _cell(answer: GradedResponse | None) -> Cell:
    return Cell(0.0, None) if answer is None else Cell(answer.outcome.score, answer.response)


def _question(
    results: QuizResults, question: Question, statistics: ItemStatistics
) -> QuestionReport:
    late = [one for one in results.answers if one.question_id == question.id and one.is_async]
    right = sum(one.outcome.correct for one in late)
    return QuestionReport(question, statistics, len(late), right)


def _learners(
    results: QuizResults, given: Mapping[tuple[int, int], GradedResponse], names: Mapping[int, str]
) -> tuple[LearnerReport, ...]:
    answers = {
        player.user_id: _answers(results, given, player.user_id) for player in results.players
    }
    points = [sum(one.points for one in answers[player.user_id]) for player in results.players]
    ranks = scoring.ranks(points)
    reports = [
        _learner(player, rank, total, answers[player.user_id], names)
        for player, rank, total in zip(results.players, ranks, points, strict=True)
    ]
    return tuple(sorted(reports, key=lambda report: (report.rank, report.name.casefold())))


def _answers(
    results: QuizResults, given: Mapping[tuple[int, int], GradedResponse], user_id: int
) -> tuple[LearnerAnswer, ...]:
    asked = results.asked.get(user_id, frozenset())
    return tuple(
        _answer(question, question.id in asked, given.get((question.id, user_id)))
        for question in results.questions
    )


def _answer(question: Question, is_asked: bool, answer: GradedResponse | None) -> LearnerAnswer:
    if answer is None:
        return LearnerAnswer(question, is_asked, None, _LEFT_OUT, 0.0, None, 0)
    return LearnerAnswer(
        question=question,
        is_asked=is_asked,
        response=answer.response,
        outcome=answer.outcome,
        points=answer.points,
        # Whoever catches up takes their own time, long after the question's message.
        seconds=None if answer.is_async else answer.seconds,
        changes=answer.changes,
    )


def _learner(
    player: Player,
    rank: int,
    points: float,
    answers: tuple[LearnerAnswer, ...],
    names: Mapping[int, str],
) -> LearnerReport:
    scores = [answer.outcome.score for answer in answers if answer.is_asked]
    if player.is_catching_up:
        seat = Seat.CATCH_UP
    else:
        seat = Seat.LIVE if len(scores) == len(answers) else Seat.JOINED_LATE
    return LearnerReport(
        player=player,
        name=names.get(player.user_id) or player.name,
        seat=seat,
        rank=rank,
        points=points,
        correct=sum(answer.outcome.correct for answer in answers),
        share=fmean(scores) if scores else None,
        answers=answers,
    )
