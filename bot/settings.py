"""What an operator may set: the bot's settings and the engine's, from the environment and `.env`.

Every fault is reported at once, each with its fix, and never with a secret in it.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.discord_token import fault_of
from knowledge.settings import KnowledgeSettings

FILE_NAME = ".env"
MAY_BE_EMPTY = "default_course"
SHOWABLE = frozenset({"int_parsing", "float_parsing", "literal_error", "greater_than",
                      "greater_than_equal", "less_than", "less_than_equal",
                      "finite_number"})  # fmt: skip
LONGEST_SHOWN = 20
"""Characters of a faulty value: numbers and levels are shorter, secrets are longer."""
LONGEST_NAME = 40
LARGEST_ID = 2**63 - 1
"""Of Discord's, and of what a database holds."""
TOKEN = re.compile(r"[MNO][\w-]{17,}\.[\w-]{5,}\.[\w-]{20,}")
"""A bot token, wherever it stands: its first part is a number in base64."""


class SettingsUnusable(Exception):
    """Settings are wrong or missing: every fault is listed. Retrying does not help."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BotSettings(KnowledgeSettings, BaseSettings):
    """Every setting of Colloquy; the engine's are inherited. `.env.example` shows them all."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, env_file_encoding="utf-8-sig"
    )

    discord_token: SecretStr | None = Field(
        default=None,
        description="The bot's token, from the Bot page of the Discord developer portal.",
    )
    default_course: str = Field(
        default="people-to-people-diplomacy",
        description="Course that answers where no other is set up; empty means none.",
    )
    home_server: int | None = Field(
        default=None,
        ge=1,
        le=LARGEST_ID,
        description="Id of the server whose staff look after the courses made on the command line; "
        "empty means the one that the bot joined first.",
    )
    course_servers: str = Field(
        default="",
        description="Ids of the servers that may make courses of their own, with commas between "
        "them; empty means every server that invites the bot.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="How much `colloquy run` reports: DEBUG, INFO, WARNING or ERROR.",
    )

    console_port: int | None = Field(
        default=None,
        ge=1,
        le=65_535,
        description="Port at 127.0.0.1 for the moderators' web pages; empty switches them off.",
    )
    console_url: str | None = Field(
        default=None,
        description="Address at which a tunnel of yours shows them, such as "
        "https://console.example.org; empty means this computer alone.",
    )

    @field_validator("course_servers")
    @classmethod
    def _are_ids(cls, servers: str) -> str:
        if servers and not all(id_.strip().isdecimal() for id_ in servers.split(",")):
            raise ValueError("must be ids of servers with commas between them")
        return servers

    @property
    def course_server_ids(self) -> frozenset[int]:
        """:attr:`course_servers`, read."""
        return frozenset(int(id_) for id_ in self.course_servers.split(",") if id_.strip())

    @field_validator("console_url")
    @classmethod
    def _is_origin(cls, url: str | None) -> str | None:
        """Cookies and forms are for a whole host."""
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username is not None:
            raise ValueError("must be an address that begins with https://")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("must end with the host: leave out what follows it")
        return f"https://{parts.netloc.casefold()}"

    @model_validator(mode="after")
    def _url_has_port(self) -> Self:
        if self.console_url is not None and self.console_port is None:
            raise ValueError(
                "say where the console can be seen, and not where it listens: set "
                "CONSOLE_PORT too, or leave out CONSOLE_URL"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _empty_means_default(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if value != "" or key == MAY_BE_EMPTY}

    @classmethod
    def read(cls, folder: Path | None = None, *, token_required: bool = False) -> Self:
        """The settings of a working folder, where the environment wins over its `.env`.

        Raises :class:`SettingsUnusable` with every fault there is.
        """
        path = (folder or Path.cwd()) / FILE_NAME
        text, problems = _text_of(path)
        is_unreadable = bool(problems)
        in_file, faulty_lines = _keys_of(text or "", path)
        problems += faulty_lines
        problems += _misplaced_tokens(cls.names(), text or "")
        problems += _misspelt_variables(cls.names(), in_file, os.environ)
        settings = None
        try:
            settings = cls(_env_file=None if text is None else path)  # type: ignore[call-arg]
        except ValidationError as error:
            problems += [_in_words(detail, in_file) for detail in error.errors()]
        # A file that could not be read may well hold the token.
        if token_required and not is_unreadable:
            problems += _token_problems(text or "", path)
        if problems or settings is None:
            raise SettingsUnusable(problems)
        return settings

    @classmethod
    def names(cls) -> list[str]:
        """The name of every setting, as it is written in `.env`."""
        return [name.upper() for name in cls.model_fields]


def debugging(folder: Path) -> bool:
    """Whether LOG_LEVEL asks for everything, even where the other settings cannot be used."""
    text, _ = _text_of(folder / FILE_NAME)
    in_file = dotenv_values(stream=io.StringIO(text or "")).get("LOG_LEVEL")
    return os.environ.get("LOG_LEVEL", in_file) == "DEBUG"


def warnings_about(folder: Path) -> list[str]:
    """What is not wrong enough to stop, but should be put right."""
    path = folder / FILE_NAME
    # Not Path.is_file(), which fails where a link leads into a folder that may not be entered.
    if os.name != "posix" or not os.path.isfile(path):
        return []
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return [
            f"{path} can be read by others on this machine (mode {mode:04o}). Run: chmod 600 {path}"
        ]
    return []


def example() -> str:
    """The text of `.env.example`: every setting with its default and one sentence."""
    parts = ["# Copy to .env and change what you need. Variables of the environment win.\n"]
    for name, field in BotSettings.model_fields.items():
        default = "" if field.default is None else field.default
        parts.append(f"# {field.description}\n{name.upper()}={default}\n")
    return "\n".join(parts)


def _text_of(path: Path) -> tuple[str | None, list[str]]:
    """What a settings file says, None where there is none to read, and why it cannot be read."""
    try:
        if not path.exists():
            if path.is_symlink():
                told = f"{path} is a link to {path.readlink()}, which is not there. Mend it."
                return None, [told]
            return None, []
        # A pipe would be waited for until somebody writes into it.
        if path.is_dir() or path.is_fifo():
            kind = "folder" if path.is_dir() else "pipe"
            return None, [f"{path} cannot be read: it is a {kind}. Write the settings into a file."]
        return path.read_text(encoding="utf-8-sig"), []
    except OSError as error:
        return None, [f"{path} cannot be read: {error.strerror}. Check its owner and mode."]
    except UnicodeDecodeError:
        return None, [f"{path} is not text in UTF-8. Save it again in that encoding."]


def _keys_of(text: str, path: Path) -> tuple[set[str], list[str]]:
    """The keys that a settings file holds, and the lines that hold none."""
    keys, faulty = set(), []
    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.key is not None and binding.value is None):
            line = _first_line(binding.original.string, binding.original.line)
            faulty.append(f"{path}, line {line}: not a setting. Write NAME=value.")
        elif binding.key is not None:
            keys.add(binding.key)
    return keys, faulty


def _first_line(statement: str, line: int) -> int:
    blank = len(statement) - len(statement.lstrip("\r\n"))
    return line + statement[:blank].count("\n")


def _token_problems(text: str, path: Path) -> list[str]:
    """Looked at apart from the other settings, so that their faults do not hide this one."""
    in_file = dotenv_values(stream=io.StringIO(text)).get("DISCORD_TOKEN")
    token = os.environ.get("DISCORD_TOKEN", in_file)
    if not token:
        return [
            f"DISCORD_TOKEN is not set. Put it in {path} (`colloquy init` does that for you),"
            " or try `colloquy demo`, which needs none."
        ]
    fault = fault_of(token)
    return [f"DISCORD_TOKEN {fault}"] if fault else []


def _misplaced_tokens(names: list[str], text: str) -> list[str]:
    """Settings that would be shown somewhere some day, as the name of a course would be."""
    given = dotenv_values(stream=io.StringIO(text)) | os.environ
    return [
        f"{key.upper()} holds a bot token. Move it to DISCORD_TOKEN."
        for key, value in given.items()
        if key.upper() in names and key.upper() != "DISCORD_TOKEN" and TOKEN.search(value or "")
    ]


def _misspelt_variables(
    names: list[str], in_file: set[str], environment: Mapping[str, str]
) -> list[str]:
    """Variables one slip away from a setting that is set nowhere: surely meant to be it."""
    given = {key.upper() for key in in_file} | {key.upper() for key in environment}
    problems = []
    for variable in environment:
        close = difflib.get_close_matches(variable.upper(), names, n=1, cutoff=0.9)
        if close and variable.upper() not in names and close[0] not in given:
            problems.append(
                f"Unknown setting {variable} in the environment. Did you mean {close[0]}?"
            )
    return problems


def _in_words(detail: ErrorDetails, in_file: set[str]) -> str:
    name = str(detail["loc"][0]).upper() if detail["loc"] else "The settings"
    if detail["type"] == "extra_forbidden":
        written = next((key for key in in_file if key.upper() == name), name)
        if len(written) > LONGEST_NAME:
            return f"There is a line in {FILE_NAME} that begins with no setting's name. Remove it."
        close = difflib.get_close_matches(name, BotSettings.names(), n=1, cutoff=0.6)
        fix = (
            f"Did you mean {close[0]}?" if close else "Remove it; .env.example lists the settings."
        )
        return f"Unknown setting {written} in {FILE_NAME}. {fix}"
    showable = detail["type"] in SHOWABLE and len(str(detail["input"])) <= LONGEST_SHOWN
    given = f" is {detail['input']!r}" if showable else ""
    match detail["type"]:
        case "int_parsing" | "int_parsing_size":
            rule = "must be a whole number"
        case "float_parsing" | "finite_number":
            rule = "must be a number"
        case "literal_error":
            rule = f"must be {detail['ctx']['expected']}"
        case "greater_than_equal":
            rule = f"must be {detail['ctx']['ge']} or more"
        case "greater_than":
            rule = f"must be more than {detail['ctx']['gt']}"
        case "less_than_equal":
            rule = f"must be {detail['ctx']['le']} or less"
        case "less_than":
            rule = f"must be less than {detail['ctx']['lt']}"
        case _:
            rule = detail["msg"].removeprefix("Value error, ")
    return f"{name}{given} but {rule}." if given else f"{name} {rule}."
