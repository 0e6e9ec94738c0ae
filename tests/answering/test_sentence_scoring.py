"""What a sentence's score counts beside its words: the headings over it, whose text is asked."""

from dataclasses import replace

from evidence_samples import evidence, passage

from knowledge.answering.sentence_scoring import score_sentences
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Answer, Question

HONEST = b"""---
title: "The harbour: origins and challenges"
author: Mara Oduya
cited_as: Oduya
---
# The harbour: origins and challenges

## Two merits

Oduya sees two merits in the harbour. First, it is deep. Second, it meets the economic challenges
of the islands.

## Challenges for the harbour

The most pressing challenge, which Oduya finds in every report, is the ice of the north.
"""


def test_a_heading_that_tells_sections_apart_counts_and_one_over_all_does_not() -> None:
    under = replace(passage("The ice is thick.", id_=1), section=("Port", "Challenges"))
    beside = replace(passage("The sea is deep.", id_=2), section=("Port", "Merits"))
    found = evidence("port challenges", [(under, 0.5), (beside, 0.5)], words=("port", "challenge"))
    first, second = score_sentences(found)
    assert first.evidence.text == "The ice is thick."
    assert (first.measures.headed, second.measures.headed) == (0.5, 0.0)


async def test_what_an_author_sees_is_looked_for_under_its_heading(knowledge: Knowledge) -> None:
    course = await knowledge.library.create_course("harbour", "The harbour")
    await knowledge.ingester.ingest(course, [SourceFile("harbour.md", HONEST)])
    reply = await knowledge.answerer.reply(Question("What challenges does Oduya see?", course.id))
    assert isinstance(reply, Answer)
    assert "the ice of the north" in reply.sentences[0].text


def test_an_author_who_is_asked_answers_alone() -> None:
    own = passage("Storms close the port.", id_=1, document=1, author="Mara Oduya", voice="Oduya")
    other = passage("The port gives lamps.", id_=2, document=2, author="Ben Hale", voice="Hale")
    words = ("port", "oduya", "give")
    found = evidence("What does Oduya give the port?", [(own, 0.4), (other, 0.6)], words=words)
    assert {s.within.passage.id for s in score_sentences(found)} == {1}
    spoken_of = replace(found, question="What does Finch give the port?")
    assert {s.within.passage.id for s in score_sentences(spoken_of)} == {1, 2}
