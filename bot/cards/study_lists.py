"""What a learner sees of their own study: mistakes, progress, reminders, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.cards import study_ids
from bot.cards.answer import place
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, pager, row
from bot.cards.text import excerpt, percent
from bot.charts.mastery import alt_text
from knowledge.model.assessment import MatchKey, OrderKey
from knowledge.model.grading import explain
from knowledge.model.study import (
    AppealState,
    Progress,
    RegradeNotice,
    Reminder,
    StudyKind,
    ThemeMastery,
    Turn,
)

CHART = "progress.png"
MOST_DECISIONS = 4

_PAGE_WIDTH = TEXT_LIMIT - 400
_MOST_THEMES = 25
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def mistakes_card(course_id: int, turns: Sequence[Turn], page: int = 0) -> Card:
    """Each item whose latest answer was wrong: what was answered, what is right, and where.

    Args:
        turns: At least one, the newest first.
        page: From 0; a page that does not exist becomes the last one.
    """
    pages = filled([_mistake(turn) for turn in turns], _PAGE_WIDTH, most=5)
    page = min(page, len(pages) - 1)
    where = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    return card(
        f"### Your mistakes: {len(turns)}",
        "\n\n".join(pages[page]),
        f"-# Only you see this{where}. A right answer takes an item off the list.",
        rows=[
            *pager(page, len(pages), study_ids.mistakes(course_id)),
            row(button("Study these", study_ids.begin(StudyKind.MISTAKES, course_id))),
        ],
    )


def progress_card(progress: Progress, *, charted: bool) -> Card:
    """How far a learner is, in words, with a picture of the same.

    Args:
        charted: The picture called :data:`CHART` is sent with it.
    """
    answers = "1 answer" if progress.responses == 1 else f"{progress.responses} answers"
    mistakes = "1 open mistake" if progress.mistakes == 1 else f"{progress.mistakes} open mistakes"
    totals = (
        f"**{progress.studied} of {progress.items}** questions studied\n"
        f"{answers}, {progress.right} right · {mistakes} · {progress.due} due now\n"
        f"{_streak(progress.streak)}"
    )
    blocks: list[str | ui.Item[Card]] = ["### Your progress", totals]
    if charted:
        gallery: ui.MediaGallery[Card] = ui.MediaGallery()
        gallery.add_item(media=f"attachment://{CHART}", description=alt_text(practised(progress)))
        blocks.append(gallery)
    return card(
        *blocks,
        _themes(progress),
        "-# Mastery of a theme: the mean chance, over all its questions, that you could answer "
        "now. One that you have not answered, or missed last, counts as 0. "
        f"A day runs by {excerpt(progress.zone or 'UTC', 60)}.",
    )


def practised(progress: Progress) -> list[ThemeMastery]:
    """The themes of which something was answered: what the picture shows."""
    return [theme for theme in progress.themes if theme.answered]


def reminder_card(reminder: Reminder | None) -> Card:
    """What is set, and how to change it."""
    if reminder is None:
        return card(
            "### Reminders: off",
            "I can send you one direct message a day when something is due: "
            "`/study reminders zone: …`",
        )
    quiet = (
        "There are no quiet hours."
        if reminder.quiet_from == reminder.quiet_to
        else f"Quiet from {reminder.quiet_from}:00 to {reminder.quiet_to}:00."
    )
    return card(
        "### Reminders: on",
        f"At most one direct message a day, when something is due. {quiet} "
        f"Your time zone: {excerpt(reminder.zone, 60)}.",
        rows=[row(button("Turn off", study_ids.REMIND_OFF))],
    )


def due_message(course_id: int, count: int) -> Card:
    """The reminder itself."""
    items = "1 question is" if count == 1 else f"{count} questions are"
    return Card(
        ui.TextDisplay(f"{items} due for you to repeat."),
        row(
            button("Study now", study_ids.begin(StudyKind.DUE, course_id)),
            button("No more reminders", study_ids.REMIND_OFF),
        ),
    )


def decision_words(notices: Sequence[RegradeNotice]) -> str:
    """What came of appeals, a line for each of :data:`MOST_DECISIONS`: 1,000 characters."""
    return "\n".join(_decision(notice) for notice in notices[:MOST_DECISIONS])


def _decision(notice: RegradeNotice) -> str:
    said = excerpt(notice.appeal.text, 60)
    stem = excerpt(notice.stem, 120)
    if notice.appeal.state is AppealState.REJECTED:
        return f"Your instructor looked at “{said}” for “{stem}”: the grading stays as it was."
    return f"✅ “{said}” is accepted now for “{stem}”. Your earlier answer counts as right."


def _mistake(turn: Turn) -> str:
    given, right = _differing(turn)
    lines = [
        f"**{excerpt(turn.draft.stem, 200)}**",
        f"Yours: {excerpt(' · '.join(given) or '–', 150)}",
        f"Right: {excerpt(' · '.join(right), 200)}",
    ]
    if turn.draft.rationale:
        lines.append(excerpt(turn.draft.rationale, 200))
    if turn.draft.citation is not None:
        lines.append(f"-# {place(turn.draft.citation)}")
    return "\n".join(lines)


def _differing(turn: Turn) -> tuple[Sequence[str], Sequence[str]]:
    """What was answered and what is right; of an order or of pairs only where they differ."""
    words = explain(turn.draft, turn.response)
    if not isinstance(turn.draft.key, OrderKey | MatchKey):
        return words.given, words.right
    is_order = isinstance(turn.draft.key, OrderKey)
    pairs = [
        tuple(f"({place}) {text}" if is_order else text for text in pair)
        for place, pair in enumerate(zip(words.given, words.right, strict=False), start=1)
        if pair[0] != pair[1]
    ]
    # After the answer was shown, nothing need differ.
    return [pair[0] for pair in pairs] or words.given, [pair[1] for pair in pairs] or words.right


def _streak(days: int) -> str:
    if not days:
        return "No streak yet: an answer today begins one."
    counted = _NUMBERS[days - 1] if days <= len(_NUMBERS) else str(days)
    return f"Streak: **{counted} {'day' if days == 1 else 'days in a row'}**"


def _themes(progress: Progress) -> str:
    if not progress.themes:
        return "The questions have no themes yet."
    begun = practised(progress)
    lines = [
        f"**{percent(theme.mastery)}** {excerpt(theme.theme, 60)} "
        f"({theme.answered} of {theme.items} answered)"
        for theme in begun[:_MOST_THEMES]
    ]
    if len(begun) > _MOST_THEMES:
        lines.append(f"… and {len(begun) - _MOST_THEMES} more themes")
    rest = [theme.theme for theme in progress.themes if not theme.answered]
    if rest:
        lines.append(f"Not practised yet ({len(rest)}): {excerpt(', '.join(rest), 500)}")
    return "\n".join(lines)
