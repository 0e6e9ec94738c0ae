"""What the host steers a live quiz with. Only the one who opened it sees it."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import quiz_ids
from bot.cards.layout import Card, Row, button, card, row
from bot.cards.players import shown_name
from bot.cards.quiz_lobby import LIVE, OVER, WAITING, moment, questions, receipt
from bot.cards.text import literal, shorten
from knowledge.model.quiz import Player, Question, QuestionState, Quiz, QuizState

NO_QUIZ = "No quiz is running in this channel. Start one with `/quiz launch`."
NOTHING_OPEN = "No question is open."
NOTHING_CLOSED = "There is no question to show the answer of."
STILL_OPEN = "A question is open. Close it first, or press **Reveal**."
OVER_ALREADY = "This quiz is over."
BOARD_STANDS = "The board stands in the channel."
SHOW_BOARD = "Show the board"
REALLY_END = "End the quiz now? What was closed counts; a question that is open counts for nobody."


def panel_card(quiz: Quiz, question: Question | None, players: int, note: str = "") -> Card:
    """The state in words, and every act. No act is ever greyed out: the panel may be out of date,
    and the one who presses learns what is so.

    Args:
        question: The one that was opened last.
        note: What came of the last press, or what stands in the way.
    """
    if quiz.state is QuizState.FINISHED:
        return card(
            f"**{OVER_ALREADY}** `/quiz results` shows everybody's answers.",
            note,
            receipt(quiz),
            rows=_owed(quiz),
            accent=OVER,
        )
    here = f"{players} in" if players else "Nobody in yet"
    return card(
        "### You are the host",
        f"{_state(quiz, question)} · {here}",
        note,
        "-# Only you see this. Other instructors open theirs with `/quiz control`.",
        rows=_rows(quiz, question),
        accent=WAITING if quiz.state is QuizState.PAUSED else LIVE,
    )


def ending_card(quiz: Quiz) -> Card:
    """The question whether to end it."""
    return card(
        REALLY_END,
        rows=[
            row(
                button(
                    "End it",
                    quiz_ids.control("sure", quiz.id),
                    style=discord.ButtonStyle.danger,
                ),
                button("Go back", quiz_ids.control("panel", quiz.id)),
            )
        ],
        accent=WAITING,
    )


def named(player: Player | None) -> str:
    """Somebody whom a host chose from the server's members."""
    return "That person" if player is None else shown_name(player.name, 1)


def told_host(quiz: Quiz, channel: str, words: str) -> str:
    """A direct message to a host whose quiz ran into trouble with nobody at the panel."""
    return f"Your quiz in #{literal(shorten(channel, 100))}: {words}\n{receipt(quiz)}"


def _owed(quiz: Quiz) -> list[Row]:
    """The way to the board, as long as the channel has not seen it."""
    if quiz.board_message_id is not None or not quiz.questions:
        return []
    show = quiz_ids.control("board", quiz.id)
    return [row(button(SHOW_BOARD, show, style=discord.ButtonStyle.primary))]


def _state(quiz: Quiz, question: Question | None) -> str:
    if question is None:
        return f"**Lobby.** {questions(quiz.questions)} drawn"
    number = f"Question {question.ordinal} of {quiz.questions}"
    match question.state:
        case QuestionState.OPEN if question.deadline is not None:
            return f"**{number}** is open and closes {moment(question.deadline)}"
        case QuestionState.OPEN:
            return f"**{number}** is open, without a time limit"
        case QuestionState.PAUSED:
            return f"**{number}** is paused"
        case QuestionState.CLOSED:
            return f"**{number}** is closed; its answer is not shown yet"
        case QuestionState.SKIPPED:
            return f"**{number}** was skipped"
    return f"**{number}** is done"


def _rows(quiz: Quiz, question: Question | None) -> list[Row]:
    """Three rows; the act that comes next stands out."""
    due = _next_act(quiz, question)
    last = question is not None and question.ordinal >= quiz.questions
    resuming = quiz.state is QuizState.PAUSED

    def act(label: str, name: str) -> ui.Button[Card]:
        style = discord.ButtonStyle.primary if name == due else discord.ButtonStyle.secondary
        return button(label, quiz_ids.control(name, quiz.id), style=style)

    kick: ui.UserSelect[Card] = ui.UserSelect(
        custom_id=quiz_ids.kick(quiz.id), placeholder="Remove somebody from the quiz"
    )
    return [
        row(
            act("Finish" if last else "Open next", "next"),
            act("Close now", "close"),
            act("Reveal", "reveal"),
            act("Skip", "skip"),
        ),
        row(
            act("+15 s", "extend"),
            act("Resume", "resume") if resuming else act("Pause", "pause"),
            act("End", "end"),
            act("Update", "panel"),
        ),
        row(kick),
    ]


def _next_act(quiz: Quiz, question: Question | None) -> str:
    if quiz.state is QuizState.PAUSED:
        return "resume"
    if question is None:
        return "next"
    if question.state is QuestionState.OPEN:
        return "close" if question.deadline is None else ""
    return "reveal" if question.state is QuestionState.CLOSED else "next"
