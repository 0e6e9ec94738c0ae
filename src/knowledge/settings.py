"""What an operator may set about the engine. The bot reads it from the environment and `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

MIB = 1024 * 1024


class KnowledgeSettings(BaseModel):
    """Bounded and closed: an unknown key or a value out of range is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(
        default="sqlite:///data/colloquy.db",
        description="Where everything is stored: one SQLite file, as sqlite:///path/to/file.db.",
    )
    embedding_model: Path | None = Field(
        default=None,
        description="Folder of another sentence-transformers model; empty means all-MiniLM-L6-v2.",
    )
    embedding_precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto",
        description="Number format of the model; auto takes bfloat16 where the CPU computes in it.",
    )
    doc_max_bytes: int = Field(
        default=25 * MIB, ge=1, le=1024 * MIB, description="Largest file that is read, in bytes."
    )
    doc_max_pages: int = Field(
        default=2_000, ge=1, description="Most pages or slides a document may have."
    )
    doc_read_seconds: float = Field(
        default=20.0,
        gt=0,
        le=600,
        allow_inf_nan=False,
        description="Longest time that reading one file may take, in seconds.",
    )
    course_max_bytes: int = Field(
        default=500 * MIB, ge=1, description="Most bytes of files that one course may hold."
    )

    @field_validator("database_url")
    @classmethod
    def _is_sqlite_file(cls, url: str) -> str:
        path = url.removeprefix("sqlite:///")
        if path in (url, ":memory:") or path.endswith("/") or Path(path).name in ("", ".."):
            raise ValueError("must name a file, as sqlite:///data/colloquy.db does")
        if "?" in path:
            raise ValueError("takes no options: leave out “?” and what follows it")
        if path.startswith("~"):
            raise ValueError(
                "cannot begin with “~”: write the folder out, as sqlite:////home/ana/colloquy.db"
            )
        return url

    @property
    def database_path(self) -> Path:
        return Path(self.database_url.removeprefix("sqlite:///"))
