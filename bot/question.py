"""What can be asked, in Discord and in the terminal."""

from __future__ import annotations

SHORTEST, LONGEST = 3, 1_000
"""Characters."""
ASK_IN_A_SENTENCE = "Ask in a sentence, 3–1,000 characters."


def is_askable(text: str) -> bool:
    """Whether this can be a question: long enough, short enough, and with a word in it."""
    text = " ".join(text.split())
    return SHORTEST <= len(text) <= LONGEST and any(char.isalnum() for char in text)
