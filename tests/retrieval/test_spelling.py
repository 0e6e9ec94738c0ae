"""Slips of the finger are forgiven; other words are not mistaken for each other."""

import pytest

from knowledge.retrieval.spelling import (
    Vocabulary,
    is_form_of_known,
    is_name,
    is_name_in_full,
    is_same_word,
    sound_alike,
)

VOCABULARY = Vocabulary(
    ("khartoum", "romania", "stilwell", "yugoslavia", "rejuvenation", "visit", "2013")
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khartum", "khartoum"),
        ("romaina", "romania"),
        ("stillwell", "stilwell"),
        ("yugoslvaia", "yugoslavia"),
        ("rejuvinaton", "rejuvenation"),
    ],
)
def test_a_slip_finds_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert VOCABULARY.nearest(typed) == meant


@pytest.mark.parametrize("typed", ["vist", "albania", "oman", "2012", "bread", "tomania", ""])
def test_short_words_numbers_and_other_words_stay_as_they_are(typed: str) -> None:
    assert VOCABULARY.nearest(typed) is None


@pytest.mark.parametrize("asked", ["romania", "romanians", "visitor", "khart", "2013"])
def test_another_ending_is_a_form_of_the_word(asked: str) -> None:
    assert VOCABULARY.holds_form_of(asked)


@pytest.mark.parametrize(("asked", "held"), [("usa", True), ("us", True), ("italy", False)])
def test_of_short_words_little_must_be_the_same(asked: str, held: bool) -> None:
    assert Vocabulary(("us", "it", "ita")).holds_form_of(asked) is held


@pytest.mark.parametrize("asked", ["romanticism", "tomania", "visitationally", "2012", "20", "v"])
def test_a_like_beginning_alone_is_no_form(asked: str) -> None:
    assert not Vocabulary(("roman", "visit", "romania", "2013")).holds_form_of(asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harbour", "harbor"),
        ("centre", "center"),
        ("organisation", "organization"),
        ("analyse", "analyze"),
        ("travelled", "traveled"),
        ("defence", "defense"),
        ("programme", "program"),
        ("dialogue", "dialog"),
        ("elisabeth", "elizabeth"),
        ("centred", "centered"),
        ("centring", "centering"),
        ("metre", "meter"),
        ("metred", "metered"),
        ("kilometres", "kilometers"),
        ("judgement", "judgment"),
        ("artefacts", "artifacts"),
        ("archaeology", "archeology"),
        ("encyclopaedia", "encyclopedia"),
        ("mediaeval", "medieval"),
        ("paediatric", "pediatric"),
        ("anaesthetic", "anesthetic"),
        ("leukaemia", "leukemia"),
        ("oesophagus", "esophagus"),
        ("foetus", "fetus"),
        ("manoeuvred", "maneuvered"),
        ("sceptical", "skeptical"),
        ("moustache", "mustache"),
        ("despatch", "dispatch"),
        ("enquiry", "inquiry"),
        ("sulphur", "sulfur"),
        ("aluminium", "aluminum"),
        ("jewellery", "jewelry"),
        ("skilful", "skillful"),
        ("instalment", "installment"),
        ("practise", "practice"),
        ("catalogue", "catalog"),
        ("mohammed", "muhammed"),
        ("mohamed", "muhammad"),
    ],
)
def test_both_spellings_of_a_word_are_the_same_word(one: str, other: str) -> None:
    assert is_same_word(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mortality", "morality"),
        ("martial", "marital"),
        ("bonded", "bounded"),
        ("treaty", "treat"),
        ("four", "for"),
        ("fourth", "forth"),
        ("poet", "pet"),
        ("filing", "filling"),
        ("refilled", "refiled"),
        ("timbre", "timber"),
        ("chartres", "charters"),
        ("counsellor", "councillor"),
        ("michael", "michel"),
        ("lisa", "liza"),
        ("villa", "vila"),
    ],
)
def test_words_that_are_merely_alike_are_not(one: str, other: str) -> None:
    assert not is_same_word(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hussain", "hussein"),
        ("nicholas", "nicolas"),
        ("brasil", "brazil"),
        ("catherine", "katherine"),
        ("tolstoi", "tolstoy"),
        ("philippines", "phillipines"),
        ("sergei", "sergey"),
        ("matthew", "mathew"),
        ("philip", "philipp"),
    ],
)
def test_two_spellings_of_a_name_sound_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("victoria", "victorian"),
        ("austria", "australia"),
        ("iran", "iraq"),
        ("niger", "nigeria"),
        ("mali", "malta"),
        ("hua", "hu"),
        ("john", "joan"),
        ("marx", "mars"),
        ("johnson", "johnston"),
        ("frances", "francis"),
        ("walton", "wilton"),
        ("michael", "mikhail"),
        ("michel", "mitchell"),
        ("iceland", "island"),
        ("sheng", "zheng"),
        ("wells", "welsh"),
        ("martial", "marital"),
        ("filing", "filling"),
        ("desert", "dessert"),
    ],
)
def test_two_names_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("metre", "meter"),
        ("meter", "metre"),
        ("grey", "gray"),
        ("artefact", "artifacts"),
        ("esthetics", "aesthetics"),
        ("enquiries", "inquiries"),
        ("inquiries", "enquiries"),
        ("tsar", "czar"),
    ],
)
def test_another_spelling_is_found_whatever_its_length(asked: str, held: str) -> None:
    assert Vocabulary((held, "forth", "pet")).spelt_otherwise(asked) == held


@pytest.mark.parametrize("asked", ["four", "poet", "2013", "martial"])
def test_a_word_is_not_spelt_otherwise_for_a_like_one(asked: str) -> None:
    assert Vocabulary(("for", "pet", "2014", "marital")).spelt_otherwise(asked) is None


def test_a_name_has_its_capital_everywhere() -> None:
    texts = ("Jos\u00e9 came with Finch.", "A finch sang.", "Jose\u0301 Maria slept.")
    assert is_name("jose", texts)
    assert not is_name("finch", texts)
    assert not is_name("came", texts)
    assert not is_name("finches", texts)
    assert is_name_in_full("jose", "maria", texts)
    assert not is_name_in_full("maria", "jose", texts)


@pytest.mark.parametrize(
    ("word", "known"),
    [("lamp", True), ("lamps", True), ("lamped", True), ("lampish", False), ("lam", False)],
)
def test_a_regular_ending_makes_a_form_of_a_known_word(word: str, known: bool) -> None:
    assert is_form_of_known(word, {"lamp"}) is known
