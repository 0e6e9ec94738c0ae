"""The words of HTML as Moodle exports it: its tags go, its paragraphs become lines."""

from __future__ import annotations

import html
import re

from knowledge.quizzing.interchange.written import ForeignItem

_MEDIA = re.compile(r"<(?:img|video|audio|object|iframe|embed)\b|@@PLUGINFILE@@", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|pre|blockquote)\s*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|div|em|font|h[1-6]|hr|i|kbd|li|mark|ol|p|"
    r"pre|q|s|samp|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|"
    r"ul|var|lang|nolink)\b[^<>]*>",
    re.IGNORECASE,
)


def text_of(marked: str) -> str:
    """The words of a fragment of HTML. A "<" that opens no tag stays.

    Raises:
        ForeignItem: it holds a picture or a film, without which its words may mean nothing.
    """
    if _MEDIA.search(marked):
        raise ForeignItem("it has a picture or a recording, which cannot be read.")
    flowing = re.sub(r"\s+", " ", _without_comments(marked))
    lines = _TAG.sub("", _BREAK.sub("\n", flowing)).split("\n")
    words = (" ".join(html.unescape(line).split()) for line in lines)
    return "\n".join(line for line in words if line)


def _without_comments(marked: str) -> str:
    """One that nothing closes stays."""
    kept, start = list[str](), 0
    while (opening := marked.find("<!--", start)) >= 0:
        closing = marked.find("-->", opening + 4)
        if closing < 0:
            break
        kept.append(marked[start:opening])
        start = closing + 3
    return "".join([*kept, marked[start:]])
