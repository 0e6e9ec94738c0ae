"""A course as a folder: `course.yaml` beside the documents that it lists."""

from __future__ import annotations

import os.path
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.errors import CourseFolderFaulty
from knowledge.ingestion.batch import SourceFile
from knowledge.model.corpus import Course, Strictness

_LONGEST_LINE = 200
_LONGEST_TEXT = 4_000
_LONGEST_FILE = 100_000
"""Characters of a `course.yaml`, with the names of some thousand documents."""
_Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=_LONGEST_LINE,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    ),
]


class _CourseFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=_LONGEST_LINE)
    title: _Line
    description: str = Field(default="", max_length=_LONGEST_TEXT)
    language: _Line = "en"
    strictness: Strictness = Strictness.NORMAL
    documents: list[str] = Field(min_length=1)
    items: str | None = None


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """What a course shall be, its documents in reading order: as a folder or a command says."""

    name: str
    title: str
    description: str
    language: str
    strictness: Strictness
    documents: tuple[SourceFile, ...]
    items: Path | None = None
    """The file of its quiz items, if it has one."""
    stated: frozenset[str] = frozenset()
    """The keys of `course.yaml`, as what it leaves out has a default here."""

    @classmethod
    def read(cls, folder: Path) -> CourseFolder:
        """Read ``course.yaml`` and find its documents; their contents are read later.

        Raises:
            CourseFolderFaulty: names every fault at once.
        """
        path = folder / "course.yaml"
        try:
            text = path.read_text(encoding="utf-8-sig")
            _refuse_traps(text, path)
            course = _CourseFile.model_validate(yaml.safe_load(text))
        except OSError as error:
            raise CourseFolderFaulty(f"{path} cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError as error:
            raise CourseFolderFaulty(f"{path} is not text in UTF-8.") from error
        except ValidationError as error:
            faults = [
                f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
                if e["loc"]
                else "it holds no keys with values, such as title: History"
                for e in error.errors()
            ]
            raise CourseFolderFaulty(f"{path}: {'; '.join(faults)}") from error
        # A date that is none is a plain ValueError.
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise CourseFolderFaulty(f"{path} is not YAML{_place(error)}.") from error
        named = [*course.documents, *([course.items] if course.items else [])]
        missing = [name for name in named if not os.path.isfile(folder / name)]
        if missing:
            raise CourseFolderFaulty(f"{folder}: no such file: {', '.join(missing)}")
        root = folder.resolve()
        outside = [name for name in named if not (folder / name).resolve().is_relative_to(root)]
        if outside:
            raise CourseFolderFaulty(f"{folder}: not inside it: {', '.join(outside)}")
        return cls(
            name=course.name,
            title=course.title,
            description=course.description,
            language=course.language,
            strictness=course.strictness,
            documents=tuple(SourceFile(name, folder / name) for name in course.documents),
            items=folder / course.items if course.items else None,
            stated=frozenset(course.model_fields_set),
        )

    def applied_to(self, course: Course) -> Course:
        """``course`` with the words and settings that `course.yaml` states; the rest stays."""
        own: dict[str, Any] = {
            "title": self.title,
            "description": self.description,
            "language": self.language,
            "strictness": self.strictness,
        }
        return replace(course, **{key: own[key] for key in own.keys() & self.stated})


def _refuse_traps(text: str, path: Path) -> None:
    """Raises CourseFolderFaulty for what takes no end to read."""
    if len(text) > _LONGEST_FILE:
        raise CourseFolderFaulty(f"{path} is longer than {_LONGEST_FILE:,} characters.")
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
        raise CourseFolderFaulty(f"{path}: aliases (*name) are not read. Write them out.")


def _place(error: Exception) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return "" if mark is None else f" (line {mark.line + 1})"
