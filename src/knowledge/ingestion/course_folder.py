"""A course as a folder: `course.yaml` beside the documents that it lists."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import CourseFolderFaulty
from knowledge.ingestion.batch import SourceFile
from knowledge.model.corpus import Strictness


class _CourseFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    description: str = ""
    language: str = "en"
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

    @classmethod
    def read(cls, folder: Path) -> CourseFolder:
        """Read ``course.yaml`` and find its documents; their contents are read later.

        Raises:
            CourseFolderFaulty: names every fault at once.
        """
        try:
            stated = yaml.safe_load((folder / "course.yaml").read_text(encoding="utf-8"))
            course = _CourseFile.model_validate(stated)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CourseFolderFaulty(f"{folder / 'course.yaml'}: {error}") from error
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            raise CourseFolderFaulty(f"{folder / 'course.yaml'}: {'; '.join(faults)}") from error
        named = [*course.documents, *([course.items] if course.items else [])]
        missing = [name for name in named if not (folder / name).is_file()]
        if missing:
            raise CourseFolderFaulty(f"{folder}: no such file: {', '.join(missing)}")
        return cls(
            name=course.name,
            title=course.title,
            description=course.description,
            language=course.language,
            strictness=course.strictness,
            documents=tuple(SourceFile(name, folder / name) for name in course.documents),
            items=folder / course.items if course.items else None,
        )
