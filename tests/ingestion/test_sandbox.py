"""The child process: it reads, it is confined, and nothing that happens to it harms the parent."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.errors import UnreadableFile
from knowledge.ingestion.limits import MEBIBYTE, ReadingLimits
from knowledge.ingestion.sandbox import ReaderProcess
from tests.ingestion.office_files import book, slides, text_slide, word
from tests.ingestion.pdf_files import PdfPage, column, flate_bomb, pdf

GOOD = (b"# The sea\n\nIt is deep. It is cold.", "sea.md")


@pytest.fixture
async def reader() -> AsyncIterator[ReaderProcess]:
    async with ReaderProcess() as opened:
        yield opened


def child_of(reader: ReaderProcess) -> int:
    assert reader._child is not None
    return reader._child.pid


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def opened_by(pid: int) -> list[str]:
    return [os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()]


def hard_limits_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[1] for line in lines}


def routes_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/net/route").read_text().splitlines()[1:]


async def refusal(reader: ReaderProcess, content: bytes, name: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        await reader.parse(content, name)
    return str(caught.value)


async def test_one_child_reads_every_format_within_its_memory(reader: ReaderProcess) -> None:
    files = {
        "a.txt": b"It is deep.",
        "a.md": b"It is deep.",
        "a.html": b"<p>It is deep.</p>",
        "a.pdf": pdf([PdfPage(column(["It is deep."]))]),
        "a.docx": word(lambda document: document.add_paragraph("It is deep.")),
        "a.pptx": slides(text_slide("", "It is deep.")),
        "a.epub": book({"a.xhtml": "<p>It is deep.</p>"}),
    }
    read = {name: (await reader.parse(content, name)).text for name, content in files.items()}
    pid = child_of(reader)
    await reader.parse(*GOOD)
    assert set(read.values()) == {"It is deep."}
    assert child_of(reader) == pid


async def test_everything_of_a_document_comes_through(reader: ReaderProcess) -> None:
    document = await reader.parse(*GOOD)
    assert document.metadata.title == "The sea"
    assert [s.of(document.text) for p in document.passages for s in p.sentences] == [
        "It is deep.",
        "It is cold.",
    ]
    assert document.sections[document.passages[0].section].path == ()


async def test_files_wait_for_one_another(reader: ReaderProcess) -> None:
    documents = await asyncio.gather(*(reader.parse(b"Number %d." % n, "a.txt") for n in range(8)))
    assert [document.text for document in documents] == [f"Number {n}." for n in range(8)]


async def test_a_refusal_comes_through_and_the_child_lives_on(reader: ReaderProcess) -> None:
    await reader.parse(*GOOD)
    pid = child_of(reader)
    assert await refusal(reader, b"\x89PNG\r\n\x1a\n", "a.pdf") == (
        "its content is not a PDF (it looks like a PNG image)."
    )
    assert await refusal(reader, b"", "a.txt") == "it is empty."
    assert (await reader.parse(*GOOD)).text
    assert child_of(reader) == pid


async def test_a_child_killed_while_idle_is_replaced_unnoticed(
    reader: ReaderProcess, caplog: pytest.LogCaptureFixture
) -> None:
    await reader.parse(*GOOD)
    os.kill(child_of(reader), signal.SIGKILL)
    assert (await reader.parse(*GOOD)).text
    assert not caplog.records


async def test_a_file_that_kills_its_reader_is_told_of_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ReaderProcess() as reader:
        started = reader._started

        async def start_and_kill() -> asyncio.subprocess.Process:
            child = await started()
            child.kill()
            return child

        monkeypatch.setattr(reader, "_started", start_and_kill)
        assert "needs too much memory or time" in await refusal(reader, *GOOD)
    assert not caplog.records


async def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    async with ReaderProcess(ReadingLimits(seconds=0.2)) as reader:
        slow = b"Dr. Hong said so. " * 60_000
        assert await refusal(reader, slow, "a.txt") == (
            "it needs too much memory or time to read (limit 0.2 s / 512 MB)."
        )
        assert reader._child is None
    async with ReaderProcess() as reader:
        assert (await reader.parse(*GOOD)).text


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is Linux's")
async def test_a_bomb_of_a_file_is_refused_and_the_next_is_read() -> None:
    limits = ReadingLimits(memory_bytes=320 * MEBIBYTE, seconds=20)
    async with ReaderProcess(limits) as reader:
        bomb = pdf([PdfPage(raw_content=flate_bomb(400))])
        assert await refusal(reader, bomb, "a.pdf") == (
            "it needs too much memory or time to read (limit 20 s / 320 MB)."
        )
        assert (await reader.parse(*GOOD)).text


async def test_a_cancelled_reading_leaves_no_half_answer(reader: ReaderProcess) -> None:
    await reader.parse(*GOOD)
    task = asyncio.create_task(reader.parse(b"Dr. Hong said so. " * 30_000, "a.txt"))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await reader.parse(*GOOD)).text == "The sea\n\nIt is deep. It is cold."


@pytest.mark.parametrize("program", ["false", "no-such-program"])
async def test_a_child_that_cannot_start_is_told_apart_from_a_bad_file(
    reader: ReaderProcess, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    assert await refusal(reader, *GOOD) == (
        "the program that reads files did not start. Tell the operator."
    )


async def test_closing_ends_the_child(reader: ReaderProcess) -> None:
    await reader.parse(*GOOD)
    pid = child_of(reader)
    await reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_the_child_gets_no_secret(
    reader: ReaderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "canary")
    await reader.parse(*GOOD)
    if sys.platform == "linux":
        assert b"canary" not in environment_of(child_of(reader))


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looked at through /proc")
UNSHARE = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x50000000) != 0)"


@ON_LINUX
async def test_the_child_stands_nowhere_and_holds_only_its_pipes(
    reader: ReaderProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "database").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        await reader.parse(*GOOD)
    pid = child_of(reader)
    opened = opened_by(pid)
    assert os.readlink(f"/proc/{pid}/cwd") == "/"
    assert opened.count("/dev/null") == 3
    assert [f for f in opened if not f.startswith(("/dev/null", "pipe:", "socket:"))] == []
    assert len(opened) == 5
    assert os.getsid(pid) == pid


@ON_LINUX
async def test_the_child_may_write_nothing_and_start_nothing(reader: ReaderProcess) -> None:
    await reader.parse(*GOOD)
    hard = hard_limits_of(child_of(reader))
    assert hard["Max address space"] == str(512 * MEBIBYTE)
    assert hard["Max open files"] == "64"
    for forbidden in ("Max file size", "Max core file size", "Max processes"):
        assert hard[forbidden] == "0"


@ON_LINUX
@pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", UNSHARE], check=False).returncode != 0,
    reason="this system lets no process have a network of its own",
)
async def test_the_child_is_in_a_network_that_leads_nowhere(reader: ReaderProcess) -> None:
    await reader.parse(*GOOD)
    pid = child_of(reader)
    assert os.readlink(f"/proc/{pid}/ns/net") != os.readlink("/proc/self/ns/net")
    assert routes_of(pid) == []


def test_the_child_loads_nothing_heavy() -> None:
    """Each second of its start is a second that someone waits for a first document."""
    check = (
        "import sys, knowledge.ingestion.worker;"
        "print(*{'torch', 'numpy', 'sqlalchemy', 'discord', 'docx', 'pptx'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", check]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "\n"
