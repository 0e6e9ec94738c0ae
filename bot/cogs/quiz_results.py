"""`/quiz results`: what a past quiz shows of its questions and its learners, and its files."""

from __future__ import annotations

import io
import logging
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.cards import results_ids
from bot.cards.layout import Card, notice
from bot.cards.quiz_learners import learner_card, learners_card
from bot.cards.quiz_results import (
    CHART,
    NOTHING_CLOSED,
    bars,
    question_card,
    summary_card,
)
from bot.cards.text import shorten
from bot.charts.shares import alt_text, draw_shares
from bot.cogs.desk import Desk, desk_of, quickly
from bot.errors import GuardedItem, guarded, tell
from knowledge.model.quiz import Quiz
from knowledge.model.quiz_report import Export, QuizReport
from knowledge.quizzing.results import Results

log = logging.getLogger(__name__)

NO_QUIZ = "I don't have that quiz. Pick one from the list that `quiz` offers."
NONE_YET = "No quiz has been played here yet. Start one with `/quiz launch`."
STILL_RUNNING = (
    "A quiz is running here (`{receipt}`). Its results come when it is over; to see an earlier "
    "one, pick it with `quiz`."
)
SENT = {
    Export.CSV: "Every answer, a line for each learner and question.",
    Export.XLSX: "Answers, learners, questions with their statistics, and the quiz, a sheet each.",
    Export.MOODLE: "In Moodle: Grades › Import › CSV file. Map **ID number** to what your "
    "students' profiles hold; it has their Discord ids, so put Moodle's own in their place if they "
    "differ. "
    "Map the last column to **new grade item**; it goes from 0 to 100.",
}

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice


class ShowingResults(commands.Cog):
    """Hung into the group of `/quiz`."""

    _desk: Desk

    @app_commands.command()
    @app_commands.describe(quiz="Which quiz: its receipt, such as Q-7F3K; the last one if empty")
    async def results(self, interaction: Interaction, quiz: str | None = None) -> None:
        """See how a quiz went: questions, learners, files to export"""
        await guarded(interaction, "quiz results", lambda i: _show(i, quiz))

    @results.autocomplete("quiz")
    async def offer_past_quizzes(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Past quizzes of this server by receipt, course or day. Empty rather than late."""
        found = await quickly(self._desk.knowledge.results.past(interaction.guild_id or 0, typed))
        return [Choice(name=_named(quiz), value=quiz.receipt) for quiz in found or []]


def _named(quiz: Quiz) -> str:
    at = quiz.finished_at or quiz.created_at
    return shorten(f"{quiz.receipt} · {at.day} {at:%b %Y, %H:%M} UTC · {quiz.course}", 100)


async def _show(interaction: Interaction, receipt: str | None) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    knowledge, server_id = desk_of(interaction).knowledge, interaction.guild_id or 0
    running = None
    if receipt is None:
        running = await knowledge.quizmaster.lookup.live_quiz(interaction.channel_id or 0)
    if running is not None:
        await tell(interaction, notice(STILL_RUNNING.format(receipt=running.receipt)))
        return
    if receipt is None:
        past = await knowledge.results.past(server_id)
        here = [quiz for quiz in past if quiz.channel_id == interaction.channel_id]
        quiz = next(iter(here or past), None)
    else:
        quiz = await knowledge.quizmaster.lookup.find(receipt)
    if quiz is None or quiz.server_id != server_id:
        await tell(interaction, notice(NONE_YET if receipt is None else NO_QUIZ))
        return
    report = await knowledge.results.report(quiz.id)
    await tell(interaction, notice(NO_QUIZ) if report is None else summary_card(report))


async def report_of(interaction: Interaction, quiz_id: int) -> QuizReport | None:
    """The report that a button asks for; says so if it is not on record in this server.

    The press is acknowledged; whatever is shown edits its message.
    """
    await interaction.response.defer()
    report = await _results(interaction).report(quiz_id)
    if report is None or report.quiz.server_id != interaction.guild_id:
        await tell(interaction, notice(NO_QUIZ))
        return None
    return report


def _results(interaction: Interaction) -> Results:
    return desk_of(interaction).knowledge.results


async def _turn(interaction: Interaction, card: Card) -> None:
    await interaction.edit_original_response(view=card, attachments=[])


async def _turn_to_question(interaction: Interaction, report: QuizReport, page: int) -> None:
    if not report.questions:
        await _turn(interaction, notice(NOTHING_CLOSED))
        return
    picture = await _picture(report, page)
    card = question_card(report, page, charted=picture is not None)
    files = [] if picture is None else [picture]
    await interaction.edit_original_response(view=card, attachments=files)


async def _picture(report: QuizReport, page: int) -> discord.File | None:
    shown = report.questions[min(page, len(report.questions) - 1)]
    drawn = bars(shown)
    if not drawn:
        return None
    try:
        content = await draw_shares(drawn, shown.statistics.answered)
    except Exception:
        # The card says the same in words.
        log.exception("the chart of question %s could not be drawn", shown.question.id)
        return None
    description = alt_text(drawn, shown.statistics.answered)
    return discord.File(io.BytesIO(content), CHART, description=description)


class TurnResults(GuardedItem, template=results_ids.TURN):
    """A page of the questions or of the learners."""

    action = "results:turn"

    async def pressed(self, interaction: Interaction) -> None:
        report = await report_of(interaction, int(self.state["quiz"]))
        if report is not None:
            show = summary_card if self.state["view"] == "all" else learners_card
            await _turn(interaction, show(report, int(self.state["page"])))


class OpenQuestion(GuardedItem, template=results_ids.OPEN_QUESTION):
    """One question in detail."""

    action = "results:question"

    async def pressed(self, interaction: Interaction) -> None:
        report = await report_of(interaction, int(self.state["quiz"]))
        if report is not None:
            await _turn_to_question(interaction, report, int(self.values[0]))


class TurnQuestion(GuardedItem, template=results_ids.TURN_QUESTION):
    """Another question in detail."""

    action = "results:question"

    async def pressed(self, interaction: Interaction) -> None:
        report = await report_of(interaction, int(self.state["quiz"]))
        if report is not None:
            await _turn_to_question(interaction, report, int(self.state["page"]))


class OpenLearner(GuardedItem, template=results_ids.OPEN_LEARNER):
    """What one learner answered."""

    action = "results:learner"

    async def pressed(self, interaction: Interaction) -> None:
        report = await report_of(interaction, int(self.state["quiz"]))
        if report is not None:
            await _turn(interaction, learner_card(report, int(self.values[0])))


class TurnLearner(GuardedItem, template=results_ids.TURN_LEARNER):
    """Another page of what one learner answered."""

    action = "results:learner"

    async def pressed(self, interaction: Interaction) -> None:
        report = await report_of(interaction, int(self.state["quiz"]))
        if report is not None:
            learner, page = int(self.state["learner"]), int(self.state["page"])
            await _turn(interaction, learner_card(report, learner, page))


class SendFile(GuardedItem, template=results_ids.EXPORT):
    """The results as a file, for the one who pressed."""

    action = "results:file"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        knowledge, kind = desk_of(interaction).knowledge, Export(self.state["kind"])
        quiz = await knowledge.quizmaster.lookup.quiz(int(self.state["quiz"]))
        if quiz is None or quiz.server_id != interaction.guild_id:
            await tell(interaction, notice(NO_QUIZ))
            return
        file = await knowledge.results.export(quiz.id, kind)
        if file is None:
            await tell(interaction, notice(NO_QUIZ))
            return
        card = Card(ui.TextDisplay(SENT[kind]), ui.File(f"attachment://{file.name}"))
        sent = discord.File(io.BytesIO(file.content), file.name)
        await interaction.edit_original_response(view=card, attachments=[sent])


ITEMS: tuple[type[GuardedItem], ...] = (
    TurnResults,
    OpenQuestion,
    TurnQuestion,
    OpenLearner,
    TurnLearner,
    SendFile,
)
