"""No body of a request is read beyond what a document may weigh."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from office.uploads import LARGEST
from starter.console.errors import said

LARGEST_BODY = LARGEST + 100_000
"""A document, and the rest of its form."""


class TooLarge(Exception):  # noqa: N818 - named for what it is
    """A body goes on beyond what is read."""


class LimitedBodies:
    """Refuses a body that says it is too large, and stops reading one that turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        told = request.headers.get("content-length", "0")
        if not told.isdecimal() or int(told) > LARGEST_BODY:
            await self._refuse(request)(scope, receive, send)
            return
        read = 0
        begun = False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except TooLarge:
            if not begun:
                await self._refuse(request)(scope, receive, send)

    @staticmethod
    def _refuse(request: Request) -> ASGIApp:
        return said(
            request,
            413,
            "The file is too large",
            f"A document may have {LARGEST // 1_000_000} MB at most. Nothing was kept: make it smaller, or split it.",
        )
