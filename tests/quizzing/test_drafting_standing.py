"""What is fit to be asked: by itself, for sure, and without giving itself away."""

from __future__ import annotations

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.quizzing.authoring.drafter import draft_from
from knowledge.quizzing.authoring.kinds import Kind
from knowledge.quizzing.authoring.named import is_leaked
from knowledge.quizzing.authoring.standing import Clause, why_not
from tests.quizzing.drafted import COUNTRIES, HARBOURS, Read, right

STANDING = [
    ("Ada Moss opened the school of Tollan in 1902.", None),
    ("She opened the school of Tollan in the year 1903.", "pronoun"),
    ("Her brother opened the school of Tollan in 1904.", "pronoun"),
    ("This school of Tollan was opened by Ada Moss.", "points to the lines before"),
    ("The committee gave Ada Moss the school of Tollan.", "points to the lines before"),
    ("Two years later Ada Moss opened a second school.", "points to the lines before"),
    ("Ada Moss opened another school in Tollan in 1907.", "points to the lines before"),
    ("Ada Moss gave him the old school of Tollan in 1908.", "pronoun"),
    ("We opened the school of Tollan with Ada Moss in 1909.", "first person"),
    ("Ada Moss should open a school in Tollan at once.", "opinion"),
    ("Ada Moss probably opened a school in Tollan in 1911.", "opinion"),
    ("Who opened the old school of Tollan in 1912?", "not a statement"),
    ("Ada Moss left Tollan.", "too short"),
    ("And Ada Moss opened the school of Tollan in 1913.", "goes on"),
    ("Ada Moss closed the theatre of Tollan in May 1914.", None),
    ("The engineer Clara Dunn built a lighthouse in 1915.", None),
    ("Ada Moss explained why: in 1915 Ben Carver sold the dock.", "several statements"),
    ("Ada Moss described the basic flaw in a book of 1916.", "leaves open"),
    ("Ada Moss described the basic flaw of steam pumps in 1916.", None),
    ("Ada Moss showed the importance of salt in a lecture of 1917.", "leaves open"),
    ("Ada Moss showed the importance of salt for bread in 1917.", None),
    ("Work began near the port of Tollan on April 25, 1918.", "leaves open"),
    ("Construction of a dock began in Tollan in April 1918.", None),
    ("Ada Moss marched through Tollan in protest in May 1919.", "leaves open"),
    ("Ada Moss marched through Tollan in protest against a tax in 1919.", None),
    ("Ada Moss and Ben Carver agreed in secret talks at Varna to attack.", "leaves open"),
    ("Ada Moss and Ben Carver agreed in secret talks to attack Varna.", None),
    ("In 1920 Ada Moss became a member of the Fund in Tollan.", "leaves open"),
    ("Ada Moss also opened a school for sailors in Tollan.", "leaves open"),
    ("Ada Moss, however, opened a school for sailors in Tollan.", "leaves open"),
    ("Ada Moss had opened a school for sailors in Tollan.", "past perfect"),
    ("Ada Moss had opened a school in Tollan when Ben Carver arrived.", None),
    ("Ada Moss closed a school in Tollan when she moved to Varna.", None),
    ("Ada Moss announced in 1921 that Tollan would open a school.", None),
    ("In 1921 a storm crushed his school in the harbour of Tollan.", "pronoun"),
    ("In 1921 an old pilgrim left the school of Tollan where he slept.", None),
    ("Ada Moss praised its school for sailors in 1922.", "pronoun"),
    ("The Duke of Varna ruled Tollan until 1923, when Captain Bold relieved him.", None),
    ("Ada Moss told a meeting in 1924 that sailors should be paid by the day.", None),
    ("Ada Moss tested salts in 1925 but could not say what they did.", None),
    ("In 1926 an agreement was reached with Ben Carver of Tollan.", "leaves open"),
    ("In 1926 an agreement on fishing was reached with Ben Carver.", None),
    ("In 1927 Ada Moss and Ben Carver answered with a secret treaty.", "leaves open"),
    ("Ada Moss found a strange shell in 1928, later named after Tollan.", None),
    ("In 1929 the Tollan Museum applied it to a pair of woollen gloves.", "pronoun"),
    ("The Tollan Museum refused in 1930 to extend it to careless sailors.", "pronoun"),
    ("Ada Moss reached a similar result in a book of 1931.", "points to the lines before"),
    ("Ada Moss built a larger school for sailors in 1932.", "points to the lines before"),
    ("Two bacteriologists arrived in Tollan in June 1933.", "points to the lines before"),
    ("Two bacteriologists from Varna arrived in Tollan in June 1933.", None),
    ("The high tide came with Ada Moss of Tollan in 1934.", "points to the lines before"),
    ("The House of Lords changed course in 1935 in Moss v Carver.", "points to the lines before"),
    ("The great portrait that Ada Moss painted in 1936 hangs in Tollan.", "points to the lines"),
    ("The great portrait of Homer that Ada Moss painted in 1936 hangs in Tollan.", None),
    ("Varna joined in 1937, and coins came into use in January 1938.", "leaves open"),
]


@pytest.mark.parametrize(("sentence", "reason"), STANDING, ids=lambda value: str(value)[:40])
async def test_only_what_stands_by_itself_is_asked(
    read: Read, sentence: str, reason: str | None
) -> None:
    reading = await read(f"# Schools\n\n{sentence}", title="Old Schools")

    found = why_not(Clause(reading.sentences[-1], reading.sentences[-1].span))

    assert (found is None) if reason is None else (found is not None and reason in found), found


async def test_a_noun_of_the_title_needs_no_further_words(read: Read) -> None:
    text = "# Opening\n\nThe canal was opened with a great feast in November 1869."
    known = await read(text, title="A History of the Canal")
    assert why_not(Clause(known.sentences[0], known.sentences[0].span)) is None


async def test_what_the_title_makes_known_is_asked_with_the_title(knowledge: Knowledge) -> None:
    text = (
        "---\ntitle: A History of the Canal\nauthor: Helen Marsh\ncited_as: Marsh\n---\n\n"
        "The canal was opened with a great feast in 1869. Queen Anna praised Captain Bold in 1875."
    )
    course = await knowledge.library.create_course("canal", "Canal")
    await knowledge.ingester.ingest(course, [SourceFile("canal.md", text.encode())])

    drafting = await knowledge.drafter.draft(course.id, kinds=(Kind.YEAR,))

    said = {draft.stem.split(",")[0] for draft in drafting.drafts}
    assert said == {"According to Marsh in “A History of the Canal”"}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ada Moss sold the ship Hope before 1902.", "date: bound"),
        ("Ada Moss built the ship Hope about 1902.", "date: approximate"),
        ("Ada Moss built ships for Tollan in the 1920s.", "date: a stretch of time"),
        ("Ada Moss ran the docks of Tollan from 1902 to 1911.", "date: a stretch of time"),
        ("Ada Moss is to open the docks of Tollan in 1999.", "date: planned"),
        ("Ada Moss came to Tollan in 1902 and left it in 1911.", "date: several"),
        ("A storm broke many old roofs and walls in 1902.", "names nobody"),
    ],
)
async def test_only_sure_single_dates_of_somebody_are_asked(
    read: Read, sentence: str, reason: str
) -> None:
    drafting = draft_from(await read(sentence), {}, kinds=(Kind.YEAR,))

    assert drafting.drafts == ()
    assert any(found.startswith(reason) for found in drafting.refused), drafting.refused


async def test_an_inferred_year_is_not_asked(read: Read) -> None:
    text = "Ada Moss opened the docks of Tollan in 1902. On June 3 Ben Carver sold the ship Hope."
    drafting = draft_from(await read(text), {}, kinds=(Kind.YEAR,))

    assert [right(draft) for draft in drafting.drafts] == ["1902"]
    assert drafting.refused["date: inferred"] == 1


async def test_nothing_false_is_said_of_death_crime_or_disgrace(read: Read) -> None:
    text = (
        "Ada Moss died in Tollan in 1902. Ben Carver was arrested in Tollan in 1908. Clara Dunn "
        "resigned from the Tollan Harbour Company in 1911. Emil Ferro murdered Ivan Koss in 1924."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    assert all(right(draft) == "True" for draft in drafting.drafts)
    assert drafting.refused["nothing false of death, crime or disgrace"] >= 1


async def test_who_is_not_asked_where_it_would_defame_or_give_itself_away(read: Read) -> None:
    reading = await read(
        "The engineer Clara Dunn died in Varna in 1911. The engineer Emil Ferro designed the dock "
        "of Lisbon for his wife in 1924. The engineer Greta Holm repaired the harbour of Trieste "
        "in 1931. The engineer Ivan Koss closed the harbour of Genoa in 1933."
    )
    drafting = draft_from(reading, {}, kinds=(Kind.PERSON,))

    assert not {"Clara Dunn", "Emil Ferro"} & {right(draft) for draft in drafting.drafts}
    reasons = set(drafting.refused)
    assert "a person in a sentence about death, crime or disgrace" in reasons
    assert "the words around give it away" in reasons


async def test_what_stands_in_too_many_sentences_is_no_answer_and_no_option(read: Read) -> None:
    often = " ".join(f"Captain Bold sailed from Spain to Malta in {1950 + n}." for n in range(6))
    reading = await read(f"{COUNTRIES}\n{often}")
    drafting = draft_from(reading, {}, kinds=(Kind.PLACE,))

    assert drafting.refused["in too many sentences"] >= 1
    shown = {option for draft in drafting.drafts for option in draft.options}
    assert shown
    assert not {"Spain", "Malta"} & shown


async def test_an_answer_that_the_question_holds_is_not_asked(read: Read) -> None:
    assert is_leaked("Shanghai Cooperation Organization", "The ____ (SCO) met in Ufa.")
    assert is_leaked("National Congress of the Communist Party", "After the ____ (CCP), Xi spoke.")
    assert is_leaked("Tollan Museum", "The ____ of Tollan opened.")
    assert not is_leaked("Tollan Museum", "The ____ bought a ship in Varna.")


async def test_the_author_and_the_sources_are_not_asked_about(read: Read) -> None:
    text = f"{HARBOURS}\n# About the author\n\nHelen Marsh joined the Tollan Museum in 1943.\n"
    drafting = draft_from(await read(text), {})

    assert drafting.drafts
    assert not any("Helen Marsh" in draft.stem for draft in drafting.drafts)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Captain Bold signed a treaty at Montego Bay in Jamaica in 1982.", "Jamaica"),
        ("Captain Bold worked at a hospital in Hartford, Connecticut, in 1953.", "Hartford"),
        ("Captain Bold read the Santiago Declaration to farmers from Chile in 1952.", "Chile"),
        ("Captain Bold paid a Chilean bank for copper from Chile in 1952.", "Chile"),
        ("Captain Bold sold French wine to a bank in Paris in 1952.", "Paris"),
        ("Captain Bold wrote a long report on the war in Vietnam in 1971.", "Vietnam"),
    ],
)
async def test_a_place_that_the_words_around_tell_is_not_asked(
    read: Read, sentence: str, place: str
) -> None:
    more = (
        "Captain Stern bought tin in Norway in 1955. Captain Dunn bought tin in Sweden in 1957. "
        "Captain Holm bought tin in Denmark in 1959. Captain Koss bought rice in Ireland in 1961. "
        "Captain Prim bought rice in Cambodia in 1965. Captain Weiss bought wool in Boston in 1966."
    )
    drafting = draft_from(await read(f"{sentence} {more}"), {}, kinds=(Kind.PLACE,))

    assert drafting.drafts
    assert place not in {right(draft) for draft in drafting.drafts}
    assert set(drafting.refused) & {
        "the words around give it away",
        "the answer stands in the question",
    }


@pytest.mark.parametrize(
    "other",
    [
        "Ben Carver painted the portrait of a king in 1958.",
        "Ben Carver bought a school for painters in 1908.",
        "Ada Moss crossed the desert of Arabia in 1908.",
        "Ben Carver was born in the small town of Varna in 1908.",
        "Ben Carver finished a portrait of the old king in 1908.",
    ],
    ids=["another era", "the same thing", "the same person", "a birth", "an end"],
)
async def test_events_whose_order_can_be_guessed_are_not_compared(read: Read, other: str) -> None:
    text = (
        "Ada Moss founded a school for sailors in 1902. {} Doris Koch translated a poem by Homer "
        "into verse in 1911."
    )
    fine = text.format("Ben Carver painted the portrait of a king in 1908.")

    assert draft_from(await read(fine), {}, kinds=(Kind.FIRST,)).drafts

    assert not draft_from(await read(text.format(other)), {}, kinds=(Kind.FIRST,)).drafts


async def test_a_statement_whose_point_is_in_the_next_line_is_no_true_or_false(read: Read) -> None:
    text = (
        "Clara Dunn showed students of Varna films in 1974. Students gave wrong estimates. "
        "Ada Moss founded the school of Tollan in 1976. Its pupils learned to sail."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    assert ["Ada Moss" in draft.stem for draft in drafting.drafts] == [True]
    assert drafting.refused["the next line has the point"] == 1


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("Trains of the Tollan Railway crossed the river Moss until 1944.", "1944"),
        ("Ada Moss opened the museum of Tollan in the summer of 1914.", "1914"),
        ("Ada Moss bought a ship in 1908, and Ben Carver sold a dock of Tollan in 1911.", "1908"),
        ("In March 1921 the container ship Perseverance ran aground in a strong wind.", "1921"),
    ],
    ids=["a limit that is a fact", "a season", "one date to a clause", "any name"],
)
async def test_a_year_is_asked_wherever_it_is_sure(read: Read, sentence: str, year: str) -> None:
    drafting = draft_from(await read(sentence), {}, kinds=(Kind.YEAR,))

    assert year in {right(draft) for draft in drafting.drafts}, drafting.refused


async def test_a_year_that_the_title_tells_is_not_asked(read: Read) -> None:
    text = "Ada Moss sold the ship Hope in 1902. Ben Carver sold the ship Faith in 1908."
    drafting = draft_from(await read(text, title="The Storm of 1902"), {}, kinds=(Kind.YEAR,))

    assert [right(draft) for draft in drafting.drafts] == ["1908"]
    assert drafting.refused["the title tells the year"] == 1


async def test_a_name_that_is_hardly_a_towns_is_not_asked_as_one(read: Read) -> None:
    text = (
        "Captain Bold taught sailing at Boston in 1953. Captain Stern opened a shop in Somerville "
        "in 1955. Captain Dunn opened a school in Chicago in 1957. Captain Holm opened a bank in "
        "Houston in 1959. Captain Koss opened a mill in Dallas in 1961. Captain Prim opened a dock "
        "in Denver in 1963."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    assert {right(draft) for draft in drafting.drafts} == {
        "Chicago", "Houston", "Dallas", "Denver",
    }  # fmt: skip
    assert drafting.refused["no town that is known by its name"] == 2
