"""`/setup`: its four steps, and what is set up in the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.cards import custom_ids, setup_ids
from bot.cards.layout import Card, Row, button, card, row
from bot.cards.setup_parts import (
    MOST_BOUND,
    Named,
    ServerSetup,
    changes_of_course,
    choice_of_course,
    choice_of_places,
    chosen_channels,
    chosen_roles,
    course_line,
    no_course,
    shown_name,
    what_binding_does,
    who_answers_where_several_do,
)
from knowledge.model.record import Visibility

NOBODY_HEARS = (
    "-# Without a channel for alerts, only `/answers inbox` shows who waits for a person."
)
STEPS = 4
SUMMARY = 5
"""The number of what comes after the last step."""

_MOST_CHOSEN = 15
_KEPT = ((90, 30), (180, 30), (365, 30), (None, None))
_MEANING = {
    Visibility.PRIVATE: ("Private", "Only the asker sees an answer, and may share it"),
    Visibility.PUBLIC: ("Public", "Everyone in the channel sees the answers"),
}


def step_card(number: int, found: ServerSetup, chosen: int | None = None) -> Card:
    """One of the steps, or after the last what is set up.

    Args:
        number: From 1.
        chosen: The id of the course whose places are shown in the second step.
    """
    match number:
        case 1:
            return _staff_card(found)
        case 2:
            return _courses_card(found, chosen)
        case 3:
            return _channels_card(found)
        case 4:
            return _answers_card(found)
        case _:
            return _summary_card(found)


def _staff_card(found: ServerSetup) -> Card:
    rows = [
        row(
            ui.RoleSelect(
                custom_id=setup_ids.staff(kind.value),
                placeholder=f"Roles of {kind.value}s",
                min_values=0,
                max_values=MOST_BOUND,
                default_values=chosen_roles(named),
            )
        )
        for kind, named in found.staff.items()
    ]
    return _step(
        1,
        "Who is staff here?",
        "**Instructors** add documents, run quizzes and look after questions. **Moderators** read "
        "and review the log. Name roles for them, if you like: who has Manage Events is an "
        "instructor anyway, who has Manage Messages a moderator, and who has Manage Server both.",
        rows=rows,
    )


def _courses_card(found: ServerSetup, chosen: int | None) -> Card:
    there = next((c for c in found.courses if c.course.id == chosen), None)
    return _step(
        2,
        "Which courses, and where?",
        *([course_line(c) for c in found.courses] or [no_course(found)]),
        what_binding_does(there),
        who_answers_where_several_do(found, there),
        *_notes(found.place_notes),
        rows=[
            *choice_of_course(found, there),
            *([] if there is None else choice_of_places(there)),
        ],
        beside=[button("New course", setup_ids.NEW), *changes_of_course(there)],
    )


def _channels_card(found: ServerSetup) -> Card:
    chosen = {"log": found.log, "alerts": found.alerts}
    words = {"log": "Channel for starred questions", "alerts": "Channel for alerts"}
    rows = [
        row(
            ui.ChannelSelect(
                custom_id=setup_ids.channel(use),
                placeholder=words[use],
                channel_types=[discord.ChannelType.text],
                min_values=0,
                max_values=1,
                default_values=chosen_channels([] if channel is None else [channel]),
            )
        )
        for use, channel in chosen.items()
    ]
    return _step(
        3,
        "Where does the staff hear of things?",
        f"**Starred questions** · {_told(found)}. When documents change, they are asked again, and "
        "it is posted whether they still get their answers.",
        f"**Alerts** · {_channel(found.alerts)}. Dislikes, reports, refusals in a row, abuse, "
        "flagged quiz questions, contradictions between documents, questions that wait for a "
        "person, and errors; a minute's together. Once a day, who waits longest.",
        NOBODY_HEARS if found.alerts is None else "",
        "-# Choose channels that students can't read.",
        *_notes(found.staff_notes),
        rows=rows,
    )


def _answers_card(found: ServerSetup) -> Card:
    visibility: ui.Select[Card] = ui.Select(
        custom_id=custom_ids.VISIBILITY,
        options=[
            discord.SelectOption(
                label=label,
                description=description,
                value=choice.value,
                default=choice is found.visibility,
            )
            for choice, (label, description) in _MEANING.items()
        ],
    )
    retention: ui.Select[Card] = ui.Select(
        custom_id=setup_ids.RETENTION,
        placeholder="Keep things for another time",
        options=[
            discord.SelectOption(label=_kept(log, text), value=f"{_days(log)}:{_days(text)}")
            for log, text in _KEPT
        ],
    )
    label, description = _MEANING[found.visibility]
    return _step(
        4,
        f"Answers in #{shown_name(found.channel)}",
        f"Now: **{label}**. {description}. Askers can choose otherwise with `private` in `/ask`; "
        "a thread follows its channel. Run `/setup` in another channel for that one.",
        row(visibility),
        f"**Kept** · {_kept(found.settings.log_days, found.settings.text_days)}. Before "
        "anything is deleted you see how much; `/privacy retention` offers more.",
        row(retention),
    )


def _summary_card(found: ServerSetup) -> Card:
    lines = [
        f"**Staff** · {_staff_line(found)}",
        *([course_line(c) for c in found.courses] or [no_course(found)]),
        f"**Starred questions** · {_told(found)} · **Alerts** · {_channel(found.alerts)}",
        f"**Answers** · {_answers_line(found)}",
        f"**Kept** · {_kept(found.settings.log_days, found.settings.text_days)}",
    ]
    steps = ("Staff", "Courses", "Channels", "Answers")
    rows = [row(*(button(label, setup_ids.step(n)) for n, label in enumerate(steps, start=1)))]
    ready = next((c for c in found.courses if c.documents), None)
    tested = ready.course if ready is not None else None if found.courses else found.default
    missing = []
    if tested is not None:
        ask = button(
            "Ask a test question", setup_ids.test(tested.id), style=discord.ButtonStyle.primary
        )
        rows.append(row(ask))
    if any(not course.documents for course in found.courses):
        missing.append("**Next** · add documents to the new course with `/docs add`, then publish.")
    notes = _notes(dict.fromkeys([*found.place_notes, *found.staff_notes]))
    if found.alerts is None:
        missing.append(
            "-# Without a channel for alerts nobody is told: look into `/answers inbox` for who "
            "waits, and into `/logs review` for dislikes and reports."
        )
    return card("### What is set up here", *lines, *notes, *missing, rows=rows)


def _step(
    number: int,
    heading: str,
    *blocks: str | ui.Item[Card],
    rows: Sequence[Row] = (),
    beside: Sequence[ui.Button[Card]] = (),
) -> Card:
    back = [button("Back", setup_ids.step(number - 1))] if number > 1 else []
    last = number == STEPS
    forth = button(
        "Finish" if last else "Next",
        setup_ids.step(number + 1),
        style=discord.ButtonStyle.primary,
    )
    return card(
        f"### {heading}",
        *blocks,
        f"-# Step {number} of {STEPS} · every choice is saved at once · skip what you don't need; "
        "`/setup` comes back here",
        rows=[*rows, row(*back, *beside, forth)],
    )


def _notes(notes: Iterable[str]) -> list[str]:
    return [f"⚠️ {note}" for note in notes]


def _staff_line(found: ServerSetup) -> str:
    named = [
        f"{kind.value}s: {', '.join(shown_name(role.name) for role in roles)}"
        for kind, roles in found.staff.items()
        if roles
    ]
    return " · ".join(named) or "whoever has Manage Events or Manage Messages"


def _channel(channel: Named | None) -> str:
    return "nowhere" if channel is None else f"#{shown_name(channel.name)}"


def _told(found: ServerSetup) -> str:
    """Where it is posted how starred questions came out."""
    if found.log is None and found.alerts is not None:
        return "with the alerts"
    return _channel(found.log)


def _answers_line(found: ServerSetup) -> str:
    """The channels for which somebody has chosen, and what holds in the others."""
    named = [
        f"#{shown_name(channel.name)} {_MEANING[visibility][0].lower()}"
        for channel, visibility in found.chosen[:_MOST_CHOSEN]
    ]
    more = len(found.chosen) - len(named)
    elsewhere = "elsewhere private" if named else "private everywhere"
    return " · ".join([*named, *([f"{more} more"] if more > 0 else []), elsewhere])


def _kept(log_days: int | None, text_days: int | None) -> str:
    if log_days is None and text_days is None:
        return "for ever, with who asked"
    asker = "who asked is never removed" if text_days is None else f"who asked {text_days} days"
    return f"questions {'for ever' if log_days is None else f'{log_days} days'}, {asker}"


def _days(number: int | None) -> str:
    return "never" if number is None else str(number)
