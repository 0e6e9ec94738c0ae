"""What office files say of themselves, without what their programs put there unasked."""

from __future__ import annotations

import re
from typing import Protocol

from knowledge.model.corpus import DocumentMetadata

_JUNK = re.compile(
    r"""
      microsoft\ (?:word|powerpoint)\s+-\s+.*
    | (?:untitled|unknown|none|null|title|document|presentation|slide)\s*\d*
    | (?:powerpoint|pptx?)\ presentation | (?:ms\ |microsoft\ )?word\ document
    | powerpoint-präsentation | présentation\ powerpoint
    | (?:author|user|admin(?:istrator)?|owner|default|python-docx|windows\ user)
    | (?:microsoft\ office\ user|steve\ canny)
    | .*\.(?:docx?|pptx?|pdf|tex|dvi|indd|qxd|rtf|odt|pages)
    | \W* | https?://.*
    """,
    re.IGNORECASE | re.VERBOSE,
)


class CoreProperties(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def language(self) -> str: ...


def metadata_of(properties: CoreProperties) -> DocumentMetadata:
    return DocumentMetadata(
        title=worth_keeping(properties.title),
        author=worth_keeping(properties.author),
        language=worth_keeping(properties.language),
    )


def worth_keeping(value: str | None) -> str | None:
    """A property's value, unless a program wrote it and no person."""
    if value is None:
        return None
    value = " ".join(value.replace("\x00", "").split())
    return None if _JUNK.fullmatch(value) else value
