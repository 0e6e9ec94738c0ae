"""Texts that are not word for word the accepted ones."""

from __future__ import annotations

import pytest

from knowledge.model.assessment import ItemDraft, ItemType, TextKey, Written
from knowledge.quizzing.text_grading import is_slip, outcome
from knowledge.retrieval.embedder import Embedder
from tests.quizzing.study_course import citation
from tests.quizzing.text_pairs import CHECK, DEVELOPMENT, Pair


def item(accepted: str, stem: str = "Which?", kind: ItemType = ItemType.SHORT_TEXT) -> ItemDraft:
    return ItemDraft(kind, stem, TextKey((accepted,)))


async def judge(embedder: Embedder, pair: Pair) -> bool:
    return (await outcome(embedder, item(pair.accepted, pair.stem), Written(pair.given))).correct


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("Romania", "Romnia"),
        ("Romania", "Rumania"),
        ("Yugoslavia", "Yugoslawia"),
        ("Nazarbayev University", "Nazarbayev Univeristy"),
        ("Silk Road Economic Belt", "the silk road econmic belt"),
        ("constitutional", "constituional"),
        ("constitutional", "constituttionall"),
        ("World Health Organization", "World Health Organisation"),
        ("Elizabeth", "Elisabeth"),
        ("Saddam Hussein", "Saddam Hussain"),
        ("Hussein", "hussain"),
        ("Nicolas Maduro", "Nicholas Maduro"),
        ("Brazil", "Brasil"),
        ("Mohammed", "Muhammed"),
        ("Mohammed", "Mohamed"),
        ("Katherine", "Catherine"),
        ("archeology", "archaeology"),
        ("artifacts", "artefacts"),
        ("judgment", "judgement"),
        ("medieval", "mediaeval"),
        ("mediaeval", "medieval"),
        ("pediatric", "paediatric"),
        ("paediatric", "pediatric"),
        ("leukemia", "leukaemia"),
        ("leukaemia", "leukemia"),
        ("sceptical", "skeptical"),
        ("skeptical", "sceptical"),
        ("moustache", "mustache"),
        ("mustache", "moustache"),
        ("centered", "centred"),
        ("meter", "metre"),
        ("metered", "metred"),
        ("dispatch", "despatch"),
        ("gray", "grey"),
    ],
)
def test_a_slip_of_the_pen_in_a_long_word(
    accepted: str, given: str, loaded_embedder: Embedder
) -> None:
    assert is_slip(given, accepted, item(accepted), loaded_embedder.known_words)


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("Romania", "Armenia"),
        ("1978", "1979"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("Gambia", "Zambia"),
        ("Niger", "Nigeria"),
        ("peace", "place"),
        ("mitosis", "meiosis"),
        ("hypothermia", "hyperthermia"),
        ("intramolecular", "intermolecular"),
        ("two pence", "ten pence"),
        ("G20", "G21"),
        ("emigration", "immigration"),
        ("Yugoslavia", "Yugoslavia and"),
        ("marital law", "martial law"),
        ("morality", "mortality"),
        ("conservation", "conversation"),
        ("Martial Law", "Marital Law"),
        ("Victoria", "Victorian"),
        ("Victorian", "Victoria"),
        ("Australia", "Austria"),
        ("Iraq", "Iran"),
        ("Nigeria", "Niger"),
        ("Mali", "Malta"),
        ("Malta", "Mali"),
        ("1914", "1941"),
        ("Hua", "Hu"),
        ("Hu", "Hua"),
        ("John", "Joan"),
        ("Marx", "Mars"),
        ("Mars", "Marx"),
        ("Johnson", "Johnston"),
        ("Francis", "Frances"),
        ("Francis Bacon", "Frances Bacon"),
        ("Public Morality", "Public Mortality"),
        ("Filing", "Filling"),
        ("Dessert", "Desert"),
        ("four", "for"),
        ("Lisa", "Liza"),
    ],
)
def test_a_slip_that_would_change_the_meaning_is_none(
    accepted: str, given: str, loaded_embedder: Embedder
) -> None:
    assert not is_slip(given, accepted, item(accepted), loaded_embedder.known_words)


@pytest.mark.parametrize(
    ("accepted", "given", "right"),
    [
        ("Andrew Johnson", "Andrew Johnston", True),
        ("Andrew Johnson", "Johnston", False),
        ("Andrew Johnson", "Samuel Johnston", False),
        ("Queen Victoria", "Queen Victorian", False),
        ("Francis Bacon", "Frances Bacon", False),
        ("George Bush", "George Rush", False),
    ],
)
async def test_the_first_name_tells_whose_surname_is_meant(
    accepted: str, given: str, right: bool, loaded_embedder: Embedder
) -> None:
    asked = item(accepted, "Who opened it?")
    assert (await outcome(loaded_embedder, asked, Written(given))).correct is right


async def test_what_the_passage_writes_small_is_no_name(loaded_embedder: Embedder) -> None:
    passage = "The party of the Barnett family saw cannons of bronze."
    for accepted, given, right in (
        ("Cannons", "Canons", False),
        ("Barnett", "Barnet", True),
    ):
        draft = ItemDraft(
            ItemType.SHORT_TEXT,
            "Which?",
            TextKey((accepted,)),
            citation=citation(passage, passage, "Party"),
        )
        assert (await outcome(loaded_embedder, draft, Written(given))).correct is right


def test_another_word_of_the_item_is_no_slip_of_this_one() -> None:
    nothing = frozenset[str]()
    assert is_slip("martal law", "marital law", item("marital law"), nothing)
    told = item("marital law", "Martal or marital law?")
    assert not is_slip("martal law", "marital law", told, nothing)


async def test_no_false_answer_of_the_check_list_passes_and_most_true_ones_do(
    loaded_embedder: Embedder,
) -> None:
    judged = {pair: await judge(loaded_embedder, pair) for pair in CHECK}

    assert [pair for pair, passed in judged.items() if passed and not pair.right] == []
    true = [passed for pair, passed in judged.items() if pair.right]
    assert sum(true) / len(true) >= 0.7


async def test_no_false_answer_of_the_development_list_passes(loaded_embedder: Embedder) -> None:
    passed = [pair for pair in DEVELOPMENT if await judge(loaded_embedder, pair)]

    assert [pair for pair in passed if not pair.right] == []
    assert len(passed) >= 15


async def test_a_cloze_takes_its_term_and_no_paraphrase(loaded_embedder: Embedder) -> None:
    right = Written("student exchange")
    cloze = item("the exchange of students", kind=ItemType.CLOZE)
    assert (await outcome(loaded_embedder, item("the exchange of students"), right)).correct
    assert not (await outcome(loaded_embedder, cloze, right)).correct


WHO = "Who opened the Tollan Bridge?"
PASSAGE = (
    "The Tollan Bridge was opened in 1932 by Ruth Calder, and Calder's plans were drawn by Samuel "
    "Pryce. Mary Pryce paid for it. Xi Jinping saw it in 2015; Xi Zhongxun had seen it before. "
    "Ban and Clinton, Deng, van Beethoven, Mr. Pillsbury and Roosevelt followed; Franklin Delano "
    "Roosevelt and Wen Jiabao spoke."
)


def cited(accepted: str, stem: str, kind: ItemType = ItemType.SHORT_TEXT) -> ItemDraft:
    return ItemDraft(
        kind, stem, TextKey((accepted,)), citation=citation(PASSAGE, PASSAGE, "Opening")
    )


@pytest.mark.parametrize(
    ("accepted", "stem", "given"),
    [
        ("Ruth Calder", WHO, "Prof. Ruth Calder"),
        ("Ruth Calder", WHO, "President Calder"),
        ("Dr Ruth Calder", WHO, "ruth calder"),
        ("Ruth Calder", WHO, "calder"),
        ("Ruth Calder", WHO, "Mrs Ruth Calder"),
        ("Ruth Calder", "Which engineer opened it?", "Calder"),
        ("Michael Pillsbury", "Which China scholar spoke on October 23?", "Pilsbury"),
        ("Michael Pillsbury", "Which China scholar spoke on October 23?", "scholar Pillsbury"),
        ("Michael Pillsbury", "Which China scholar spoke?", "Mr Pillsbury"),
        ("Sir Peter Clinton", "Who spoke?", "Mr Clinton"),
        ("Bill Clinton", "Who spoke?", "President Clinton"),
        ("Ban Ki-moon", "Who spoke?", "Ban"),
        ("Deng Xiaoping", "By whom was it opened?", "Deng"),
        ("Ludwig van Beethoven", "Who wrote it?", "van Beethoven"),
        ("Franklin Delano Roosevelt", "Who said so?", "Franklin Roosevelt"),
        ("Tsinghua", "Which university led the exchange?", "the Tsinghua University"),
        ("Global Times", "Which newspaper stressed it?", "the newspaper Global Times"),
        ("spy balloon", "After what incident was the visit canceled?", "the spy balloon incident"),
        ("provinces", "What did he rule?", "province"),
        ("boundary", "What must it keep within?", "the boundaries"),
        ("seven provinces", "What did he rule?", "7 provinces"),
        ("21 rungs", "What has the ladder?", "twenty-one rungs"),
        ("5th Congress", "Where was it said?", "Fifth Congress"),
        ("war & peace", "What was it about?", "War and Peace"),
    ],
)
async def test_what_a_fair_teacher_takes(
    loaded_embedder: Embedder, accepted: str, stem: str, given: str
) -> None:
    assert (await outcome(loaded_embedder, cited(accepted, stem), Written(given))).correct


@pytest.mark.parametrize(
    ("accepted", "stem", "given"),
    [
        ("Ruth Calder", WHO, "Ruth"),
        ("Ruth Calder", WHO, "Mrs Calder"),
        ("Ruth Calder", WHO, "not Calder"),
        ("Ruth Calder", WHO, "Not Ruth Calder"),
        ("Ruth Calder", WHO, "Calder or Pryce"),
        ("Ruth Calder", WHO, "Ruth Calder or Samuel Pryce"),
        ("Ruth Calder", WHO, "Ruth Calder and Samuel Pryce"),
        ("Ruth Calder", WHO, "Ruth Calder, Samuel Pryce"),
        ("Ruth Calder", WHO, "Samuel Calder"),
        ("Ruth Calder", WHO, "Dr Pryce"),
        ("Samuel Pryce", "Who drew the plans?", "Pryce"),
        ("Xi Jinping", "Who saw it in 2015?", "Xi"),
        ("Deng Xiaoping", "Who opened it?", "Xiaoping"),
        ("Wen Jiabao", "Who spoke?", "Jiabao"),
        ("Ban Ki-moon", "Who spoke?", "Ki-moon"),
        ("Bill Clinton", "Who spoke?", "Ms Clinton"),
        ("Bill Clinton", "Who spoke?", "Miss Clinton"),
        ("Bill Clinton", "Who spoke?", "Madam Clinton"),
        ("Bill Clinton", "Who spoke?", "Queen Clinton"),
        ("Mrs Hillary Clinton", "Who spoke?", "Mr. Clinton"),
        ("Ludwig van Beethoven", "Who wrote it?", "Mrs van Beethoven"),
        ("Anna Pavlova", "Which of Pavlova's sisters sang? Who was it?", "Pavlova"),
        ("Henry VIII", "Who ruled then?", "VIII"),
        ("Lee Harvey Oswald", "Who shot him?", "Lee"),
        ("King Philip", "Who ruled then?", "Philip"),
        ("John Adams", "Which president signed it?", "Adam"),
        ("Lincoln", "Which city was it?", "President Lincoln"),
        ("Global Times", "Which newspaper stressed it?", "Times"),
        ("Tsinghua", "Which university led it?", "Tsinghua or another university"),
        ("Tsinghua", "Which university led it?", "not Tsinghua University"),
        ("Tsinghua", "Which university led it?", "university"),
        ("Romania", "Which came first, Romania or Yugoslavia?", "Yugoslavia Romania"),
        ("arm", "What was lost?", "arms"),
        ("seven provinces", "What did he rule?", "9 provinces"),
        ("5th Congress", "Where was it said?", "fifteenth Congress"),
        ("21 rungs", "What has the ladder?", "twenty rungs"),
    ],
)
async def test_what_a_fair_teacher_does_not_take(
    loaded_embedder: Embedder, accepted: str, stem: str, given: str
) -> None:
    assert not (await outcome(loaded_embedder, cited(accepted, stem), Written(given))).correct


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("international discourse right", True),
        ("the international discourses right", True),
        ("soft power and international discourse right", True),
        ("not discourse right", False),
        ("discourse or human right", False),
        ("international human right", False),
        ("international right", False),
        ("right discourse international", False),
    ],
)
async def test_words_that_stand_beside_the_gap_may_be_repeated(
    loaded_embedder: Embedder, given: str, right: bool
) -> None:
    stem = "Xi wants ever greater soft power and an international ____ right."
    cloze = cited("discourse", stem, ItemType.CLOZE)
    assert (await outcome(loaded_embedder, cloze, Written(given))).correct is right
