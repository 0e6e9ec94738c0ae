"""Files made to do harm are read to their words: no crash, no endless work, no endless report.

What is read over and over by a reader that is not linear takes minutes at these sizes, and ends
in the timeout; a linear one needs a moment.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model.assessment import BLANK, ItemDraft, ItemType, NumberKey, TextKey
from knowledge.model.item_rules import faults_of_form
from knowledge.quizzing.checking import tidied
from knowledge.quizzing.interchange import formats
from knowledge.quizzing.interchange.written import (
    LONGEST_REMARK,
    MOST_ITEMS,
    MOST_REFUSED,
    Reading,
    Remark,
    WrittenItem,
    with_unique_names,
)

CHARACTERS = 400_000

guarded = pytest.mark.timeout(60)


def read(text: str, name: str = "a.gift") -> Reading:
    return formats.read(name, text.encode())[1]


def many(part: str) -> str:
    return part * (CHARACTERS // len(part))


def only(reading: Reading) -> ItemDraft:
    assert (reading.refused, reading.left_out) == ([], [])
    (item,) = reading.items
    return item.draft


def reasons(reading: Reading) -> list[str]:
    return [remark.reason for remark in reading.refused]


def moodle(kind: str, words: str) -> str:
    return (
        f'<quiz><question type="{kind}"><name><text>a</text></name><questiontext format="html">'
        f"<text><![CDATA[{words}]]></text></questiontext>"
        '<answer fraction="100"><text>x</text></answer></question></quiz>'
    )


@guarded
def test_labels_that_nothing_closes() -> None:
    hostile = read(f"// {many('[a:')}\n// [tag:Tolls]\nWho?{{=Ruth}}\n")
    spread = read(f"// [tag:{many('[a:')}\\\n// [tag:Tolls \\[old\\]]\nWho?{{=Ruth}}\n")

    assert only(hostile).themes == ("Tolls",)
    assert only(spread).themes == ("Tolls [old]",)


@guarded
def test_comments_that_nothing_closes() -> None:
    opened = many("<!--")
    assert only(read(f"[html]Who?<!--not me-->{opened}{{=Ruth}}")).stem == f"Who?{opened}"
    assert only(read(moodle("shortanswer", f"Who?{opened}"), "a.xml")).stem == f"Who?{opened}"
    assert only(read(f"[html]Who?{many('<!-- b -->')}{{=Ruth}}")).stem == "Who?"


@guarded
def test_gaps_that_nothing_closes() -> None:
    none = read(moodle("cloze", many("{:A:")), "a.xml")
    one = read(moodle("cloze", f"It is {{1:SA:=Ruth}}.{many('{:A:')}"), "a.xml")

    assert reasons(none) == ["there is no gap in it."]
    assert only(one).stem.startswith(f"It is {BLANK}.")


@guarded
def test_a_gap_of_very_many_options() -> None:
    options = "~".join(f"%100%a{number}" for number in range(100_000))

    draft = only(read(moodle("cloze", f"It is {{1:MC:{options}}}."), "a.xml"))

    assert [finding.code for finding in faults_of_form(draft)][:2] == ["too_long", "option_count"]


@guarded
def test_keys_of_very_many_options() -> None:
    options = ", ".join(f"a{number}" for number in range(60_000))
    item = f"{{type: multiple_choice, stem: Who?, options: [{options}], key: [{options}]}}"

    draft = only(read(f"items:\n- {item}\n", "a.yaml"))

    assert len(draft.options) == 60_000


@guarded
@pytest.mark.parametrize("space", ["\n", " ", "\t \n"])
def test_white_space_without_end(space: str) -> None:
    assert reasons(read(f"{many(space)}ANSWER?", "a.txt")) == []
    assert only(read(f"Who?{{=Ruth{many(space.strip(chr(10)) or ' ')}Calder}}")).key


@guarded
def test_accents_piled_on_a_letter() -> None:
    option = f"a{many(chr(0x0316) + chr(0x0301))}"
    draft = only(read(f"Who?{{={option} ~Ruth}}"))

    assert [finding.code for finding in faults_of_form(draft)] == ["too_long", "too_long"]


@guarded
def test_a_question_of_very_many_answers() -> None:
    assert reasons(read(f"Who?{{{many('~')}}}")) == ["it has more than 200 answers."]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Who?{=Ruth}\n\n", "a.gift"),
        ("Who?\nA. a\nB. b\nANSWER: A\n\n", "a.aiken.txt"),
    ],
)
def test_more_items_than_go_at_once(text: str, name: str) -> None:
    assert len(read(text * MOST_ITEMS, name).items) == MOST_ITEMS

    reading = read(text * 50_000, name)

    assert reasons(reading) == ["it holds more than 2,000 items. Split the file."]
    assert reading.items == []


def test_what_is_left_out_counts_as_an_item() -> None:
    reading = read("Write.{}\n\n" * 50_000)

    assert len(reading.left_out) == MOST_ITEMS
    assert reasons(reading) == ["it holds more than 2,000 items. Split the file."]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Who?{~a\n\n" * 5_000, "a.gift"),
        ("items:\n" + "- x\n" * 5_000, "a.yaml"),
        ("type,stem\n" + "x,y\n" * 5_000, "a.csv"),
        ("type,stem" + ",x" * 5_000 + "\n", "a.csv"),
        ("Who?\nA. a\n" * 5_000, "a.aiken.txt"),
        (
            "<quiz>" + '<question type="shortanswer"/>\n' * 5_000 + "</quiz>",
            "a.xml",
        ),
    ],
)
def test_reading_ends_after_a_thousand_refused_lines(text: str, name: str) -> None:
    reading = read(text, name)

    assert len(reading.refused) == MOST_REFUSED + 1
    last = reading.refused[-1]
    assert last.reason == "and more. After 1,000 refused lines the rest is not read."
    assert last.line >= max(remark.line for remark in reading.refused[:-1])


def test_a_thousand_refused_lines_are_all_there_is() -> None:
    reading = read("Who?{~a\n\n" * MOST_REFUSED)

    assert len(reading.refused) == MOST_REFUSED
    assert "and more" not in str(reading.refused[-1])


def test_yaml_of_more_than_items_need() -> None:
    assert reasons(read("x:\n" + "- x\n" * 300_000, "a.yaml")) == [
        "it holds more than items need. Split the file."
    ]


@pytest.mark.parametrize("pairs", ["=->", "= -> ", "=-> ->", "=->a =->b"])
def test_pairs_of_nothing(pairs: str) -> None:
    reading = read(f"Which belong?{{{pairs}}}\n\nWho?{{=Ruth}}")

    assert reasons(reading) == ["there are no pairs to match."]
    assert [item.draft.stem for item in reading.items] == ["Who?"]


def test_what_nobody_thought_of_is_a_refused_line() -> None:
    # Python reads no number of more than 4,300 digits.
    reading = read(f"Who?{{=Ruth}}\n\n[html]Who &#{'9' * 5_000}; is it?{{=Ruth}}")

    assert [str(remark) for remark in reading.refused] == [
        "Line 3: this cannot be read. Look at its numbers and signs."
    ]
    assert len(reading.items) == 1


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("number: inf", "number"),
        ("number: 1e999", "number"),
        ("number: nan", "number"),
        ("number: -1.1e15", "number"),
        ("date: 1978-13", "date"),
        ("date: 1978-00-99", "date"),
        ("date: 0000-00-00", "date"),
    ],
)
def test_an_item_without_a_name_is_judged_before_it_is_named(key: str, code: str) -> None:
    kind, said = key.split(": ")
    draft = only(read(f"items:\n- {{type: {kind}, stem: How or when?, key: {said}}}", "a.yaml"))

    tidy = tidied(draft)

    assert tidy.name == ""
    assert [finding.code for finding in faults_of_form(tidy)] == [code]


@pytest.mark.parametrize("said", ["inf", "1e999", "nan", "5:nan", "5:1e16", "1..inf", "1..1e308"])
def test_a_number_of_gift_without_an_end(said: str) -> None:
    tidy = tidied(only(read(f"How many?{{#{said}}}")))

    assert [finding.code for finding in faults_of_form(tidy)] == ["number"]


@pytest.mark.parametrize("key", [NumberKey(1e15), NumberKey(-1e15), NumberKey(0, 1e15)])
def test_large_numbers_are_taken(key: NumberKey) -> None:
    assert faults_of_form(ItemDraft(ItemType.NUMBER, "How many?", key)) == []


def test_flags_and_units_have_an_end() -> None:
    flagged = ItemDraft(ItemType.NUMBER, "How many?", NumberKey(5), flags=("swap" * 20_000,))
    measured = replace(flagged, key=NumberKey(5, 0, "m" * 20_000), flags=())

    assert [finding.code for finding in faults_of_form(flagged)] == ["too_long"]
    assert [finding.code for finding in faults_of_form(measured)] == ["too_long"]


@guarded
def test_very_many_items_of_one_name_are_told_apart() -> None:
    item = WrittenItem(ItemDraft(ItemType.SHORT_TEXT, "Who?", TextKey(("Ruth",)), name="Q"))
    second = replace(item, draft=replace(item.draft, name="Q (2)"))

    names = [i.draft.name for i in with_unique_names([second, *[item] * 30_000])]

    assert names[:4] == ["Q (2)", "Q", "Q (3)", "Q (4)"]
    assert len(set(names)) == 30_001


def test_a_remark_is_no_longer_than_anybody_reads() -> None:
    reading = read(f"How many?{{#{many('x')}}}")

    (remark,) = reading.refused
    assert len(str(remark)) <= LONGEST_REMARK
    assert str(remark).endswith("…")
    assert str(Remark(3, "", "so.")) == "Line 3: so."
