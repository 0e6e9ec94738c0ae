"""Text that speaks to a language model rather than to a reader.

It stays in the document as the data it is; a person is told where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

INSTRUCTION_LIKE = "hidden or instruction-like text"
"""What notices call it."""

_INSTRUCTION = re.compile(
    r"""
      \b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|of\s+|these\s+)*
        (?:previous|prior|above|earlier|preceding|foregoing|system)\s+
        (?:instructions?|prompts?|messages?|rules|context)\b
    | ^\s*(?:\#+\s*)?(?:system|assistant)(?:\s+(?:prompt|message))?\s*:
    | \b(?:SYSTEM|ASSISTANT)\s*:\s
    | <\|(?:im_start|im_end|system|assistant|user|endoftext)\|>
    | \[/?INST\]|<</?SYS>>
    | \byou\s+are\s+(?:now\s+)?
        (?:chatgpt|gpt-?\d|an?\s+(?:ai|language\s+model|helpful\s+assistant))\b
    | \b(?:reveal|print|repeat|show)\s+(?:me\s+)?(?:your|the)\s+(?:system|hidden|initial)\s+prompt\b
    | \bdo\s+not\s+(?:tell|inform|mention\s+this\s+to)\s+the\s+user\b
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_QUICK = re.compile(
    r"(?i)ignore|disregard|forget|override|system|assistant|<\||INST\]|you are|prompt|the user"
)


def is_instruction_like(text: str) -> bool:
    """Whether a paragraph seems to address a model."""
    return _QUICK.search(text) is not None and _INSTRUCTION.search(text) is not None


def instructions_in(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text the words stand that seem to address a model: half-open ranges, in order."""
    if _QUICK.search(text) is not None:
        for found in _INSTRUCTION.finditer(text):
            yield found.span()
