"""Cleaning at the level of characters: what is invisible goes, what is odd becomes plain."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_PRIVATE_BULLETS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF0FC), "•")
_SOFT_HYPHEN = "\u00ad"
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# Joiners shape words in Persian and Indic scripts and emoji; between plain letters they hide.
_HIDING_JOINER = re.compile(r"(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile("[^\\S\n\f]+")
_SPACE_AT_LINE_END = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{2,}")

MANY_INVISIBLE = 10
"""From this number of invisible characters on, a person is told."""


@dataclass(slots=True)
class CharacterCleaner:
    """Cleans text and counts the invisible characters that it removed."""

    invisible: int = field(default=0)

    def clean(self, text: str) -> str:
        """One block: single spaces, no blank lines, page breaks kept."""
        text = self.visible(text)
        text = _SPACES.sub(" ", text)
        text = _SPACE_AT_LINE_END.sub("\n", text)
        return _BLANK_LINES.sub("\n", text).strip(" \n")

    def visible(self, text: str) -> str:
        """The same lines and spaces without characters that show nothing."""
        text = _LINE_BREAK.sub("\n", text)
        text = text.replace(_SOFT_HYPHEN, "")
        text, removed = _INVISIBLE.subn("", text)
        text, joiners = _HIDING_JOINER.subn("", text)
        self.invisible += removed + joiners
        text = text.translate(_LIGATURES).translate(_PRIVATE_BULLETS)
        return unicodedata.normalize("NFC", _CONTROL.sub("", text))
