"""Whose words: the lead before each sentence."""

from collections import Counter

from evidence_samples import passage

from knowledge.answering.attribution import lead
from knowledge.model.corpus import Passage


def leads(*passages: Passage) -> list[str]:
    """The leads of all sentences of ``passages``, shown one after another."""
    shown: Counter[int] = Counter()
    found = []
    for item in passages:
        for span in item.sentences:
            found.append(lead(item, span, shown[item.document_id]))
            shown[item.document_id] += 1
    return found


def test_an_author_writes() -> None:
    assert leads(passage("Diplomacy needs patience.")) == ["Hong writes:"]


def test_an_author_reports_what_others_said() -> None:
    assert leads(passage("Xi said that friendship matters.")) == ["Hong reports:"]


def test_an_author_reports_dated_events() -> None:
    assert leads(passage("In 1978 the minister visited Romania.")) == ["Hong reports:"]


def test_a_first_person_is_the_author() -> None:
    assert leads(passage("We said so in 2010.")) == ["Hong writes:"]


def test_a_second_sentence_is_added() -> None:
    shown = leads(passage("Patience pays.", "In 1978 he went home.", "Haste costs."))
    assert shown == ["Hong writes:", "Hong also reports:", "Further on, Hong writes:"]


def test_what_stands_earlier_in_its_document_is_not_further_on() -> None:
    item = passage("Tea grows on hills.")
    assert lead(item, item.sentences[0], 2, goes_back=True) == "Elsewhere, Hong writes:"


def test_a_sentence_that_names_its_author_is_not_introduced_by_the_author_again() -> None:
    shown = leads(passage("Hong argues that it works.", "In Hong's view it lasts."))
    assert shown == ["In “Envoys”:", "It also says:"]


def test_a_name_inside_another_word_is_not_the_author() -> None:
    assert leads(passage("Hongkong is a port.")) == ["Hong writes:"]


def test_a_document_without_author_speaks_for_itself() -> None:
    item = passage("Tea is traded.", "Silk too.", author=None, voice=None)
    assert leads(item) == ["“Envoys” says:", "It also says:"]


def test_another_document_is_named_anew() -> None:
    other = passage("Tea is cheap.", document=2, author="Zhao Kejin", voice="Zhao", title="Tea")
    assert leads(passage("Patience pays."), other) == ["Hong writes:", "Zhao writes:"]
