"""The leaderboard and the results of a question, from what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from knowledge.model import scoring
from knowledge.model.assessment import ItemDraft, ItemType, Picked, Written
from knowledge.model.quiz import (
    Given,
    Leaderboard,
    Player,
    Question,
    QuestionResult,
    Standing,
    TeamStanding,
)
from knowledge.storage import quiz_players, quiz_questions, quiz_responses
from knowledge.storage.database import ReadSession

_CHOICES = (ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE, ItemType.TRUE_FALSE)
_COMMONEST = 5


async def leaderboard(session: ReadSession, quiz_id: int) -> Leaderboard:
    """Of the questions that are closed and graded; equal points share a rank."""
    players = await quiz_players.list_players(session, quiz_id)
    counted = [question.ordinal for question in await quiz_questions.list_counted(session, quiz_id)]
    totals = await quiz_responses.totals(session, quiz_id)
    sums = [totals.get(player.user_id, (0.0, 0)) for player, _ in players]
    ranks = scoring.ranks([points for points, _ in sums])
    standings = [
        Standing(rank, player, points, right, sum(ordinal >= first for ordinal in counted))
        for rank, (player, first), (points, right) in zip(ranks, players, sums, strict=True)
    ]
    # Equal ranks by name, so that no order among them means anything.
    standings.sort(key=lambda standing: (standing.rank, standing.player.name.casefold()))
    return Leaderboard(tuple(standings), _teams(standings))


async def result(session: ReadSession, question: Question) -> QuestionResult:
    """Of a question whose responses are graded."""
    responses = await quiz_responses.list_of_question(session, question.id)
    players = await quiz_players.list_players(session, question.quiz_id)
    return QuestionResult(
        question=question,
        shares=_shares(question.draft, responses),
        written=_written(responses),
        responses=len(responses),
        correct=sum(given.outcome is not None and given.outcome.correct for given in responses),
        players=sum(_could_respond(player, first, question) for player, first in players),
    )


def _could_respond(player: Player, first: int, question: Question) -> bool:
    return first <= question.ordinal and not player.is_catching_up


def _shares(draft: ItemDraft, responses: Sequence[Given]) -> tuple[int, ...]:
    if draft.type not in _CHOICES:
        return ()
    picked = Counter(
        place
        for given in responses
        if isinstance(given.response, Picked)
        for place in given.response.places
    )
    return tuple(picked[place] for place in range(len(draft.options)))


def _written(responses: Sequence[Given]) -> tuple[tuple[str, int], ...]:
    """The same text in other capitals or spacing is one; it is shown as it first came in."""
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for given in responses:
        if isinstance(given.response, Written):
            text = " ".join(given.response.text.split())
            counts[first.setdefault(text.casefold(), text)] += 1
    return tuple(counts.most_common(_COMMONEST))


def _teams(standings: Sequence[Standing]) -> tuple[TeamStanding, ...]:
    points: dict[int, list[float]] = {}
    for standing in standings:
        if standing.player.team is not None:
            points.setdefault(standing.player.team, []).append(standing.points)
    means = {team: scoring.team_points(each) for team, each in points.items()}
    ranks = scoring.ranks(list(means.values()))
    teams = [
        TeamStanding(rank, team, mean, len(points[team]))
        for rank, (team, mean) in zip(ranks, means.items(), strict=True)
    ]
    return tuple(sorted(teams, key=lambda team: (team.rank, team.team)))
