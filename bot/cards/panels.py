"""The panel of `/help`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access_table import Job, Rule
from bot.cards import custom_ids
from bot.cards.layout import Card, card, pager, spaced

_NOTES = {
    Job.ASK: "-# Only you see an answer until you press **Share**, unless the channel is set to "
    "public. `private`, `source` and `mode: where` choose for one question.",
    Job.QUIZ: "Press **Join** under a quiz in the channel · then answer with its buttons",
}
"""What stands under a heading beside its commands."""

STAFF = (Job.DOCUMENTS, Job.ANSWERS, Job.TEACHING, Job.LOG, Job.SERVER)
_PAGES = (
    (Job.ASK, Job.PRACTISE, Job.QUIZ),
    (Job.LOOK, Job.DATA),
    (Job.DOCUMENTS, Job.ANSWERS),
    (Job.TEACHING,),
    (Job.LOG, Job.SERVER),
)
"""Of `/help`, each as long as a telephone shows without tiring a thumb."""


def help_card(rules: Sequence[Rule], page: int = 0) -> Card:
    """What this person can do, by job, each with an example to try; what is for staff comes last.

    Args:
        rules: What they may start, in the table's order.
        page: From 0; one past the end shows the last.
    """
    jobs = {rule.job for rule in rules}
    pages = [
        [_section(job, rules) for job in page_of if job in jobs]
        for page_of in _PAGES
        if jobs.intersection(page_of)
    ]
    page = min(page, len(pages) - 1)
    return card(
        "### What you can do here",
        *spaced(pages[page]),
        "-# Every answer has a receipt, such as `A-7F3K`: give it to the course's staff if "
        "something is wrong."
        if page == 0
        else "",
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=pager(page, len(pages), custom_ids.turn_help),
    )


def _section(job: Job, rules: Sequence[Rule]) -> str:
    lines = [f"{rule.example} · {rule.purpose}" for rule in rules if rule.job is job]
    note = [_NOTES[job]] if job in _NOTES else []
    return "\n".join([f"**{job.value}**", *lines, *note])
