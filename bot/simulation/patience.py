"""The simulator, given more time to start a bot."""

from __future__ import annotations

from typing import Any

from simcord import Env

START_SECONDS = 60.0


class PatientEnv(Env):
    """An environment whose bot may take a minute to start: a busy machine is no failure.

    simcord gives every start 5 s, whatever ``settle_timeout`` says. It is the only wait inside
    simcord that names its own limit, hence the override of a method that is not public.
    """

    async def _settle_internal(self, *, timeout: float | None = None, **further: Any) -> None:  # noqa: ASYNC109
        limit = None if timeout is None else max(timeout, START_SECONDS)
        await super()._settle_internal(timeout=limit, **further)
