"""Which sentences are shown, in which order, and that each is the document's own words."""

from dataclasses import replace

import pytest
from evidence_samples import evidence, passage
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.composer import MOST_SENTENCES, Composition, compose
from knowledge.answering.sentence_scoring import score_sentences
from knowledge.model.corpus import Page, Passage, Span

SENTENCES = st.lists(
    st.text("abc é“”.", min_size=1, max_size=30).map(lambda s: f"X{s}"), min_size=1, max_size=6
)


def answer(
    question: str, *passages: tuple[Passage, float], words: tuple[str, ...] = ()
) -> Composition:
    return compose(question, score_sentences(evidence(question, passages, words=words)))


def test_a_clear_best_sentence_stands_alone() -> None:
    item = passage("Tea grows on hills.", "The port exports silver.", "Winters are mild here.")
    shown = answer("What does the port export?", (item, 0.8), words=("port", "export"))
    assert [s.text for s in shown.sentences] == ["The port exports silver."]


def test_sentences_are_shown_in_reading_order() -> None:
    item = passage("The port is old.", "Winters are mild here.", "The port exports silver.")
    shown = answer("the port exports", (item, 0.8), words=("port",))
    assert [s.text for s in shown.sentences] == ["The port is old.", "The port exports silver."]
    assert [s.citation for s in shown.sentences] == [1, 2]


def test_sentences_that_follow_one_another_are_one_quotation() -> None:
    item = passage("The port is old.", "The port exports silver.", "Winters are mild here.")
    shown = answer("the port exports", (item, 0.8), words=("port",))
    assert [s.text for s in shown.sentences] == ["The port is old. The port exports silver."]


def test_a_quotation_is_on_the_page_that_is_cited_for_it() -> None:
    item = passage("The port is old.", "The port exports silver.")
    first, second = item.sentences
    pages = (Page("p. 6", Span(0, first.end + 1)), Page("p. 7", Span(second.start, second.end)))
    shown = answer("the port", (replace(item, pages=pages), 0.8), words=("port",))
    assert [c.page for c in shown.citations] == ["p. 6", "p. 7"]


def test_a_pronoun_brings_the_sentence_before_it() -> None:
    item = passage("Ada Finch was an engineer.", "She built the lighthouse.")
    shown = answer("who built the lighthouse", (item, 0.8), words=("built", "lighthouse"))
    assert [s.text for s in shown.sentences] == [
        "Ada Finch was an engineer. She built the lighthouse."
    ]


def test_a_pronoun_at_the_start_of_a_passage_is_placed_by_its_heading() -> None:
    item = passage("She built the lighthouse.")
    shown = answer("who built the lighthouse", (item, 0.8), words=("built", "lighthouse"))
    assert shown.sentences[0].lead.endswith(f", under “{item.heading}”:")


def test_the_sentence_before_is_not_shown_twice() -> None:
    item = passage("The port is old.", "It exports silver from the port.")
    shown = answer("port", (item, 0.8), words=("port",))
    assert [s.text for s in shown.sentences] == [
        "The port is old. It exports silver from the port."
    ]


def test_no_two_quotations_of_an_author_are_introduced_alike() -> None:
    said = ["The port is old.", "A.", "The port is wide.", "B.", "The port is cold."]
    shown = answer("the port", (passage(*said), 0.8), words=("port",))
    assert [s.lead for s in shown.sentences] == [
        "Hong writes:",
        "Hong also writes:",
        "Further on, Hong writes:",
    ]


def test_a_remark_stands_before_the_first_quotation_only() -> None:
    item = passage("The port is old.", "A.", "The port is wide.")
    shown = answer("the port", (item, 0.8), words=("port",))
    remarked = shown.remarking("The documents do not mention “Brazil”.")
    assert [s.lead for s in remarked.sentences] == [
        "The documents do not mention “Brazil”.\nHong writes:",
        "Hong also writes:",
    ]
    assert remarked.citations == shown.citations
    assert shown.remarking("") == shown


def test_a_list_that_goes_on_says_where() -> None:
    item = passage("Five rules govern the lock.", *(f"{n}. Ships wait." for n in range(1, 6)))
    shown = answer("what governs the lock", (item, 0.8), words=("rules", "govern", "lock"))
    assert shown.sentences[0].lead == (
        "Only a part of a list is quoted here; all of it stands under “Origins”.\nHong writes:"
    )


@pytest.mark.parametrize(
    "question", ["how many rules govern the lock", "since when do rules govern the lock"]
)
def test_whoever_asks_for_one_thing_is_not_told_of_a_list(question: str) -> None:
    item = passage("Five rules govern the lock.", *(f"{n}. Ships wait." for n in range(1, 6)))
    shown = answer(question, (item, 0.8), words=("rules", "govern", "lock"))
    assert [s.lead for s in shown.sentences] == ["Hong writes:"]


def test_a_list_that_is_shown_whole_is_not_said_to_go_on() -> None:
    item = passage("Two rules govern it.", "First, ships wait.", "Second, nobody turns.")
    shown = answer("what are the two rules", (item, 0.8), words=("rules",))
    assert [s.lead for s in shown.sentences] == ["Hong writes:"]


def test_the_sentence_that_names_as_many_as_are_asked_for_is_shown() -> None:
    item = passage(
        "The three aims are the three aims of our time.",
        "It has three aims: trade, safety and friendship.",
    )
    shown = answer("what are the three aims", (item, 0.8), words=("aims", "time"))
    assert [c.quote for c in shown.citations] == [item.text]


def test_documents_that_both_answer_are_both_shown() -> None:
    hong = passage("Trade began in 1978.", document=1)
    zhao = passage("Trade began in 1979.", document=2, voice="Zhao", author="Zhao Kejin", id_=2)
    shown = answer("when did trade begin", (hong, 0.8), (zhao, 0.79), words=("trade",))
    assert {c.document_id for c in shown.citations} == {1, 2}


def test_the_same_words_are_shown_once() -> None:
    one, two = passage("Trade began in 1978."), passage("Trade began in 1978.", document=2, id_=2)
    shown = answer("when did trade begin", (one, 0.8), (two, 0.8), words=("trade",))
    assert len(shown.sentences) == 1


def test_what_points_back_is_not_joined_without_the_sentence_before_it() -> None:
    met = passage("In May 2011 the envoys met the king.", document=1)
    letters = "The envoys wrote letters to the king."
    further = "The envoys remarked at this meeting that a king listens."
    other = passage("A bishop came late.", further, document=2, id_=2)
    whole = passage(letters, further, document=2, id_=2)
    asked = ("whom did the envoys meet", ("envoys", "king"))
    shown = answer(asked[0], (met, 0.8), (other, 0.79), words=asked[1])
    assert further not in " ".join(c.quote for c in shown.citations)
    shown = answer(asked[0], (met, 0.8), (whole, 0.79), words=asked[1])
    assert f"{letters} {further}" in [c.quote for c in shown.citations]


@pytest.mark.parametrize(
    ("told", "joined"),
    [("in June 2011", False), ("in 2015", False), ("in 2011", True), ("from 2009 to 2014", True)],
)
def test_what_is_dated_otherwise_than_the_question_is_not_joined(told: str, joined: bool) -> None:
    first = passage("In May 2011 the envoys met the king.", document=1)
    second = passage(f"The envoys met the king {told}.", document=2, id_=2)
    shown = answer(
        "whom did the envoys meet in may 2011", (first, 0.8), (second, 0.79), words=("envoys",)
    )
    assert len(shown.citations) == 1 + joined


@pytest.mark.parametrize(
    ("question", "quoted"),
    [("when did hua visit the kings of romania", 1), ("did hua visit the kings of romania", 2)],
)
def test_a_date_of_less_than_was_asked_is_not_joined(question: str, quoted: int) -> None:
    best = "Hua had the time to visit the kings of Romania in 1978."
    item = passage("Hua came to visit kings of his time in 1976.", "It rained.", best)
    shown = answer(question, (item, 0.8), words=("hua", "visit", "kings", "time", "romania"))
    assert best in [c.quote for c in shown.citations]
    assert len(shown.citations) == quoted


@given(SENTENCES, SENTENCES, st.integers(0, 50))
def test_every_sentence_shown_is_verbatim_and_cited(
    first: list[str], second: list[str], start: int
) -> None:
    passages = {1: passage(*first, start=start), 2: passage(*second, document=2, id_=2)}
    shown = answer("X?", (passages[1], 0.5), (passages[2], 0.5), words=("x",))
    assert 1 <= len(shown.sentences) <= MOST_SENTENCES
    assert len(shown.sentences) == len(shown.citations)
    for sentence, citation in zip(shown.sentences, shown.citations, strict=True):
        cited = passages[citation.passage_id]
        assert sentence.citation == citation.number
        assert sentence.text == citation.quote == cited.slice(citation.span)


@pytest.mark.parametrize(
    ("second", "brings"),
    [
        ("The forum, Finch told these guests, was fundamental to the port.", True),
        ("The port gave such help to every ship.", True),
        ("The guests of the port praised these guests.", False),
        ("This article is about the port.", True),
        ("The port has grown this year.", False),
        ("The port sold goods such as tea.", False),
    ],
)
def test_what_only_the_sentence_before_explains_brings_it(second: str, brings: bool) -> None:
    item = passage("Finch met forty envoys.", second)
    shown = answer("what about the port", (item, 0.8), words=("port",))
    first = shown.sentences[0].text
    assert second in first
    assert first.startswith("Finch met forty envoys.") is brings


def test_a_list_under_another_heading_is_no_answer_in_the_place_of_the_best_sentence() -> None:
    best = passage("The challenges of the port are storms and ice.", id_=1)
    listed = passage(
        "The port has two merits.", "First, its challenges pay.", "Second, it has depth.", id_=2
    )
    other = replace(listed, section=("Merits",), ordinal=5)
    shown = answer(
        "What are the challenges of the port?", (best, 0.8), (other, 0.75), words=("challenges",)
    )
    assert any("storms and ice" in s.text for s in shown.sentences)
