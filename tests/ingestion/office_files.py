"""DOCX, PPTX and EPUB files for tests, made by the libraries that usually make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pptx
from pptx.util import Inches


def png() -> bytes:
    """A picture of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\x00\x80")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def word(write: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def slides(*contents: Callable[[Any], None], title: str = "", author: str = "") -> bytes:
    """One slide of the layout "Title and Content" for each function, which fills it."""
    presentation = pptx.Presentation()
    for fill in contents:
        fill(presentation.slides.add_slide(presentation.slide_layouts[1]))
    presentation.core_properties.title = title
    presentation.core_properties.author = author
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def picture_slide(slide: Any) -> None:
    slide.shapes.add_picture(io.BytesIO(png()), Inches(1), Inches(1))


def text_slide(title: str, *lines: str, notes: str = "") -> Callable[[Any], None]:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes

    return fill


def archive(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def with_members(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """The archive with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        kept = {name: source.read(name) for name in source.namelist()}
    return archive({**kept, **members})


def member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return source.read(name)


CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""


def book(
    chapters: Mapping[str, str], *, contents: str = "", extra: Mapping[str, str] | None = None
) -> bytes:
    """An EPUB; ``chapters`` maps file names to the inside of their body, in reading order."""
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = f"""<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Silk Road</dc:title>
<dc:creator>Ada Finch</dc:creator><dc:language>en</dc:language><dc:date>2021-05-04</dc:date>
</metadata><manifest><item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>{items}
</manifest><spine toc="toc">{spine}</spine></package>"""
    # Chapters are packed in another order than they are read in.
    pages = {
        f"OEBPS/{name}": f"<!DOCTYPE html><html><title>x</title><body>{body}</body></html>"
        for name, body in sorted(chapters.items())
    }
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package,
            "OEBPS/toc.ncx": f"<?xml version='1.0'?><ncx><navMap>{contents}</navMap></ncx>",
            **pages,
            **(extra or {}),
        }
    )
