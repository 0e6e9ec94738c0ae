"""Somebody who teaches, and what they do about answers."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards.inbox import NO_PASSAGE
from knowledge.ingestion.batch import SourceFile
from knowledge.model.record import Record
from tests.cogs.conftest import World
from tests.cogs.course import BRIDGES
from tests.cogs.reading import receipt as receipt_on

LANTERNS = "What did the Brazilians pay for lanterns at the harbour of Recife?"
"""The documents do not say."""
COST = "How much did the Tollan Bridge cost?"
COST_AGAIN = "how much did the tollan bridge cost"
CORRECT = "It cost 48,000 pounds, without the ramps."
HOSTILE = "@everyone <@1> **Twelve** pesos, see [here](https://evil.example) https://evil.example"


def instructor(world: World, name: str = "Ida") -> Any:
    """A member who may manage events, and nothing else that matters here."""
    role = world.guild.create_role(
        f"Instructors {name}", permissions=discord.Permissions(manage_events=True)
    )
    user = world.env.create_user(name.casefold(), global_name=name)
    return world.guild.add_member(user, roles=[role])


async def wait_for_a_person(
    world: World, question: str = LANTERNS, who: Any = None
) -> tuple[str, Any]:
    """The receipt of a question that somebody has sent to the staff, and what they heard."""
    who = who or world.ana
    asked = await who.slash(world.private, "ask", question=question)
    told = await who.click(asked.response, label="Ask a human")
    return receipt_on(asked.response), told.response


async def form_for(world: World, who: Any, *, restarting: bool = False) -> Any:
    """The form for an answer to the oldest request."""
    shown = await who.slash(world.private, "answers inbox")
    if restarting:
        await world.restart()
    return await who.click(shown.response, label="Answer…")


async def passage_of(world: World, receipt: str, document: str) -> str:
    """What a form's choice holds for the first passage found that is of a document."""
    record = await found(world, receipt)
    ids = [str(p.passage_id) for p in record.passages if p.document.startswith(document)]
    return ids[0]


async def found(world: World, receipt: str) -> Record:
    record = await world.knowledge.logbook.find(receipt)
    assert record is not None
    return record


async def ask(world: World, question: str = COST, who: Any = None, **more: Any) -> Any:
    return await (who or world.ana).slash(world.private, "ask", question=question, **more)


async def verify(world: World, who: Any, of: str, question: str = COST) -> Any:
    form = await who.slash(world.private, "answers verify", receipt=of)
    await world.restart()
    return await who.submit_modal(form, {"question": question})


async def fix(
    world: World, who: Any, of: str, words: str = CORRECT, *, passage: str = "", **more: str
) -> Any:
    form = await who.slash(world.private, "answers fix", receipt=of)
    await world.restart()
    typed = {"question": COST, "words": words, "passages": [passage or NO_PASSAGE], **more}
    return await who.submit_modal(form, typed)


async def change_the_bridge(world: World, before: str, after: str) -> None:
    assert before in BRIDGES
    await change(world, "bridge.md", BRIDGES.replace(before, after))


async def change(world: World, name: str, text: str) -> None:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    await world.knowledge.ingester.ingest(course, [SourceFile(name, text.encode())])
