"""Another key for an item that was played: who moves, what is changed, and what is on record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.model.assessment import (
    ChoiceKey,
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    OrderKey,
    Origin,
    TextKey,
)
from knowledge.model.quiz_replies import Act
from knowledge.model.regrading import (
    Proposal,
    Regraded,
    RegradePreview,
    RegradeRefusal,
    UnfitKey,
)
from knowledge.quizzing.results import Results
from knowledge.storage import items
from knowledge.storage.database import Database
from knowledge.storage.items import Authorship
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    HOST,
    SERVER,
    START,
    Room,
    choice,
    fill_bank,
    grade,
    points,
)
from tests.quizzing.rekeyed import NEW_KEY, item_of, log, played


@pytest.fixture
async def room(database: Database) -> Room:
    return Room(database, await fill_bank(database, [choice(1)]))


async def test_the_preview_names_who_would_move_and_changes_nothing(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)

    preview = await results.preview_regrade(item.id, NEW_KEY)

    assert isinstance(preview, RegradePreview)
    assert preview.responses == 3
    moves = {move.user_id: move for move in preview.moves}
    assert set(moves) == {ANNA, BEN}
    assert (moves[ANNA].before.score, moves[ANNA].after.score) == (1.0, 0.0)
    assert (moves[BEN].before.score, moves[BEN].after.score) == (0.0, 1.0)
    assert moves[BEN].after.points == pytest.approx(1.18)
    assert (moves[BEN].receipt, moves[BEN].name) == (quiz.receipt, f"user {BEN}")
    assert await item_of(room, question) == item
    assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 0, CARA: 0})
    assert await log(room, Act.REKEYED, Act.REGRADED) == []


async def test_a_regrade_moves_key_scores_points_and_boards(room: Room, results: Results) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)

    done = await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision)

    assert isinstance(done, Regraded)
    assert {move.user_id for move in done.moves} == {ANNA, BEN}
    assert await points(room, quiz) == pytest.approx({ANNA: 0, BEN: 1.18, CARA: 0})
    changed = await item_of(room, question)
    assert (changed.draft.key, changed.revision) == (NEW_KEY, item.revision + 1)
    assert changed.status is ItemStatus.APPROVED
    asked = await room.master.lookup.question(question.id)
    assert asked is not None
    assert asked.draft.key == NEW_KEY
    mistakes = await room.master.aftermath.mistakes(quiz.id, ANNA)
    assert [mistake.question.id for mistake in mistakes] == [question.id]
    assert await room.master.aftermath.mistakes(quiz.id, BEN) == ()


async def test_who_when_before_and_after_are_on_record(room: Room, results: Results) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    room.clock.advance(3_600)

    await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision)

    (key_line,) = await log(room, Act.REKEYED)
    assert (key_line.user_id, key_line.at) == (HOST, room.clock.now)
    assert key_line.detail["before"] == {"right": [0], "credit": "all"}
    assert key_line.detail["after"] == {"right": [1], "credit": "all"}
    lines = {line.user_id: line for line in await log(room, Act.REGRADED)}
    assert set(lines) == {ANNA, BEN}
    assert lines[BEN].detail["by"] == HOST
    assert lines[BEN].detail["score"] == [0.0, 1.0]
    assert lines[BEN].detail["points"] == pytest.approx([0.0, 1.18])
    assert (lines[BEN].quiz_id, lines[BEN].question_id) == (quiz.id, question.id)
    # The quiz's own log can still be read whole.
    assert Act.REGRADED in [entry.act for entry in await room.master.lookup.log(quiz.id)]


async def test_a_decision_about_an_older_revision_is_refused(room: Room, results: Results) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision)

    again = await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision)

    assert again is RegradeRefusal.STALE
    assert len(await log(room, Act.REKEYED)) == 1
    assert await points(room, quiz) == pytest.approx({ANNA: 0, BEN: 1.18, CARA: 0})


async def test_a_proposal_is_carried_out_once_and_in_its_own_server(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    proposed = await results.propose_key(
        question.id, NEW_KEY, by=HOST, server_id=SERVER, courses={room.course.id}, event_id=5
    )
    again = await results.propose_key(
        question.id, NEW_KEY, by=HOST, server_id=SERVER, courses={room.course.id}, event_id=5
    )
    assert isinstance(proposed, Proposal)
    assert isinstance(again, Proposal)
    assert proposed.id == again.id

    elsewhere = await results.confirm_key(
        proposed.id, by=HOST, server_id=SERVER + 1, courses={room.course.id}
    )
    first = await results.confirm_key(
        proposed.id, by=HOST, server_id=SERVER, courses={room.course.id}
    )
    second = await results.confirm_key(
        proposed.id, by=HOST, server_id=SERVER, courses={room.course.id}
    )

    assert elsewhere is RegradeRefusal.GONE
    assert isinstance(first, Regraded)
    assert second is RegradeRefusal.STALE
    assert await points(room, quiz) == pytest.approx({ANNA: 0, BEN: 1.18, CARA: 0})


async def test_another_servers_quizzes_keep_their_key(room: Room, results: Results) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)

    preview = await results.preview_regrade(item.id, NEW_KEY, server_id=SERVER + 1)
    await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision, server_id=SERVER + 1)

    assert isinstance(preview, RegradePreview)
    assert preview.moves == ()
    assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 0, CARA: 0})


async def test_options_are_found_by_their_words_where_they_stood(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    turned = replace(item.draft, options=item.draft.options[::-1], key=ChoiceKey(frozenset({3})))
    async with room.database.write() as session:
        by = Authorship(Origin.WRITTEN, "Teacher", None, START)
        item = await items.put(session, item.course_id, turned, status=ItemStatus.APPROVED, by=by)

    # "wrong" stands third in the bank now, and second in the question that was played.
    await results.regrade(item.id, ChoiceKey(frozenset({2})), by=HOST, revision=item.revision)

    asked = await room.master.lookup.question(question.id)
    assert asked is not None
    assert asked.draft.key == ChoiceKey(frozenset({1}))
    assert (await points(room, quiz))[BEN] == pytest.approx(1.18)


async def test_a_question_that_was_asked_in_other_words_keeps_its_key(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    other = replace(item.draft, options=("right 1", "another", "worse", "worst"))
    async with room.database.write() as session:
        by = Authorship(Origin.WRITTEN, "Teacher", None, START)
        item = await items.put(session, item.course_id, other, status=ItemStatus.APPROVED, by=by)

    preview = await results.preview_regrade(item.id, NEW_KEY)
    proposed = await results.propose_key(
        question.id, NEW_KEY, by=HOST, server_id=SERVER, courses={room.course.id}, event_id=5
    )

    assert isinstance(preview, RegradePreview)
    assert (preview.responses, preview.moves, preview.left_out) == (0, (), 1)
    assert proposed is RegradeRefusal.REWRITTEN
    assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 0, CARA: 0})


async def test_an_impossible_key_is_refused_in_words(room: Room, results: Results) -> None:
    _, question = await played(room)
    item = await item_of(room, question)

    for key in (
        ChoiceKey(frozenset()),
        ChoiceKey(frozenset({7})),
        ChoiceKey(frozenset({0, 1})),
        TextKey(("right",)),
    ):
        refused = await results.preview_regrade(item.id, key)
        assert isinstance(refused, UnfitKey), key
        assert refused.reason
    assert await results.preview_regrade(999, NEW_KEY) is RegradeRefusal.GONE


async def test_the_key_of_an_ordering_is_its_text(tmp_path: Path) -> None:
    draft = ItemDraft(ItemType.ORDERING, "Order.", OrderKey(), ("one", "two"), name="order")
    async with Database.open(tmp_path / "colloquy.db") as database:
        room = Room(database, await fill_bank(database, [draft]))
        results = Results(database, room.clock, grade, room.master.aftermath)
        refused = await results.preview_regrade(1, OrderKey())

    assert isinstance(refused, UnfitKey)
    assert "/bank edit" in refused.reason


async def edited(room: Room, results: Results, item: Item, draft: ItemDraft) -> Proposal:
    found = await results.propose_edit(
        item, draft, by=HOST, server_id=SERVER, event_id=next(room.events)
    )
    assert isinstance(found, Proposal)
    return found


async def test_a_server_that_does_not_look_after_a_course_changes_none_of_its_keys(
    room: Room, results: Results
) -> None:
    """It may have played an item of it before the course got another owner."""
    quiz, question = await played(room)
    kept = await results.propose_key(
        question.id, NEW_KEY, by=HOST, server_id=SERVER, courses={room.course.id}, event_id=5
    )
    assert isinstance(kept, Proposal)

    proposed = await results.propose_key(
        question.id, NEW_KEY, by=HOST, server_id=SERVER, courses={room.course.id + 1}, event_id=6
    )
    confirmed = await results.confirm_key(kept.id, by=HOST, server_id=SERVER, courses=())

    assert proposed is RegradeRefusal.GONE
    assert confirmed is RegradeRefusal.GONE
    assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 0, CARA: 0})


async def test_an_edit_of_an_answered_item_is_previewed_and_then_regrades(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    # The right option moves, too: what counts is its words.
    draft = replace(
        item.draft,
        options=("wrong", "right 1", "worse", "worst"),
        key=ChoiceKey(frozenset({0})),
        rationale="Look again.",
    )

    proposal = await edited(room, results, item, draft)
    before = await item_of(room, question)
    done = await results.confirm_key(
        proposal.id, by=HOST, server_id=SERVER, courses={room.course.id}
    )
    again = await results.confirm_key(
        proposal.id, by=HOST, server_id=SERVER, courses={room.course.id}
    )

    assert before == item
    assert {move.user_id for move in proposal.preview.moves} == {ANNA, BEN}
    assert isinstance(done, Regraded)
    assert again is RegradeRefusal.STALE
    assert (await item_of(room, question)).draft == draft
    assert await points(room, quiz) == pytest.approx({ANNA: 0, BEN: 1.18, CARA: 0})
    (line,) = await log(room, Act.REKEYED)
    assert (line.user_id, line.detail["before_words"]) == (HOST, ["right 1"])
    assert line.detail["after_words"] == ["wrong"]


async def test_an_edit_of_an_older_revision_is_not_carried_out(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    proposal = await edited(room, results, item, replace(item.draft, key=NEW_KEY))
    async with room.database.write() as session:
        by = Authorship(Origin.WRITTEN, "Teacher", None, START)
        draft = replace(item.draft, rationale="Another.")
        await items.put(session, item.course_id, draft, status=ItemStatus.APPROVED, by=by)

    done = await results.confirm_key(
        proposal.id, by=HOST, server_id=SERVER, courses={room.course.id}
    )

    assert done is RegradeRefusal.STALE
    assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 0, CARA: 0})


async def test_another_question_about_the_same_options_regrades_nobody(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    other = replace(item.draft, stem="Which is not number 1?", key=NEW_KEY)

    proposal = await edited(room, results, item, other)
    await results.confirm_key(proposal.id, by=HOST, server_id=SERVER, courses={room.course.id})

    assert (proposal.preview.moves, proposal.preview.left_out) == ((), 1)
    assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 0, CARA: 0})
