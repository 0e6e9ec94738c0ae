"""When the bot answers and when it abstains."""

from dataclasses import replace

import pytest
from evidence_samples import BASELINE, evidence, passage
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import comparing, dated_events, topics
from knowledge.answering.evidence import Evidence, PassageEvidence
from knowledge.answering.grounding import (
    THRESHOLDS,
    WHERE_APART,
    WHERE_SCATTERED,
    WITH_UNKNOWN_NAME,
    WITHOUT_NAME,
    WORDINGS,
    Band,
    Strictness,
    band,
    comes_near,
    confidence,
    is_grounded,
    wording,
)
from knowledge.answering.sentence_scoring import score_sentences
from knowledge.model.answer import ScoredPassage
from knowledge.model.corpus import cite
from knowledge.retrieval.ranking import WeighedWord
from knowledge.retrieval.words import SearchWord


def measured(score: float, cosine: float, words: tuple[str, ...]) -> float:
    item = passage("The forum began in Khartoum in May 2014.")
    found = evidence("When did the forum begin?", [(item, score)], words=words, cosines=cosine)
    return confidence(found, score_sentences(found))


def test_a_close_match_is_answered() -> None:
    assert is_grounded(measured(0.85, 0.8, ("forum", "khartoum")))


def test_a_foreign_question_is_refused() -> None:
    assert not is_grounded(measured(0.1, 0.05, ("banana", "bread")))


def test_without_evidence_there_is_no_confidence() -> None:
    assert confidence(Evidence("?", (), (), BASELINE), ()) == 0.0


@given(st.floats(0, 1), st.floats(-1, 1))
def test_confidence_is_a_probability(score: float, cosine: float) -> None:
    assert 0.0 <= measured(score, cosine, ("forum",)) <= 1.0


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_passage_never_lowers_confidence(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert measured(low, 0.4, ("forum",)) <= measured(high, 0.4, ("forum",))


def test_a_name_that_no_shown_passage_has_tells_against_it_and_more_so_an_unknown_one() -> None:
    item = passage("The forum began in Khartoum in May 2014.")
    found = evidence("When did the forum of Atlantis begin?", [(item, 0.4)], words=("atlantis",))
    scored = score_sentences(found)

    def naming(*, is_name: bool, share: float) -> float:
        word = WeighedWord(SearchWord("atlantis", is_name=is_name), 1.0, share)
        return confidence(replace(found, words=(word,)), scored)

    def odds(confidence: float) -> float:
        return confidence / (1 - confidence)

    # Below what a normal course asks, so that nothing else weighs on it.
    word = naming(is_name=False, share=0.1)
    assert word < THRESHOLDS[Strictness.NORMAL]
    known, unknown = (odds(naming(is_name=True, share=share)) for share in (0.1, 0.0))
    assert known == pytest.approx(WHERE_APART * WITHOUT_NAME * odds(word))
    assert unknown == pytest.approx(WHERE_APART * WITH_UNKNOWN_NAME * odds(word))
    assert WITH_UNKNOWN_NAME < WITHOUT_NAME < 1


def test_a_question_that_comes_near_to_anything_is_judged_more_strictly() -> None:
    item = passage("The forum began in Khartoum in May 2014.")
    found = evidence("When did the forum begin?", [(item, 0.5)], words=("forum",))
    scored = score_sentences(found)
    like_anything = replace(found, baseline=replace(BASELINE, nearest_common=0.5))
    assert confidence(like_anything, scored) < confidence(found, scored)


def test_a_rarer_word_in_common_tells_more() -> None:
    item = passage("The forum began in Khartoum in May 2014.")
    found = evidence("When did the forum begin?", [(item, 0.4)], words=("forum",))
    scored = score_sentences(found)

    def found_in(share: float) -> float:
        return confidence(replace(found, words=(replace(found.words[0], share=share),)), scored)

    assert found_in(1.0) < found_in(0.5) < found_in(0.01) == found_in(0.001)


def test_strictness_raises_the_bar() -> None:
    low, normal, high = (
        THRESHOLDS[s] for s in (Strictness.LOW, Strictness.NORMAL, Strictness.HIGH)
    )
    assert low < normal < high


def test_what_no_sentence_bears_out_has_the_weakest_wording_and_is_still_answered() -> None:
    item = passage("The forum began in Khartoum in May 2014.")
    named = evidence("When did Finch begin the forum?", [(item, 0.95)], words=("forum", "finch"))
    finch = replace(named.words[1], word=SearchWord("finch", is_name=True), share=0.5)
    found = replace(named, words=(named.words[0], finch))
    surest = confidence(found, score_sentences(found))
    assert band(surest) is Band.LOW
    assert not is_grounded(surest, Strictness.HIGH)
    assert is_grounded(surest, Strictness.NORMAL)


@pytest.mark.parametrize("given", [comparing.CONFIDENCE, topics.CONFIDENCE, dated_events.UNSURE])
def test_what_is_found_without_a_question_to_measure_is_fairly_sure(given: float) -> None:
    assert band(given) is Band.MEDIUM


@pytest.mark.parametrize(("value", "expected"), [(0.99, Band.HIGH), (0.0, Band.LOW)])
def test_confidence_in_words(value: float, expected: Band) -> None:
    assert band(value) is expected
    assert WORDINGS[expected].endswith(".")


def test_the_wording_counts_the_passages_that_are_quoted() -> None:
    one, other = (passage("A. B.", id_=id_) for id_ in (1, 2))
    first, same, second = cite(one, one.span, 1), cite(one, one.span, 2), cite(other, other.span, 3)
    assert "passage I found; check that it answers you." in wording(0.8, [first, same])
    assert "passages I found; check that they answer you." in wording(0.8, [first, second])
    assert "passages I found; they may not answer" in wording(0.6, [first, second])
    assert wording(0.95, [first, second]) == WORDINGS[Band.HIGH]


def test_a_passage_with_the_words_of_a_question_comes_near_whatever_the_meaning() -> None:
    parts = {"sentence_cosine": 0.1, "best_sentence": 0.6, "passage_words": 1.0}
    assert comes_near(ScoredPassage(passage("A lamp."), 0.5, parts))
    assert not comes_near(ScoredPassage(passage("A lamp."), 0.5, parts | {"passage_words": 0.2}))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("finch silver", ("finch", "silver")),
        ("finch forum football", ("finch", "forum", "football")),
    ],
)
def test_bare_words_that_stand_together_nowhere_have_low_odds_and_the_weakest_wording(
    asked: str, words: tuple[str, ...]
) -> None:
    item = passage("The forum was opened by Ada Finch.", "It rained.", "It snowed.", "Silver fell.")
    found = evidence(asked, [(item, 0.95)], words=words)
    unknown = tuple(replace(w, share=0.0) if w.word.text == "football" else w for w in found.words)
    apart = replace(found, words=unknown)
    in_a_sentence = replace(apart, question=f"what of the {asked}")
    scored = score_sentences(apart)

    def odds(confidence: float) -> float:
        return confidence / (1 - confidence)

    assert band(confidence(apart, scored)) is Band.LOW
    weak = [replace(one, passages=_scoring(one, 0.3)) for one in (apart, in_a_sentence)]
    low, plain = (odds(confidence(one, score_sentences(one))) for one in weak)
    assert low == pytest.approx(WHERE_SCATTERED * plain)


def _scoring(found: Evidence, score: float) -> tuple[PassageEvidence, ...]:
    return tuple(replace(one, scored=replace(one.scored, score=score)) for one in found.passages)


@pytest.mark.parametrize("asked", ["finch forum", "forum definition", "finch"])
def test_bare_words_that_stand_together_are_as_good_as_any(asked: str) -> None:
    item = passage("The forum was opened by Ada Finch.", "It rained.")
    assert not topics.is_scattered(evidence(asked, [(item, 0.5)], words=tuple(asked.split())))
