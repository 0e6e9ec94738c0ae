"""The results of a quiz for its instructors: the whole, and one question in detail."""

from __future__ import annotations

from collections import Counter

import discord
from discord import ui

from bot.cards import results_ids
from bot.cards.item_form import LETTERS, stem_block
from bot.cards.item_reveal import reveal_block
from bot.cards.layout import (
    TEXT_LIMIT,
    Card,
    Row,
    button,
    card,
    filled,
    gap,
    pager,
    row,
    spaced,
)
from bot.cards.quiz_lobby import OVER, moment, questions, receipt
from bot.cards.quiz_reveal import most_given
from bot.cards.text import excerpt, literal, one_line, shorten
from bot.charts.shares import Bar, alt_text
from knowledge.model.assessment import ItemDraft, ItemType, Written
from knowledge.model.item_analysis import (
    ItemStatistics,
    Misfire,
    OptionStatistics,
    Reliability,
)
from knowledge.model.quiz import Question
from knowledge.model.quiz_report import QuestionReport, QuizReport

CHART = "shares.png"
CHECK = "⚠️ **Check**"
NOTHING_CLOSED = "No question of this quiz was closed, so there is nothing to analyse."

_ON_PAGE = 8
_HEAD_WIDTH = 1_300
_STEM_WIDTH = 140
_OPTIONS_WIDTH = 1_000
_COMMONEST = 5


def summary_card(report: QuizReport, page: int = 0) -> Card:
    """Who played, how far the quiz can be trusted, and a line for each question."""
    quiz = report.quiz
    played = [(one.question.ordinal, _question_line(one)) for one in report.questions]
    skipped = [(question.ordinal, _skipped_line(question)) for question in report.skipped]
    lines = sorted([*played, *skipped])
    pages = filled([line for _, line in lines], TEXT_LIMIT - _HEAD_WIDTH, most=_ON_PAGE)
    page = min(page, len(pages) - 1)
    first = sum(map(len, pages[:page]))
    shown = {ordinal for ordinal, _ in lines[first : first + len(pages[page])]}
    choices = [
        _question_choice(one, at)
        for at, one in enumerate(report.questions)
        if one.question.ordinal in shown
    ]
    rows = [row(_question_select(quiz.id, choices))] if choices else []
    rows.append(_summary_buttons(report))
    rows += pager(page, len(pages), lambda move, to: results_ids.turn("all", move, quiz.id, to))
    return card(
        f"### Results: {excerpt(quiz.course, 120)}",
        *_whole(report),
        "" if report.questions else NOTHING_CLOSED,
        gap(),
        *spaced([*pages[page], _legend(report)]),
        receipt(quiz),
        rows=rows,
        accent=OVER,
    )


def question_card(report: QuizReport, page: int, *, charted: bool) -> Card:
    """One question: who chose what, what its figures say, and what to look at.

    Args:
        page: Its place among the questions that count, from 0.
        charted: The picture called :data:`CHART` is sent with it.
    """
    page = min(page, len(report.questions) - 1)
    shown = report.questions[page]
    draft, found = shown.question.draft, shown.statistics
    blocks: list[str | ui.Item[Card]] = [
        f"-# Question {shown.question.ordinal} of {report.quiz.questions}",
        *(_shares(shown) if found.options else _written(report, shown)),
    ]
    drawn = bars(shown)
    if charted and drawn:
        gallery: ui.MediaGallery[Card] = ui.MediaGallery()
        gallery.add_item(media=f"attachment://{CHART}", description=alt_text(drawn, found.answered))
        blocks.append(gallery)
    blocks.append(_figures(shown))
    blocks += [_misfire(misfire) for misfire in found.misfires[:4]]
    if draft.rationale:
        blocks.append(f"**Why.** {excerpt(draft.rationale, 400)}")
    return card(*blocks, rows=_question_rows(report, page), accent=OVER)


def bars(shown: QuestionReport) -> list[Bar]:
    """A bar for each option in the order of the screen; none where there are no options."""
    draft, options = shown.question.draft, shown.statistics.options
    if not options or not shown.statistics.answered:
        return []
    return [
        Bar(_letter(draft, slot, place), options[place].count, options[place].is_right)
        for slot, place in enumerate(shown.question.order)
    ]


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}".replace("%", " %")


def signed(value: float | None) -> str:
    """A correlation to two decimals; "–" where there is none."""
    return "–" if value is None else f"{value:z.2f}".replace("-", "−")


def _whole(report: QuizReport) -> list[str]:
    analysis, reliability = report.analysis, report.analysis.reliability
    when = "" if report.quiz.finished_at is None else f" · {moment(report.quiz.finished_at, 'f')}"
    late = (
        f", **{report.caught_up}** caught up later (in the standings, not in these figures)"
        if report.caught_up
        else ""
    )
    blocks = [f"**{analysis.learners}** played live{late} · {_asked(report)}{when}"]
    if report.questions:
        blocks.append(f"Mean score **{percent(analysis.mean)}**{_reliability(reliability)}")
    return [*blocks, *map(_misfire, reliability.misfires)]


def _reliability(found: Reliability) -> str:
    if found.alpha is None:
        return f"\n-# Reliability (Cronbach's α): {found.caveat}"
    error = found.standard_error
    spread = "" if error is None else f", standard error {error:.1f} questions"
    caveat = f"\n-# {found.caveat}" if found.caveat else ""
    return f" · Reliability (Cronbach's α) **{signed(found.alpha)}**{spread}{caveat}"


def _asked(report: QuizReport) -> str:
    parts = [questions(len(report.questions))]
    parts += [f"{len(report.skipped)} skipped"] if report.skipped else []
    parts += [f"{report.not_asked} not asked"] if report.not_asked > 0 else []
    return ", ".join(parts)


def _question_line(shown: QuestionReport) -> str:
    found = shown.statistics
    mark = f" · {CHECK}" if found.misfires else ""
    told = found.discrimination is not None
    apart = f" · discrimination {signed(found.discrimination)}" if told else ""
    return f"{_numbered_stem(shown.question)}\n-# facility {percent(found.facility)}{apart}{mark}"


def _skipped_line(question: Question) -> str:
    return f"{_numbered_stem(question)}\n-# skipped: it counts for nobody"


def _numbered_stem(question: Question) -> str:
    return f"**{question.ordinal}.** {excerpt(question.draft.stem, _STEM_WIDTH)}"


def _legend(report: QuizReport) -> str:
    if not report.questions:
        return ""
    return (
        "-# Facility: the mean score; no answer counts as 0. Discrimination: whether those who "
        "did well on the rest got it right, from −1 to 1; told only where at least 10 were asked, "
        "and differ."
    )


def _question_select(quiz_id: int, choices: list[discord.SelectOption]) -> ui.Select[Card]:
    custom_id = results_ids.open_question(quiz_id)
    return ui.Select(custom_id=custom_id, placeholder="Look at one question", options=choices)


def _question_choice(shown: QuestionReport, at: int) -> discord.SelectOption:
    return discord.SelectOption(
        label=shorten(f"{shown.question.ordinal}. {shown.question.draft.stem}", 100),
        value=str(at),
        description="Check this one" if shown.statistics.misfires else None,
    )


def _summary_buttons(report: QuizReport) -> Row:
    quiz_id = report.quiz.id
    return row(
        button(
            "Learners",
            results_ids.turn("learners", "first", quiz_id, 0),
            disabled=not report.learners,
        ),
        button("CSV", results_ids.export("csv", quiz_id)),
        button("XLSX", results_ids.export("xlsx", quiz_id)),
        button("Moodle grades", results_ids.export("moodle", quiz_id)),
    )


def _question_rows(report: QuizReport, page: int) -> list[Row]:
    shown, quiz_id = report.questions[page], report.quiz.id
    return [
        row(
            button("All questions", results_ids.turn("all", "first", quiz_id, 0)),
            button("Change the key", results_ids.change_key(shown.question.id)),
        ),
        *pager(
            page,
            len(report.questions),
            lambda move, to: results_ids.turn_question(move, quiz_id, to),
        ),
    ]


def _shares(shown: QuestionReport) -> list[str]:
    draft, order = shown.question.draft, shown.question.order
    width = _OPTIONS_WIDTH // max(5, len(order))
    lines = []
    for slot, place in enumerate(order):
        option = shown.statistics.options[place]
        lines.append(
            f"**{_letter(draft, slot, place)}.** {_option_words(draft, option, width)}"
            f"{' ✅ **Right**' if option.is_right else ''} · {_option_figures(option)}"
        )
    return [stem_block(draft, order)[0], "\n".join(lines)]


def _option_words(draft: ItemDraft, option: OptionStatistics, width: int) -> str:
    if draft.type is ItemType.TRUE_FALSE:
        return ""
    return excerpt(draft.options[option.place], width)


def _option_figures(option: OptionStatistics) -> str:
    r = (
        ""
        if option.discrimination is None
        else f" · discrimination {signed(option.discrimination)}"
    )
    return f"{option.count} ({percent(option.share)}){r}"


def _written(report: QuizReport, shown: QuestionReport) -> list[str]:
    """The question with what is right, and the texts that were given most."""
    blocks = reveal_block(shown.question.draft, shown.question.order, None)
    texts = Counter(
        one_line(answer.response.text)
        for learner in report.learners
        for answer in learner.answers
        if answer.question.id == shown.question.id and isinstance(answer.response, Written)
    )
    given = most_given(texts.most_common(_COMMONEST))
    return [*blocks, given] if given else blocks


def _figures(shown: QuestionReport) -> str:
    found = shown.statistics
    lines = [
        f"Facility **{percent(found.facility)}** of {found.asked} asked, {found.answered} answered"
        + ("" if found.answered == found.asked else " (no answer counts as 0)")
        + (f" · discrimination **{signed(found.discrimination)}**" if _is_told(found) else "")
    ]
    lines += [] if _is_told(found) else [_too_few(found)]
    if shown.caught_up:
        lines.append(
            f"-# From the catch-up seat: {shown.caught_up} answered, {shown.caught_up_right} "
            "right. They are not in these figures."
        )
    return "\n".join(lines)


def _is_told(found: ItemStatistics) -> bool:
    return found.discrimination is not None


def _too_few(found: ItemStatistics) -> str:
    return (
        "-# Discrimination is told only where at least 10 people were asked this and more, and "
        f"differ; {found.asked} {'was' if found.asked == 1 else 'were'} asked this."
    )


def _misfire(misfire: Misfire) -> str:
    return f"{CHECK}: {literal(misfire.finding)}\n{literal(misfire.suggestion)}"


def _letter(draft: ItemDraft, slot: int, place: int) -> str:
    return draft.options[place] if draft.type is ItemType.TRUE_FALSE else LETTERS[slot]
