"""Zip archives checked before any library opens them: sizes as unpacked, not as claimed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
from defusedxml.ElementTree import DefusedXMLParser

from knowledge.ingestion import refusals
from knowledge.ingestion.limits import MEBIBYTE, ReadingLimits

_PIECE = 64 * 1024
_XML = (".xml", ".rels", ".vml", ".opf", ".ncx")
_PACKAGING = ("[content_types].xml", ".rels")
"""What says how the parts belong together: the libraries read it and keep no trace of it."""
_ENCRYPTED = 0x1


class _Nothing:
    """Takes the events of an XML parser and builds nothing of them."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...

    def close(self) -> None: ...


def open_checked(content: bytes, limits: ReadingLimits, *, forbid_dtd: bool) -> zipfile.ZipFile:
    """The archive, once everything in it has been unpacked and counted within the limits.

    With ``forbid_dtd`` every member that is named as XML is also parsed and refused when it
    declares a document type. Archives inside the archive are counted as bytes and never opened.
    Raises UnreadableFile.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if len(archive.infolist()) > limits.archive_entries:
            raise refusals.too_costly(limits)
        total = 0
        for member in archive.infolist():
            total += _checked_size(archive, member, limits, total, forbid_dtd=forbid_dtd)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise refusals.damaged("parts of it are missing") from error
    except (NotImplementedError, RuntimeError) as error:
        raise refusals.damaged("it is packed in an unknown way") from error
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of a checked archive. Raises UnreadableFile when it is not there."""
    try:
        return archive.read(name)
    except KeyError:
        raise refusals.damaged(f"{name.rpartition('/')[2][:60]} is missing") from None


def refuse_document_types(parts: Iterable[Any]) -> None:
    """The parts of an office file as its library parsed them, whatever they are called.

    The check of the archive knows XML by its name and in the encodings that the format allows.
    Raises UnreadableFile.
    """
    for part in parts:
        element = getattr(part, "_element", None)
        if element is not None and element.getroottree().docinfo.doctype:
            raise refusals.forbidden_xml()


def _checked_size(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    limits: ReadingLimits,
    before: int,
    *,
    forbid_dtd: bool,
) -> int:
    if member.flag_bits & _ENCRYPTED:
        raise refusals.password_protected()
    name = member.filename.lower()
    is_xml = name.endswith(_XML)
    parser = _dtd_refusing_parser() if is_xml and forbid_dtd else None
    size = 0
    for piece in _pieces(archive, member):
        size += len(piece)
        _check(size, before + size, member, limits, is_xml=is_xml)
        if parser is not None and not _fed(parser, piece):
            if name.endswith(_PACKAGING):
                raise refusals.damaged("it does not say how its parts belong together")
            parser = None
    return size


def _check(
    size: int, total: int, member: zipfile.ZipInfo, limits: ReadingLimits, *, is_xml: bool
) -> None:
    ratio = size / max(1, member.compress_size)
    if (
        total > limits.unpacked_bytes
        or (is_xml and size > limits.unpacked_xml_bytes)
        or (size > MEBIBYTE and ratio > limits.compression_ratio)
    ):
        raise refusals.too_costly(limits)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _dtd_refusing_parser() -> DefusedXMLParser:
    return DefusedXMLParser(target=_Nothing(), forbid_dtd=True)


def _fed(parser: DefusedXMLParser, piece: bytes) -> bool:
    """Whether the parser can take more. Broken XML is for the format's own reader to judge."""
    try:
        parser.feed(piece)
    except (DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden):
        raise refusals.forbidden_xml() from None
    except (ExpatError, SyntaxError, LookupError, ValueError):
        return False
    return True
