"""Which sentences hold a list, told from how they begin and how they are laid out."""

import pytest
from evidence_samples import evidence, lines, passage

from knowledge.answering.composer import compose
from knowledge.answering.enumeration import (
    LONGEST_LIST,
    asks_for_several,
    count_asked,
    list_around,
)
from knowledge.answering.sentence_scoring import score_sentences
from knowledge.model.corpus import Passage

RULES = (
    "The lock is old.",
    "Three rules govern it.",
    "First, ships wait for the signal.",
    "Second, the smallest ship goes last.",
    "Third, nobody turns inside.",
    "The keeper decides.",
)


@pytest.mark.parametrize(
    ("question", "several", "count"),
    [
        ("What are the four goals of the plan?", True, 4),
        ("Which three cities signed?", True, 3),
        ("what 2 things are needed", True, 2),
        ("List the goals of the plan", True, None),
        ("please name the rivers", True, None),
        ("Which rivers do they cross?", True, None),
        ("What is the name of the river?", False, None),
        ("When did the two kings meet?", False, 2),
        ("Who was the first keeper?", False, None),
    ],
)
def test_a_question_says_whether_it_wants_several_things(
    question: str, several: bool, count: int | None
) -> None:
    assert asks_for_several(question) is several
    assert count_asked(question) == count


@pytest.mark.parametrize("place", [2, 3, 4])
def test_every_part_leads_to_the_whole_list(place: int) -> None:
    assert list_around(RULES, place, 3) == (2, 3, 4)


def test_two_parts_come_with_their_announcement() -> None:
    two = ("Two rules govern it.", *RULES[2:4], "The keeper decides.")
    assert list_around(two, 0, 2) == (0, 1, 2)
    assert list_around(two, 2, 2) == (0, 1, 2)


def test_parts_are_found_beyond_what_is_said_of_each() -> None:
    told = (
        "It has two uses.",
        "First, it feeds.",
        "Fish is dear.",
        "Second, it heats.",
        "So be it.",
    )
    assert list_around(told, 0, 2) == (0, 1, 3)


def test_of_a_long_list_the_part_that_was_found_is_shown() -> None:
    long = (*RULES[:5], "Fourth, no fishing.", "Fifth, no music.")
    assert list_around(long, 6, None) == (4, 5, 6)


def test_parts_that_begin_alike_are_a_list_where_their_number_is_announced() -> None:
    told = ("There are two dates.", "By 1921, it floats.", "By 1949, it sails.", "Then it rests.")
    assert list_around(told, 0, 2) == (0, 1, 2)
    assert list_around(told, 0, 3) == ()


@pytest.mark.parametrize(
    "told",
    [
        ("Two rules govern it: patience and silence.", "First, ships wait.", "Second, they go."),
        ("It is old.", "It is wide."),
        ("One keeper was a poet.", "His poems are lost."),
        ("The first keeper came in 1900.", "He was a poet."),
    ],
    ids=["names all itself", "no list", "one keeper", "the first keeper"],
)
def test_what_is_no_list_stays_alone(told: tuple[str, ...]) -> None:
    assert list_around(told, 0, 2) == ()


def shown(question: str, item: Passage, *words: str) -> list[str]:
    found = evidence(question, [(item, 0.8)], words=words)
    return [s.text for s in compose(question, score_sentences(found)).sentences]


def test_an_answer_holds_all_the_parts() -> None:
    answer = shown("What are the three rules of the lock?", passage(*RULES), "rules", "govern")
    assert answer == [" ".join(RULES[2:5])]


def test_a_list_goes_on_in_the_next_passage() -> None:
    one = passage("It has two uses for the town.", "First, it feeds.", "Fish is dear here.")
    two = passage("Second, it heats.", "Wood is dear.", id_=2, start=200, ordinal=1)
    question = "What are the two uses for the town?"
    found = evidence(question, [(one, 0.8), (two, 0.2)], words=("uses", "town"))
    answer = compose(question, score_sentences(found))
    assert [s.text for s in answer.sentences] == [
        "It has two uses for the town. First, it feeds.",
        "Second, it heats.",
    ]
    assert [c.passage_id for c in answer.citations] == [1, 2]


GOALS = ("Safe passage", "Clean water", "Fair fees", "Quiet nights")


@pytest.mark.parametrize("words", [("harbour", "goals"), ("fair", "fees")])
def test_the_lines_of_a_list_come_with_their_lead_in(words: tuple[str, ...]) -> None:
    item = lines("The harbour has four goals:", *GOALS, after="It was signed in May.")
    answer = shown("What are the four goals of the harbour?", item, *words)
    assert answer == ["The harbour has four goals:\n" + "\n".join(GOALS)]


def test_an_endless_list_is_not_shown_whole() -> None:
    item = lines("The goals are:", *(f"Goal {n} " + "x" * 90 for n in range(9)), after="Done.")
    (first, *_) = shown("What are the goals?", item, "goals")
    assert len(first) < LONGEST_LIST
