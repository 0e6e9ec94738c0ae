from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import BotSettings, SettingsUnusable, warnings_about

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB"


def problems(folder: Path, *, token_required: bool = False) -> list[str]:
    with pytest.raises(SettingsUnusable) as caught:
        BotSettings.read(folder, token_required=token_required)
    return caught.value.problems


def test_the_defaults_need_no_file(folder: Path) -> None:
    settings = BotSettings.read(folder)
    assert settings.default_course == "people-to-people-diplomacy"
    assert settings.discord_token is None


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("LOG_LEVEL=DEBUG\nDOC_MAX_PAGES=7\n")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = BotSettings.read(folder)
    assert (settings.log_level, settings.doc_max_pages) == ("ERROR", 7)


def test_byte_order_mark_windows_lines_and_export(folder: Path) -> None:
    (folder / ".env").write_bytes(
        b'\xef\xbb\xbfexport DISCORD_TOKEN="'
        + TOKEN.encode()
        + b'"\r\n# word\r\nDEFAULT_COURSE=\r\n'
    )
    settings = BotSettings.read(folder, token_required=True)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.default_course == ""


def test_which_servers_may_make_courses_is_a_list_of_ids(folder: Path) -> None:
    assert BotSettings.read(folder).course_server_ids == frozenset()
    (folder / ".env").write_text("COURSE_SERVERS=12, 34\n")
    assert BotSettings.read(folder).course_server_ids == {12, 34}

    (folder / ".env").write_text("COURSE_SERVERS=12; 34\n")
    assert problems(folder) == ["COURSE_SERVERS must be ids of servers with commas between them."]


def test_an_empty_value_means_the_default(folder: Path) -> None:
    (folder / ".env").write_text("EMBEDDING_MODEL=\nDATABASE_URL=\n")
    settings = BotSettings.read(folder)
    assert settings.embedding_model is None
    assert settings.database_path == Path("data/colloquy.db")


def test_every_fault_is_named_at_once_with_its_fix(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(
        "DISCORD_TOKE=secret-secret\nDOC_MAX_PAGES=-3\nDOC_MAX_BYTES=many\nLOG_LEVEL=loud\n"
        "DATABASE_URL=postgresql://me:secret-secret@host/db\nJUNK\nCOLOUR=blue\n"
    )
    monkeypatch.setenv("EMBEDING_MODEL", "x")
    found = problems(folder, token_required=True)
    assert sorted(found) == sorted(
        [
            f"{folder}/.env, line 6: not a setting. Write NAME=value.",
            "Unknown setting EMBEDING_MODEL in the environment. Did you mean EMBEDDING_MODEL?",
            "DATABASE_URL must name a file, as sqlite:///data/colloquy.db does.",
            "DOC_MAX_BYTES is 'many' but must be a whole number.",
            "DOC_MAX_PAGES is '-3' but must be 1 or more.",
            "LOG_LEVEL is 'loud' but must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'.",
            "Unknown setting DISCORD_TOKE in .env. Did you mean DISCORD_TOKEN?",
            "Unknown setting COLOUR in .env. Remove it; .env.example lists the settings.",
            f"DISCORD_TOKEN is not set. Put it in {folder}/.env (`colloquy init` does that for "
            "you), or try `colloquy demo`, which needs none.",
        ]
    )
    assert "secret-secret" not in "".join(found)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///data/colloquy.db?mode=ro", "takes no options: leave out “?” and what follows"),
        ("sqlite:///~/colloquy.db", "cannot begin with “~”: write the folder out"),
        ("sqlite:///", "must name a file"),
        ("sqlite:///.", "must name a file"),
        ("sqlite:///data/", "must name a file"),
        ("sqlite:////srv/..", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("data/colloquy.db", "must name a file"),
    ],
)
def test_an_address_that_would_name_another_file_is_refused(
    folder: Path, url: str, told: str
) -> None:
    (folder / ".env").write_text(f"DATABASE_URL={url}\n")
    [problem] = problems(folder)
    assert problem.startswith(f"DATABASE_URL {told}")


@pytest.mark.parametrize(
    "key", sorted({*BotSettings.names(), "COLOUR", TOKEN, f"export {TOKEN}"} - {"DISCORD_TOKEN"})
)
def test_a_token_in_a_wrong_place_is_told_of_and_not_shown(folder: Path, key: str) -> None:
    (folder / ".env").write_text(f"{key}={TOKEN}\n")
    found = problems(folder)
    told = f"{key} holds a bot token. Move it to DISCORD_TOKEN."
    assert (told in found) == (key in BotSettings.names())
    assert not any(part in "".join(found) for part in TOKEN.split("."))


@pytest.mark.parametrize("key", ["DOC_MAX_PAGES", "DOC_READ_SECONDS", "LOG_LEVEL"])
def test_a_faulty_value_that_may_be_a_secret_is_not_shown(
    folder: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key, "client-secret" * 2)
    [problem] = problems(folder)
    assert problem.startswith(f"{key} must be ")
    assert "client-secret" not in problem


def test_other_programs_variables_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URI", "postgresql://elsewhere")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.db")
    monkeypatch.setenv("COURSE", "x")
    assert BotSettings.read(folder).database_path == Path("mine.db")


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xff\xfeD\x00")
    assert problems(folder, token_required=True) == [
        f"{folder}/.env is not text in UTF-8. Save it again in that encoding."
    ]
    (folder / ".env").unlink()
    (folder / ".env").mkdir()
    [problem] = problems(folder)
    assert problem.startswith(f"{folder}/.env cannot be read: ")


def test_a_link_that_leads_nowhere_is_no_missing_file(folder: Path) -> None:
    (folder / ".env").symlink_to("elsewhere")
    assert problems(folder, token_required=True) == [
        f"{folder}/.env is a link to elsewhere, which is not there. Mend it."
    ]


def test_an_id_that_discord_cannot_give_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME_SERVER", str(2**63))
    assert problems(folder) == [f"HOME_SERVER is '{2**63}' but must be {2**63 - 1} or less."]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_a_file_that_others_can_read_is_a_warning(folder: Path) -> None:
    path = folder / ".env"
    path.write_text("LOG_LEVEL=INFO\n")
    path.chmod(0o644)
    [warning] = warnings_about(folder)
    assert "0644" in warning
    path.chmod(0o600)
    assert warnings_about(folder) == []


def test_the_token_is_never_shown(folder: Path) -> None:
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    assert TOKEN not in repr(BotSettings.read(folder))


def test_the_console_is_off_unless_it_has_a_port(folder: Path) -> None:
    assert BotSettings.read(folder).console_port is None
    (folder / ".env").write_text("CONSOLE_PORT=8443\nCONSOLE_URL=https://Console.Example.org/\n")
    settings = BotSettings.read(folder)
    assert settings.console_port == 8443
    assert settings.console_url == "https://console.example.org"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://console.example.org", "must be an address that begins with https://"),
        ("console.example.org", "must be an address that begins with https://"),
        ("https://me@console.example.org", "must be an address that begins with https://"),
        ("https://", "must be an address that begins with https://"),
        ("https://example.org/console", "must end with the host"),
        ("https://example.org?x=1", "must end with the host"),
    ],
)
def test_an_address_that_the_console_cannot_have_is_refused(
    folder: Path, url: str, told: str
) -> None:
    (folder / ".env").write_text(f"CONSOLE_PORT=8443\nCONSOLE_URL={url}\n")
    [problem] = problems(folder)
    assert problem.startswith(f"CONSOLE_URL {told}")


def test_an_address_of_the_console_needs_its_port(folder: Path) -> None:
    (folder / ".env").write_text("CONSOLE_URL=https://console.example.org\n")
    [problem] = problems(folder)
    assert "set CONSOLE_PORT too" in problem


def test_an_upper_bound_is_told_in_words(folder: Path) -> None:
    (folder / ".env").write_text("CONSOLE_PORT=99999\nDOC_READ_SECONDS=nan\n")
    assert sorted(problems(folder)) == [
        "CONSOLE_PORT is '99999' but must be 65535 or less.",
        "DOC_READ_SECONDS is 'nan' but must be a number.",
    ]


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes with a name here")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / ".env")
    [problem] = problems(folder)
    assert problem.endswith("it is a pipe. Write the settings into a file.")


def test_a_link_that_cannot_be_followed_is_told(folder: Path) -> None:
    (folder / ".env").symlink_to("a" * 300)
    [problem] = problems(folder)
    assert problem.endswith(".env cannot be read: File name too long. Check its owner and mode.")
