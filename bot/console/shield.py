"""What holds for every request: which host it names, how large it is, what browsers may do."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": then a form's Origin would be "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class Shield:
    """Answers nobody who came under another name, or from another site's form.

    A page of another site can make a browser send requests to 127.0.0.1 under a name of its own
    (DNS rebinding): the Host that such a request names is not ours.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], origins: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        fault = self._fault(scope["method"], Headers(scope=scope))
        if fault is None:
            await self._app(scope, receive, send_protected)
        else:
            status, words = fault
            await PlainTextResponse(words, status)(scope, receive, send_protected)

    def _fault(self, method: str, headers: Headers) -> tuple[int, str] | None:
        if headers.get("host", "").casefold() not in self._hosts:
            return 421, "This console is reached under another address."
        if method in ("GET", "HEAD"):
            return None
        if method != "POST":
            return 405, "Not here."
        origin = headers.get("origin")
        if origin is not None and origin not in self._origins:
            return 403, "This form is not from the console."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "This form is not from the console."
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal()):
            return 411, "How long is it?"
        return (413, "That is too long.") if int(length) > LARGEST_FORM else None
