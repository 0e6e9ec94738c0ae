"""A reader's blocks made into clean text: what a person would call the document's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from knowledge.ingestion.boilerplate import Cleaned, without_boilerplate
from knowledge.ingestion.byline import take_byline
from knowledge.ingestion.characters import MANY_INVISIBLE, CharacterCleaner
from knowledge.ingestion.footnotes import without_marks
from knowledge.ingestion.media_types import PLAIN, PPTX
from knowledge.ingestion.reading import PAGE_BREAK, Block, BlockKind, Reading, page_breaks
from knowledge.ingestion.refusals import plain_name
from knowledge.model.corpus import DocumentMetadata
from knowledge.model.instructions import INSTRUCTION_LIKE, is_instruction_like

LONGEST_TITLE = 300
LONGEST_HEADING = 300
"""Characters. What is longer was only dressed as a heading: it is text, and can be quoted."""


def clean(reading: Reading, file_name: str) -> Reading:
    """The reading with clean blocks, a title, and notices of what a person should look at."""
    cleaner = CharacterCleaner()
    cleaned = (replace(block, text=cleaner.clean(block.text)) for block in reading.blocks)
    blocks = [_with_short_heading(block) for block in _without_empty(cleaned)]
    metadata = _clean_metadata(reading.metadata)
    metadata = replace(metadata, title=metadata.title or _first_title(blocks))
    without = without_boilerplate(blocks, metadata.title)
    blocks = without.blocks
    if reading.media_type != PPTX:
        plain_text = reading.media_type == PLAIN
        blocks, metadata = take_byline(blocks, metadata, plain_text=plain_text)
    texts = without_marks([block.text for block in blocks])
    blocks = [replace(block, text=text) for block, text in zip(blocks, texts, strict=True)]
    blocks = _with_some_body([*_without_empty(blocks)])
    return replace(
        reading,
        blocks=tuple(blocks),
        metadata=replace(metadata, title=metadata.title or title_of_file(file_name)),
        notices=(*_notices(reading, blocks, cleaner.invisible), *_left_out(reading, without)),
    )


def title_of_file(file_name: str) -> str:
    """The name of a file as a title: "2023_civil-diplomacy.pdf" → "2023 civil diplomacy"."""
    stem = PurePosixPath(plain_name(file_name)).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or "Untitled"


def _without_empty(blocks: Iterable[Block]) -> Iterable[Block]:
    """Blocks with words; the page breaks of the others go to the next one."""
    carried = ""
    for block in blocks:
        text = block.text
        if block.kind is BlockKind.HEADING:
            text = " ".join(text.split("\n"))
        if not any(c.isalnum() for c in text):
            carried += page_breaks(text)
            continue
        yield replace(block, text=carried + text.strip(" \n"))
        carried = ""


def _with_short_heading(block: Block) -> Block:
    if block.kind is BlockKind.HEADING and len(block.text) > LONGEST_HEADING:
        return Block(BlockKind.PARAGRAPH, block.text)
    return block


def _clean_metadata(metadata: DocumentMetadata) -> DocumentMetadata:
    cleaner = CharacterCleaner()

    def cleaned(value: str | None) -> str | None:
        if value is None:
            return None
        return (
            " ".join(cleaner.clean(value).replace(PAGE_BREAK, " ").split())[:LONGEST_TITLE] or None
        )

    return DocumentMetadata(
        title=cleaned(metadata.title),
        author=cleaned(metadata.author),
        cited_as=cleaned(metadata.cited_as),
        affiliation=cleaned(metadata.affiliation),
        published=cleaned(metadata.published),
        address=cleaned(metadata.address),
        language=cleaned(metadata.language),
        note=cleaned(metadata.note),
    )


def _first_title(blocks: Sequence[Block]) -> str | None:
    """The first heading, if it is of the outermost level or stands alone on its level."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    if not headings:
        return None
    levels = [block.level for block in headings]
    first = headings[0]
    alone = first is blocks[0] and first.level == min(levels) and levels.count(first.level) == 1
    outermost = next((block for block in headings if block.level == 1), first if alone else None)
    return outermost.text.replace(PAGE_BREAK, "")[:LONGEST_TITLE] if outermost else None


def _with_some_body(blocks: list[Block]) -> list[Block]:
    """Blocks of which some can be quoted: where there are only headings, they are the text."""
    if any(block.kind is not BlockKind.HEADING for block in blocks):
        return blocks
    return [Block(BlockKind.PARAGRAPH, block.text) for block in blocks]


def _notices(reading: Reading, blocks: Sequence[Block], invisible: int) -> tuple[str, ...]:
    notices = list(reading.notices)
    page = 0
    for block in blocks:
        first, page = page, page + block.text.count(PAGE_BREAK)
        if not is_instruction_like(block.text):
            continue
        shown = first + block.text.startswith(PAGE_BREAK)
        place = reading.page_labels[shown] if shown < len(reading.page_labels) else None
        notices.append(hidden_text_notice(place))
    if invisible >= MANY_INVISIBLE:
        notices.append(f"{invisible:,} invisible characters were removed.")
    return tuple(dict.fromkeys(notices))


def _left_out(reading: Reading, without: Cleaned) -> tuple[str, ...]:
    """What cleaning took for imprint: a person may know better."""
    return tuple(
        f"{count:,} {line}{'' if count == 1 else 's'} {what} {'was' if count == 1 else 'were'} "
        "left out."
        for count, line, what in (
            (
                reading.imprint_lines + without.imprint_lines,
                "line",
                "of navigation or imprint",
            ),
            (without.contact_lines, "closing line", "with contact details"),
        )
        if count
    )


def hidden_text_notice(place: str | None) -> str:
    """``place`` is a page's label, "p. 4" or "slide 4"; without pages it is the document."""
    where = "The document" if place is None else _capitalised(place)
    return f"{where} holds {INSTRUCTION_LIKE}."


def _capitalised(label: str) -> str:
    name = label.replace("p. ", "page ", 1) if label.startswith("p. ") else label
    return name[:1].upper() + name[1:]
