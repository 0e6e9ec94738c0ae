"""What ties each button, select and form to those who may use it: to be said of every one."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from bot.client import ITEMS, MODALS
from bot.errors import GuardedItem, GuardedModal


class Bound(enum.Enum):
    """Where what an id names is looked for. Whatever is not there is as good as gone."""

    COURSE = "the course that this person asks, or may see, in this place"
    SERVER = "this server"
    USER = "what belongs to whoever presses"
    NOTHING = "nothing is named: what is shown or changed follows from the place and the person"


_BOUND = {
    Bound.COURSE: (
        "answers:decline, answers:declined, answers:edit, answers:edited, answers:fixed, "
        "answers:inbox, answers:keep, answers:list, answers:open, answers:replied, "
        "answers:reply, answers:retire, answers:verified, bank:all, bank:approve, bank:choose, "
        "bank:cite, bank:edit, bank:form, bank:import, bank:list, bank:offer, bank:open, "
        "bank:reject, bank:rekey, bank:restore, bank:review, bank:skip, bank:source, bank:undo, "
        "bank:undo all, bank:why, differ:dismiss, differ:show, docs:all, docs:anyway, "
        "docs:changed, docs:flagged, docs:flags, docs:hold, docs:impact, docs:list, docs:open, "
        "docs:publish, docs:remove, docs:restore, docs:retire, docs:review, docs:settle, "
        "docs:typed, docs:update, docs:use, docs:way, gaps:answer, gaps:answered, gaps:dismiss, "
        "gaps:turn, golden:list, golden:run, quiz:launch, quiz:schedule, setup:course, "
        "setup:places, setup:remove, setup:removed, setup:rename, setup:renamed, setup:roles, "
        "setup:test, setup:tested, sources:course, sources:turn, study:begin, study:decide, "
        "study:suggest, study:turn, themes:choose, themes:edit, themes:turn, timeline:hide, "
        "timeline:turn"
    ),
    # Of a record also its course; of one in a direct message its asker.
    Bound.SERVER: (
        "answer:complaint, answer:human, answer:offered, answer:rate, answer:share, answer:show, "
        "answer:source, answer:turn, answers:correct, logs:case, logs:learner, logs:mark, "
        "logs:name, logs:next, logs:note, logs:open, logs:reader, logs:reason, logs:replay, "
        "logs:report, logs:review, logs:scores, logs:transcript, logs:whose, quiz:about, "
        "quiz:answer, quiz:appeal, quiz:called, quiz:catch-up, quiz:catch-up form, quiz:control, "
        "quiz:flag, quiz:form, quiz:join, quiz:leave, quiz:mine, quiz:mistakes, quiz:name, "
        "results:confirm, results:file, results:key, results:key form, results:learner, "
        "results:question, results:turn, source:turn, study:from"
    ),
    Bound.USER: (
        "logs:list, study:answer, study:appeal, study:flag, study:form, study:hint, study:next, "
        "study:source, study:stop"
    ),
    Bound.NOTHING: (
        "ask:about, docs:stay, help:turn, logs:audit, logs:chain, privacy:erase, privacy:keep, "
        "privacy:typed, setup:channel, setup:new, setup:retention, setup:staff, setup:step, "
        "setup:title, setup:visibility, study:progress, study:remind-off"
    ),
}
BOUND: Mapping[str, Bound] = {
    action: bound for bound, actions in _BOUND.items() for action in actions.split(", ")
}
"""By the action, as in the access table."""


def templates() -> list[tuple[str, str, type[GuardedItem] | type[GuardedModal]]]:
    """The action, the form of its ids, and the class of every button, select and form."""
    items = [(item.action, item.__discord_ui_compiled_template__.pattern, item) for item in ITEMS]
    return [*items, *((modal.action, modal.template, type(modal)) for modal in MODALS)]
