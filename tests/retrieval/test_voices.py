"""Whose documents a question asks."""

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.model.corpus import Course
from knowledge.retrieval import voices


def written(title: str, author: str, cited_as: str, said: str) -> SourceFile:
    head = f"---\ntitle: {title}\nauthor: {author}\ncited_as: {cited_as}\n---\n"
    return SourceFile(f"{cited_as}.md", f"{head}# {title}\n\n## Views\n\n{said}\n".encode())


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("views", "Views")
    files = [
        written("Trade by sea today", "Liye Hong", "Hong", "Trade needs calm seas, Hong says."),
        written("On Land Routes", "Zhao Kejin", "Zhao", "Soft power joins hearts in trade."),
    ]
    await knowledge.ingester.ingest(course, files)
    return course


async def authors(knowledge: Knowledge, course: Course, question: str) -> set[str | None]:
    found = await knowledge.retriever.search(Question(question, course.id))
    return {scored.passage.author for scored in found}


@pytest.mark.parametrize(
    ("question", "author"),
    [
        ("What does Zhao say about trade?", "Zhao Kejin"),
        ("what did zhao write about calm seas", "Zhao Kejin"),
        ("According to Liye Hong, what is soft power?", "Liye Hong"),
        ("according to hong what is soft power", "Liye Hong"),
        ("For Hong, what is soft power?", "Liye Hong"),
        ("How does Hong describe soft power?", "Liye Hong"),
        ("What is Zhao's view of the sea?", "Zhao Kejin"),
        ("What does the article “Trade by sea today” say about hearts?", "Liye Hong"),
        ("What does the text Trade by Sea Today say about hearts?", "Liye Hong"),
    ],
)
async def test_an_author_or_title_narrows_the_search(
    knowledge: Knowledge, course: Course, question: str, author: str
) -> None:
    assert await authors(knowledge, course, question) == {author}


@pytest.mark.parametrize(
    "question",
    [
        "What joins hearts?",
        "Did Hong meet Zhao?",
        "What happened in Hong Kong?",
        "What happened to Hong?",
        "Who gave the gift to Zhao?",
        "What was built by Hong?",
        "What did China do for Zhao?",
        "Did Zhao see the sea?",
        "What did Hong want?",
        "What was Zhao's position in the party?",
        "What does Hong say about trade, and what Zhao?",
        "What does Smith say about trade?",
        "What is said of trade by sea today?",
    ],
)
async def test_who_is_merely_spoken_of_narrows_nothing(
    knowledge: Knowledge, course: Course, question: str
) -> None:
    assert await authors(knowledge, course, question) == {"Liye Hong", "Zhao Kejin"}


async def test_an_author_with_the_name_of_a_month_is_not_asked_for_its_events(
    knowledge: Knowledge, course: Course
) -> None:
    said = "The fair opened in May, writes the historian."
    await knowledge.ingester.ingest(course, [written("On Fairs", "Ada May", "May", said)])
    everyone = {"Liye Hong", "Zhao Kejin", "Ada May"}
    assert await authors(knowledge, course, "What happened in May?") == everyone
    assert await authors(knowledge, course, "What does May say of the sea?") == {"Ada May"}


async def test_the_names_of_a_course_are_folded_once_for_all_questions(
    knowledge: Knowledge, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        " ".join(f"What does {name} say of trade, and what of art?" for name in [name] * 40)
        for name in ("Hong", "Zhao")
    )
    assert await authors(knowledge, course, first) == {"Liye Hong"}
    monkeypatch.setattr(voices, "_names_of", None)
    assert await authors(knowledge, course, second) == {"Zhao Kejin"}


def test_a_text_full_of_names_is_not_searched_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    class Listening(dict[str, frozenset[int]]):
        def get(self, name: str, default: object = None) -> frozenset[int]:  # type: ignore[override]
            looked_up.append(name)
            return frozenset()

    question = "What does Hong say? " * 400
    voices.documents_asked(question, voices.Voices(Listening(), {}))
    assert 0 < len(looked_up) <= 100


async def test_the_words_that_name_the_author_are_not_searched_for(
    knowledge: Knowledge, course: Course
) -> None:
    asked = Question("What does Hong say about hearts?", course.id)
    found = await knowledge.retriever.retrieve(asked)
    assert found is not None
    assert [word.word.text for word in found.ranking.words] == ["hearts"]


async def test_a_chosen_document_is_the_one_that_is_asked(
    knowledge: Knowledge, course: Course
) -> None:
    zhao = await knowledge.library.find_document(course.id, "On Land Routes")
    assert zhao is not None
    asked = Question("What does Hong say about trade?", course.id, document_id=zhao.id)
    found = await knowledge.retriever.search(asked)
    assert {scored.passage.author for scored in found} == {"Zhao Kejin"}
