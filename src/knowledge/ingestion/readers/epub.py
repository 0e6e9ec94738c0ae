"""EPUB: the chapters in the order of the spine, each with its headings."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge.ingestion import refusals
from knowledge.ingestion.archive import open_checked, read_member
from knowledge.ingestion.cleaning import hidden_text_notice
from knowledge.ingestion.decoding import decode
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import EPUB
from knowledge.ingestion.readers.core_properties import worth_keeping
from knowledge.ingestion.readers.html import parse_html
from knowledge.ingestion.readers.html_blocks import HtmlBlocks
from knowledge.ingestion.reading import Block, BlockKind, Reading, heading
from knowledge.model.corpus import DocumentMetadata

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_RIGHTS = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
_FONT_SCRAMBLING = (
    "http://www.idpf.org/2008/embedding",
    "http://ns.adobe.com/pdf/enc#RC",
)
_CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


def read(content: bytes, limits: ReadingLimits) -> Reading:
    with open_checked(content, limits, forbid_dtd=False) as archive:
        _refuse_protected(archive)
        return _Book(archive, limits).reading()


def _refuse_protected(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if not names.isdisjoint(_RIGHTS):
        raise refusals.copy_protected()
    if _ENCRYPTION not in names:
        return
    for tag in _xml(archive, _ENCRYPTION).iter():
        if _local(tag) == "EncryptionMethod" and tag.get("Algorithm") not in _FONT_SCRAMBLING:
            raise refusals.copy_protected()


class _Book:
    def __init__(self, archive: zipfile.ZipFile, limits: ReadingLimits) -> None:
        self._archive = archive
        self._limits = limits
        self._package_path = self._find_package()
        self._package = _xml(archive, self._package_path)
        self._names = set(archive.namelist())
        self._hidden_found = False
        self._pictures = 0

    def reading(self) -> Reading:
        blocks: list[Block] = []
        characters = 0
        labels = self._labels()
        chapters = [*self._chapters()]
        for path in chapters:
            chapter = self._blocks(path)
            if chapter and not any(b.kind is BlockKind.HEADING for b in chapter) and path in labels:
                chapter.insert(0, heading(labels[path], 1))
            characters += sum(len(block.text) for block in chapter)
            if characters > self._limits.characters:
                raise refusals.too_many_characters(characters, self._limits)
            blocks += chapter
        if not blocks:
            count = len(chapters)
            raise refusals.scanned("page", count) if self._pictures else refusals.without_text()
        notices = (hidden_text_notice(None),) if self._hidden_found else ()
        return Reading(EPUB, tuple(_nested(blocks)), self._metadata(), notices=notices)

    def _find_package(self) -> str:
        for tag in _xml(self._archive, _CONTAINER).iter():
            path = tag.get("full-path")
            if _local(tag) == "rootfile" and path:
                return path
        raise refusals.damaged("its list of contents is missing")

    def _path(self, reference: str) -> str:
        folder = posixpath.dirname(self._package_path)
        return posixpath.normpath(posixpath.join(folder, unquote(reference.split("#")[0])))

    def _chapters(self) -> Iterator[str]:
        manifest = {tag.get("id"): tag for tag in self._package.iter() if _local(tag) == "item"}
        for tag in self._package.iter():
            entry = manifest.get(tag.get("idref")) if _local(tag) == "itemref" else None
            if entry is None or entry.get("media-type") not in _CHAPTER_TYPES:
                continue
            # The table of contents is in the spine of some books, but is no chapter.
            if "nav" not in (entry.get("properties") or "").split():
                yield self._path(entry.get("href") or "")

    def _blocks(self, path: str) -> list[Block]:
        if path not in self._names:
            return []
        soup = parse_html(decode(read_member(self._archive, path), "utf-8"))
        self._pictures += len(soup.find_all(("img", "image")))
        walker = HtmlBlocks()
        walker.visit(soup.body or soup)
        self._hidden_found = self._hidden_found or walker.hidden_found
        return walker.blocks

    def _labels(self) -> dict[str, str]:
        """Chapter names from the table of contents, for chapters without a heading."""
        labels: dict[str, str] = {}
        for tag in self._package.iter():
            if _local(tag) != "item":
                continue
            path = self._path(tag.get("href") or "")
            is_contents = tag.get("media-type") == "application/x-dtbncx+xml" or "nav" in (
                tag.get("properties") or ""
            )
            if is_contents and path in self._names:
                for target, label in _contents(decode(read_member(self._archive, path), "utf-8")):
                    joined = posixpath.join(posixpath.dirname(path), unquote(target.split("#")[0]))
                    labels.setdefault(posixpath.normpath(joined), label)
        return labels

    def _metadata(self) -> DocumentMetadata:
        found: dict[str, str] = {}
        for tag in self._package.iter():
            if tag.text and tag.tag.startswith("{http://purl.org/dc/elements/1.1/}"):
                found.setdefault(_local(tag), tag.text)
        published = re.match(r"\d{4}(?:-\d\d){0,2}", found.get("date", "").strip())
        return DocumentMetadata(
            title=worth_keeping(found.get("title")),
            author=worth_keeping(found.get("creator")),
            published=published.group(0) if published else None,
            language=worth_keeping(found.get("language")),
        )


def _contents(text: str) -> Iterator[tuple[str, str]]:
    soup = parse_html(text)
    for point in soup.find_all("navpoint"):
        target, label = point.find("content"), point.find("text")
        if target is not None and label is not None:
            yield str(target.get("src") or ""), " ".join(label.get_text().split())
    for link in soup.find_all("a", href=True):
        yield str(link["href"]), " ".join(link.get_text().split())


def _nested(blocks: list[Block]) -> Iterator[Block]:
    """Chapters one level down: several chapters begin with a level 1, a title is one."""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            yield heading(block.text, block.level + 1)
        else:
            yield block


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        root: Element = fromstring(read_member(archive, name), forbid_dtd=False)
    except DefusedXmlException:
        raise refusals.forbidden_xml() from None
    except ParseError as error:
        raise refusals.damaged(f"{posixpath.basename(name)[:60]} is broken") from error
    return root


def _local(tag: Element) -> str:
    return str(tag.tag).rpartition("}")[2]
