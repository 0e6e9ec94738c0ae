"""What is asked, and what a sentence offers: typed examples, one rule each."""

import pytest

from knowledge.answering.answer_type import AnswerType, asked_for, offers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the forum begin?", AnswerType.DATE),
        ("In what year was the bridge built?", AnswerType.DATE),
        ("How many delegates came?", AnswerType.QUANTITY),
        ("how old was the king", AnswerType.QUANTITY),
        ("What percentage of students voted?", AnswerType.QUANTITY),
        ("Why did the talks fail?", AnswerType.REASON),
        ("What caused the oil crisis?", AnswerType.REASON),
        ("Who wrote the letter?", AnswerType.PERSON),
        ("Which president signed it?", AnswerType.PERSON),
        ("Where was the second forum held?", AnswerType.PLACE),
        ("which city hosted the games", AnswerType.PLACE),
        ("What is soft power?", AnswerType.DEFINITION),
        ("What are the five goals of the plan?", AnswerType.LIST),
        ("How do envoys prepare?", AnswerType.MANNER),
        ("Did the forum help?", AnswerType.OTHER),
    ],
)
def test_question_words_say_what_is_asked_for(question: str, kind: AnswerType) -> None:
    assert asked_for(question) is kind


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        (AnswerType.DATE, "The forum began in May 2014.", "The forum began late."),
        (AnswerType.DATE, "It happened two years later.", "It happened often."),
        (AnswerType.QUANTITY, "Only five channels remain.", "Channels remain."),
        (AnswerType.PERSON, "It was led by Ada Finch.", "It was led by an engineer."),
        (AnswerType.PLACE, "He spoke in Khartoum.", "He spoke in public."),
        (AnswerType.REASON, "It failed because nobody came.", "It failed again."),
        (AnswerType.MANNER, "They won by waiting.", "They won."),
        (AnswerType.DEFINITION, "Soft power is the pull of culture.", "Soft power grows."),
        (AnswerType.LIST, "It trades tea, silk and salt.", "It trades."),
    ],
)
def test_a_sentence_offers_what_it_holds(kind: AnswerType, yes: str, no: str) -> None:
    assert offers(yes, kind, frozenset())
    assert not offers(no, kind, frozenset())


def test_what_the_question_says_itself_is_not_offered() -> None:
    asked = frozenset({"who", "spoke", "in", "khartoum", "2014"})
    assert not offers("The forum met in 2014.", AnswerType.DATE, asked)
    assert not offers("He spoke in Khartoum.", AnswerType.PLACE, asked)


def test_a_capital_at_the_beginning_is_no_name() -> None:
    assert not offers("However it went.", AnswerType.PERSON, frozenset())


def test_nothing_offers_an_answer_of_unknown_kind() -> None:
    assert not offers("In 2014 Ada Finch spoke.", AnswerType.OTHER, frozenset())
