"""A limit on the size of request bodies."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from office.uploads import LARGEST
from starter.console.errors import message_page

_OTHER_FIELDS = 100_000
"""The largest size of the other fields of a form, in bytes."""

LARGEST_REGISTER = 100_000_000
"""The largest extract of the national register, in bytes. The whole register has some 60 million."""
_REGISTERS = "/registers/"
_SEVERAL_FILES = "/advice"
"""How the address of the page that takes several files ends."""
MOST_FILES = 8
"""The most files that one page takes at once."""


class TooLarge(Exception):  # noqa: N818 - the name reads as a finding
    """The body is longer than the limit."""


class BodyLimit:
    """Refuse a request whose declared length is over the limit, and stop reading one that goes over it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        declared = request.headers.get("content-length", "0")
        most = _largest(request) + _OTHER_FIELDS
        if not declared.isdecimal() or int(declared) > most:
            await self._refuse(request)(scope, receive, send)
            return
        read = 0
        response_started = False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise TooLarge
            return message

        async def send_and_note(message: Message) -> None:
            nonlocal response_started
            response_started = True
            await send(message)

        try:
            await self._app(scope, counted, send_and_note)
        except TooLarge:
            if not response_started:
                await self._refuse(request)(scope, receive, send)

    @staticmethod
    def _refuse(request: Request) -> ASGIApp:
        return message_page(
            request,
            413,
            "The file is too large",
            f"What you upload must be smaller than {_largest(request) // 1_000_000} MB. Nothing was saved. Reduce the file, or upload fewer at once.",
        )


def _largest(request: Request) -> int:
    """Return how many bytes of files a page takes."""
    path = request.url.path
    if path.startswith(_REGISTERS):
        return LARGEST_REGISTER
    return LARGEST * MOST_FILES if path.endswith(_SEVERAL_FILES) else LARGEST
