"""A small writer of PDF files, for tests: text at a place, outlines, labels, passwords."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
PERMISSIONS = 0xFFFFFFFC


@dataclass(frozen=True)
class Line:
    text: str
    x: float = 72
    y: float = 700
    size: float = 11
    bold: bool = False
    invisible: bool = False


@dataclass
class PdfPage:
    lines: list[Line] = field(default_factory=list)
    picture: bool = False
    raw_content: bytes | None = None
    """A ready stream with its own filter entry, to be taken as it is."""


def column(lines: list[str], *, top: float = 720, size: float = 11, x: float = 72) -> list[Line]:
    """Lines of running text, one under the other; an empty string is half a line of space."""
    placed, y = [], top
    for text in lines:
        if text:
            placed.append(Line(text, x=x, y=y, size=size))
            y -= size * 1.25
        else:
            y -= size * 0.9
    return placed


def pdf(
    pages: list[PdfPage],
    *,
    title: str | None = None,
    author: str | None = None,
    outline: list[tuple[str, int, int, float]] | None = None,
    labels: str | None = None,
    password: str | None = None,
) -> bytes:
    """The bytes of a PDF.

    ``outline`` holds (title, level from 0, page index, y); ``labels`` is the content of the
    page labels' number tree.
    """
    return _Writer(pages, title, author, outline or [], labels, password).written()


class _Writer:
    def __init__(
        self,
        pages: list[PdfPage],
        title: str | None,
        author: str | None,
        outline: list[tuple[str, int, int, float]],
        labels: str | None,
        password: str | None,
    ) -> None:
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, tuple[bytes, bytes]] = {}
        self.pages = pages
        self.first_page = 10
        count = len(pages)
        kids = " ".join(f"{self.first_page + 2 * n} 0 R" for n in range(count))
        self.objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
        for number, base in ((3, "Helvetica"), (4, "Helvetica-Bold")):
            self.objects[number] = (
                f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
            ).encode()
        self.streams[5] = (
            b"/Type /XObject /Subtype /Image /Width 2 /Height 2"
            b" /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\x00\x40\x80\xff",
        )
        info = "".join(
            f" /{key} ({value})" for key, value in (("Title", title), ("Author", author)) if value
        )
        self.objects[6] = f"<<{info} >>".encode()
        self._pages()
        first = self._outline(outline)
        catalog = "<< /Type /Catalog /Pages 2 0 R"
        if first:
            catalog += f" /Outlines {first} 0 R"
        if labels:
            catalog += f" /PageLabels << /Nums [{labels}] >>"
        self.objects[1] = (catalog + " >>").encode()
        self.password = password

    def _pages(self) -> None:
        for index, page in enumerate(self.pages):
            number = self.first_page + 2 * index
            self.objects[number] = (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R"
                " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R >> >> >>"
            ).encode()
            if page.raw_content is not None:
                self.streams[number + 1] = (b"/Filter /FlateDecode", page.raw_content)
            else:
                self.streams[number + 1] = (b"", _content(page))

    def _outline(self, entries: list[tuple[str, int, int, float]]) -> int:
        if not entries:
            return 0
        root = self.first_page + 2 * len(self.pages)
        numbers = [root + 1 + n for n in range(len(entries))]
        levels = [entry[1] for entry in entries]
        for n, (title, level, page, y) in enumerate(entries):
            links = [f"/Parent {self._parent(n, levels, numbers, root)} 0 R"]
            following = next((m for m in range(n + 1, len(entries)) if levels[m] <= level), None)
            if following is not None and levels[following] == level:
                links.append(f"/Next {numbers[following]} 0 R")
            if n + 1 < len(entries) and levels[n + 1] > level:
                links.append(f"/First {numbers[n + 1]} 0 R /Last {numbers[n + 1]} 0 R /Count 1")
            target = f"/Dest [{self.first_page + 2 * page} 0 R /XYZ 0 {y} 0]"
            self.objects[numbers[n]] = f"<< /Title ({title}) {' '.join(links)} {target} >>".encode()
        self.objects[root] = (
            f"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[-1]} 0 R"
            f" /Count {len(entries)} >>"
        ).encode()
        return root

    def _parent(self, n: int, levels: list[int], numbers: list[int], root: int) -> int:
        return next((numbers[m] for m in range(n - 1, -1, -1) if levels[m] < levels[n]), root)

    def written(self) -> bytes:
        trailer = "/Root 1 0 R /Info 6 0 R"
        key = None
        if self.password is not None:
            key, owner, user = _standard_keys(self.password.encode())
            self.objects[7] = (
                f"<< /Filter /Standard /V 1 /R 2 /P {PERMISSIONS - (1 << 32)}"
                f" /O <{owner.hex()}> /U <{user.hex()}> >>"
            ).encode()
            trailer += f" /Encrypt 7 0 R /ID [<{b'0'.hex()}> <{b'0'.hex()}>]"
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        offsets: dict[int, int] = {}
        for number in sorted({*self.objects, *self.streams}):
            offsets[number] = len(out)
            out += b"%d 0 obj\n" % number + self._object(number, key) + b"\nendobj\n"
        start = len(out)
        size = max(offsets) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            if number in offsets:
                out += b"%010d 00000 n \n" % offsets[number]
            else:
                out += b"0000000000 65535 f \n"
        out += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)

    def _object(self, number: int, key: bytes | None) -> bytes:
        if number in self.objects:
            return self.objects[number]
        entries, data = self.streams[number]
        if key is not None:
            salted = hashlib.md5(key + number.to_bytes(3, "little") + b"\x00\x00").digest()
            data = rc4(salted[: len(key) + 5], data)
        return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _content(page: PdfPage) -> bytes:
    parts: list[bytes] = []
    if page.picture:
        parts.append(b"q 400 0 0 600 72 72 cm /Im Do Q")
    for line in page.lines:
        text = (
            line.text.encode("cp1252")
            .replace(b"\\", rb"\\")
            .replace(b"(", rb"\(")
            .replace(b")", rb"\)")
        )
        parts.append(
            b"BT /%s %g Tf %d Tr %g %g Td (%s) Tj ET"
            % (
                b"F2" if line.bold else b"F1",
                line.size,
                3 if line.invisible else 0,
                line.x,
                line.y,
                text,
            )
        )
    return b"\n".join(parts)


def flate_bomb(megabytes: int) -> bytes:
    """A content stream of nothing but operators, that many megabytes once unpacked."""
    packer = zlib.compressobj(1)
    piece = b"BT /F1 9 Tf 1 1 Td (aaaaaaaa) Tj ET\n" * 29_127
    packed = b"".join(packer.compress(piece) for _ in range(megabytes))
    return packed + packer.flush()


def _standard_keys(password: bytes) -> tuple[bytes, bytes, bytes]:
    """Key, O and U entries of the standard security handler, revision 2 (40-bit RC4)."""
    padded = (password + PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    seed = padded + owner + PERMISSIONS.to_bytes(4, "little") + b"0"
    key = hashlib.md5(seed).digest()[:5]
    return key, owner, rc4(key, PADDING)


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
