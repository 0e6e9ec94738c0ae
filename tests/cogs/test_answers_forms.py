"""What staff read in the forms for answers, and how a message says what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from discord import ui

from bot.cards.answer import answer_card
from bot.cards.golden import starred_card
from bot.cards.inbox import answer_form, inbox_card
from bot.cards.layout import Card
from bot.cards.matching import from_match
from bot.cards.offers import OTHERS_MAY_READ
from bot.cards.privacy import policy_card
from bot.cards.verified import list_card
from knowledge.model.corpus import Course
from knowledge.model.inbox import HumanRequest, InboxPage, NearPassage
from knowledge.model.record import Decision
from knowledge.model.server import ServerSettings
from knowledge.model.verified import VerifiedAnswer
from tests.cogs.conftest import World
from tests.cogs.reading import receipt
from tests.cogs.standing import CORRECT, COST, LANTERNS, ask, fix, instructor, verify
from tests.cogs.test_cards import record

SAYS = "The bridge cost 48,000 pounds."
PASSAGE = "The harbour is old. Ropes are tarred in May. Lanterns cost twelve pesos a year."


def fields(form: Any) -> dict[str, Any]:
    """A modal's fields by id, each with its label's words."""
    labelled = [part for part in form.modal["components"] if "component" in part]
    return {part["component"]["custom_id"]: part["component"] | part for part in labelled}


async def test_who_confirms_reads_what_they_confirm(world: World) -> None:
    ida = instructor(world)
    of = receipt((await ask(world)).response)

    form = await ida.slash(world.private, "answers verify", receipt=of)

    (shown,) = [part["content"] for part in form.modal["components"] if "content" in part]
    assert f"> {SAYS} [1]" in shown
    assert "A Short History of the Tollan Bridge › Building the bridge" in shown


async def test_a_correction_begins_with_the_answer_as_it_stands(world: World) -> None:
    ida = instructor(world)
    of = receipt((await ask(world)).response)
    nothing = receipt((await ask(world, LANTERNS, world.ben)).response)

    said = fields(await ida.slash(world.private, "answers fix", receipt=of))
    unsaid = fields(await ida.slash(world.private, "answers fix", receipt=nothing))
    await fix(world, ida, of)
    written = fields(await ida.slash(world.private, "answers fix", receipt=of))

    assert SAYS in said["words"]["value"]
    assert said["words"]["description"].startswith("As it stands now.")
    assert "value" not in unsaid["words"]
    assert written["words"]["value"] == CORRECT


async def test_an_edit_of_what_was_confirmed_begins_with_it(world: World) -> None:
    ida = instructor(world)
    await verify(world, ida, receipt((await ask(world)).response))
    listed = await ida.slash(world.private, "answers list")
    opened = await ida.select(listed.response, ["1"])

    form = fields(await ida.click(opened.response, label="Edit…"))

    assert SAYS in form["words"]["value"]


def test_a_passage_begins_where_it_matches() -> None:
    assert from_match(PASSAGE, "What did lanterns cost?").startswith("…Lanterns cost twelve")
    assert from_match(PASSAGE, "How old is the harbour?") == PASSAGE
    assert from_match(PASSAGE, "") == PASSAGE
    assert from_match("", "What?") == ""


def test_the_inbox_and_a_form_show_of_a_passage_what_matches() -> None:
    near = NearPassage(1, "Notices", PASSAGE, 0.5)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    question = "What do lanterns cost a year?"
    asked = replace(record(), question=question, decision=Decision.ABSTAINED)
    request = HumanRequest(1, asked, None, at, 1, (near, near))

    form = answer_form("x", "y", [near], question=question).to_dict()
    card = inbox_card(InboxPage(request, 0, 1), {}, Course(1, "small", "Small"))

    assert "…Lanterns cost twelve pesos" in str(form)
    (shown,) = [t for t in card.walk_children() if "Nearest" in getattr(t, "content", "")]
    assert "> …Lanterns cost twelve pesos a year.\n\n**2**" in str(getattr(shown, "content", ""))


def test_the_list_says_who_confirmed_and_who_wrote() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    written = VerifiedAnswer(1, 1, COST, CORRECT, "Ida", at, ())
    shown = list_card(1, [written, replace(written, id=2, words="", by="Otto")])
    texts = [part.content for part in shown.walk_children() if hasattr(part, "content")]

    assert any("in own words by Ida ·" in one for one in texts)
    assert any("confirmed by Otto ·" in one for one in texts)


@pytest.mark.parametrize(
    ("is_heard", "words"), [(True, "chosen in `/setup` hears"), (False, "no channel hears")]
)
def test_a_star_says_whether_staff_hear_of_it(is_heard: bool, words: str) -> None:
    (shown,) = starred_card("A-7F3K", is_heard=is_heard).children
    assert isinstance(shown, ui.TextDisplay)
    assert words in shown.content


def test_who_may_ask_a_human_reads_that_their_words_may_be_kept() -> None:
    unanswered = replace(record(), decision=Decision.ABSTAINED)

    def said(card: Card) -> str:
        return "\n".join(getattr(part, "content", "") for part in card.walk_children())

    assert OTHERS_MAY_READ in said(answer_card(unanswered))
    assert OTHERS_MAY_READ not in said(answer_card(replace(record("Yes."), confidence=0.9)))
    assert "may keep its words" in said(
        policy_card(ServerSettings(), in_server=True, server="Course")
    )
