"""A version's words, into the index of words: new, restored, or indexed anew."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.retrieval.representation import heading_line
from knowledge.storage import passages, quotes, words
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.passages import Cut


async def read_cut(session: ReadSession, version_id: int) -> tuple[list[Cut], str]:
    """The passages of a stored version, and the text that they are cut out of."""
    cuts = await passages.list_cut(session, version_id)
    return cuts, (await quotes.texts_of(session, {version_id})).get(version_id, "")


def sentences_of(cuts: Sequence[Cut], text: str) -> list[list[str]]:
    """Of each passage of a version, whose text is ``text``."""
    return [[span.of(text) for span in cut.sentences] for cut in cuts]


async def index_words(
    session: WriteSession, course_id: int, title: str, cuts: Sequence[Cut], text: str
) -> None:
    """Let a version's passages be found by their words and headings; they are not indexed yet."""
    found = [
        (cut.id, heading_line(title, cut.section), said)
        for cut, said in zip(cuts, sentences_of(cuts, text), strict=True)
    ]
    await words.add(session, course_id, found)
