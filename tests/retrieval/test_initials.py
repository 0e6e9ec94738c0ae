"""Abbreviations that only the one who asks uses."""

import pytest

from knowledge.retrieval.initials import names_by_initials, written_out
from knowledge.retrieval.spelling import Vocabulary
from knowledge.retrieval.words import tokens

TEXTS = (
    "The king proposed One Belt One Road. China's One Belt One Road has goals.",
    "The Port Amber Museum closed for the Pilots of Amber Meadow. World War II ended.",
    "The Sea Trade Union, or STU, closed.",
    "A letter reached the General Party Secretary and the North Atlantic Treaty Organisation.",
    "The Varna Port and Dock Exchange Association paid.",
)


@pytest.mark.parametrize(
    ("asked", "sought"),
    [
        ("what are the goals of OBOR", "what are the goals of One Belt One Road"),
        ("what is the PAM?", "what is the PAM?"),
        ("what is the STU?", "what is the STU?"),
        ("what is the WWI?", "what is the WWI?"),
        ("WHAT IS OBOR", "WHAT IS OBOR"),
        ("what is obor", "what is obor"),
        ("what is GPS used for", "what is GPS used for"),
        ("what does nato do", "what does North Atlantic Treaty Organisation do"),
        ("WHAT DOES NATO DO", "WHAT DOES North Atlantic Treaty Organisation DO"),
        ("what does the VPDEA do", "what does the Varna Port And Dock Exchange Association do"),
        ("what does the DEA do", "what does the DEA do"),
    ],
)
def test_an_unknown_abbreviation_is_the_one_name_with_its_initials(asked: str, sought: str) -> None:
    vocabulary = Vocabulary(word for text in TEXTS for word in tokens(text))
    assert written_out(asked, names_by_initials(TEXTS), vocabulary) == sought
