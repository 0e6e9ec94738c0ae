"""Sentences are exact ranges, end where a reader would end them, and leave nothing out."""

import warnings

import pysbd
import pytest

from knowledge.ingestion import sentences as module
from knowledge.ingestion.sentences import LONGEST_UNCUT, sentences


def cut(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in sentences(text, language=language)]


@pytest.mark.parametrize(
    "expected",
    [
        ["See Fig. 3.2 for details.", "Dr. Hong spoke, e.g. in Bonn."],
        ["U.S. Secretary of State Blinken went to St. Louis.", "He left."],
        ["He said, “I will go.”", "Then he left."],
        ['"Yes," he said.', "Nobody answered."],
        ["He lives in Washington D.C.", "He is a candidate."],
        ["It is in Vol. 3, No. 4, pp. 3-5.", "Read it."],
        ["As Smith et al. (2019) found, it holds.", "It does."],
        ["It fell by 2.5 percent in 1976.", "Hua recognized it."],
        ["Really?!", "Yes."],
        ["(He left.", "She stayed.)"],
        ["“Trust is the prerequisite.”", "“The key is peace.”"],
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(expected: list[str]) -> None:
    whole = [" ".join(expected)]
    assert cut(whole[0]) == (expected if expected[0] != "(He left." else whole)


def test_lines_are_sentences_of_their_own() -> None:
    assert cut("Causes:\nhunger\nwar and debt") == ["Causes:", "hunger", "war and debt"]


def test_offsets_count_in_the_whole_text() -> None:
    text = "Left out. One here. Two here. Left out."
    assert [s.of(text) for s in sentences(text, 10, 29)] == ["One here.", "Two here."]


def test_a_very_long_sentence_is_cut_at_a_semicolon() -> None:
    first, second = "to build " * 45, "to promote " * 35
    assert cut(f"{first.strip()}; {second.strip()}.") == [
        f"{first.strip()};",
        f"{second.strip()}.",
    ]


@pytest.mark.parametrize(
    "text",
    ["x" * 20_000, "no end " * 3_000, ". " * 4_000, '"' * 5_000, "1. " * 3_000, "a.b." * 3_000],
)
def test_nothing_makes_a_sentence_endless_or_loses_a_character(text: str) -> None:
    spans = sentences(text)
    assert all(span.end - span.start <= LONGEST_UNCUT for span in spans)
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Das gilt z. B. hier. Es regnet.", ["Das gilt z. B. hier.", "Es regnet."]),
        ("zh", "中国是大国。人民友好。", ["中国是大国。", "人民友好。"]),
        ("xx", "One. Two.", ["One.", "Two."]),
    ],
)
def test_the_language_decides_how(language: str, text: str, expected: list[str]) -> None:
    assert cut(text, language) == expected


def test_our_faster_english_is_the_librarys_english() -> None:
    texts = [
        "Dr. Hong met Mr. Zhao et al. in the U.S. in Jan. 2019. No. 5 was vs. No. 6, cf. p. 3.",
        "He went to Washington, D.C. on Mon. and Capt. Ray vs. Lt. Gov. Poe met. Inc. and Co.",
        "It was approx. five, i.e. all. Prof. Lee (Ph.D.) left at 5 p.m. on Sat. as planned.",
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = pysbd.Segmenter(language="en", clean=False)
    for text in texts:
        ours = module._segmenter("en").processor(text).process()
        assert ours == library.processor(text).process()
