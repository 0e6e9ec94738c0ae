"""What goes out in a format comes back as it was, and what cannot go out is named."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.model.assessment import ChoiceKey, ItemDraft, ItemType
from knowledge.quizzing.interchange import formats
from knowledge.quizzing.interchange.formats import Format
from knowledge.quizzing.interchange.written import MOST_ITEMS, WrittenItem
from tests.quizzing.written_items import lists_of, written_items

ALL = frozenset(ItemType)
GIFT = ALL - {ItemType.ORDERING, ItemType.DATE, ItemType.FLASHCARD}
MOODLE = ALL - {ItemType.DATE, ItemType.FLASHCARD}
AIKEN = frozenset({ItemType.SINGLE_CHOICE})

_QUESTION = WrittenItem(
    ItemDraft(
        ItemType.SINGLE_CHOICE,
        "Who opened the Tollan Bridge?",
        ChoiceKey(frozenset({1})),
        ("Samuel Pryce", "Ruth Calder", "Mira Okafor"),
    )
)

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def back(format_: Format, items: list[WrittenItem]) -> list[WrittenItem]:
    """The items after a way out and in again, found by the file's name."""
    writing = formats.write(format_, items)
    assert writing.left_out == []
    found, reading = formats.read(f"items{formats.SUFFIXES[format_]}", writing.content)
    assert found is format_
    assert [str(remark) for remark in (*reading.refused, *reading.left_out)] == []
    return reading.items


@thorough
@given(lists_of(written_items(ALL)))
def test_yaml_holds_everything(items: list[WrittenItem]) -> None:
    assert back(Format.YAML, items) == items


@thorough
@given(lists_of(written_items(ALL)))
def test_csv_holds_everything(items: list[WrittenItem]) -> None:
    assert back(Format.CSV, items) == items


@thorough
@given(lists_of(written_items(GIFT)))
def test_gift_holds_everything_of_its_types(items: list[WrittenItem]) -> None:
    assert back(Format.GIFT, items) == items


@thorough
@given(lists_of(written_items(MOODLE)))
def test_moodle_xml_holds_everything_of_its_types(items: list[WrittenItem]) -> None:
    assert back(Format.MOODLE_XML, items) == items


@thorough
@given(lists_of(written_items(AIKEN, bare=True)))
def test_aiken_holds_stems_options_and_keys(items: list[WrittenItem]) -> None:
    writing = formats.write(Format.AIKEN, items)
    _, reading = formats.read("items.aiken.txt", writing.content)
    refused = len(writing.left_out)
    assert reading.refused == []
    assert [item for item in items if item in reading.items] == reading.items
    assert len(reading.items) == len(items) - refused


@pytest.mark.parametrize(
    ("format_", "kinds"),
    [(Format.GIFT, GIFT), (Format.MOODLE_XML, MOODLE), (Format.AIKEN, AIKEN)],
)
@thorough
@given(data=st.data())
def test_what_a_format_has_no_place_for_is_named(
    format_: Format, kinds: frozenset[ItemType], data: st.DataObject
) -> None:
    items = data.draw(lists_of(written_items(ALL - kinds)))

    writing = formats.write(format_, items)

    assert writing.items == 0
    assert [remark.name for remark in writing.left_out] == [item.draft.name for item in items]
    assert all(remark.reason for remark in writing.left_out)


@thorough
@given(st.binary(max_size=300), st.sampled_from(["a.yaml", "a.gift", "a.xml", "a.csv", "a.txt"]))
def test_no_bytes_break_a_reader(data: bytes, name: str) -> None:
    _, reading = formats.read(name, data)

    assert reading.items or reading.refused or reading.left_out


@thorough
@given(
    st.text(
        st.sampled_from("{}=~#:\\%->$CATEGORY\n TF12.,;\"'<>quiz/question[]items: -*&A)ANSWER"),
        max_size=200,
    ),
    st.sampled_from(["a.yaml", "a.gift", "a.xml", "a.csv", "a.aiken.txt"]),
)
def test_no_text_breaks_a_reader(text: str, name: str) -> None:
    _, reading = formats.read(name, text.encode())

    assert reading.items or reading.refused or reading.left_out


@pytest.mark.parametrize("format_", [f for f in Format if f is not Format.ANKI])
@pytest.mark.parametrize("dress", ["plain", "bom", "crlf", "utf-16"])
def test_marks_of_windows_do_not_matter(format_: Format, dress: str) -> None:
    text = formats.write(format_, [_QUESTION]).content.decode("utf-8-sig")
    dressed = {
        "plain": text.encode(),
        "bom": text.encode("utf-8-sig"),
        "crlf": text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
        "utf-16": text.encode("utf-16"),
    }[dress]

    _, reading = formats.read(f"a{formats.SUFFIXES[format_]}", dressed)

    assert [item.draft.stem for item in reading.items] == [_QUESTION.draft.stem]


@pytest.mark.parametrize("format_", [f for f in Format if f is not Format.ANKI])
def test_the_format_is_seen_where_the_name_does_not_tell(format_: Format) -> None:
    content = formats.write(format_, [_QUESTION]).content

    found, reading = formats.read("questions.txt", content)

    assert found is format_
    assert len(reading.items) == 1


@pytest.mark.parametrize("format_", [f for f in Format if f is not Format.ANKI])
def test_as_many_items_as_go_at_once_are_read(format_: Format) -> None:
    content = formats.write(format_, [_QUESTION] * MOST_ITEMS).content

    _, reading = formats.read(f"a{formats.SUFFIXES[format_]}", content)

    assert len(reading.items) == MOST_ITEMS
    assert reading.refused == []


def test_one_more_is_refused() -> None:
    content = formats.write(Format.CSV, [_QUESTION] * (MOST_ITEMS + 1)).content

    _, reading = formats.read("a.csv", content)

    assert "more than 2,000 items" in str(reading.refused[-1])


def test_a_text_of_unknown_encoding_is_refused() -> None:
    _, latin = formats.read("a.gift", "Où est la clé ?{T}".encode("latin-1"))
    _, packed = formats.read("a.apkg", b"PK\x03\x04\xff\xfe\x00")
    _, empty = formats.read("a.gift", b"\xef\xbb\xbf \r\n")

    assert "Save it as UTF-8" in str(latin.refused[0])
    assert "packed file" in str(packed.refused[0])
    assert "it is empty" in str(empty.refused[0])
