"""The card of an answer: what the documents say, where they say it, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import answers_ids, custom_ids, study_ids
from bot.cards.abstention import CLOSEST, NOTHING_CLOSE, not_found, remark_of
from bot.cards.layout import TEXT_LIMIT, Card, Row, button, card, filled, pager, row
from bot.cards.offers import OTHERS_MAY_READ, offered_line, request_line
from bot.cards.shown import READ_THERE, corrects_another, doubt_of, note_of
from bot.cards.text import BETWEEN_HEADINGS, literal, one_line, pieces, shorten, trail, width
from knowledge.answering.grounding import Band, band
from knowledge.model.answer import AnswerSentence, Mode
from knowledge.model.corpus import Citation
from knowledge.model.inbox import RequestState
from knowledge.model.record import Decision, Record
from knowledge.model.verified import VerifiedAnswer, VerifiedQuote

ANSWERED = discord.Colour(0x3B7DD8)
ABSTAINED = discord.Colour(0x8A8F98)
LOCATED = discord.Colour(0x2F8F6B)
VERIFIED = discord.Colour(0x3BA55D)

LOGGED = (
    "Questions are logged for the course's moderators, also those in direct messages. "
    "`/privacy policy` says what is kept."
)
NEXT_STEP = "Try other words, look at `/explore sources`, or press **Ask a human**."
NEXT_STEP_ALONE = "Try other words, or look at `/explore sources`."
NEAREST = "Nearest in the documents:"
"""Over what stands under somebody's own words, which may say more than it does."""
RESTS_ON_NOTHING = "-# It cites no document."
WITHDRAWN = "This answer was withdrawn later."
CHANGED_SINCE = "⚠️ The document has changed since this was confirmed."
REMOVED = "(removed with its document)"
"""In place of words that are no longer kept."""

_SUFFIXES = {Mode.COMPARE: ": side by side"}

_PAGE_WIDTH = TEXT_LIMIT - 900
"""What is left for quotes and sources beside the question, the notes and the last line."""
_QUOTE_WIDTH = _PAGE_WIDTH - 1_200
_LONGEST_REMARK = 400
LONGEST_PLACE = 180
"""Characters of a document's title and headings: three lines on a telephone."""


def answer_card(
    record: Record,
    *,
    page: int = 0,
    shareable: bool = False,
    shared_by: str | None = None,
    first_use: bool = False,
    request: RequestState | None = None,
) -> Card:
    """The card of any decision: an answer, an abstention, or places to read.

    It is made from the record, so that nothing is shown that is not stored, whether the answer
    is new or was given before a restart.

    Args:
        page: From 0; a page that does not exist becomes the last one.
        shareable: Offer *Share*: a private answer in a channel.
        shared_by: The name of the person who showed a private answer to the channel.
        first_use: Add the line about logging.
        request: What became of the wish for a person of the one who sees this alone; ``None``
            also on a card that many see.
    """
    pages = _pages(record, request)
    page = min(page, len(pages) - 1)
    notes = _notes(record, page, len(pages), shared_by=shared_by, first_use=first_use)
    doubt = doubt_of(record) if record.verified is None else ""
    return card(
        f"### {literal(shorten(record.question, 200))}{_SUFFIXES.get(record.mode, '')}",
        f"**{doubt}**" if doubt else "",
        *_blocks(pages[page]),
        request_line(request) if offers_a_person(record) else "",
        OTHERS_MAY_READ if offers_a_person(record) and request is None else "",
        ui.Separator(),
        "" if record.offer is None else offered_line(record.offer),
        "\n".join(notes),
        rows=[
            *pager(page, len(pages), _turner(record.receipt)),
            *actions(record, shareable=shareable, asks_a_person=request is None),
        ],
        accent=_ACCENTS[record.decision] if record.verified is None else VERIFIED,
    )


def pointer_card(receipt: str, asker: str, *, first_use: bool = False) -> Card:
    """Stands where a private answer was asked for in public: only the asker can open it."""
    name = literal(shorten(asker, 40))
    return Card(
        ui.TextDisplay(f"{name}, your answer is ready. Only you can open it."),
        row(
            button(
                "Show my answer",
                custom_ids.show_answer(receipt),
                style=discord.ButtonStyle.primary,
            )
        ),
        *([ui.TextDisplay(f"-# {LOGGED}")] if first_use else []),
    )


_ACCENTS = {
    Decision.ANSWERED: ANSWERED,
    Decision.ABSTAINED: ABSTAINED,
    Decision.LOCATED: LOCATED,
}


def place(citation: Citation, limit: int = LONGEST_PLACE) -> str:
    """The place that is cited, safe to show: "Document › Section, p. 7"."""
    path = trail([citation.document, *citation.section], limit)
    return literal(path if citation.page is None else f"{path}, {citation.page}")


def _pages(record: Record, request: RequestState | None) -> list[list[str]]:
    if record.verified is not None:
        return verified_pages(record.verified, corrects=corrects_another(record))
    if record.decision is Decision.ANSWERED:
        return quotation_pages(record.sentences, record.citations)
    if record.decision is Decision.LOCATED:
        return filled([READ_THERE, *_numbered(record.places)], _PAGE_WIDTH)
    closest = [CLOSEST, *_numbered(record.places)] if record.places else [NOTHING_CLOSE]
    remark = literal(shorten(remark_of(record), _LONGEST_REMARK))
    next_step = NEXT_STEP if request is None else NEXT_STEP_ALONE
    return filled([not_found(record), *filter(None, [remark]), *closest, next_step], _PAGE_WIDTH)


def verified_pages(verified: VerifiedAnswer, *, corrects: bool = False) -> list[list[str]]:
    """A verified answer: whose, of when, in whose words, and what it rests on.

    Args:
        corrects: Another answer was to be read in its place before.
    """
    by, day = literal(shorten(verified.by, 80)), f"<t:{int(verified.at.timestamp())}:D>"
    said = [f"✅ Confirmed by **{by}** on {day}"]
    if verified.words:
        did = "Corrected" if corrects else "Answered"
        said = [f"✅ {did} by **{by}** on {day}", f"{by} writes:"]
        said += (_quoted(part) for part in pieces(verified.words, _QUOTE_WIDTH))
        said.append(NEAREST if verified.quotes else RESTS_ON_NOTHING)
    if verified.retired_at is not None:
        said.insert(0, WITHDRAWN)
    elif verified.is_stale:
        said.insert(0, CHANGED_SINCE)
    first, *others = quote_pages(verified.quotes)
    if width("\n".join([*said, *first])) <= _PAGE_WIDTH:
        return [[*said, *first], *others]
    return [*filled(said, _PAGE_WIDTH), *filter(None, (first, *others))]


def quote_pages(quotes: Sequence[VerifiedQuote]) -> list[list[str]]:
    """What a verified answer quotes, or would, each quote with its source."""
    said = [
        AnswerSentence(quote.lead, quote.citation.quote or REMOVED, quote.citation.number)
        for quote in quotes
    ]
    return quotation_pages(said, [quote.citation for quote in quotes])


def _quoted(text: str) -> str:
    """Somebody's own words, line by line, as a quotation."""
    return "\n".join(f"> {literal(line)}" for line in text.strip().splitlines())


def quotation_pages(
    sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
) -> list[list[str]]:
    """Quotes in order, each on one page with the source it comes from."""
    cited = {citation.number: citation for citation in citations}
    quoted = [(part, cited[s.citation]) for s in sentences for part in _quotation(s)]
    if not quoted:
        return [[]]
    pages: list[list[tuple[str, Citation]]] = [[]]
    for quote in quoted:
        if pages[-1] and width("\n".join(_with_sources([*pages[-1], quote]))) > _PAGE_WIDTH:
            pages.append([])
        pages[-1].append(quote)
    return [_with_sources(page) for page in pages]


def _quotation(said: AnswerSentence) -> list[str]:
    quote = one_line(said.text)
    parts = [f"> {literal(part.strip())}" for part in pieces(quote, _QUOTE_WIDTH)]
    *remarks, attribution = said.lead.splitlines() or [""]
    known = [*(shorten(line, _LONGEST_REMARK) for line in remarks), shorten(attribution, 150)]
    parts[0] = "\n".join([*map(literal, filter(None, known)), parts[0]])
    parts[-1] += f" [{said.citation}]"
    return parts


def _with_sources(quotes: Sequence[tuple[str, Citation]]) -> list[str]:
    numbers: dict[str, list[int]] = {}
    for _, citation in quotes:
        known = numbers.setdefault(_source(citation), [])
        if citation.number not in known:
            known.append(citation.number)
    lines = [f"{' '.join(f'[{n}]' for n in found)} {source}" for source, found in numbers.items()]
    title = "Source" if len(lines) == 1 else "Sources"
    return [*(text for text, _ in quotes), "\n".join([f"**{title}**", *lines])]


def _source(citation: Citation) -> str:
    author = f"{literal(shorten(citation.author, 60))}, " if citation.author else ""
    return f"{author}{place(citation)}"


def _numbered(places: Sequence[str]) -> list[str]:
    short = (trail(where.split(BETWEEN_HEADINGS), LONGEST_PLACE) for where in places)
    return [f"{n}. {literal(where)}" for n, where in enumerate(short, start=1)]


def _blocks(page: Sequence[str]) -> list[str]:
    """The page's texts; the lines of a list stay together."""
    merged: list[str] = []
    for block in page:
        if merged and block[0] in "123456789":
            merged[-1] += f"\n{block}"
        else:
            merged.append(block)
    return merged


def _notes(
    record: Record, page: int, pages: int, *, shared_by: str | None, first_use: bool
) -> list[str]:
    parts = []
    if pages > 1:
        parts.append(f"Page {page + 1} of {pages}")
    if shared_by is not None:
        parts.append(f"Shared by {literal(shorten(shared_by, 40))}")
    notes = [" · ".join([*parts, f"Receipt `{record.receipt}`"])]
    if record.verified is None and (note := note_of(record)):
        notes.insert(0, note)
    if first_use:
        notes.append(LOGGED)
    return [f"-# {note}" for note in notes]


def _turner(receipt: str) -> custom_ids.Turner:
    return lambda move, page: custom_ids.turn_answer(move, receipt, page)


def actions(record: Record, *, shareable: bool, asks_a_person: bool) -> list[Row]:
    """What can be done with an answer: also where it is told in another card."""
    receipt = record.receipt
    items: list[ui.Item[Card]] = []
    if record.sources:
        style = discord.ButtonStyle.primary
        items.append(button("Show source", custom_ids.show_source(receipt), style=style))
    items += [
        button("Helpful 👍", custom_ids.rate("up", receipt)),
        button("Not helpful 👎", custom_ids.rate("down", receipt)),
    ]
    is_answered = record.decision is not Decision.ABSTAINED or record.verified is not None
    if shareable and is_answered:
        items.append(button("Share", custom_ids.share(receipt)))
    if record.decision is Decision.ANSWERED and record.citations:
        items.append(button("Quiz me on this", study_ids.from_answer(receipt)))
    others: list[ui.Item[Card]] = []
    if record.offer is not None:
        others.append(button("Show that answer", answers_ids.show_offered(receipt)))
    if offers_a_person(record) and asks_a_person:
        others.append(button("Ask a human", answers_ids.ask_human(receipt)))
    return [row(*items), *([row(*others)] if others else [])]


def offers_a_person(record: Record) -> bool:
    """Whether the documents did not answer, or hardly, and nobody has answered instead."""
    if record.verified is not None and record.verified.is_in_force:
        return False
    doubtful = record.decision is Decision.ANSWERED and band(record.confidence) is Band.LOW
    return doubtful or record.decision is Decision.ABSTAINED
