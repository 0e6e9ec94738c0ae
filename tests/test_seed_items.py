"""The quiz items that come with Colloquy keep the rules of form; every fault is named at once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from bot import shipped_course
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.assessment import ChoiceKey, ItemStatus, ItemType
from knowledge.quizzing.interchange import yaml_format
from knowledge.quizzing.interchange.written import WrittenItem

FOLDER = shipped_course.folder()
FILE = FOLDER / "items.yaml"
CATCH_ALL = re.compile(r"\b(all|none|both|neither) of (the|these|them)\b", re.IGNORECASE)
FEWEST, FEWEST_OF_A_TYPE, FEWEST_ON_A_THEME = 80, 4, 3


def test_the_shipped_items_keep_the_rules_of_form() -> None:
    text = FILE.read_text("utf-8")
    reading = yaml_format.read(text)
    themes = yaml.safe_load(text)["themes"]

    faults = [str(remark) for remark in (*reading.refused, *reading.left_out)]
    faults += [fault for item in reading.items for fault in _faults(item)]
    faults += _faults_of_all(reading.items, themes)

    assert faults == []


async def test_the_shipped_items_pass_every_validator(knowledge: Knowledge) -> None:
    folder = CourseFolder.read(FOLDER)
    course, _ = await knowledge.ingester.plant(folder)
    assert course is not None
    assert folder.items == FILE

    report = await knowledge.exchange.plant(course.id, FILE.name, FILE.read_bytes())

    assert report is not None
    assert [str(remark) for remark in report.refused] == []
    items = await knowledge.bank.list_items(course.id)
    assert len(items) == report.added >= FEWEST
    assert {item.status for item in items} == {ItemStatus.APPROVED}
    assert all(item.draft.citation is not None for item in items)
    assert await knowledge.exchange.plant(course.id, FILE.name, FILE.read_bytes()) is None


def _faults(item: WrittenItem) -> list[str]:
    draft, faults = item.draft, []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", draft.name):
        faults.append("its name is not made of a-z, 0-9 and hyphens")
    if len(draft.rationale) < 20:
        faults.append("its rationale is too short to say why")
    if not draft.themes:
        faults.append("it has no theme")
    document = FOLDER / item.document
    if not document.is_file():
        faults.append(f"there is no {item.document}")
    elif _flat(item.passage) not in _flat(document.read_text("utf-8")) or not item.passage:
        faults.append("its passage is not in its document, word for word")
    if draft.type in (ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE):
        faults += _faults_of_options(item)
    return [f"line {item.line}, {draft.name}: {fault}" for fault in faults]


def _faults_of_options(item: WrittenItem) -> list[str]:
    draft, faults = item.draft, []
    if draft.type is ItemType.SINGLE_CHOICE and len(draft.options) != 4:
        faults.append(f"it has {len(draft.options)} options, not four")
    if any(CATCH_ALL.search(option) for option in draft.options):
        faults.append("an option stands for others")
    assert isinstance(draft.key, ChoiceKey)
    right = [option for place, option in enumerate(draft.options) if place in draft.key.right]
    wrong = [option for place, option in enumerate(draft.options) if place not in draft.key.right]
    if draft.type is ItemType.SINGLE_CHOICE:
        lengths = sorted(map(len, wrong))
        if len(right[0]) > lengths[-1] + 12 or len(right[0]) < lengths[0] - 12:
            faults.append("the length of its key stands out")
    return faults


def _faults_of_all(items: list[WrittenItem], themes: list[str]) -> list[str]:
    faults = []
    if len(items) < FEWEST:
        faults.append(f"there are {len(items)} items, fewer than {FEWEST}")
    faults += [f"{n} items are called {name}" for name, n in _more_than_once(items)]
    of_type = Counter(item.draft.type for item in items)
    faults += [f"{of_type[t]} items of {t}" for t in ItemType if of_type[t] < FEWEST_OF_A_TYPE]
    on_theme = Counter(theme for item in items for theme in item.draft.themes)
    faults += [f"{on_theme[t]} on {t}" for t in themes if on_theme[t] < FEWEST_ON_A_THEME]
    documents = Counter(item.document for item in items)
    paths = [f"documents/{path.name}" for path in sorted(Path(FOLDER, "documents").glob("*.md"))]
    faults += [f"{documents[path]} on {path}" for path in paths if documents[path] < 20]
    return [*faults, *_giveaways(items)]


def _giveaways(items: list[WrittenItem]) -> list[str]:
    """What somebody who has read nothing could go by: the place, the length, the truth."""
    singles = [item.draft for item in items if item.draft.type is ItemType.SINGLE_CHOICE]
    places = Counter(min(d.key.right) for d in singles if isinstance(d.key, ChoiceKey))
    longest = sum(
        len(d.options[min(d.key.right)]) == max(map(len, d.options))
        for d in singles
        if isinstance(d.key, ChoiceKey)
    )
    judged = [item.draft.key for item in items if item.draft.type is ItemType.TRUE_FALSE]
    true = sum(isinstance(key, ChoiceKey) and 0 in key.right for key in judged)
    faults = []
    if max(places.values()) > len(singles) * 0.4 or len(places) < 4:
        faults.append(f"the key stands at these places: {dict(places)}")
    if longest > len(singles) * 0.4:
        faults.append(f"the key is the longest option in {longest} of {len(singles)} items")
    if not len(judged) * 0.3 <= true <= len(judged) * 0.7:
        faults.append(f"{true} of {len(judged)} statements are true")
    return faults


def _more_than_once(items: list[WrittenItem]) -> list[tuple[str, int]]:
    return [(name, n) for name, n in Counter(i.draft.name for i in items).items() if n > 1]


def _flat(text: str) -> str:
    return " ".join(text.split())
