"""`/quiz results`, as an instructor reads it and puts a wrong key right."""

from __future__ import annotations

import csv
import io
from typing import Any

import discord
import openpyxl
import pytest

from bot.access import ELSEWHERE
from bot.access_table import ACCESS, Role
from bot.cards import results_ids
from bot.cards.key_change import LEFT_AS_IT_IS, REFUSALS
from bot.client import ITEMS
from bot.cogs.key_change import ITS_TEXT_IS_ITS_KEY
from bot.cogs.quiz_results import NO_QUIZ, NONE_YET
from knowledge.model.assessment import ItemDraft, NumberKey, Written
from knowledge.model.regrading import RegradeRefusal
from tests.cogs.conftest import World
from tests.cogs.quizzes import CLOZE, NUMBER, ORDERING, SEVERAL, Game, launch, media, single, stock
from tests.cogs.reading import components, labels, text


async def played(world: World, *drafts: ItemDraft, number: int = 2) -> Game:
    """Ana right and Ben wrong, throughout."""
    await stock(world, *(drafts or (single(1), single(2))))
    game = await launch(world, number=number)
    for _ in range(number):
        await game.host("Open next")
        await game.answer(world.ana, right=True)
        await game.answer(world.ben, right=False)
        await game.host("Reveal")
    await game.host("Finish")
    return game


async def results(world: World, **options: Any) -> Any:
    return await world.max.slash(world.public, "quiz results", **options)


def choices(message: Any) -> list[str]:
    """The values of the select on a card."""
    (select,) = [c for c in components(message) if c["type"] == 3]
    return [option["value"] for option in select["options"]]


def selects(message: Any) -> list[dict[str, Any]]:
    return [c for c in components(message) if c["type"] == 3]


async def detail(world: World, shown: Any, place: int = 0) -> Any:
    return await world.max.select(shown.response, [str(place)])


async def test_the_summary_says_who_played_and_how_each_question_went(world: World) -> None:
    game = await played(world)

    shown = await results(world)

    said = text(shown.response)
    assert shown.ephemeral
    assert "**2** played live" in said
    assert "Mean score **50 %**" in said
    assert "told only where at least 10 people were asked every question; here 2 were" in said
    assert said.count("facility 50 %") == 2
    assert "the mean score; no answer counts as 0." in said
    assert "–" not in said
    assert (await game.quiz()).receipt in said
    assert labels(shown.response) == ["Learners", "CSV", "XLSX", "Moodle grades"]


async def test_what_was_skipped_or_never_asked_is_said(world: World) -> None:
    await stock(world)
    game = await launch(world)
    await game.host("Open next")
    await game.host("Skip")
    await game.host("Open next")
    await game.answer(world.ana)
    await game.host("Reveal")
    await game.host("End")
    await game.host("End it")

    shown = await results(world)

    said = text(shown.response)
    first, second = said.index("**1.**"), said.index("**2.**")
    assert "1 question, 1 skipped, 1 not asked" in said
    assert "asked every question; here 1 was." in said
    assert "skipped: it counts for nobody" in said[first:second]
    assert "facility 100 %" in said[second:]
    (select,) = selects(shown.response)
    assert [option["label"].partition(".")[0] for option in select["options"]] == ["2"]


async def test_while_a_quiz_runs_here_its_results_are_still_to_come(world: World) -> None:
    first = await played(world)
    game = await launch(world, number=2)

    here = await world.max.slash(world.public, "quiz results")
    earlier = await world.max.slash(world.public, "quiz results", quiz=(await first.quiz()).receipt)

    assert f"A quiz is running here (`{(await game.quiz()).receipt}`)" in text(here.response)
    assert "Results" in text(earlier.response)


async def test_texts_that_one_or_two_people_gave_are_shown_to_no_class(world: World) -> None:
    await stock(world, CLOZE)
    game = await launch(world, number=1)
    await game.host("Open next")
    question = await game.question()
    for n, words in enumerate(["raft"] * 3 + ["Ana smells"] * 2, start=1):
        await world.knowledge.quizmaster.responses.respond(
            question.id, n, f"Guest {n}", Written(words), world.env.now(), 10**6 + n
        )
    await game.host("Reveal")
    revealed = text(await game.message())
    await game.host("Finish")
    opened = await detail(world, await results(world))

    for said in (revealed, text(opened.response)):
        assert "Most given: “raft” × 3" in said
        assert "smells" not in said


async def test_a_question_shows_its_shares_as_a_picture_and_in_words(world: World) -> None:
    await played(world)
    shown = await results(world)

    opened = await detail(world, shown)

    said = text(opened.response)
    assert "Ruth Calder ✅ **Right** · 1 (50 %)" in said
    assert "· 0 (0 %)" in said
    assert "Okafor names the engineer" in said
    (picture,) = media(opened.response)
    assert "(correct): 1, 50 %" in picture["description"]
    back = await world.max.click(opened.response, label="All questions")
    assert "Mean score" in text(back.response)
    assert media(back.response) == []


async def test_learners_are_listed_and_each_can_be_looked_at(world: World) -> None:
    await played(world)
    shown = await results(world)

    listed = await world.max.click(shown.response, label="Learners")
    assert "**1.** Ana · 100 % · 2 of 2 right · 2 points" in text(listed.response)
    assert "**2.** Ben · 0 % · 0 of 2 right · 0 points" in text(listed.response)
    ben = await world.max.select(listed.response, [choices(listed.response)[1]])

    said = text(ben.response)
    assert said.startswith("### Ben")
    assert said.count("❌ **Not correct**") == 2
    assert " s\n" in said


async def test_files_are_sent_to_the_instructor_alone(world: World) -> None:
    game = await played(world)
    shown = await results(world)
    receipt = (await game.quiz()).receipt

    sent = {
        label: await world.max.click(shown.response, label=label)
        for label in ("CSV", "XLSX", "Moodle grades")
    }

    assert all(result.ephemeral for result in sent.values())
    files = {label: await attachment(world, result) for label, result in sent.items()}
    assert files["CSV"][0] == f"{receipt}-answers.csv"
    rows = list(csv.DictReader(io.StringIO(files["CSV"][1].decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["Ana", "Ana", "Ben", "Ben"]
    assert rows[0]["Learner ID"] == f"'{world.ana.id}"
    book = openpyxl.load_workbook(io.BytesIO(files["XLSX"][1]))
    assert book["Learners"]["A2"].value == str(world.ana.id)
    grades = list(csv.reader(io.StringIO(files["Moodle grades"][1].decode("utf-8-sig"))))
    assert grades[1] == [str(world.ana.id), "Ana", "100.00"]
    assert "Grades › Import" in text(sent["Moodle grades"].response)


async def test_a_wrong_key_is_previewed_confirmed_and_put_right(world: World) -> None:
    game = await played(world, single(1), number=1)
    await world.knowledge.quizmaster.roster.set_alias(world.ben.id, world.guild.id, "Nobody")
    question = await game.question()
    given = await world.knowledge.quizmaster.responses.given(question.id, world.ben.id)
    opened = await detail(world, await results(world))
    asked = await world.max.click(opened.response, label="Change the key")
    slot = question.order.index(given.response.places[0])  # type: ignore[union-attr]

    preview = await world.max.select(asked.response, [str(slot)])

    said = text(preview.response)
    assert "2 answers were looked at" in said
    assert "**2 results** in quizzes would move" in said
    assert "Ana: right → **wrong** · 1 point → 0 points" in said
    assert "Ben: wrong → **right** · 0 points → 1 point" in said
    before = await world.knowledge.quizmaster.boards.standing(game.quiz_id, world.ben.id)
    assert before is not None
    assert before.points == 0
    done = await world.max.click(preview.response, label="Change and regrade")
    assert "**2 results** moved" in text(done.response)
    after = await world.knowledge.quizmaster.boards.standing(game.quiz_id, world.ben.id)
    assert after is not None
    assert (after.points, after.rank) == (1, 1)


async def test_a_confirmation_works_after_a_restart_and_only_once(world: World) -> None:
    game = await played(world, single(1), number=1)
    question = await game.question()
    opened = await detail(world, await results(world))
    asked = await world.max.click(opened.response, label="Change the key")
    wrong = next(s for s, place in enumerate(question.order) if place != 1)
    first = await world.max.select(asked.response, [str(wrong)])
    asked = await world.max.click(opened.response, label="Change the key")
    second = await world.max.select(asked.response, [str(wrong)])
    await world.restart()

    done = await world.max.click(first.response, label="Change and regrade")
    again = await world.max.click(second.response, label="Change and regrade")

    assert "The key is changed" in text(done.response)
    assert text(again.response) == REFUSALS[RegradeRefusal.STALE]


async def test_leaving_it_changes_nothing(world: World) -> None:
    game = await played(world, single(1), number=1)
    opened = await detail(world, await results(world))
    asked = await world.max.click(opened.response, label="Change the key")
    preview = await world.max.select(asked.response, ["0"])

    left = await world.max.click(preview.response, label="Leave it")

    assert text(left.response) == LEFT_AS_IT_IS
    assert (await game.question()).draft == single(1)


async def numbers_played(world: World) -> Game:
    await stock(world, NUMBER)
    game = await launch(world, number=1)
    await game.host("Open next")
    for member, typed in ((world.ana, "48,000"), (world.ben, "50,000")):
        form = await member.click(await game.message(), label="Answer")
        await member.submit_modal(form, {"text": typed})
    await game.host("Reveal")
    await game.host("Finish")
    return game


async def test_a_typed_key_comes_in_a_form_that_holds_the_old_one(world: World) -> None:
    game = await numbers_played(world)
    opened = await detail(world, await results(world))
    form = await world.max.click(opened.response, label="Change the key")
    assert form.modal is not None
    assert "48000 pounds" in str(form.modal)
    await world.restart()

    preview = await world.max.submit_modal(form, {"key": "49000 ± 1000 pounds"})
    assert "Ben: wrong → **right**" in text(preview.response)
    assert "Ana" not in text(preview.response)
    await world.max.click(preview.response, label="Change and regrade")

    assert (await game.question()).draft.key == NumberKey(49_000, 1_000, "pounds")


async def test_a_key_that_cannot_be_read_is_refused_in_words(world: World) -> None:
    await numbers_played(world)
    opened = await detail(world, await results(world))
    form = await world.max.click(opened.response, label="Change the key")

    refused = await world.max.submit_modal(form, {"key": "lots"})

    assert "Nothing was changed." in text(refused.response)


async def test_the_text_of_an_ordering_is_its_key(world: World) -> None:
    await stock(world, ORDERING)
    game = await launch(world, number=1)
    await game.host("Open next")
    await game.host("Reveal")
    await game.host("Finish")
    opened = await detail(world, await results(world))

    said = await world.max.click(opened.response, label="Change the key")

    assert text(said.response) == ITS_TEXT_IS_ITS_KEY


async def test_everything_that_was_open_survives_a_restart(world: World) -> None:
    await played(world)
    shown = await results(world)
    listed = await world.max.click((await results(world)).response, label="Learners")
    opened = await detail(world, await results(world))
    await world.restart()

    assert "Question" in text((await detail(world, shown)).response)
    assert "Question" in text((await world.max.click(opened.response, label="Next")).response)
    one = await world.max.select(listed.response, [str(world.ana.id)])
    assert "### Ana" in text(one.response)


async def test_a_student_reads_no_results(world: World) -> None:
    await played(world)

    refused = await world.ana.slash(world.public, "quiz results")

    assert "permission" in text(refused.response)
    assert refused.ephemeral
    buttons = {name: rule.role for name, rule in ACCESS.items() if name.startswith("results:")}
    assert set(buttons.values()) == {Role.INSTRUCTOR}


async def test_results_are_found_by_receipt_and_offered_while_typing(world: World) -> None:
    game = await played(world)
    quiz = await game.quiz()

    offered = await world.max.autocomplete(world.private, "quiz results", "quiz", quiz.receipt[:4])
    by_receipt = await world.max.slash(world.private, "quiz results", quiz=quiz.receipt.lower())
    unknown = await world.max.slash(world.private, "quiz results", quiz="Q-0000")

    assert [choice["value"] for choice in offered] == [quiz.receipt]
    assert quiz.receipt in text(by_receipt.response)
    assert text(unknown.response) == NO_QUIZ


async def test_before_the_first_quiz_there_are_no_results(world: World) -> None:
    assert text((await results(world)).response) == NONE_YET


async def test_another_server_sees_nothing_of_it(world: World) -> None:
    game = await played(world)
    quiz = await game.quiz()
    other = world.env.create_guild("Other")
    room = other.create_text_channel("room")
    staff = other.create_role("Staff", permissions=discord.Permissions(manage_guild=True))
    eve = other.add_member(world.env.create_user("eve", global_name="Eve"), roles=[staff])

    asked = await eve.slash(room, "quiz results", quiz=quiz.receipt)
    offered = await eve.autocomplete(room, "quiz results", "quiz", "")

    assert text(asked.response) == ELSEWHERE
    assert offered == []


async def test_many_questions_and_hostile_words_fit_on_pages(world: World) -> None:
    long = [
        ItemDraft(
            **{name: getattr(single(n), name) for name in ("type", "key", "options", "citation")},
            stem=f"{n}: @everyone <@1> **bold** [link](https://evil.example) " + "why? " * 60,
            rationale="Because. " * 90,
            name=f"long-{n}",
        )
        for n in range(1, 13)
    ]
    await stock(world, *long)
    game = await launch(world, number=12)
    for _ in range(12):
        await game.host("Open next")
        await game.host("Reveal")
        await world.env.advance_time(5)
    await game.host("Finish")

    shown = await results(world)
    before = text(shown.response)
    turned = await world.max.click(shown.response, label="Next")
    assert text(turned.response) != before
    opened = await detail(world, turned, 11)

    assert "Question 12 of 12" in text(opened.response)


async def test_several_right_options_are_chosen_together(world: World) -> None:
    await stock(world, SEVERAL)
    game = await launch(world, number=1)
    await game.host("Open next")
    await world.ana.select(await game.message(), ["0", "1"])
    await game.host("Reveal")
    await game.host("Finish")
    opened = await detail(world, await results(world))
    asked = await world.max.click(opened.response, label="Change the key")

    assert selects(asked.response)[0]["max_values"] == 4

    preview = await world.max.select(asked.response, ["0", "1"])

    assert "Before anything changes" in text(preview.response)


@pytest.mark.parametrize(
    "made",
    [
        results_ids.turn("learners", "previous", 10**17, 99_999),
        results_ids.turn("all", "first", 1, 0),
        results_ids.open_question(10**17),
        results_ids.turn_question("previous", 10**17, 99_999),
        results_ids.open_learner(10**17),
        results_ids.turn_learner("previous", 10**17, 2**62, 99_999),
        results_ids.export("moodle", 10**17),
        results_ids.change_key(10**17),
        results_ids.choose_key(10**17),
        results_ids.confirm_key(10**17),
        results_ids.CANCEL_KEY,
    ],
)
def test_a_custom_id_leads_to_exactly_one_handler(made: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in ITEMS]

    assert len(made) <= 100
    assert sum(bool(pattern.fullmatch(made)) for pattern in patterns) == 1


async def attachment(world: World, result: Any) -> tuple[str, bytes]:
    """The one file of a message: its name and what is in it."""
    (found,) = result.response.attachments
    content = world.env.backend.cdn.get(found.url)
    assert content is not None
    return found.filename, content
