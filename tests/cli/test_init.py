from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from test_settings import TOKEN

from bot import discord_account
from bot.discord_account import Application, DiscordUnreachable, TokenRefused
from bot.settings import BotSettings

if TYPE_CHECKING:
    from conftest import Colloquy


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(token: str) -> Application:
        raise DiscordUnreachable

    monkeypatch.setattr(discord_account, "ask_whose", refuse)


def test_the_token_is_written_for_its_owner_alone(colloquy: Colloquy, folder: Path) -> None:
    path = folder / ".env"
    path.write_bytes(b"# mine\r\nLOG_LEVEL=DEBUG\r\nDISCORD_TOKEN=old\r\n")
    path.chmod(0o644)
    ran = colloquy("init", stdin=TOKEN.encode() + b"\n")
    assert ran.code == 0
    assert TOKEN not in ran.out + ran.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    settings = BotSettings.read(folder, token_required=True)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.log_level == "DEBUG"
    assert b"# mine" in path.read_bytes()
    assert b"old" not in path.read_bytes()


@pytest.mark.parametrize("written", [b"LOG_LEVEL=DEBUG\n", None], ids=["there", "dangling"])
def test_a_link_is_neither_followed_nor_replaced(
    colloquy: Colloquy, folder: Path, written: bytes | None
) -> None:
    shared = folder / "shared.env"
    if written is not None:
        shared.write_bytes(written)
        shared.chmod(0o640)
    (folder / ".env").symlink_to(shared)
    ran = colloquy("init", stdin=TOKEN.encode())
    assert ran.code == 1
    assert f"{folder}/.env is a link to {shared}, and nothing was written." in ran.err
    assert (folder / ".env").is_symlink()
    assert [path.name for path in folder.iterdir() if not path.is_symlink()] == (
        [] if written is None else ["shared.env"]
    )
    if written is not None:
        assert shared.read_bytes() == written
        assert stat.S_IMODE(shared.stat().st_mode) == 0o640


def test_a_new_file_is_for_its_owner_alone(colloquy: Colloquy, folder: Path) -> None:
    before = os.umask(0)
    try:
        assert colloquy("init", stdin=TOKEN.encode()).code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    assert (folder / ".env").read_text() == f"DISCORD_TOKEN={TOKEN}\n"


def test_the_invite_asks_for_the_least(colloquy: Colloquy) -> None:
    out = colloquy("init", stdin=TOKEN.encode()).out
    link = next(line for line in out.splitlines() if line.startswith("https://"))
    query = parse_qs(urlsplit(link).query)
    assert query["client_id"] == ["123456789012345678"]
    assert query["scope"] == ["bot applications.commands"]
    granted = {name for name, value in discord.Permissions(int(query["permissions"][0])) if value}
    assert granted == {
        "read_messages", "send_messages", "send_messages_in_threads", "embed_links",
        "attach_files", "read_message_history",
    }  # fmt: skip


def test_discord_names_the_application(colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord_account, "ask_whose", lambda _: Application(42, "My Bot"))
    out = colloquy("init", stdin=TOKEN.encode()).out
    assert "My Bot" in out
    assert "client_id=42" in out


def test_a_refused_token_is_not_written(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(token: str) -> Application:
        raise TokenRefused

    monkeypatch.setattr(discord_account, "ask_whose", refuse)
    ran = colloquy("init", stdin=TOKEN.encode())
    assert ran.code == 1
    assert not (folder / ".env").exists()


@pytest.mark.parametrize("typed", [b"", b"\n", b"Bot " + TOKEN.encode(), b"a1B2" * 8])
def test_what_is_no_token_is_not_written(colloquy: Colloquy, folder: Path, typed: bytes) -> None:
    ran = colloquy("init", stdin=typed)
    assert ran.code == 2
    assert not (folder / ".env").exists()
