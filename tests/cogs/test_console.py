"""Who comes into the console, how, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.access_table import ACCESS, Role
from bot.cards.console import OFF
from bot.console.app import MENU, PAGES
from bot.console.gate import EXPIRED, FORGED, LEFT
from bot.console.shield import LARGEST_FORM, POLICY
from knowledge.model.audit import StaffAct
from tests.cogs.browsing import HOME, browser, entered, link, switch_on, token, words
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, trail
from tests.cogs.reading import text

OPENED = "When was the Tollan Bridge opened?"


async def permit(world: World, permissions: discord.Permissions) -> None:
    """What moderators may do in the server from now on."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    role = discord.utils.get(guild.roles, name="Moderators")
    assert role is not None
    await role.edit(permissions=permissions)


async def test_without_a_port_there_is_no_console_and_the_command_says_so(world: World) -> None:
    said = await moderator(world).slash(world.private, "logs console")

    assert text(said.response) == OFF
    assert said.response.ephemeral


async def test_who_may_not_moderate_gets_no_link(world: World) -> None:
    switch_on(world)

    said = text((await world.ana.slash(world.private, "logs console")).response)

    assert "**Manage Messages** permission" in said
    assert "http" not in said


async def test_a_link_survives_being_looked_at_and_opens_once(world: World) -> None:
    app = switch_on(world)
    mona = moderator(world)
    address = await link(world, mona)
    async with browser(app) as preview, browser(app) as hers, browser(app) as thief:
        for _ in range(3):
            looked = await preview.get(address)
            assert "Open the console" in looked.text
            assert "set-cookie" not in looked.headers
        opened = await hers.post(address)
        stolen = await thief.post(address)
        again = await preview.get(address)

        assert opened.headers["location"] == "/"
        assert (await hers.get("/")).status_code == 200
        assert stolen.status_code == again.status_code == 410
        assert (await thief.get("/")).status_code == 401
    hers_on_record = [(e.act, e.target) for e in await trail(world) if e.actor_id == mona.id]
    assert hers_on_record == [(StaffAct.VIEWED, "console"), (StaffAct.VIEWED, "overview")]


async def test_a_link_is_void_after_ten_minutes_and_once_a_newer_one_is_given(
    world: World,
) -> None:
    app = switch_on(world)
    mona = moderator(world)
    first = await link(world, mona)
    second = await link(world, mona)
    async with browser(app) as client:
        assert (await client.post(first)).status_code == 410
        await world.env.advance_time(601)
        assert (await client.post(second)).status_code == 410


async def test_links_are_given_at_a_measured_pace(world: World) -> None:
    switch_on(world)
    mona = moderator(world)
    for _ in range(5):
        await link(world, mona)

    said = await mona.slash(world.private, "logs console")

    assert "Slow down" in text(said.response)


async def test_guessing_links_is_slowed_down(world: World) -> None:
    async with browser(switch_on(world)) as client:
        answers = [(await client.get(f"/open/{n}")).status_code for n in range(40)]

    assert set(answers[:30]) == {410}
    assert set(answers[30:]) == {429}


async def test_a_session_ends_by_itself_when_it_is_left_alone_and_after_eight_hours(
    world: World,
) -> None:
    async with entered(world, moderator(world)) as client:
        await world.env.advance_time(29 * 60)
        assert (await client.get("/")).status_code == 200
        for _ in range(16):
            await world.env.advance_time(29 * 60)
            await client.get("/")
        assert EXPIRED in words(await client.get("/"))
    async with entered(world, world.max) as client:
        await world.env.advance_time(31 * 60)
        assert EXPIRED in words(await client.get("/"))


async def test_leaving_ends_the_session_for_every_copy_of_its_cookie(world: World) -> None:
    async with entered(world, moderator(world)) as client:
        page = await client.get("/")
        cookies = dict(client.cookies)
        left = await client.post("/leave", data={"token": token(page)})
        assert "The session has ended" in words(left)
        client.cookies.update(cookies)
        assert (await client.get("/")).status_code == 401


async def test_a_restart_ends_every_session(world: World) -> None:
    async with entered(world, moderator(world)) as client:
        cookies = dict(client.cookies)
    await world.restart()
    async with browser(switch_on(world)) as client:
        client.cookies.update(cookies)
        assert (await client.get("/")).status_code == 401


async def test_who_loses_the_role_loses_the_session(world: World) -> None:
    mona = moderator(world)
    async with entered(world, mona) as client:
        assert (await client.get("/")).status_code == 200
        await permit(world, discord.Permissions.none())

        assert LEFT in words(await client.get("/"))
        await permit(world, discord.Permissions(manage_messages=True))
        assert (await client.get("/")).status_code == 401, "it does not come back to life"


async def test_who_leaves_the_server_loses_the_session_within_half_a_minute(
    world: World,
) -> None:
    mona = moderator(world)
    async with entered(world, mona) as client:
        assert (await client.get("/")).status_code == 200
        world.guild.remove_member(mona)
        await world.env.advance_time(31)
        assert LEFT in words(await client.get("/"))


async def test_every_page_has_a_line_of_the_access_table(world: World) -> None:
    for page in PAGES:
        assert page.action in ACCESS, page.path
        assert ACCESS[page.action].role is not Role.EVERYONE, page.path
    assert {path for path, _, _ in MENU} <= {page.path for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
async def test_a_page_is_for_those_who_may_do_the_same_in_discord(world: World, page: Any) -> None:
    receipt = await ask(world, OPENED)
    address = page.path.replace("{receipt}", receipt)
    async with browser(switch_on(world)) as client:
        assert (await client.request(page.method, address)).status_code == 401
    async with entered(world, moderator(world)) as client:
        sent = {"data": {"token": token(await client.get("/"))}} if page.method == "POST" else {}
        answer = await client.request(page.method, address, **sent)
        may = ACCESS[page.action].role is Role.MODERATOR
        assert (answer.status_code != 403) is may, words(answer)


async def test_a_session_never_does_more_than_its_holder_could_when_it_was_opened(
    world: World,
) -> None:
    mona = moderator(world)
    async with entered(world, mona) as client:
        assert (await client.get("/audit")).status_code == 403
        await permit(world, discord.Permissions(manage_guild=True))
        assert (await client.get("/audit")).status_code == 403
    async with entered(world, mona) as client:
        assert (await client.get("/audit")).status_code == 200


async def test_forms_need_their_token_and_their_own_site(world: World) -> None:
    receipt = await ask(world, OPENED)
    address = f"/record/{receipt}/review"
    async with entered(world, moderator(world)) as client:
        page = await client.get(f"/record/{receipt}")
        form = {"status": "wrong", "seen": "open", "token": token(page)}
        for sent, headers in (
            (form | {"token": ""}, {}),
            (form | {"token": "x" * 32}, {}),
            (form, {"origin": "https://evil.example"}),
            (form, {"origin": "null"}),
            (form, {"sec-fetch-site": "cross-site"}),
        ):
            answer = await client.post(address, data=sent, headers=headers)
            assert answer.status_code == 403
        assert FORGED in words(await client.post(address, data=form | {"token": "x"}))
        assert "Status open" in words(await client.get(f"/record/{receipt}"))

        kept = await client.post(address, data=form, headers={"origin": HOME})
        assert kept.status_code == 303
        assert "Status wrong" in words(await client.get(f"/record/{receipt}"))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:81", "", "localhost"])
async def test_another_host_than_its_own_is_not_answered(world: World, host: str) -> None:
    async with entered(world, moderator(world)) as client:
        answer = await client.get("/", headers={"host": host})

        assert answer.status_code == 421
        assert "Course" not in answer.text


async def test_forms_are_bounded_and_other_methods_refused(world: World) -> None:
    async with entered(world, moderator(world)) as client:
        large = {"token": "x" * LARGEST_FORM}
        assert (await client.post("/leave", data=large)).status_code == 413

        async def endless() -> Any:
            yield b"token=x"

        assert (await client.post("/leave", content=endless())).status_code == 411
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            assert (await client.request(method, "/")).status_code == 405


async def test_every_answer_forbids_scripts_frames_other_sites_and_being_kept(
    world: World,
) -> None:
    async with entered(world, moderator(world)) as client:
        for address in ("/", "/console.css", "/nowhere", "/open/x", "/record/A-0000"):
            headers = (await client.get(address)).headers
            assert headers["content-security-policy"] == POLICY
            assert headers["cache-control"] == "no-store"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
    assert "script-src" not in POLICY
    assert POLICY.startswith("default-src 'none'")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    app = switch_on(world)
    async with browser(app) as client:
        cookie = (await client.post(await link(world, moderator(world)))).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie, "127.0.0.1 has no certificate"


async def test_behind_a_tunnel_links_lead_there_and_the_cookie_is_for_it_alone(
    world: World,
) -> None:
    url = "https://console.example.org"
    app = switch_on(world, url)
    address = await link(world, moderator(world))
    assert address.startswith(f"{url}/open/")
    async with browser(app, url) as client:
        opened = await client.post(address, headers={"origin": url})
        assert opened.headers["set-cookie"].startswith("__Host-colloquy=")
        assert "Secure" in opened.headers["set-cookie"]
        assert (await client.get("/")).status_code == 200


async def test_what_goes_wrong_is_told_under_a_reference_and_without_its_details(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with entered(world, moderator(world)) as client:

        async def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError("a secret detail")

        monkeypatch.setattr(type(world.knowledge.moderation), "stats", fail)
        answer = await client.get("/")

    assert answer.status_code == 500
    assert "Something went wrong on the bot's side" in words(answer)
    assert "secret detail" not in answer.text
    assert "ref " in caplog.text


async def test_while_discord_cannot_be_asked_nothing_is_shown_and_the_session_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with entered(world, moderator(world)) as client:

        async def unreachable(*_: Any) -> None:
            raise OSError("no network")

        with monkeypatch.context() as patched:
            patched.setattr(discord.Guild, "fetch_member", unreachable)
            assert (await client.get("/")).status_code == 503
        assert (await client.get("/")).status_code == 200


def test_time_spans_are_what_the_pages_say() -> None:
    from bot.console.sessions import IDLE, LINK_LIVES, LONGEST

    assert (
        timedelta(minutes=10),
        timedelta(minutes=30),
        timedelta(hours=8),
    ) == (LINK_LIVES, IDLE, LONGEST)
