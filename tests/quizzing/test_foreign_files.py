"""Files of other programs are read as those programs mean them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.model.assessment import (
    BLANK,
    ChoiceKey,
    Credit,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    TextKey,
)
from knowledge.quizzing.interchange import formats
from knowledge.quizzing.interchange.gift import COMMENTS_LOST, DESCRIPTION, LESS_LOST, PARTS_LOST
from knowledge.quizzing.interchange.written import Reading, WrittenItem

FILES = Path(__file__).parent / "files"


def read(name: str) -> tuple[dict[str, WrittenItem], Reading]:
    _, reading = formats.read(name, (FILES / name).read_bytes())
    return {item.draft.name: item for item in reading.items}, reading


def read_text(text: str, name: str = "a.gift") -> Reading:
    return formats.read(name, text.encode())[1]


def one(text: str, name: str = "a.gift") -> WrittenItem:
    reading = read_text(text, name)
    assert reading.refused == []
    (item,) = reading.items
    return item


def key(right: int | set[int], credit: Credit = Credit.ALL) -> ChoiceKey:
    return ChoiceKey(frozenset(right if isinstance(right, set) else {right}), credit)


def test_a_gift_export_of_moodle() -> None:
    items, reading = read("moodle-export.gift.txt")

    opening = items["Opening"].draft
    assert opening.stem == "Who opened the bridge: the one with two piers?"
    assert opening.options == ("Ruth Calder", "Samuel Pryce", "Mira & Joan")
    assert (opening.key, opening.rationale) == (key(0), "The engineer herself.")
    assert opening.themes == ("Tollan Bridge",), "the category, where there are no tags"
    goods = items["toll-goods"].draft
    assert goods.type is ItemType.MULTIPLE_CHOICE
    assert goods.options == ("Carts", "Ferries", "Horses = mules", "Sheep\nand goats")
    assert goods.key == key({0, 2, 3}, Credit.PARTIAL)
    assert (goods.themes, goods.rationale) == (
        ("Tolls", "Carts [wooden]"),
        "Carts, horses and sheep did.",
    )
    assert items["Still charged"].draft.key == key(0)
    assert items["Still charged"].draft.rationale == "Right."
    assert items["Keeper"].draft.key == TextKey(("Samuel Pryce", "Pryce"))
    assert items["Cost"].draft.key == NumberKey(48_000.0, 500.0)
    pairs = items["Pairs"].draft
    assert pairs.options == ("Ruth Calder", "Samuel Pryce", "Mira Okafor")
    assert pairs.key == MatchKey(("The plans", "The ledger", "The history"), Credit.PARTIAL)
    assert reading.refused == []
    assert [(r.line, r.name, r.reason) for r in reading.left_out] == [
        (6, "Opening", COMMENTS_LOST),
        (24, "Still charged", COMMENTS_LOST),
        (28, "Keeper", PARTS_LOST),
        (28, "Keeper", COMMENTS_LOST),
        (36, "Cost", PARTS_LOST),
        (36, "Cost", COMMENTS_LOST),
        (52, "Essay", "an essay cannot be graded here."),
        (56, "A note", "it asks nothing: a description."),
    ]


def test_an_xml_export_of_moodle() -> None:
    items, reading = read("moodle-export.xml")

    opening = items["opening-1"].draft
    assert opening.stem == "Who opened the bridge?\nOne name."
    assert opening.options == ("Ruth Calder", "Pryce & Sons, at x < y")
    assert (opening.key, opening.rationale) == (key(0), "She did.")
    assert opening.themes == ("Bridges", "People")
    assert items["Goods"].draft.key == key({0, 2}, Credit.PARTIAL)
    assert items["Goods"].draft.themes == ("Bridges / piers",)
    assert items["Toll"].draft.key == key(0)
    assert items["Toll"].draft.rationale == "It did."
    keeper = items["Keeper"].draft
    assert (keeper.type, keeper.key) == (ItemType.CLOZE, TextKey(("Pryce",)))
    assert keeper.stem == f"The keeper was Samuel {BLANK}."
    assert items["Cost"].draft.key == NumberKey(48_000.0, 500.0, "pounds")
    assert items["Pairs"].draft.key == MatchKey(("Plans", "Ledger"), Credit.PARTIAL)
    assert items["Order"].draft.options == ("The ferry sinks", "The bridge opens")
    assert items["Order"].draft.key == OrderKey(Credit.ALL)
    gap = items["Gap"].draft
    assert (gap.stem, gap.key) == (f"A toll of {BLANK} pence.", TextKey(("two", "2")))
    choices = items["Gap with choices"].draft
    assert choices.type is ItemType.SINGLE_CHOICE
    assert (choices.options, choices.key) == (("storm", "fog } rain", "fire"), key(1))
    assert reading.refused == []
    assert [(r.name, r.reason) for r in reading.left_out] == [
        ("Toll", COMMENTS_LOST),
        ("Keeper", PARTS_LOST),
        ("Pairs", "a match without a term is not kept."),
        ("Gap", PARTS_LOST),
        ("Two gaps", "it has 2 gaps; a cloze here has one."),
        ("Essay", "an essay cannot be graded here."),
        ("Sum", "questions of the type “calculatedsimple” do not exist here."),
        ("Picture", "it has a picture or a recording, which cannot be read."),
    ]
    assert reading.left_out[-1].line == 125


@pytest.mark.parametrize(
    ("text", "kind", "stem", "options", "right"),
    [
        ("Who?{~A ~B =C}", ItemType.SINGLE_CHOICE, "Who?", ("A", "B", "C"), key(2)),
        (
            "The fair is on the {~first =third} day of May.",
            ItemType.SINGLE_CHOICE,
            f"The fair is on the {BLANK} day of May.",
            ("first", "third"),
            key(1),
        ),
        (
            "Two plus two is {=four =4}.",
            ItemType.CLOZE,
            f"Two plus two is {BLANK}.",
            (),
            TextKey(("four", "4")),
        ),
        (
            "Two plus two?{=four =4}",
            ItemType.SHORT_TEXT,
            "Two plus two?",
            (),
            TextKey(("four", "4")),
        ),
        ("It rains.{F}", ItemType.TRUE_FALSE, "It rains.", ("True", "False"), key(1)),
        ("It rains.{ false }", ItemType.TRUE_FALSE, "It rains.", ("True", "False"), key(1)),
        ("How many?{#3:2}", ItemType.NUMBER, "How many?", (), NumberKey(3.0, 2.0)),
        ("How many?{#1..5}", ItemType.NUMBER, "How many?", (), NumberKey(3.0, 2.0)),
        ("How many?{#-7}", ItemType.NUMBER, "How many?", (), NumberKey(-7.0)),
        (
            "// a note\nWho\nwas it?{\n~ \\= 2 # no\n= \\~x \\\\ \\{y\\} # yes }",
            ItemType.SINGLE_CHOICE,
            "Who was it?",
            ("= 2", "~x \\ {y}"),
            key(1),
        ),
        (
            "Match.{=Canada->Ottawa =Italy  ->  Rome}",
            ItemType.MATCHING,
            "Match.",
            ("Canada", "Italy"),
            MatchKey(("Ottawa", "Rome")),
        ),
        (
            "Is $\\frac\\{1\\}\\{2\\}$ < 1 & > 0?{T}",
            ItemType.TRUE_FALSE,
            "Is $\\frac{1}{2}$ < 1 & > 0?",
            ("True", "False"),
            key(0),
        ),
    ],
)
def test_gift_written_by_hand(
    text: str, kind: ItemType, stem: str, options: tuple[str, ...], right: object
) -> None:
    draft = one(text).draft

    assert (draft.type, draft.stem, draft.options, draft.key) == (kind, stem, options, right)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.gift", "\n\nWho?{~A ~B}", "Line 3: no correct answer marked. Put = before it."),
        ("a.gift", "Fine.{T}\n\nWho?{~A =B", "Line 3: the closing } is missing."),
        ("a.gift", "Who? =B}", "Line 1: the opening { is missing."),
        ("a.gift", "When?{#about 5}", "Line 1: “about 5” is no number"),
        ("a.gift", "When?{#=5 =6}", "Line 1: several numbers are right"),
        ("a.gift", "Match.{=a -> b =c}", "Line 1: every pair is written as: =term -> match"),
        ("a.aiken.txt", "Who?\nA. x\nB. y\n", "Line 1: no correct answer marked."),
        ("a.aiken.txt", "Who?\nA. x\nB. y\nANSWER: C", "Line 4: there is no option C."),
        ("a.aiken.txt", "Who?\nA. x\nB. y\nANSWER: A, B", "Line 4: after ANSWER: stands one"),
        ("a.aiken.txt", "Who?\nA. x\nC. y\nANSWER: A", "Line 4: the options are lettered A, C."),
        ("a.aiken.txt", "Q\nA. x\nB. y\nQ2\nA) x\nB) y\nANSWER: A", "Line 4: no correct answer"),
        ("a.csv", "type,stem\nsingle_choice,Who?", "Line 2: no correct answer marked."),
        ("a.csv", "stem,options\nWho?,a", "Line 1: the first line must name the columns"),
        ("a.csv", "type,stem,colour\n", "Line 1: no column is called “colour”"),
        (
            "a.csv",
            'type,stem,key\nnumber,"How\nmany?",some\ndate,When?,soon',
            "Line 2: “some” is no",
        ),
        ("a.csv", 'type,stem,key\nnumber,"How\nmany?",5\ndate,When?,soon', "Line 4: “soon” is no"),
        ("a.csv", 'type,stem\nnumber,"How', "Line 2: this is no CSV"),
        ("a.xml", "<quiz><question></quiz>", "Line 1: this is no XML: mismatched tag."),
        ("a.xml", "<html></html>", "Line 1: this is no Moodle XML"),
        (
            "a.xml",
            '<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>',
            "it contains forbidden XML (DTD).",
        ),
        (
            "a.xml",
            '<quiz>\n\n<question type="multichoice"><name><text>Q</text></name>'
            '<answer fraction="0"><text>a</text></answer></question></quiz>',
            "Line 3: no correct answer marked.",
        ),
        ("a.yaml", "items: [\n  {", "Line 3: this is no YAML"),
        ("a.yaml", "themes: []", "Line 1: there is no list called “items”."),
        ("a.yaml", "items:\n- type: essay\n  stem: a", "Line 2: type is “essay”; it must be"),
        ("a.yaml", "items:\n- type: date\n  stm: a", "Line 2: no field is called “stm”."),
        ("a.yaml", "items:\n- a: &x [1]\n  b: *x", "Line 3: aliases (*name) are not read."),
        (
            "a.yaml",
            "items:\n- type: single_choice\n  options: [No, Yes]\n  key: Maybe",
            "Line 2: the key “Maybe” is not among the options.",
        ),
        (
            "a.yaml",
            "themes: [Peace]\nitems:\n- type: flashcard\n  stem: a\n  key: b\n  themes: [War]",
            "Line 3: the theme “War” is not in the file's list of themes.",
        ),
        ("a.yaml", "items: " + "[" * 9999 + "]" * 9999, "Line 1: lists stand in lists"),
    ],
)
def test_a_fault_is_named_with_its_line(name: str, text: str, fault: str) -> None:
    reading = read_text(text, name)

    assert any(str(remark).startswith(fault) for remark in reading.refused), reading.refused


def test_the_items_beside_a_faulty_one_are_read() -> None:
    reading = read_text("One.{T}\n\nTwo?{~a}\n\nThree.{F}")

    assert [item.draft.stem for item in reading.items] == ["One.", "Three."]
    assert [remark.line for remark in reading.refused] == [3]


def test_yaml_words_that_other_readers_take_for_values_stay_words() -> None:
    draft = one("items:\n- type: single_choice\n  stem: x\n  options: [No, Yes, 1_0]\n  key: No",
                "a.yaml").draft  # fmt: skip

    assert draft.options == ("No", "Yes", "1_0")


def test_a_spreadsheet_never_runs_a_formula() -> None:
    item = one("Sum?{=\\=1+1}")

    cells = formats.write(formats.Format.CSV, [item]).content.decode("utf-8-sig")

    assert ",'=1+1," in cells
    assert one(cells, "a.csv") == item


@pytest.mark.parametrize("mark", [";", "\t"])
def test_csv_of_other_spreadsheets(mark: str) -> None:
    text = mark.join(["stem", "type", "options"]) + "\n" + mark.join(["A?", "true/false", "x"])
    rows = text.replace("true/false", "True_False").replace(f"{mark}x", f"{mark}*True")

    assert one(rows, "a.csv").draft.key == key(0)


def test_text_without_answers_is_named_as_a_description() -> None:
    reading = read_text("Read chapter two first.\n\nWho kept it? {=Pryce ~Calder}")

    assert [(r.line, r.reason) for r in reading.left_out] == [(1, DESCRIPTION)]
    assert len(reading.items) == 1


def test_a_question_right_under_its_category_is_read() -> None:
    item = one("$CATEGORY: Bridges/Tolls\nWho kept it? {=Pryce ~Calder}")

    assert (item.draft.stem, item.draft.themes) == ("Who kept it?", ("Tolls",))


def test_two_questions_without_a_blank_line_are_refused_not_mixed() -> None:
    reading = read_text("Who kept it? {=Pryce ~Calder}\nWho drew it? {=Calder ~Pryce}")

    assert reading.items == []
    assert "two questions" in reading.refused[0].reason


@pytest.mark.parametrize(
    ("answers", "lost"),
    [
        ("=Pryce ~%-50%Calder ~Okafor", [LESS_LOST]),
        ("~%50%Pryce ~%50%Calder ~%-25%Okafor ~Hale", [LESS_LOST]),
        ("~%50%Pryce ~%50%Calder ~%-50%Okafor ~%-50%Hale", []),
    ],
)
def test_a_negative_fraction_is_read_as_wrong_and_said_so(answers: str, lost: list[str]) -> None:
    reading = read_text(f"Who kept it? {{{answers}}}")

    assert reading.refused == []
    assert [remark.reason for remark in reading.left_out] == lost
    (item,) = reading.items
    assert isinstance(item.draft.key, ChoiceKey)
    assert "Okafor" not in {item.draft.options[place] for place in item.draft.key.right}
