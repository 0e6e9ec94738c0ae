"""How far a learner is: mastery by theme, a streak, totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from knowledge.model.assessment import Item
from knowledge.model.study import Progress, ThemeMastery, mastery, streak
from knowledge.quizzing.memory import recall
from knowledge.quizzing.reminders import read_zone
from knowledge.storage.study_cards import StoredCard


def progress_of(
    pool: Sequence[Item],
    cards: Sequence[StoredCard],
    responses: tuple[int, int],
    moments: Sequence[datetime],
    now: datetime,
    *,
    zone: str | None,
    withheld: Collection[int],
) -> Progress:
    """Count up what is stored of a learner.

    Args:
        pool: The course's approved items.
        cards: The learner's cards of them.
        responses: How many they gave, and how many were right.
        moments: In which they answered, at least one of every day.
        now: The present moment; memory fades with it.
        zone: The learner's time zone, as :func:`read_zone` reads it; ``None`` if it is not known.
        withheld: Items that a quiz is asking now: neither due nor shown as mistakes.
    """
    local = read_zone(zone) if zone is not None else None
    days = {moment.astimezone(local or UTC).date().toordinal() for moment in moments}
    known = {card.item_id: card for card in cards}
    themes = sorted({theme for item in pool for theme in item.draft.themes}, key=str.casefold)
    open_cards = [card for card in cards if card.item_id not in withheld]
    return Progress(
        themes=tuple(_theme(theme, pool, known, now) for theme in themes),
        items=len(pool),
        studied=len(cards),
        responses=responses[0],
        right=responses[1],
        due=sum(card.due_at <= now for card in open_cards),
        mistakes=sum(not card.is_right for card in open_cards),
        streak=streak(sorted(days, reverse=True), now.astimezone(local or UTC).date().toordinal()),
        zone=zone,
    )


def _theme(
    theme: str, pool: Sequence[Item], known: dict[int, StoredCard], now: datetime
) -> ThemeMastery:
    members = [item.id for item in pool if theme in item.draft.themes]
    cards = [known[item_id] for item_id in members if item_id in known]
    recalls = [recall(card.card, now) for card in cards if card.is_right]
    return ThemeMastery(theme, len(members), len(cards), mastery(recalls, len(members)))
