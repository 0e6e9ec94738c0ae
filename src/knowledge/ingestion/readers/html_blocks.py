"""From the tree of an HTML page to blocks. Also reads the chapters of an EPUB."""

from __future__ import annotations

import re

from bs4.element import Comment, NavigableString, PreformattedString, Tag

from knowledge.ingestion.reading import Block, BlockKind, heading, row

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = re.compile(
    "script|style|noscript|template|nav|aside|footer|form|button|select|input|textarea|svg|iframe"
    "|object|embed|video|audio|canvas|dialog|head|menu|rp|rt"
)
_SKIPPED_ROLES = re.compile(
    "navigation|banner|contentinfo|complementary|search|menu|dialog", re.IGNORECASE
)
_BLOCKS = re.compile(
    "address|article|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    "|header|hgroup|hr|html|main|p|section|summary|table|tbody|td|tfoot|th|thead|tr"
)
_HOLDS_LAYOUT = ("table", "h1", "h2", "h3", "h4", "ul", "ol", "section", "article")
_LONGEST_CELL = 600

_NEVER_SEEN = re.compile(
    r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|$)|font-size:0(?:\.0+)?(?:px|pt|em|rem|%)?(?:;|$)"
    r"|(?:^|;)(?:width|height|max-height|max-width):0(?:px)?(?:;|$)|text-indent:-\d{3,}"
    r"|(?:left|top|right):-\d{3,}|clip:rect\(0"
)
_WHITE = r"(?:white|#fff(?:fff)?|rgba?\(255,255,255(?:,[\d.]+)?\)|transparent)"
_WHITE_TEXT = re.compile(rf"(?:^|;)color:{_WHITE}(?:;|$)")
_BACKGROUND = re.compile(rf"(?:^|;)background(?:-color|-image)?:(?!{_WHITE}(?:;|$)|none)")

_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUPERSCRIPT = re.compile(r"[0-9+-]{1,4}")


class HtmlBlocks:
    """Walks a tree and gathers its blocks.

    Text that a reader of the page would not see is left out; ``hidden_found`` says whether
    a style hid any.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.hidden_found = False
        self._buffer: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._prefix = ""

    def visit(self, tag: Tag) -> None:
        """Add the blocks of an element and of all that it holds."""
        self._children(tag)
        self._flush()

    def _children(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child)
            elif isinstance(child, NavigableString) and not isinstance(
                child, Comment | PreformattedString
            ):
                self._buffer.append(re.sub(r"\s+", " ", str(child)))

    def _element(self, tag: Tag) -> None:
        name = tag.name.lower()
        if self._is_skipped(tag, name):
            return
        match name:
            case "br":
                self._buffer.append("\n")
            case "sup":
                self._buffer.append(_superscript(tag))
            case "q":
                self._buffer.append("“")
                self._children(tag)
                self._buffer.append("”")
            case "pre":
                self._flush()
                self.blocks += [row(line) for line in tag.get_text().split("\n") if line.strip()]
            case "table" if not _is_layout(tag):
                self._flush()
                self._table(tag)
            case "ul" | "ol":
                self._flush()
                self._list(tag, numbered=name == "ol")
            case _ if name in _HEADINGS:
                self._as(BlockKind.HEADING, tag, level=_HEADINGS[name])
            case "dt" | "dd" | "li":
                self._as(BlockKind.ITEM, tag)
            case _ if _BLOCKS.fullmatch(name):
                self._flush()
                self._children(tag)
                self._flush()
            case _:
                self._children(tag)

    def _is_skipped(self, tag: Tag, name: str) -> bool:
        if _SKIPPED.fullmatch(name) or _SKIPPED_ROLES.fullmatch(str(tag.get("role") or "")):
            return True
        if name == "header" and tag.find_parent(("article", "main", "section")) is None:
            # A page's header is its navigation, but may hold the one title that it has.
            title = tag.find("h1")
            if isinstance(title, Tag):
                self._element(title)
            return True
        if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
            return True
        if _is_hidden_by_style(tag):
            self.hidden_found = self.hidden_found or any(c.isalpha() for c in tag.get_text())
            return True
        return False

    def _as(self, kind: BlockKind, tag: Tag, *, level: int = 0, prefix: str = "") -> None:
        self._flush()
        before = self._kind, self._level
        self._kind, self._level, self._prefix = kind, level, prefix
        self._children(tag)
        self._flush()
        self._kind, self._level = before
        self._prefix = ""

    def _list(self, tag: Tag, *, numbered: bool) -> None:
        start = str(tag.get("start") or "1")
        number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
        for child in tag.children:
            if not isinstance(child, Tag):
                continue
            if child.name != "li":
                self._element(child)
            elif not self._is_skipped(child, "li"):
                self._as(BlockKind.ITEM, child, prefix=f"{number}. " if numbered else "")
                number += 1

    def _table(self, table: Tag) -> None:
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self._children(caption)
            self._flush()
        for line in table.find_all("tr"):
            cells = [
                " ".join(cell.get_text(" ").split())
                for cell in line.find_all(("td", "th"))
                if not self._is_skipped(cell, cell.name)
            ]
            if any(cells):
                self.blocks.append(row(" | ".join(cells)))

    def _flush(self) -> None:
        text = "".join(self._buffer)
        self._buffer = []
        text = re.sub(r" {2,}", " ", re.sub(r" *\n *", "\n", text)).strip()
        if not text:
            return
        if self._kind is BlockKind.HEADING:
            self.blocks.append(heading(text, self._level))
        else:
            self.blocks.append(Block(self._kind, self._prefix + text))
        self._prefix = ""


def _superscript(tag: Tag) -> str:
    """The number of a note goes, an exponent stays."""
    text = tag.get_text().strip()
    if tag.find("a") is not None and re.fullmatch(r"\[?[\w*†‡]{1,4}\]?", text):
        return ""
    return text.translate(_SUPERSCRIPTS) if _SUPERSCRIPT.fullmatch(text) else text


def _is_layout(table: Tag) -> bool:
    if table.find(_HOLDS_LAYOUT) is not None:
        return True
    return any(len(cell.get_text()) > _LONGEST_CELL for cell in table.find_all("td"))


def _is_hidden_by_style(tag: Tag) -> bool:
    style = _style(tag)
    if not style:
        return False
    if _NEVER_SEEN.search(style):
        return True
    if not _WHITE_TEXT.search(style) or _BACKGROUND.search(style):
        return False
    return not any(
        _BACKGROUND.search(_style(parent)) or parent.get("bgcolor") for parent in tag.parents
    )


def _style(tag: Tag) -> str:
    return re.sub(r"\s+", "", str(tag.get("style") or "")).lower().replace("!important", "")
