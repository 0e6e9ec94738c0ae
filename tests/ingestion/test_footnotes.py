"""Footnote marks go, numbers that belong to the text stay."""

import pytest

from knowledge.ingestion.footnotes import without_marks


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("pattern of diplomacy.5 President Xi", "pattern of diplomacy. President Xi"),
        ("since the modern times”1, as Xi said", "since the modern times”, as Xi said"),
        ("between the peoples”.3 All these", "between the peoples”. All these"),
        ("equality and cooperation.”4 On May", "equality and cooperation.” On May"),
        ('he said "peace."12 Then he left', 'he said "peace." Then he left'),
        ("people’s wellbeing”.2 Meanwhile,", "people’s wellbeing”. Meanwhile,"),
        ("the end of it.7", "the end of it."),
        ("as agreed (2019).4 The next", "as agreed (2019). The next"),
        ("the treaty¹² was signed", "the treaty was signed"),
        ("as said before.³ Then", "as said before. Then"),
        ("a statement[^4] here", "a statement here"),
    ],
)
def test_a_mark_glued_to_a_word_goes(dirty: str, clean: str) -> None:
    assert without_marks([dirty]) == [clean]


@pytest.mark.parametrize(
    "text",
    [
        "its strict COVID-19 policy",
        "the G20 met, and H1N1 and CO2 were discussed",
        "it grew by 2.5 percent, or 2.5% in all",
        "see Fig. 3.2 and Fig.3 Below",
        "died in 1976. Hua recognized it",
        "under Article 5. The court",
        "see No.5 The list",
        "the 18th CPC National Congress",
        "an area of 5 km² and 10⁶ people",
        "an area of 5 miles² and 20 metres³",
        "the square (a + b)² of it",
        "version 3.11 of Python3 and utf8",
        "“five-in-one” 5 times",
        "the score was 3–2, in 2014.",
        "born 12.5.1960 in Bonn",
        'a 5"2 pipe',
        "a list[0] and a list[1]",
        "“I have 5” he said",
        "at www.example.com.5 items",
    ],
)
def test_a_number_of_the_text_stays(text: str) -> None:
    assert without_marks([text]) == [text]


def test_numbers_in_brackets_go_only_where_there_are_many() -> None:
    assert without_marks(["One.[1] Two.[2]", "Three[3] is."]) == ["One. Two.", "Three is."]
    assert without_marks(["One.[1] Two."]) == ["One.[1] Two."]


def test_a_raised_two_is_a_note_where_other_raised_numbers_are() -> None:
    assert without_marks(["The treaty¹ held.", "The port² froze."]) == [
        "The treaty held.",
        "The port froze.",
    ]
    assert without_marks(["It held.⁴ The port² of 5 miles² froze."]) == [
        "It held. The port of 5 miles² froze."
    ]
