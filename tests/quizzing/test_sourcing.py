"""An item that came without a passage rests on the one that was chosen, and on no other."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import Item, TextKey
from knowledge.model.corpus import Course, Passage
from knowledge.quizzing.bank_values import Outdated, Refused
from knowledge.quizzing.checking import Checked, Checker
from knowledge.quizzing.citing import LONGEST_QUOTE
from knowledge.quizzing.suggestions import Suggestion
from tests.quizzing.banked import BRIDGES, FERRY, INES, added

STORM = Suggestion("What did the ferry sink in?", "a storm", (), "So it says.")


async def ingest(knowledge: Knowledge, course: Course, name: str, text: str) -> None:
    report = await knowledge.ingester.ingest(course, [SourceFile(name, text.encode())])
    assert not report.skipped


async def passages_of(knowledge: Knowledge, item: Item) -> list[Passage]:
    return sorted(await knowledge.sourcing.nearest(item), key=lambda passage: passage.id)


async def test_of_two_passages_that_say_the_same_the_chosen_one_is_cited(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course, FERRY)
    await ingest(knowledge, course, "copy.md", BRIDGES.replace("The toll", "Of tolls"))
    one, other = [p for p in await passages_of(knowledge, item) if "storm" in p.text]

    changed = await knowledge.sourcing.cite(item, other.id)
    proposed = await knowledge.suggestions.suggest(course.id, other, STORM, INES)

    assert one.id < other.id
    for stored in (changed, proposed):
        assert isinstance(stored, Item), stored
        citation = stored.draft.citation
        assert citation is not None
        assert (citation.passage_id, citation.document_id) == (other.id, other.document_id)
        assert citation.quote.endswith("sank in a storm.")
        assert other.slice(citation.span) == citation.quote


async def test_of_a_sentence_that_is_too_long_what_holds_the_key_is_cited(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course, replace(FERRY, key=TextKey(("hurricane",))))
    start = "The old ferry that the town had kept on the river " + "and rowed, day by day, " * 80
    await ingest(knowledge, course, "long.md", f"{start} sank in a hurricane.")
    (chosen,) = [p for p in await passages_of(knowledge, item) if "hurricane" in p.text]

    changed = await knowledge.sourcing.cite(item, chosen.id)

    assert isinstance(changed, Item), changed
    assert changed.draft.citation is not None
    assert "hurricane" in changed.draft.citation.quote
    assert len(changed.draft.citation.quote) <= LONGEST_QUOTE


async def test_a_passage_that_is_replaced_during_the_check_is_not_cited(
    knowledge: Knowledge, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await added(knowledge, course, FERRY)
    chosen = next(p for p in await passages_of(knowledge, item) if "storm" in p.text)
    check, times = Checker.check, itertools.count(2)

    async def check_slowly(self: Checker, *args: Any, **options: Any) -> list[Checked]:
        checked = await check(self, *args, **options)
        text = BRIDGES.replace("in a storm", f"in a storm, {next(times)} times")
        await ingest(knowledge, course, "texts/bridge.md", text)
        return checked

    monkeypatch.setattr(Checker, "check", check_slowly)
    changed = await knowledge.sourcing.cite(item, chosen.id)
    again = next(p for p in await passages_of(knowledge, item) if "storm" in p.text)
    proposed = await knowledge.suggestions.suggest(course.id, again, STORM, INES)

    assert isinstance(changed, Outdated)
    found = await knowledge.bank.find(course.id, item.id)
    assert found is not None
    assert found.draft.citation is None
    assert isinstance(proposed, Refused)
    assert "replaced" in proposed.reason
