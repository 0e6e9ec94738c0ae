"""Every format that items come in and go out, found by a file's name and by its content."""

from __future__ import annotations

import codecs
import enum
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from knowledge.quizzing.interchange import (
    aiken,
    csv_format,
    gift,
    gift_writer,
    moodle_xml,
    moodle_xml_writer,
    yaml_format,
)
from knowledge.quizzing.interchange.written import Reading, Remark, Writing, WrittenItem


class Format(enum.StrEnum):
    """The value is what people choose by."""

    YAML = "yaml"
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"
    CSV = "csv"
    ANKI = "anki"
    """Out only."""


SUFFIXES: Mapping[Format, str] = MappingProxyType(
    {
        Format.YAML: ".yaml",
        Format.GIFT: ".gift.txt",
        Format.AIKEN: ".aiken.txt",
        Format.MOODLE_XML: ".xml",
        Format.CSV: ".csv",
        Format.ANKI: ".apkg",
    }
)
NAMES: Mapping[Format, str] = MappingProxyType(
    {
        Format.YAML: "YAML",
        Format.GIFT: "GIFT",
        Format.AIKEN: "Aiken",
        Format.MOODLE_XML: "Moodle XML",
        Format.CSV: "CSV",
        Format.ANKI: "Anki",
    }
)

_READERS: Mapping[Format, Callable[[str], Reading]] = MappingProxyType(
    {
        Format.YAML: yaml_format.read,
        Format.GIFT: gift.read,
        Format.AIKEN: aiken.read,
        Format.MOODLE_XML: moodle_xml.read,
        Format.CSV: csv_format.read,
    }
)
_WRITERS: Mapping[Format, Callable[[Sequence[WrittenItem]], Writing]] = MappingProxyType(
    {
        Format.YAML: yaml_format.write,
        Format.GIFT: gift_writer.write,
        Format.AIKEN: aiken.write,
        Format.MOODLE_XML: moodle_xml_writer.write,
        Format.CSV: csv_format.write,
    }
)
_BY_SUFFIX = {
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".gift": Format.GIFT,
    ".gift.txt": Format.GIFT,
    ".aiken.txt": Format.AIKEN,
    ".xml": Format.MOODLE_XML,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
}
_ZIP = b"PK\x03\x04"


def read(name: str, data: bytes) -> tuple[Format | None, Reading]:
    """What a file of items holds, with the format that it is in; every fault is a line refused.

    Bounded work for whatever bytes, in proportion to their number, and one item that cannot be
    read hides no other. Blocking: call it in a thread.
    """
    text = decoded(data)
    if text is None:
        reason = "I can't tell its text encoding. Save it as UTF-8."
        if data.startswith(_ZIP):
            reason = "it is a packed file. Export the questions as GIFT, Moodle XML, CSV or YAML."
        return None, Reading(refused=[Remark(0, "", reason)])
    if not text.strip():
        return None, Reading(refused=[Remark(0, "", "it is empty.")])
    format_ = detect(name, text)
    reading = _READERS[format_](text)
    if not (reading.items or reading.refused or reading.left_out):
        reading.refused.append(Remark(0, "", f"there is no item in it ({NAMES[format_]})."))
    return format_, reading


def write(format_: Format, items: Sequence[WrittenItem]) -> Writing:
    """A file of the items, in any text format; :mod:`anki` is written by itself."""
    return _WRITERS[format_](items)


def decoded(data: bytes) -> str | None:
    """The text of UTF-8, or of UTF-16 that says so, with plain line ends; else ``None``."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def detect(name: str, text: str) -> Format:
    """By the name's ending where it tells, else by what the text looks like."""
    for suffix, format_ in _BY_SUFFIX.items():
        if name.casefold().endswith(suffix):
            return format_
    if text.lstrip().startswith("<"):
        return Format.MOODLE_XML
    if re.search(r"^[ \t]*ANSWER:", text, re.MULTILINE) and re.search(r"^[A-Z][.)]\s", text, re.M):
        return Format.AIKEN
    if re.search(r"^items:[ \t]*$", text, re.MULTILINE):
        return Format.YAML
    header = text.split("\n", 1)[0].casefold()
    if "{" not in header and {"type", "stem"} <= set(re.split(r"[,;\t\"]+", header)):
        return Format.CSV
    return Format.GIFT
