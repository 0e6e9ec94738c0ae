"""The log in figures, its settings, its file, and what is posted as an alert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import ui

from bot.cards import gaps_ids, logs_ids
from bot.cards.feedback import reasons
from bot.cards.layout import Card, button, card, row
from bot.cards.logs import Names, called, moment
from bot.cards.text import literal, shorten
from knowledge.model.alert import CROWD, INVITATION, SLOWED, Alarm, Alert, AlertKind
from knowledge.model.log_stats import LogStats
from knowledge.model.record import Complaint, Decision
from knowledge.model.server import LogMode, ServerSettings
from knowledge.model.transcript import TranscriptFile
from knowledge.reviewing.log_export import LogFile

MODES = {
    LogMode.NAMES: "names of those who asked",
    LogMode.PSEUDONYMS: "pseudonyms; a name takes a reason, which is logged",
    LogMode.NO_QUESTION_TEXT: "pseudonyms, and no questions",
}
_SHOWN = 10
_BUTTONS = 5
_ABUSES = {
    CROWD: "calls everyone, or many people; it pinged nobody",
    INVITATION: "leads to another server",
}
_REVIEWABLE = {
    AlertKind.DISLIKED,
    AlertKind.REPORTED,
    AlertKind.REFUSALS,
    AlertKind.ABUSE,
}


def stats_card(stats: LogStats) -> Card:
    """Counts of one server; nobody is named."""
    asked = [
        f"{_number(stats.questions, 'question')} of {_number(stats.askers, 'person', 'people')}",
        _counted(stats.decisions),
    ]
    if stats.median_ms is not None and stats.slow_ms is not None:
        asked.append(f"Half within {stats.median_ms:.0f} ms, 95 % within {stats.slow_ms:.0f}")
    thought = [
        f"Liked 👍 {stats.liked} · disliked 👎 {stats.disliked} · reported 🚩 {stats.reported}"
    ]
    if stats.complaints:
        said = {_complaint(name): number for name, number in stats.complaints.items()}
        thought.append(f"Why disliked: {_counted(said)}")
    reviewed = _counted(stats.reviews) or "nothing yet"
    waiting = f"{stats.waiting.disliked} disliked or reported, {stats.waiting.others} more"
    played = ", ".join(
        (
            _number(stats.quizzes, "quiz", "quizzes"),
            _number(stats.players, "person", "people"),
            _number(stats.responses, "answer"),
        )
    )
    return card(
        f"### The log in figures\n-# Since {moment(stats.since)}",
        "\n".join(["**Asked**", *filter(None, asked)]),
        "\n".join(["**Thought of it**", *thought]),
        f"**Reviewed**\n{reviewed}\nWaiting in all: {waiting}",
        f"**Played**\n{played}",
    )


def _number(count: int, one: str, many: str = "") -> str:
    return f"**{count}** {one if count == 1 else many or f'{one}s'}"


def _complaint(name: str) -> str:
    return reasons(Decision.ANSWERED)[Complaint(name)][0].casefold()


def _counted(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {number}" for name, number in counts.items())


def file_card(file: LogFile) -> Card:
    one = "1 record" if file.records == 1 else f"{file.records} records"
    left = ""
    if file.left_out:
        left = (
            f"\n⚠️ {file.left_out} older ones did not fit into one file. Narrow it down with "
            "`since` and the other options."
        )
    return card(
        f"**{one}**. The export is in the audit.{left}", ui.File(f"attachment://{file.name}")
    )


def transcript_card(receipt: str, files: Sequence[TranscriptFile]) -> Card:
    """The files of a record, and what shows later whether they were changed."""
    sums = "\n".join(f"-# `{file.name}`: `{file.sha256}`" for file in files)
    return card(
        f"**Transcript of `{receipt}`**, to read and for programs. That it was made is in the "
        f"audit, with the SHA-256 of each file:\n{sums}",
        *(ui.File(f"attachment://{file.name}") for file in files),
    )


def settings_card(settings: ServerSettings, names: Names, *, changed: bool) -> Card:
    channel = settings.alert_channel_id
    alerts = "nowhere" if channel is None else called(channel, names)
    return card(
        "### The log of this server",
        "Saved." if changed else "",
        f"It shows: **{MODES[settings.log_mode]}**.\nAlerts go to: **{alerts}**.",
        "-# Alerts: answers that are disliked or reported, three abstentions in a row to one "
        "person, documents that contradict each other, "
        "flagged quiz items, questions that call everyone or lead to another server, people who "
        "were slowed down three times within an hour, questions that wait for a person, errors. "
        "At most one message a minute, and one a day of who waits longest; neither shows names.",
    )


def alarm_card(alarm: Alarm) -> Card:
    """One message for whatever came together, with a button for the latest answers."""
    shown = alarm.alerts[-_SHOWN:]
    more = len(alarm.alerts) - len(shown)
    lines = [_alert(alert) for alert in shown]
    if more:
        lines.insert(0, f"-# {more} earlier ones are in `/logs review`.")
    buttons = dict(filter(None, map(_going_on, reversed(shown))))
    items: list[ui.Item[Card]] = [
        button(label, custom_id) for custom_id, label in list(buttons.items())[:_BUTTONS]
    ]
    count = "1 alert" if len(alarm.alerts) == 1 else f"{len(alarm.alerts)} alerts"
    return card(f"### {count}", "\n".join(lines), rows=[row(*items)] if items else [])


def _going_on(alert: Alert) -> tuple[str, str] | None:
    """The button that leads on from an alert: its id, its label."""
    if alert.who:
        return logs_ids.reader(alert.who), f"Record of {alert.who}"
    if alert.kind is AlertKind.CONTRADICTION:
        course, _, key = alert.target.partition("-")
        return gaps_ids.show_pair(int(course), key), "See both sides"
    if alert.kind in _REVIEWABLE:
        return logs_ids.review(alert.target), f"Review {alert.target}"
    return None


def _alert(alert: Alert) -> str:
    at = f"<t:{int(alert.at.timestamp())}:R>"
    match alert.kind:
        case AlertKind.DISLIKED:
            why = f": {_complaint(alert.detail)}" if alert.detail else ""
            return f"`{alert.target}` disliked 👎{why} · {at}"
        case AlertKind.REPORTED:
            return f"`{alert.target}` reported 🚩 · {at}"
        case AlertKind.REFUSALS:
            return f"`{alert.target}` is the third question in a row without an answer · {at}"
        case AlertKind.FLAGGED:
            return f"Quiz item `#{alert.target}` flagged 🚩, see `/quiz review` · {at}"
        case AlertKind.ABUSE if alert.detail == SLOWED:
            return f"{alert.who} was slowed down three times within an hour ⚠️ · {at}"
        case AlertKind.ABUSE:
            return f"`{alert.target}` {_ABUSES[alert.detail]} ⚠️ · {at}"
        case AlertKind.CONTRADICTION:
            return f"Two documents give different dates or numbers for the same thing · {at}"
        case AlertKind.ASKED:
            return f"`{alert.target}` waits for a person's answer, see `/answers inbox` · {at}"
        case AlertKind.ERROR:
            what = literal(shorten(alert.detail, 60))
            return f"{what} failed, ref `{alert.target}` in the bot's log ⚠️ · {at}"
