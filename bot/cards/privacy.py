"""The cards of `/privacy`: what is kept, for how long, and what erasing it does."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.cards import privacy_ids
from bot.cards.layout import Card, button, card, row
from bot.cards.text import literal, shorten
from knowledge.model.personal_data import Erasing
from knowledge.model.personal_export import Erased, PersonalExport
from knowledge.model.retention import Expired
from knowledge.model.server import LOG_DAYS, TEXT_DAYS, LogMode, ServerSettings

CONFIRMING_WORD = "erase"
WORD = "word"
NOT_TYPED = f"That was not the word **{CONFIRMING_WORD}**, so nothing was erased."
TOO_LARGE = (
    "What is stored of you is too large for a file in Discord. Ask whoever runs this bot for it."
)

_SHOWN_TO_STAFF = {
    LogMode.NAMES: "Moderators see who asked what.",
    LogMode.PSEUDONYMS: "Moderators see a made-up name such as *Reader 4F2A7* in place of yours. "
    "Yours is shown only to someone with **Manage Server** who gives a reason, and that is on "
    "record.",
    LogMode.NO_QUESTION_TEXT: "Moderators see neither who asked nor the words of a question, only "
    "the answer. Your name is shown only to someone with **Manage Server** who gives a reason, "
    "and that is on record.",
}


def policy_card(settings: ServerSettings, *, in_server: bool, server: str | None) -> Card:
    """What holds here now.

    Args:
        settings: Of the server in whose log the questions are that are asked here.
        server: Its name; ``None`` if they are in no server's.
    """
    where = "in this server" if in_server else "in direct messages"
    read = _SHOWN_TO_STAFF[settings.log_mode] if server is not None else _BY_NOBODY
    return card(
        "### What I keep of you",
        f"**What** · {where.capitalize()}: each question to me with its answer, the place and the "
        "moment; what you think of an answer; your name, answers and scores in quizzes. From "
        "self-study: what you were asked, your answers, when a question is due again.",
        f"**Direct messages** · {_in_messages(server, in_server=in_server)}",
        f"**How long** · {_how_long(settings)}",
        f"**Who sees it** · {read} "
        "**Ask a human** shows instructors your question; their answer, which others see, may keep "
        "its words, without your name. They see the results of live quizzes by name. Self-study "
        "counts for no grade; moderators see it as they see questions.",
        "**Where** · In one database, on the computer of whoever runs me. Nothing is sent to "
        "anyone but Discord, and no language model is trained or asked.",
        "**Take it along** · `/privacy export` sends you all of it, as a page to read and as JSON.",
        f"**Erase it** · `/privacy erase`, at once. {_ERASING}",
        "-# What stands in Discord itself, such as an answer that you shared or a quiz's board, "
        "is Discord's: delete it there. Questions? Ask whoever runs this bot.",
    )


def _in_messages(server: str | None, *, in_server: bool) -> str:
    if in_server:
        return (
            "What you ask me in a direct message about this server's course is in this server's "
            "log too. I go on there with the course that you used last."
        )
    if server is None:
        return "No server's course answers you here now, so what you ask here is in no log of one."
    return (
        "What you ask me here about a server's course is in that server's log, as if you asked "
        f"there. Now that is **{literal(shorten(server, 100))}**."
    )


_BY_NOBODY = "Nobody in a server; whoever runs me could."
_ERASING = (
    "Scores in quizzes stay, as a *deleted user's*; what staff did as staff stays on record with "
    "their id."
)


def _how_long(settings: ServerSettings) -> str:
    sentences = []
    if settings.log_days is None:
        sentences.append("Questions and answers are kept until you erase them.")
        sentences.append("Names stay in the quizzes.")
    else:
        days = _days(settings.log_days)
        sentences.append(f"Questions and answers are deleted after {days}.")
        sentences.append(f"Quizzes lose their names {days} after they end; scores stay.")
    if settings.text_days is not None and (settings.log_days or LOG_DAYS) > settings.text_days:
        sentences.append(
            f"After {_days(settings.text_days)} nobody can tell who asked: your id, the link to "
            "your message, e-mail addresses and long numbers are taken out."
        )
    sentences.append(f"Self-study is deleted when you have not studied for {_days(LOG_DAYS)}.")
    return " ".join(sentences)


def exported_card(export: PersonalExport, names: list[str]) -> Card:
    """What the attached files hold."""
    kinds = "\n".join(f"- {section.what}: {len(section.rows)}" for section in export.sections)
    files: list[ui.Item[Card]] = [ui.File(f"attachment://{name}") for name in names]
    return card(
        "### Your data",
        kinds or "Nothing is stored of you.",
        *files,
        "-# Only you see this. The files hold what you wrote: keep them where only you read them.",
    )


def erase_card(counts: Mapping[Erasing, int]) -> Card:
    """What an erasure would do, before it is confirmed."""
    kept = counts[Erasing.KEEPS]
    return card(
        "### Erase everything about you?",
        f"**Deleted: {counts[Erasing.DELETES]:,}** · questions and their answers, ratings, "
        "self-study, reminders, appeals, your name and extra time in quizzes",
        f"**Kept without you: {counts[Erasing.UNNAMES]:,}** · scores in quizzes, as a *deleted "
        "user's*; questions that you gave to the course",
        f"**Kept with your id: {kept:,}** · what you did as staff" if kept else "",
        "This holds for every server that I am in. It cannot be undone, and a restored backup "
        "does not bring it back.",
        "-# `/privacy export` first, if you want to keep it.",
        rows=[row(button("Erase…", privacy_ids.BEGIN_ERASE, style=discord.ButtonStyle.danger))],
    )


def erase_form() -> ui.Modal:
    """Asks for the word, so that nobody erases by a slip of a finger."""
    modal = ui.Modal(
        title="Erase everything about you", timeout=900, custom_id=privacy_ids.TYPED_ERASE
    )
    word: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=WORD, min_length=1, max_length=20, placeholder=CONFIRMING_WORD
    )
    modal.add_item(
        ui.Label(
            text=f"Type the word {CONFIRMING_WORD}",
            description="At once, in every server, and for good.",
            component=word,
        )
    )
    return modal


def erased_card(erased: Erased) -> Card:
    return card(
        "### It is erased",
        f"**Deleted, or without you now: {erased.rows:,}**"
        if erased.rows
        else "Nothing was stored of you.",
        "" if erased.is_complete else "Something was busy: the last traces in my files go tonight.",
        "-# What stands in Discord itself is Discord's: delete it there. If you use me again, I "
        "begin anew.",
    )


def retention_card(settings: ServerSettings, tonight: Expired) -> Card:
    """What holds in a server, and what the next night takes."""
    return card(
        "### How long this server keeps things",
        _stated(settings),
        f"**Tonight** · {_gone(tonight)}",
        "-# Change it with the options of `/privacy retention`: you see first what goes. "
        f"Where nothing is changed it is {_days(LOG_DAYS)} and {_days(TEXT_DAYS)}.",
    )


def change_card(before: ServerSettings, wanted: ServerSettings, would_go: Expired) -> Card:
    """What a change would do: a dry run, and the button that makes it."""
    keep = privacy_ids.keep(wanted.log_days, wanted.text_days)
    return card(
        "### Change how long things are kept?",
        f"**Now**\n{_stated(before)}",
        f"**Then**\n{_stated(wanted)}",
        f"**The night after** · {_gone(would_go)} Nothing is gone yet.",
        rows=[row(button("Change it", keep, style=discord.ButtonStyle.primary))],
    )


def changed_card(settings: ServerSettings) -> Card:
    return card(
        "### Saved",
        _stated(settings),
        "-# What is older goes in the night. `/privacy policy` says so to everyone.",
    )


def _stated(settings: ServerSettings) -> str:
    log_days = _until(settings.log_days, "until somebody erases theirs")
    text_days = _until(settings.text_days, "as long as the question")
    return "\n".join(
        (
            f"- Questions and answers, names in quizzes: **{log_days}**",
            f"- Who asked a question: **{text_days}**",
        )
    )


def _gone(gone: Expired) -> str:
    if gone.is_nothing:
        return "Nothing is old enough to go."
    return (
        f"Questions deleted: {gone.questions_deleted:,}. Questions without who asked them: "
        f"{gone.questions_unlinked:,}. Quizzes without names: {gone.quizzes_unnamed:,}."
    )


def _until(days: int | None, otherwise: str) -> str:
    return otherwise if days is None else _days(days)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
