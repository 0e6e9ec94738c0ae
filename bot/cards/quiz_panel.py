"""What the host steers a live quiz with. Only the one who opened it sees it."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import quiz_ids
from bot.cards.layout import Card, Row, button, card, gap, row
from bot.cards.players import plain_name
from bot.cards.quiz_lobby import LIVE, OVER, WAITING, moment, questions, receipt
from bot.cards.text import literal, shorten
from knowledge.model.quiz import Player, Question, QuestionState, Quiz, QuizState

NO_QUIZ = "No quiz is running in this channel. Start one with `/quiz launch`."
NOTHING_OPEN = "No question is open."
NOTHING_CLOSED = "There is no question to show the answer of."
STILL_OPEN = "A question is open. Close it first, or press **Reveal**."
OVER_ALREADY = "This quiz is over."
BOARD_STANDS = "The leaderboard is posted in the channel."
SHOW_BOARD = "Show the board"
REALLY_END = "End the quiz now? What was closed counts; a question that is open counts for nobody."


_UP_TO_DATE = "if it looks out of date, press **Update**"
_COUNTED = "**Update** counts the answers again"
_LISTED = 25
"""People in one select; Discord allows no more."""


def panel_card(
    quiz: Quiz,
    question: Question | None,
    players: Sequence[Player],
    note: str = "",
    page: int = 0,
    turnout: tuple[int, int] | None = None,
) -> Card:
    """The state in words, and every act; those for which it is not the time are greyed out.

    Of an open question it says how many have answered, and nothing of what they chose: by that a
    host could close. **Update** is always there, because answers move no panel, and one from
    before a restart follows nothing any more.

    Args:
        question: The one that was opened last.
        players: Those who are in and were not removed.
        turnout: How many have answered the question, of how many; ``None`` if none can be
            answered.
        note: What came of the last press, or what stands in the way.
        page: Of the players who can be removed, from 0.
    """
    if quiz.state is QuizState.FINISHED:
        return card(
            f"**{OVER_ALREADY}** `/quiz results` shows everybody's answers.",
            note,
            receipt(quiz),
            rows=_owed(quiz),
            accent=OVER,
        )
    return card(
        "### You are the host",
        f"{_state(quiz, question)} · {_here(players, turnout)}",
        note,
        gap(),
        f"-# Only you see this; {_UP_TO_DATE if turnout is None else _COUNTED}. Other instructors "
        "open theirs with `/quiz control`.",
        rows=[*_rows(quiz, question), *_kick_rows(quiz, players, page)],
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


def told_host(quiz: Quiz, channel: str, words: str) -> str:
    """A direct message to a host whose quiz ran into trouble with nobody at the panel."""
    return f"Your quiz in #{literal(shorten(channel, 100))}: {words}\n{receipt(quiz)}"


def _owed(quiz: Quiz) -> list[Row]:
    """The way to the board, as long as the channel has not seen it."""
    if quiz.board_message_id is not None or not quiz.questions:
        return []
    show = quiz_ids.control("board", quiz.id)
    return [row(button(SHOW_BOARD, show, style=discord.ButtonStyle.primary))]


def _here(players: Sequence[Player], turnout: tuple[int, int] | None) -> str:
    if not players:
        return "Nobody in yet"
    if turnout is None:
        return f"{len(players)} in"
    answered, could = turnout
    return f"{answered} of {could} answered"


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
    """Two rows; the act that comes next stands out."""
    due, possible = _next_act(quiz, question), _possible(quiz, question)
    last = question is not None and question.ordinal >= quiz.questions
    resuming = quiz.state is QuizState.PAUSED

    def act(label: str, name: str) -> ui.Button[Card]:
        style = discord.ButtonStyle.primary if name == due else discord.ButtonStyle.secondary
        custom_id = quiz_ids.control(name, quiz.id)
        return button(label, custom_id, style=style, disabled=name not in possible)

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
            # Beside Finish it would do the same, and one would ask which is which.
            *([] if last and "next" in possible else [act("End", "end")]),
            act("Update", "panel"),
        ),
    ]


def _possible(quiz: Quiz, question: Question | None) -> frozenset[str]:
    """The acts that would do something as things are."""
    acts = {"end", "panel"}
    state = None if question is None else question.state
    if question is not None and state in (QuestionState.OPEN, QuestionState.PAUSED):
        acts |= {"close", "reveal", "skip"}
        acts |= {"extend"} if question.deadline is not None else set()
    elif state is QuestionState.CLOSED:
        acts |= {"reveal", "skip"}
    if quiz.state is QuizState.PAUSED:
        acts.add("resume")
    elif state is QuestionState.OPEN:
        acts.add("pause")
    else:
        acts.add("next")
    return frozenset(acts)


def _kick_rows(quiz: Quiz, players: Sequence[Player], page: int) -> list[Row]:
    """Whom to remove: of those who play only, in the order in which they came."""
    if not players:
        return []
    last = (len(players) - 1) // _LISTED
    page = min(page, last)
    first = page * _LISTED
    place = "Remove somebody from the quiz"
    select: ui.Select[Card] = ui.Select(
        custom_id=quiz_ids.kick(quiz.id),
        placeholder=place if not last else f"{place} (page {page + 1} of {last + 1})",
        options=[
            discord.SelectOption(
                label=f"{number}. {plain_name(player.name, number)}", value=str(player.user_id)
            )
            for number, player in enumerate(players[first : first + _LISTED], start=first + 1)
        ],
    )
    return [row(select), *_name_pages(quiz, page, last)]


def _name_pages(quiz: Quiz, page: int, last: int) -> list[Row]:
    if not last:
        return []
    return [
        row(
            button(
                "Earlier names",
                quiz_ids.names("previous", quiz.id, max(page - 1, 0)),
                disabled=page == 0,
            ),
            button(
                "Later names",
                quiz_ids.names("next", quiz.id, min(page + 1, last)),
                disabled=page == last,
            ),
        )
    ]


def _next_act(quiz: Quiz, question: Question | None) -> str:
    if quiz.state is QuizState.PAUSED:
        return "resume"
    if question is None:
        return "next"
    if question.state is QuestionState.OPEN:
        return "close" if question.deadline is None else ""
    return "reveal" if question.state is QuestionState.CLOSED else "next"
