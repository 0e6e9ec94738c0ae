"""Checks of the settings, the token and the folder that holds the data."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bot import discord_account, discord_token, shipped_course
from bot.settings import FILE_NAME, BotSettings, SettingsUnusable, warnings_about
from bot.single_copy import holder_of
from knowledge.diagnosis import Finding

NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"})


def examine_settings(folder: Path) -> tuple[BotSettings | None, list[Finding]]:
    """The settings, if they can be used, and what was found about them."""
    findings = [*_file(folder), _ignored_by_git(folder)]
    try:
        settings = BotSettings.read(folder)
    except SettingsUnusable as error:
        fix = f"Correct {folder / FILE_NAME} or the environment."
        return None, [*findings, *(Finding.fail("Settings", p, fix) for p in error.problems)]
    return settings, [*findings, Finding.ok("Settings", "valid"), _default_course(settings)]


def examine_token(settings: BotSettings) -> Iterator[Finding]:
    """Its shape, and whose it is where Discord can be asked. Never shows any part of it."""
    if settings.discord_token is None:
        yield Finding.warn("Token", "not set; only `colloquy run` needs it", "Run: colloquy init")
        return
    token = settings.discord_token.get_secret_value()
    fault = discord_token.fault_of(token)
    if fault is not None:
        yield Finding.fail("Token", f"DISCORD_TOKEN {fault}", "Run: colloquy init")
        return
    yield Finding.ok("Token", "of the right shape")
    try:
        yield Finding.ok("Discord", f"the bot of “{discord_account.ask_whose(token).name}”")
    except discord_account.TokenRefused:
        yield Finding.fail(
            "Discord", "does not accept the token", "Reset it in the portal; run: colloquy init"
        )
    except discord_account.DiscordUnreachable:
        yield Finding.warn(
            "Discord", "cannot be reached from here", "Check the network, the proxy and DNS."
        )


def examine_data_folder(settings: BotSettings) -> Iterator[Finding]:
    folder = settings.database_path.parent
    if not folder.exists():
        yield Finding.ok("Data folder", f"{folder} will be made at the first start")
        return
    if not folder.is_dir():
        yield Finding.fail(
            "Data folder", f"{folder} is no folder", "Set DATABASE_URL to another place."
        )
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding.fail(
            "Data folder", f"{folder} cannot be written", "Change its owner, or DATABASE_URL."
        )
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        yield Finding.warn(
            "Data folder",
            f"{folder} is open to others on this machine (mode {mode:04o})",
            # Not for a folder that others need, such as the system's for temporary files.
            f"Run: chmod 700 {folder}; or set DATABASE_URL to a folder of its own.",
        )
    else:
        yield Finding.ok("Data folder", f"{folder}, mode {mode:04o}")
    yield from _file_system(folder)
    yield _other_copy(settings.database_path)


def _file(folder: Path) -> Iterator[Finding]:
    path = folder / FILE_NAME
    if not path.exists():
        yield Finding.ok("Settings file", f"no {path}: the environment and the defaults count")
        return
    warnings = warnings_about(folder)
    yield from (
        Finding.warn("Settings file", warning.split(". Run: ")[0], f"Run: chmod 600 {path}")
        for warning in warnings
    )
    if not warnings:
        yield Finding.ok("Settings file", f"{path}, only for its owner")


def _ignored_by_git(folder: Path) -> Finding:
    """A token that is committed is public, and Discord resets it."""
    git = shutil.which("git")
    if git is None or not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return Finding.ok("Settings file in git", "not in a git repository")
    tracked = subprocess.run(  # noqa: S603
        [git, "-C", str(folder), "ls-files", "--error-unmatch", FILE_NAME],
        capture_output=True, check=False,
    )  # fmt: skip
    if tracked.returncode == 0:
        return Finding.fail(
            "Settings file in git",
            f"{FILE_NAME} is tracked: whoever has the repository has the token",
            f"git rm --cached {FILE_NAME}, add it to .gitignore, and reset the token.",
        )
    ignored = subprocess.run(  # noqa: S603
        [git, "-C", str(folder), "check-ignore", "--quiet", FILE_NAME],
        capture_output=True, check=False,
    )  # fmt: skip
    if ignored.returncode == 0:
        return Finding.ok("Settings file in git", "ignored")
    return Finding.warn(
        "Settings file in git", f"{FILE_NAME} is not ignored", f"Add {FILE_NAME} to .gitignore."
    )


def _default_course(settings: BotSettings) -> Finding:
    name = settings.default_course
    if not name:
        return Finding.ok("Default course", "none")
    kind = "shipped with Colloquy" if name == shipped_course.NAME else "your own"
    return Finding.ok("Default course", f"{name}, {kind}")


def _file_system(folder: Path) -> Iterator[Finding]:
    """SQLite's locks do not hold on network drives."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    resolved = folder.resolve()
    holding = [
        fields
        for fields in (line.split() for line in mounts)
        if len(fields) > 2 and resolved.is_relative_to(fields[1].replace("\\040", " "))
    ]
    kind = max(holding, key=lambda fields: len(fields[1]))[2] if holding else "unknown"
    if kind in NETWORK_FILE_SYSTEMS:
        yield Finding.fail(
            "File system", f"{kind}, a network drive", "Set DATABASE_URL to a local disk."
        )
    else:
        yield Finding.ok("File system", kind)


def _other_copy(database: Path) -> Finding:
    try:
        holder = holder_of(database)
    except OSError as error:
        return Finding.warn(
            "Running copy",
            f"cannot be told ({error.strerror})",
            f"Let {database}.lock be read, or set DATABASE_URL to another place.",
        )
    return Finding.ok("Running copy", holder or "none")
