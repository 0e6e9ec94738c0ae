"""Text cut into sentences, as exact ranges that cover every word."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

from knowledge.model.corpus import Span

with warnings.catch_warnings():
    # Its patterns are not raw strings; compiling them warns, and a warning may be an error.
    warnings.simplefilter("ignore")
    import pysbd
    from pysbd.lang.english import English
    from pysbd.languages import LANGUAGE_CODES

LONGEST_SENTENCE = 600
"""Characters from which on a sentence is cut at a semicolon, if it has one."""
LONGEST_UNCUT = 1_200
"""Characters that no sentence exceeds, whatever it is made of."""
_LONGEST_SEGMENTED = 8_000
_SLOW_FOR_THE_LIBRARY = re.compile(r"(?:[^\w\s]\s?){120}|\S{400}")

_END = re.compile(r"""(?<=[.!?…。！？])["'”’»)\]]*\s+(?=["'“‘«(\[]?[^\W_a-z])""")
_MAY_END_INSIDE = re.compile(r"[.!?…:;。！？·؟۔।]\W*\S|\d\)|[●•]")
_NO_WORD = re.compile(r"[\W_]*")
_CLOSING = re.compile(r"[\"'”’»)\]]+(?=\s|$)")
# The library ends a sentence after these although a number or a bracket belongs to them.
_OPEN_REFERENCE = re.compile(
    r"(?i)\b(?:vols?|nos?|figs?|pp?|secs?|sect|chaps?|ch|eqs?|arts?|tabs?|paras?|ca|cf|art|bk|pt)\.$"
)
_OPEN_AUTHORS = re.compile(r"(?i)\bet al\.$")
_OPEN_TIME = re.compile(r"\b[ap]\.m\.$")
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|President|Chairman|Premier|Secretary|Minister)\b")
# The library never ends a sentence after initials; these words do not go on after them.
_AFTER_INITIALS = re.compile(
    r"(?:(?<=[A-Z]\.[A-Z]\.)|(?<=Ph\.D\.))\s+(?=(?:He|She|They|We|It|This|These|Those|However|But|And|In|On"
    r"|Since|After|Before|When|While|As|Although|Therefore|Meanwhile|First|Second|The|A|An)\s[^A-Z])"
)
# One quotation directly after another is a new sentence too.
_BETWEEN_QUOTATIONS = re.compile(r"(?<=[.!?…][”\"])\s+(?=[“\"][A-Z])")
_SEMICOLON = re.compile(r";\s+")
_COMMA = re.compile(r"[,:–—]\s+")
_SPACE = re.compile(r"\s+")


def sentences(
    text: str, start: int = 0, end: int | None = None, language: str = "en"
) -> list[Span]:
    """The sentences of ``text[start:end]``, as offsets into ``text``.

    In reading order, without the space around them, and together holding every character
    that is not a space. A line end always ends a sentence: what is left of them stands
    between entries of lists, rows and verses.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    for line in _lines(text, start, end):
        for part in _bounded(text, line):
            spans += _sentences_of_line(text, part, language)
    return [piece for span in spans for piece in _shortened(text, span)]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = _trimmed(text, start, stop)
        if line is not None:
            yield line
        start = stop + 1


def _bounded(text: str, line: Span) -> Iterator[Span]:
    """The line in parts short enough for the library, cut at a sentence's end if there is one."""
    start = line.start
    while line.end - start > _LONGEST_SEGMENTED:
        window = start + _LONGEST_SEGMENTED
        ends = [match.end() for match in _END.finditer(text, start, window)]
        cut = ends[-1] if ends else _last_space(text, start, window)
        yield Span(start, cut)
        start = cut
    yield Span(start, line.end)


def _sentences_of_line(text: str, line: Span, language: str) -> list[Span]:
    content = line.of(text)
    starts = [0, *_library_starts(content, language)]
    for pattern in (_AFTER_INITIALS, _BETWEEN_QUOTATIONS):
        starts += [match.end() for match in pattern.finditer(content)]
    starts = sorted({_after_closing(content, at) for at in starts})
    kept = [0]
    for at, following in pairwise([*starts[1:], len(content)]):
        if not _belongs_to_previous(content, kept[-1], at, following):
            kept.append(at)
    spans = (
        _trimmed(text, line.start + at, line.start + following)
        for at, following in pairwise([*kept, len(content)])
    )
    return [span for span in spans if span is not None]


def _library_starts(content: str, language: str) -> list[int]:
    if _MAY_END_INSIDE.search(content) is None:
        return []
    if _SLOW_FOR_THE_LIBRARY.search(content):
        return _starts_by_punctuation(content)
    starts, cursor = [], 0
    for sentence in _processed(content, language):
        found = content.find(sentence.strip(), cursor)
        if found < 0:
            # The library changed the text it returned: its ranges cannot be trusted here.
            return _starts_by_punctuation(content)
        starts.append(found)
        cursor = found + len(sentence.strip())
    return starts


def _processed(content: str, language: str) -> list[str]:
    try:
        processed: list[str] = _segmenter(language).processor(content).process()
    except (re.error, IndexError, ValueError, RecursionError):
        return ["\x00"]
    return [sentence for sentence in processed if sentence.strip()]


@cache
def _segmenter(language: str) -> pysbd.Segmenter:
    known = language if language in LANGUAGE_CODES else "en"
    segmenter = pysbd.Segmenter(language=known, clean=False)
    if known == "en":
        segmenter.language_module = _English
    return segmenter


class _English(English):  # type: ignore[misc]
    """The library's English, three times as fast: two thirds of its time went into looking
    for abbreviations that have no full stop in the text at hand."""

    class AbbreviationReplacer(English.AbbreviationReplacer):  # type: ignore[misc]
        def search_for_abbreviations_in_string(self, text: str) -> str:
            lowered = text.lower()
            known = English.Abbreviation
            present = [word for word in known.ABBREVIATIONS if f"{word.strip()}." in lowered]
            if not present:
                return text
            self.lang: type[_English] | SimpleNamespace = SimpleNamespace(
                Abbreviation=SimpleNamespace(
                    ABBREVIATIONS=present,
                    PREPOSITIVE_ABBREVIATIONS=known.PREPOSITIVE_ABBREVIATIONS,
                    NUMBER_ABBREVIATIONS=known.NUMBER_ABBREVIATIONS,
                )
            )
            try:
                replaced: str = super().search_for_abbreviations_in_string(text)
            finally:
                self.lang = _English
            return replaced


def _starts_by_punctuation(content: str) -> list[int]:
    return [match.end() for match in _END.finditer(content)]


def _after_closing(content: str, at: int) -> int:
    """A quotation's closing mark belongs to its sentence."""
    closing = _CLOSING.match(content, at)
    if closing is None or at == 0:
        return at
    space = _SPACE.match(content, closing.end())
    return space.end() if space else closing.end()


def _belongs_to_previous(content: str, previous: int, at: int, following: int) -> bool:
    before, after = content[previous:at].rstrip(), content[at:following].strip()
    if _NO_WORD.fullmatch(after) or _NO_WORD.fullmatch(before):
        return True
    if before[-1:].isalnum() and content[at - 1] not in " \n\f":
        return True
    tail = before[-20:]
    return bool(
        (_OPEN_REFERENCE.search(tail) and after[0].isdigit())
        or (_OPEN_AUTHORS.search(tail) and after[0] in "([0123456789")
        or (_OPEN_TIME.search(tail) and _TITLE.match(after) and len(before) < 40)
    )


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """The sentence, or its parts between semicolons when it is very long."""
    length = span.end - span.start
    if length <= LONGEST_SENTENCE:
        yield span
        return
    cut = _nearest_middle(text, span, _SEMICOLON)
    if cut is None and length > LONGEST_UNCUT:
        cut = _nearest_middle(text, span, _COMMA) or _nearest_middle(text, span, _SPACE)
        cut = cut or span.start + LONGEST_UNCUT
    if cut is None:
        yield span
        return
    for part in (_trimmed(text, span.start, cut), _trimmed(text, cut, span.end)):
        if part is not None:
            yield from _shortened(text, part)


def _nearest_middle(text: str, span: Span, pattern: re.Pattern[str]) -> int | None:
    middle = (span.start + span.end) // 2
    cuts = [match.end() for match in pattern.finditer(text, span.start, span.end)]
    cuts = [cut for cut in cuts if min(cut - span.start, span.end - cut) >= 40]
    return min(cuts, key=lambda cut: abs(cut - middle), default=None)


def _last_space(text: str, start: int, end: int) -> int:
    at = text.rfind(" ", start + 1, end)
    return end if at < 0 else at + 1


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
