"""HTML: the text of a page without its navigation. Nothing is fetched and nothing is run."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from knowledge.ingestion import refusals
from knowledge.ingestion.cleaning import hidden_text_notice
from knowledge.ingestion.decoding import decode
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import HTML
from knowledge.ingestion.readers.html_blocks import HtmlBlocks
from knowledge.ingestion.reading import Block, BlockKind, Reading
from knowledge.model.corpus import DocumentMetadata

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 2_048
_META = {
    "author": ("author", "citation_author", "dc.creator", "dcterms.creator", "article:author"),
    "published": ("article:published_time", "citation_publication_date", "dc.date", "date"),
    "affiliation": ("citation_author_institution",),
    "title": ("citation_title", "dc.title", "og:title"),
}
_ADDRESS = re.compile(r"https?://\S+")
_FEWEST_MAIN_CHARACTERS = 200


def read(content: bytes, limits: ReadingLimits) -> Reading:
    match = _CHARSET.search(content[:_HEAD_BYTES])
    text = decode(content, match.group(1).decode("ascii") if match else None)
    if not text.strip():
        raise refusals.empty()
    return read_text(text, limits)


def read_text(text: str, limits: ReadingLimits) -> Reading:
    """HTML that is already decoded."""
    soup = parse_html(text)
    metadata = _metadata(soup)
    walker = HtmlBlocks()
    walker.visit(_content(soup))
    blocks = tuple(walker.blocks)
    characters = sum(len(block.text) for block in blocks)
    if characters > limits.characters:
        raise refusals.too_many_characters(characters, limits)
    notices = (hidden_text_notice(None),) if walker.hidden_found else ()
    metadata = replace(metadata, title=_title(metadata.title, soup, blocks))
    return Reading(HTML, blocks, metadata, notices=notices)


def parse_html(text: str) -> BeautifulSoup:
    """The tree of a page. Broken markup is mended as a browser would."""
    with warnings.catch_warnings():
        # XHTML read as HTML, or text that looks like a file's name: neither matters here.
        warnings.simplefilter("ignore")
        return BeautifulSoup(text.replace("\f", " "), "lxml")


def _content(soup: BeautifulSoup) -> Tag:
    """The part of the page that is its text, where the page says so."""
    articles = soup.find_all("article")
    candidates = [soup.find("main"), soup.find(role="main")]
    if len(articles) == 1:
        candidates.append(articles[0])
    for tag in candidates:
        if isinstance(tag, Tag) and len(tag.get_text()) >= _FEWEST_MAIN_CHARACTERS:
            return tag
    return soup.body or soup


def _metadata(soup: BeautifulSoup) -> DocumentMetadata:
    values: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("name") or tag.get("property") or "").lower()
        content = str(tag.get("content") or "").strip()
        if content:
            values.setdefault(name, content)
    found = {
        field: next((values[name] for name in names if name in values), None)
        for field, names in _META.items()
    }
    if found["author"] and _ADDRESS.match(found["author"]):
        found["author"] = None
    if found["title"] is None and soup.title is not None:
        found["title"] = soup.title.get_text(" ").strip() or None
    language = soup.html.get("lang") if soup.html is not None else None
    return DocumentMetadata(
        **found, address=_address(soup, values), language=str(language) if language else None
    )


def _address(soup: BeautifulSoup, values: dict[str, str]) -> str | None:
    link = soup.find("link", rel="canonical")
    address = str(link.get("href") or "") if isinstance(link, Tag) else ""
    address = address or values.get("og:url", "")
    return address if _ADDRESS.fullmatch(address) else None


def _title(claimed: str | None, soup: BeautifulSoup, blocks: tuple[Block, ...]) -> str | None:
    """The page's title without the name of the site, which only the heading lacks."""
    headings = [b.text for b in blocks if b.kind is BlockKind.HEADING and b.level == 1]
    if not headings:
        outside = [tag.get_text(" ").strip() for tag in soup.find_all("h1")]
        headings = [text for text in outside if text]
    first = " ".join(headings[0].split()) if headings else None
    if claimed is None or (first and first.casefold() in " ".join(claimed.split()).casefold()):
        return first
    return claimed
