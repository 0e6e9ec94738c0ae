"""The tree of a DOCX made plain: what the library looks past is put where it looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = f"{_W}txbxContent"


def simplify(body: Any) -> None:
    """Take content controls off their content, and one of each pair of alternatives away.

    A text box is written twice, for new and for old programs. Contents tables and the words
    that ask for input into an empty control are no text of the author's.
    """
    for alternatives in [*body.iter(f"{_MC}AlternateContent")]:
        choices = [*alternatives.iterchildren(f"{_MC}Choice", f"{_MC}Fallback")]
        for spare in choices[1:]:
            alternatives.remove(spare)
    for control in [*body.iter(f"{_W}sdt")]:
        _unwrap(
            control, [] if _is_not_text(control) else [*control.iterchildren(f"{_W}sdtContent")]
        )
    for custom in [*body.iter(f"{_W}customXml")]:
        _unwrap(custom, [custom])


def own_runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph without those of the text boxes anchored in it."""
    for run in paragraph.iter(f"{_W}r"):
        if _holder(run) is paragraph:
            yield run


def text_boxes(paragraph: Any) -> list[Any]:
    """The contents of the text boxes anchored in a paragraph."""
    return [box for box in paragraph.iter(_BOX) if _holder(box) is paragraph]


def _holder(element: Any) -> Any:
    return next(element.iterancestors(f"{_W}p"), None)


def _unwrap(wrapper: Any, contents: list[Any]) -> None:
    for content in contents:
        for child in [*content]:
            wrapper.addprevious(child)
    wrapper.getparent().remove(wrapper)


def _is_not_text(control: Any) -> bool:
    properties = control.find(f"{_W}sdtPr")
    if properties is None:
        return False
    gallery = properties.find(f"{_W}docPartObj/{_W}docPartGallery")
    contents = gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
    return contents or properties.find(f"{_W}showingPlcHdr") is not None
