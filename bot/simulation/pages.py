"""One browser page per channel, over simcord's Preview, and a clock that runs by itself.

Preview shows one channel, and its simulated time moves only when told to. What is needed beyond
that reaches into Preview's own attributes, which is why the demo's dependency is pinned exactly.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from typing import Any

from simcord import Env, Preview

from bot.simulation.server import Place

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
_Act = Callable[[str | None, Mapping[str, Any]], Awaitable[dict[str, Any]]]
_REMEMBERED = 100
"""Publications of all pages together: a click is on its way for a second or two."""
_PRESSABLE = 50
"""The newest messages of a channel."""
_UNTARGETED = ("run_command", "send_message", "modal_submit")
_TARGETED = ("click", "select")


def move_to(env: Env, moment: datetime) -> None:
    """Set the simulated clock, before the bot starts.

    Ids of interactions hold their moment, and a stored one is never answered anew: each start
    must be later than what the start before has stored.
    """
    env.backend.advance_clock(max(0.0, (moment - env.now()).total_seconds()))


class Pages:
    """The channels' pages. Clicks and the clock take turns, so that neither refuses the other."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self._previews: list[Preview] = []
        self._turn = asyncio.Lock()
        self._shown = 0
        self._published: OrderedDict[tuple[str, int], dict[str, str]] = OrderedDict()
        """By page and revision: what could be pressed under each message."""

    @classmethod
    @asynccontextmanager
    async def open(cls, env: Env, places: Sequence[Place], port: int) -> AsyncIterator[Pages]:
        """A page for each place, on consecutive ports from ``port`` on; 0 takes free ones."""
        pages = cls(env)
        async with AsyncExitStack() as stack:
            for number, place in enumerate(places):
                env._preview = None  # "only one active Preview": not for us
                preview = env.preview(
                    place.channel,
                    viewers=place.viewers,
                    layout="channel",
                    port=port and port + number,
                )
                preview._publish = pages._remembering(preview, place)  # type: ignore[method-assign]
                preview._action = pages._taking_turns(preview, place)  # type: ignore[method-assign, assignment]
                pages._previews.append(await stack.enter_async_context(preview))
            env._preview = _Everyone(pages._previews)  # type: ignore[assignment]
            yield pages

    @property
    def addresses(self) -> list[str]:
        """The address of each page, in the order of the places."""
        return [preview.url for preview in self._previews]

    @asynccontextmanager
    async def keeping_time(self) -> AsyncIterator[None]:
        """Meanwhile, simulated time passes as real time does, and the pages show what it brings."""
        clock = asyncio.create_task(self._keep_time())
        try:
            yield
        finally:
            clock.cancel()
            # A beat that is still under way would meet a simulation that is being taken down.
            with suppress(asyncio.CancelledError):
                await clock

    async def _keep_time(self) -> None:
        reported: set[type[Exception]] = set()
        before = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            now = time.perf_counter()
            try:
                await self._beat(now - before)
            except Exception as error:  # a demo goes on; the next beat tries again
                if type(error) not in reported:  # and would say the same every second
                    reported.add(type(error))
                    # The pages show what is so again with the next beat: one line will do.
                    reason = str(error).partition("\n")[0] or type(error).__name__
                    # What is slow now and then is no fault.
                    level = logging.WARNING if isinstance(error, TimeoutError) else logging.ERROR
                    log.log(level, "the simulated clock missed a beat and goes on: %s", reason)
            before = now

    async def closed(self) -> None:
        """Return once the first page's "End preview session" was pressed."""
        await self._previews[0].wait_closed()

    async def _beat(self, seconds: float) -> None:
        async with self._turn:
            await self._env.advance_time(seconds)
            happened = len(self._env.backend.transcript)
            # A page that is published anew refuses the click that is on its way to it.
            if happened != self._shown:
                self._shown = happened
                for preview in self._previews:
                    await preview.refresh()

    def _remembering(self, preview: Preview, place: Place) -> Callable[..., None]:
        publish = preview._publish

        def remember(page: Any, **options: Any) -> None:
            publish(page, **options)
            self._published[page.id, page.revision] = self._pressable(place)
            while len(self._published) > _REMEMBERED:
                self._published.popitem(last=False)

        return remember

    def _taking_turns(self, preview: Preview, place: Place) -> _Act:
        action: _Act = preview._action

        async def in_turn(page: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
            async with self._turn:
                shown = preview._get_page(page)
                current = self._on_the_current_page(shown, body, place)
                try:
                    return await action(page, self._with_mentions(current, place))
                finally:
                    # Preview takes nothing more from a page whose action took too long or failed,
                    # until it is published again.
                    if shown.status == "stale":
                        preview._publish(shown)

        return in_turn

    def _on_the_current_page(
        self, page: Any, body: Mapping[str, Any], place: Place
    ) -> Mapping[str, Any]:
        """``body`` as if it came from the newest publication, where that changes nothing.

        Preview refuses whatever comes from a page that was published anew meanwhile, and with a
        clock that runs, or a second window, that is every other click.
        """
        if not isinstance(body, Mapping) or body.get("published_revision") == page.revision:
            return body
        if body.get("kind") in _TARGETED:
            before = self._published.get((page.id, body.get("published_revision", 0)), {})
            target = str(body.get("target_id"))
            if target not in before or before[target] != self._pressable(place).get(target):
                return body
        elif body.get("kind") not in _UNTARGETED:
            return body
        return {**body, "published_revision": page.revision}

    def _pressable(self, place: Place) -> dict[str, str]:
        messages = [*self._env.backend.messages.get(place.channel.id, {}).values()]
        return {str(m.id): repr(m.components) for m in messages[-_PRESSABLE:]}

    def _with_mentions(self, body: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
        """A message as Discord's own composer sends it: "@Colloquy" as a mention.

        There, a reply pings whom it answers, and then its words arrive. simcord's replies do not
        ping for what a command brought, so that the ping is written out.
        """
        bot = self._env.backend.bot_user
        content = body.get("content") if isinstance(body, Mapping) else None
        if not isinstance(content, str) or body.get("kind") != "send_message":
            return body
        ping = f"<@{bot.id}>"
        content = content.replace(f"@{bot.name}", ping)
        if ping not in content and self._is_from_bot(body.get("reply_to_id"), place):
            content = f"{ping} {content}"
        return {**body, "content": content}

    def _is_from_bot(self, message_id: object, place: Place) -> bool:
        backend = self._env.backend
        return any(
            str(message.id) == str(message_id) and message.author_id == backend.bot_user.id
            for message in backend.messages.get(place.channel.id, {}).values()
        )


class _Everyone:
    """Stands where simcord keeps its one Preview, and passes on what that one would be told."""

    _closed = False

    def __init__(self, previews: Sequence[Preview]) -> None:
        self._previews = previews

    def _mark_action_dispatched(self) -> None:
        for preview in self._previews:
            preview._mark_action_dispatched()
