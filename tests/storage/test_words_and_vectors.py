"""Each course's words and vectors are its own."""

import numpy as np
import pytest

from knowledge.errors import ModelUnusable
from knowledge.storage import vectors, words
from knowledge.storage.database import Database, ReadSession


async def postings(session: ReadSession, course_id: int, *terms: str) -> list[words.IntArray]:
    return (await words.look_up(session, course_id, terms))[1]


async def test_postings_name_sentences_and_heading_lines(database: Database) -> None:
    async with database.write() as session:
        await words.add(
            session, 1, [(7, "The Romanian visit", ["Hua visited Romania.", "He went on."])]
        )
    async with database.read() as session:
        found = await postings(session, 1, "romania", "romanian", "visiting", "absent")
    sentence, heading = 7 << words.ORDINAL_BITS | 1, 7 << words.ORDINAL_BITS
    assert found[0].tolist() == [sentence]
    assert found[1].tolist() == [heading]
    assert found[2].tolist() == [heading, sentence]
    assert found[3].tolist() == []


async def test_accents_and_case_do_not_matter(database: Database) -> None:
    async with database.write() as session:
        await words.add(session, 1, [(1, "", ["Élan VITAL"])])
    async with database.read() as session:
        found = await postings(session, 1, "elan", "vital")
    assert [rows.tolist() for rows in found] == [[1025], [1025]]


async def test_a_course_never_sees_the_words_of_another(database: Database) -> None:
    async with database.write() as session:
        await words.add(session, 1, [(1, "", ["The canary sings."])])
        await words.add(session, 12, [(2, "", ["Another course1 text."])])
    async with database.read() as session:
        assert [len(rows) for rows in await postings(session, 12, "canary")] == [0]
        assert [len(rows) for rows in await postings(session, 1, "course1")] == [0]


@pytest.mark.parametrize("term", ["and", "or", "not", "near", "course"])
async def test_operators_of_the_query_language_are_words_like_any_other(
    database: Database, term: str
) -> None:
    async with database.write() as session:
        await words.add(session, 1, [(1, "", [f"say {term} aloud"])])
    async with database.read() as session:
        assert [len(rows) for rows in await postings(session, 1, term)] == [1]


async def test_removed_passages_are_found_no_more(database: Database) -> None:
    async with database.write() as session:
        await words.add(session, 1, [(1, "", ["old"]), (2, "", ["old"])])
        await words.remove(session, [1])
    async with database.read() as session:
        (found,) = await postings(session, 1, "old")
    assert found.tolist() == [2 << words.ORDINAL_BITS | 1]


async def test_vectors_of_two_models_are_never_mixed(database: Database) -> None:
    async with database.write() as session:
        first = await vectors.register_model(session, name="small", sha256="a", dimension=3)
        again = await vectors.register_model(session, name="small", sha256="a", dimension=3)
    assert first == again
    with pytest.raises(ModelUnusable, match="cannot be mixed"):
        async with database.write() as session:
            await vectors.register_model(session, name="large", sha256="b", dimension=5)


def test_a_vector_is_stored_bit_for_bit() -> None:
    matrix = np.random.default_rng(1).normal(size=(4, 8)).astype(np.float32)
    assert np.array_equal(vectors.from_blob(vectors.to_blob(matrix), 8), matrix)
