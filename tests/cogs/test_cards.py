"""Cards as pure functions: the letter of the documents, and Discord's limits."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import study_ids, timeline_ids
from bot.cards.abstention import CLOSEST, NOT_FOUND, NOTHING_CLOSE
from bot.cards.answer import answer_card
from bot.cards.custom_ids import theme_mark
from bot.cards.source import opening_page, source_card, source_pages
from bot.cards.text import link, literal, pieces, shorten, trail, width
from knowledge.model.answer import AnswerSentence, Mode
from knowledge.model.corpus import Citation, Span
from knowledge.model.record import Decision, Occasion, Record, Surface

NASTY = "**bold** _it_ ||x|| `c` ~~s~~ [a](https://b.c) <@1> @everyone <t:0:R> :joy: # h \\"


def unescaped(shown: str) -> str:
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown)


def citation(number: int, quote: str, passage: str) -> Citation:
    return Citation(
        number, 1, 1, 1, "Title " * 60, "Author " * 60, ("Heading " * 40,) * 6, "p. 7",
        quote, Span(0, len(quote)), number, passage,
    )  # fmt: skip


def record(*quotes: str) -> Record:
    return Record(
        receipt="A-7F3K",
        asked_at=datetime(2026, 1, 1, tzinfo=UTC),
        occasion=Occasion(Surface.SLASH),
        course="small",
        question="why? " * 250,
        mode=Mode.ANSWER,
        source=None,
        decision=Decision.ANSWERED,
        confidence=0.5,
        shown="\n".join(quotes),
        sentences=tuple(
            AnswerSentence(f"{NASTY * 9}\n{'Somebody writes: ' * 9}", q, n)
            for n, q in enumerate(quotes, 1)
        ),
        places=(),
        citations=tuple(citation(n, q, f"{q} {q}") for n, q in enumerate(quotes, 1)),
        passages=(),
        versions={},
        latency_ms=1.0,
    )


@given(st.text())
def test_literal_changes_nothing_but_escapes_and_invisible_marks(text: str) -> None:
    visible = re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)
    visible = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udfff]", " ", visible)
    visible = re.sub(r"^[^\S\n]+", " ", visible, flags=re.MULTILINE)
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", literal(text)) == visible


@given(st.text(alphabet="*_~|`<>@[]()#-+ \n\\:1.a/"))
def test_nothing_that_discord_would_style_is_left_bare(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", literal(text))
    assert not re.search(r"[*_~|`<>@\[\]\\]", bare)
    assert not re.search(r"^ ?(?:[#+-]|\d{1,9}[.)])", bare, re.MULTILINE)
    assert "://" not in bare


@given(st.text(max_size=400), st.integers(20, 90))
def test_pieces_lose_nothing_and_fit(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(width(literal(part)) <= limit for part in parts)


@given(st.text(max_size=300), st.integers(5, 60))
def test_shorten_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a_b?c=*", "<https://example.org/a_b?c=*>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://a b", "https:\\//a b"),
        ("https://a.b>[x](https://c)", "https:\\//a.b\\>\\[x\\](https:\\//c)"),
    ],
)
def test_only_a_plain_address_becomes_a_link(address: str, shown: str) -> None:
    assert link(address) == shown


@pytest.mark.parametrize(
    "quotes",
    [
        ("Short.",),
        ("Short.", "Shorter.", "Shortest."),
        ("word " * 3_000,),
        ("x" * 2_500, "*" * 2_500, "🌉" * 1_500),
        (NASTY * 30,) * 3,
    ],
)
def test_any_answer_fits_on_its_cards_and_loses_nothing(quotes: tuple[str, ...]) -> None:
    long = record(*quotes)
    texts, page = [], 0
    while True:
        card = answer_card(long, page=page, shareable=True, shared_by="N" * 99, first_use=True)
        assert width("".join(_texts(card))) <= 4_000
        assert card.total_children_count <= 40
        texts.append("\n".join(_texts(card)))
        if f"Page {page + 1} of" not in texts[-1] or _is_last(texts[-1], page):
            break
        page += 1
    said = re.sub(r"[\s>]", "", unescaped("".join(_quotes(texts))))
    for quote in quotes:
        assert re.sub(r"[\s>]", "", unescaped(literal(quote)))[:500] in said


def _texts(card: object) -> list[str]:
    return [c.content for c in card.walk_children() if hasattr(c, "content")]  # type: ignore[attr-defined]


def _is_last(text: str, page: int) -> bool:
    found = re.search(r"Page (\d+) of (\d+)", text)
    return found is None or found[1] == found[2]


def _quotes(texts: list[str]) -> list[str]:
    return [line[2:] for text in texts for line in text.split("\n") if line.startswith("> ")]


def test_the_source_view_opens_on_the_quote_in_a_long_passage() -> None:
    passage = "Before. " * 900 + NASTY + " After." * 900
    pages = source_pages([citation(1, NASTY, passage)])
    index = opening_page(pages)

    assert len(pages) > 3
    assert 0 < index < len(pages) - 1
    assert f"**{literal(NASTY)}**" in pages[index].text
    for number in range(len(pages)):
        card = source_card("A-7F3K", pages, number)
        assert width("".join(_texts(card))) <= 4_000
    whole = "".join(page.text for page in pages)
    assert re.sub(r"\s", "", unescaped(whole.replace("**\\*", "\\*"))).count("Before.") == 900


def test_a_quote_over_several_lines_is_bold_line_by_line() -> None:
    passage = "First line.\nSecond line.\n\nThird line. Rest."
    (page,) = source_pages([citation(1, "line.\nSecond line.\n\nThird", passage)])

    assert page.text == "First **line.**\n**Second line.**\n\n**Third** line. Rest."


def test_a_page_past_the_end_shows_the_last_one() -> None:
    assert "Short." in "".join(_texts(answer_card(record("Short."), page=99)))
    pages = source_pages([citation(1, "Short.", "Short. Rest.")])
    assert "Rest." in "".join(_texts(source_card("A-7F3K", pages, 99)))


def test_a_remark_has_a_line_before_the_attribution() -> None:
    said = AnswerSentence("The documents do not mention “Brazil”.\nHong reports:", "He went.", 1)
    texts = _texts(answer_card(replace(record("x"), sentences=(said,))))
    (shown,) = [text for text in texts if "He went." in text]
    assert shown.splitlines() == [
        "The documents do not mention “Brazil”.",
        "Hong reports:",
        "> He went. [1]",
    ]


def abstention(remark: str, *places: str) -> str:
    shown = "\n".join([*filter(None, [remark]), *places])
    given = replace(record(), decision=Decision.ABSTAINED, shown=shown, places=places)
    return "\n".join(_texts(answer_card(given)))


def test_an_abstention_shows_headings_only_where_there_are_any() -> None:
    assert NOTHING_CLOSE not in abstention("", "Tea › Trade, p. 7")
    assert f"{CLOSEST}\n1. Tea › Trade, p. 7\n" in abstention("", "Tea › Trade, p. 7")
    assert CLOSEST not in abstention("")
    assert NOTHING_CLOSE in abstention("")


@pytest.mark.parametrize("places", [(), ("Tea › Trade, p. 7",)])
def test_an_abstention_says_which_names_the_documents_lack(places: tuple[str, ...]) -> None:
    shown = abstention("The documents do not mention “@here”.", *places)
    assert f"{NOT_FOUND}\nThe documents do not mention “\\@here”.\n" in shown


@given(st.lists(st.text("ab c", min_size=1), min_size=1, max_size=7), st.integers(40, 200))
def test_a_trail_fits(parts: list[str], limit: int) -> None:
    assert len(trail(parts, limit)) <= limit


def test_of_a_long_trail_the_document_and_the_end_are_seen() -> None:
    assert trail(["Tea", "Trade", "Prices"], 60) == "Tea › Trade › Prices"
    assert trail(["Tea", "Trade " * 20, "Prices"], 40) == "Tea › Trade Trade Trade Trade… › Prices"
    long = trail(["A history of tea " * 9, "Trade " * 20, f"{'Prices ' * 20}in winter, p. 7"], 120)
    assert long.startswith("A history of tea")
    assert long.endswith("in winter, p. 7")
    assert long.count(" › ") == 2


def test_the_page_of_a_place_is_seen_however_long_its_headings_are() -> None:
    where = " › ".join(["A title " * 20, "A part " * 30, "A chapter " * 30]) + ", p. 123"
    assert ", p. 123" in abstention("", where)
    assert ", p. 7" in "".join(_texts(answer_card(record("Short."))))


def test_a_theme_has_one_mark_in_every_id_whatever_its_name_holds() -> None:
    mark = theme_mark("half a character: \ud800")
    for template, made in (
        (timeline_ids.EDIT_THEME, timeline_ids.edit_theme(1, "half a character: \ud800", 0)),
        (study_ids.BEGIN_THEME, study_ids.theme("half a character: \ud800")),
    ):
        found = re.fullmatch(template, made)
        assert found is not None
        assert found["theme"] == mark
