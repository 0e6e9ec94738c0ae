"""What a course is made of: documents, their sections, pages, passages and sentences.

All offsets are half-open ``[start, end)`` character ranges into the text of ONE document
version, the cleaned text that is stored. A quote is always a slice of that text, never a
re-typed copy, so that "verbatim" holds by construction.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range into a document version's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Page:
    """One page or slide. ``label`` is what a reader would say: "p. 7", "slide 3"."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading. ``path`` holds the headings from the outermost in.

    The document's own title is not part of the path; text before the first heading has
    an empty path.
    """

    path: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Whole sentences of one section, read together. Never crosses a section's end."""

    section: int
    """Index into :attr:`ParsedDocument.sections`."""
    span: Span
    sentences: tuple[Span, ...]
    """Consecutive, in reading order, each inside ``span``; they cover all its words."""


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """Who wrote a document and where it stands. ``None`` where the file does not say."""

    title: str | None = None
    author: str | None = None
    cited_as: str | None = None
    """How running text names the author: "Hong". Falls back to the author's full name."""
    affiliation: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None
    note: str | None = None
    """What every reader of a quote should know: that the text restates another, for example."""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A file, read, cleaned and cut into passages. What the child process sends back."""

    media_type: str
    text: str
    metadata: DocumentMetadata
    pages: tuple[Page, ...]
    """In reading order; empty for formats without pages."""
    sections: tuple[Section, ...]
    passages: tuple[PassageSpan, ...]
    unreadable_pages: tuple[str, ...] = ()
    """Labels of pages that hold pictures but no text."""
    notices: tuple[str, ...] = ()
    """What a person should know of the reading, in words: hidden text found, and the like."""


class Strictness(enum.StrEnum):
    """How sure the bot must be before it answers. A setting of the course."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Course:
    """A set of documents that is asked, quizzed and reviewed together."""

    id: int
    name: str
    title: str
    description: str = ""
    language: str = "en"
    strictness: Strictness = Strictness.NORMAL
    server_id: int | None = None
    """The server whose staff look after it; ``None`` if whoever runs the bot has made it."""


class DocumentUse(enum.StrEnum):
    """What a published document may be used for."""

    QUOTABLE = "quotable"
    """Found and quoted."""
    SEARCHABLE = "searchable"
    """Found, and named as a place to read; never quoted."""
    TITLE_ONLY = "title only"
    """Listed. Nothing in it is found, named or quoted."""


@dataclass(frozen=True, slots=True)
class Document:
    """A published document of a course, in its current version."""

    id: int
    course_id: int
    version_id: int
    version: int
    """1 for the first; each change of content adds one."""
    title: str
    metadata: DocumentMetadata
    file_name: str
    pages: int
    passages: int
    characters: int
    use: DocumentUse = DocumentUse.QUOTABLE

    @property
    def voice(self) -> str:
        """Whom a sentence of this document is attributed to."""
        return self.metadata.cited_as or self.metadata.author or f"“{self.title}”"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage with what a citation needs to name its place."""

    id: int
    course_id: int
    document_id: int
    version_id: int
    version: int
    document_title: str
    author: str | None
    voice: str
    section: tuple[str, ...]
    ordinal: int
    """Place among the passages of its document version, from 0."""
    span: Span
    text: str
    sentences: tuple[Span, ...]
    """Relative to the document version's text, as ``span`` is."""
    pages: tuple[Page, ...] = field(default=())
    """The pages that this passage touches."""
    note: str | None = None
    """The document's."""
    is_quotable: bool = True
    """Whether its document may be quoted."""

    @property
    def heading(self) -> str:
        """The innermost heading, or the document's title where there is none."""
        return self.section[-1] if self.section else self.document_title

    def slice(self, span: Span) -> str:
        """The text of a span that lies inside this passage."""
        return self.text[span.start - self.span.start : span.end - self.span.start]

    def page_of(self, span: Span) -> str | None:
        """The label of the page on which ``span`` begins: the page of the quote."""
        for page in self.pages:
            if page.span.start <= span.start < page.span.end:
                return page.label
        return None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of an answer stands, and its words.

    ``quote`` equals the stored text of ``version_id`` at ``span``, character for character.
    """

    number: int
    """As printed: ``[1]``."""
    document_id: int
    version_id: int
    version: int
    document: str
    author: str | None
    section: tuple[str, ...]
    page: str | None
    quote: str
    span: Span
    passage_id: int
    passage: str
    """The text of the whole passage that the quote stands in."""
    note: str | None = None
    """The document's."""


def cite(passage: Passage, span: Span, number: int = 1) -> Citation:
    """The citation of a quotation that lies inside ``passage``."""
    return Citation(
        number=number,
        document_id=passage.document_id,
        version_id=passage.version_id,
        version=passage.version,
        document=passage.document_title,
        author=passage.author,
        section=passage.section,
        page=passage.page_of(span),
        quote=passage.slice(span),
        span=span,
        passage_id=passage.id,
        passage=passage.text,
        note=passage.note,
    )
