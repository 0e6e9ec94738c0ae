"""What another key makes of everything that was answered to an item: worked out, not written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.model import scoring
from knowledge.model.assessment import Item, ItemDraft, Outcome, Response
from knowledge.model.grading import key_words
from knowledge.model.quiz_replies import Act
from knowledge.model.regrading import Move, RegradePreview, Worth, rekeyed
from knowledge.quizzing.live.marking import Grade
from knowledge.storage.item_codec import key_to_json
from knowledge.storage.quiz_log import Line
from knowledge.storage.regrades import Asked, PlayedResponse, Responses, StudiedResponse


@dataclass(frozen=True, slots=True)
class WorkedRegrade:
    """The scores that follow from a key, beside those that stand."""

    item: Item
    draft: ItemDraft
    """The item with its new key."""
    seen: Responses
    """What it was worked out from."""
    questions: tuple[Asked, ...]
    """With the new key."""
    turns: tuple[Asked, ...]
    played: tuple[tuple[PlayedResponse, Worth], ...]
    """All that were looked at, moved or not."""
    studied: tuple[tuple[StudiedResponse, float], ...]

    @property
    def preview(self) -> RegradePreview:
        return RegradePreview(
            item_id=self.item.id,
            revision=self.item.revision,
            draft=self.item.draft,
            after=self.draft,
            responses=self.responses,
            moves=self.moves,
            left_out=len(self.seen.questions) - len(self.questions),
        )

    @property
    def responses(self) -> int:
        return len(self.played) + len(self.studied)

    @property
    def moved(self) -> list[tuple[PlayedResponse, Worth]]:
        return [(of, after) for of, after in self.played if after != of.worth]

    @property
    def moved_in_study(self) -> list[tuple[StudiedResponse, float]]:
        return [(of, after) for of, after in self.studied if after != of.score]

    @property
    def moves(self) -> tuple[Move, ...]:
        in_quizzes = [
            Move(of.receipt, of.question_id, of.user_id, of.name, of.worth, after)
            for of, after in self.moved
        ]
        in_study = [
            Move(None, None, of.user_id, "", Worth(of.score, of.score), Worth(after, after))
            for of, after in self.moved_in_study
        ]
        return (*in_quizzes, *in_study)


async def work_out(item: Item, draft: ItemDraft, seen: Responses, grade: Grade) -> WorkedRegrade:
    """Grade everything anew; it may take its time: no session is open."""
    questions = _rekeyed_all(seen.questions, draft)
    turns = _rekeyed_all(seen.turns, draft)
    outcomes = _Outcomes(grade)
    played = [
        (of, _worth(of, await outcomes.of(questions[of.question_id], of.response)))
        for of in seen.played
        if of.question_id in questions
    ]
    studied = [
        (of, (await outcomes.of(turns[of.turn_id], of.response)).score)
        for of in seen.studied
        if of.turn_id in turns
    ]
    return WorkedRegrade(
        item=item,
        draft=draft,
        seen=seen,
        questions=tuple(Asked(asked, found) for asked, found in questions.items()),
        turns=tuple(Asked(asked, found) for asked, found in turns.items()),
        played=tuple(played),
        studied=tuple(studied),
    )


def log_lines(
    worked: WorkedRegrade, by: int | None, server_id: int | None, at: datetime
) -> list[Line]:
    """Who, when, before and after: of the key, and of every score that moves."""
    item = worked.item
    change: dict[str, object] = {
        "item_id": item.id,
        "server_id": server_id,
        "before": key_to_json(item.draft.key),
        "after": key_to_json(worked.draft.key),
        "before_words": list(key_words(item.draft)),
        "after_words": list(key_words(worked.draft)),
    }
    lines = [Line(Act.REKEYED, at, None, user_id=by, detail=change)]
    for of, after in worked.moved:
        detail: dict[str, object] = {
            "by": by,
            "item_id": item.id,
            "score": [of.worth.score, after.score],
            "points": [of.worth.points, after.points],
        }
        lines.append(Line(Act.REGRADED, at, of.quiz_id, of.question_id, of.user_id, detail=detail))
    for turn, score in worked.moved_in_study:
        detail = {
            "by": by,
            "item_id": item.id,
            "turn_id": turn.turn_id,
            "score": [turn.score, score],
        }
        lines.append(Line(Act.REGRADED, at, None, user_id=turn.user_id, detail=detail))
    return lines


class _Outcomes:
    """Grades equal responses to the same question once."""

    def __init__(self, grade: Grade) -> None:
        self._grade = grade
        self._known: list[tuple[ItemDraft, dict[Response, Outcome]]] = []

    async def of(self, draft: ItemDraft, response: Response) -> Outcome:
        known = next((found for asked, found in self._known if asked == draft), None)
        if known is None:
            known = {}
            self._known.append((draft, known))
        if response not in known:
            known[response] = await self._grade(draft, response)
        return known[response]


def _rekeyed_all(asked: Sequence[Asked], item: ItemDraft) -> dict[int, ItemDraft]:
    drafts = {one.id: rekeyed(one.draft, item, item.key) for one in asked}
    return {asked_id: draft for asked_id, draft in drafts.items() if draft is not None}


def _worth(of: PlayedResponse, outcome: Outcome) -> Worth:
    points = scoring.points(outcome.score, bonus=of.bonus, elapsed=of.elapsed, allowed=of.allowed)
    return Worth(outcome.score, points)
