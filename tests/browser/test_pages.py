"""The pages without a browser: what they reach for in simcord is there, and works together."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
import pytest_asyncio
from discord.ext import commands
from simcord import Env

from bot.cogs.quiz_posts import missing
from bot.simulation import pages as simulation
from bot.simulation.pages import Pages
from bot.simulation.patience import PatientEnv
from bot.simulation.server import DemoServer


class Listener(commands.Bot):
    """Hears what the pages send."""

    def __init__(self) -> None:
        super().__init__("!", intents=discord.Intents.default())
        self.heard: list[discord.Message] = []

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)


@pytest_asyncio.fixture
async def env() -> AsyncIterator[Env]:
    env = Env(Listener(), check_errors=False)
    env.backend.bot_user.name = "Colloquy"
    yield env
    await env.shutdown()


async def open_context(
    session: aiohttp.ClientSession, address: str, viewer: str
) -> tuple[str, dict[str, Any], dict[str, str]]:
    """A page as the browser opens it: where it is, its state, and the headers that it sends."""
    origin, _, capability = address.partition("/#")
    headers = {"X-Simcord-Capability": capability}
    body = {"viewer_id": viewer, "target_id": None}
    async with session.post(f"{origin}/api/pages", json=body, headers=headers) as response:
        assert response.status == 200, await response.text()
        state = await response.json()
    return origin, state, {**headers, "X-Simcord-Context": state["context"]["id"]}


async def say(
    session: aiohttp.ClientSession,
    origin: str,
    state: dict[str, Any],
    headers: dict[str, str],
    sequence: int,
    content: str,
) -> dict[str, Any]:
    """Send a message from the page, as its ``sequence``-th action; what Preview says of it."""
    action = {
        "protocol_version": 3,
        "sequence": sequence,
        "request_id": f"message {sequence}",
        "generation": state["context"]["generation"],
        "bot_generation": state["botGeneration"],
        "published_revision": state["publishedRevision"],
        "kind": "send_message",
        "content": content,
    }
    async with session.post(f"{origin}/api/action", json=action, headers=headers) as response:
        result: dict[str, Any] = await response.json()
    return result


async def test_the_bot_may_write_where_the_staff_of_the_demo_hear_of_things(env: Env) -> None:
    DemoServer.build(env)
    await env.start()

    (guild,) = env.bot.guilds
    room = discord.utils.get(guild.text_channels, name="staff")
    assert room is not None
    assert missing(room.permissions_for(guild.me), False) == []


async def test_a_message_sent_from_a_page_reaches_the_bot_as_a_mention(env: Env) -> None:
    server = DemoServer.build(env)
    await env.start()
    place = server.places[0]
    async with Pages.open(env, server.places, 0) as pages, aiohttp.ClientSession() as session:
        assert len(set(pages.addresses)) == 3
        origin, state, headers = await open_context(
            session, pages.addresses[0], str(place.viewers[0].id)
        )
        result = await say(session, origin, state, headers, 1, "@Colloquy hello")
        assert result["diagnostics"] == [], result
        bot = env.bot
        assert isinstance(bot, Listener)
        assert bot.user is not None
        assert [message.content for message in bot.heard] == [f"{bot.user.mention} hello"]
        assert bot.user in bot.heard[0].mentions


async def test_a_page_goes_on_after_an_action_that_took_too_long() -> None:
    done = threading.Event()

    class Slow(Listener):
        async def on_message(self, message: discord.Message) -> None:
            await super().on_message(message)
            await asyncio.to_thread(done.wait)

    env = PatientEnv(Slow(), check_errors=False, settle_timeout=0.5)
    server = DemoServer.build(env)
    try:
        await env.start()
        async with Pages.open(env, server.places, 0) as pages, aiohttp.ClientSession() as session:
            viewer = str(server.places[0].viewers[0].id)
            origin, state, headers = await open_context(session, pages.addresses[0], viewer)
            late = await say(session, origin, state, headers, 1, "first")
            assert [item["code"] for item in late["diagnostics"]] == ["action-timeout"]
            done.set()
            assert not (await say(session, origin, state, headers, 2, "second"))["rejected"]
    finally:
        done.set()
        await env.shutdown()


async def test_a_failing_clock_is_reported_once_and_stopped_with_the_pages(
    env: Env, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    beats = 0
    failed_often = asyncio.Event()

    async def fail(_pages: Pages, _seconds: float) -> None:
        nonlocal beats
        beats += 1
        if beats == 5:
            failed_often.set()
        raise LookupError("nothing under that name\n  and more") if beats % 2 else RuntimeError

    monkeypatch.setattr(simulation, "BEAT_SECONDS", 0)
    monkeypatch.setattr(Pages, "_beat", fail)
    async with Pages(env).keeping_time():
        await failed_often.wait()
    stopped_at = beats
    await asyncio.sleep(0.01)
    assert beats == stopped_at
    reported = [r for r in caplog.records if r.name == simulation.__name__]
    assert [record.levelno for record in reported] == [logging.ERROR] * 2
    assert [record.getMessage() for record in reported] == [
        "the simulated clock missed a beat and goes on: nothing under that name",
        "the simulated clock missed a beat and goes on: RuntimeError",
    ]
    assert not any(record.exc_info for record in reported), "a line says it, and no traceback"


async def test_the_clock_moves_and_the_pages_follow(env: Env) -> None:
    server = DemoServer.build(env)
    await env.start()
    before = env.now()
    async with Pages.open(env, server.places, 0) as pages:
        await server.welcome()
        await pages._beat(60)
    assert (env.now() - before).total_seconds() >= 60


class Pressed(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.presses = 0

    @discord.ui.button(label="A", custom_id="a")
    async def press(self, interaction: discord.Interaction, _button: Any) -> None:
        self.presses += 1
        await interaction.response.send_message("Recorded", ephemeral=True)


async def test_a_click_counts_although_the_page_was_published_anew_meanwhile(env: Env) -> None:
    server = DemoServer.build(env)
    await env.start()
    place, view = server.places[0], Pressed()
    async with Pages.open(env, server.places, 0) as pages, aiohttp.ClientSession() as session:
        channel = env.bot.get_channel(place.channel.id)
        assert isinstance(channel, discord.TextChannel)
        sent = await channel.send("Which?", view=view)
        preview = pages._previews[0]
        await preview.refresh()
        origin, state, headers = await open_context(
            session, pages.addresses[0], str(place.viewers[0].id)
        )

        async def click(sequence: int) -> list[Any]:
            action = {
                "protocol_version": 3,
                "sequence": sequence,
                "request_id": f"click {sequence}",
                "generation": state["context"]["generation"],
                "bot_generation": state["botGeneration"],
                "published_revision": state["publishedRevision"],
                "kind": "click",
                "target_id": str(sent.id),
                "control_key": f"message:{sent.id}:component:0.components.0",
            }
            async with session.post(f"{origin}/api/action", json=action, headers=headers) as reply:
                result = await reply.json()
            return [diagnostic["code"] for diagnostic in result["diagnostics"]]

        await preview.refresh()
        assert (await click(1), view.presses) == ([], 1)
        await sent.edit(view=Pressed())
        view.children[0].label = "B"  # type: ignore[attr-defined]
        await sent.edit(view=view)
        await preview.refresh()
        assert (await click(2), view.presses) == (["stale-revision"], 1), "it was another button"
