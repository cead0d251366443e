"""The codec server's two pages: say who you are and why, and decode. Each decode, and each refusal, is logged.

The `temporal` command sends both with each request (`--codec-auth "Bearer TOKEN" --codec-header "X-Ehcp-Reason=..."`).
The Temporal UI can send no reason, so a person begins a quarter of an hour of decoding on the first page, with theirs.
Nothing is encoded here: acts are recorded only through the program.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.converter import PayloadCodec

from casework.access.permissions import Person, Right, Role, refused
from engine.errors import EngineError
from office.refusals import ActRefused
from records import access, data_keys
from records.database import Database
from starter.operations.codec_tokens import Verifier

REASON = "X-Ehcp-Reason"
LASTS = timedelta(minutes=15)
_COOKIE = "ehcp-decoding"
_SHORTEST_REASON = 10
_MOST = 2000
"""Payloads in one request; a page of the UI has some hundreds."""
_WHO = "Sign in: send a bearer token, or begin on the first page of this server."
_WHY = f"Say why you must read this, in a sentence, in the header {REASON}, or begin on the first page of this server."


def decoding_server(
    database: Database, codec: PayloadCodec, verifier: Verifier, origins: Sequence[str]
) -> FastAPI:
    """Return the application. `origins` are the addresses of the Temporal UIs that may ask it from a browser."""
    app = FastAPI(title="EHCP codec server", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["POST"],
        allow_headers=["Authorization", "Content-Type", "X-Namespace", REASON],
        allow_credentials=True,
    )
    server = _CodecServer(database, codec, verifier)
    app.post("/decode")(server.decode)
    app.get("/")(server.first_page)
    app.post("/")(server.begin)
    return app


class _CodecServer:
    """The pages of one codec server, and the people who may decode in a browser for a quarter of an hour."""

    def __init__(self, database: Database, codec: PayloadCodec, verifier: Verifier) -> None:
        self._database, self._codec, self._verifier = database, codec, verifier
        self._signer = URLSafeTimedSerializer(secrets.token_hex(32), salt=_COOKIE)
        self._known: dict[str, Person] = {}

    async def decode(self, request: Request) -> JSONResponse:
        """Decode the payloads of a request, and log whose they are."""
        try:
            person, reason = await asyncio.to_thread(self._asker, request)
        except ActRefused as error:
            return _sentence(503, str(error))
        if person is None:
            return _sentence(401, _WHO)
        if (why := refused(person, Right.DECODE)) is not None:
            await asyncio.to_thread(self._log, person, [None], why, allowed=False)
            return _sentence(403, why)
        if len(reason) < _SHORTEST_REASON:
            return _sentence(400, _WHY)
        try:
            asked = ParseDict(await request.json(), Payloads(), ignore_unknown_fields=True)
        except (ParseError, ValueError, TypeError):
            return _sentence(400, "The request holds no payloads as Temporal sends them.")
        if len(asked.payloads) > _MOST:
            return _sentence(413, f"Ask for no more than {_MOST} payloads at once.")
        owners = await asyncio.to_thread(self._owners, asked.payloads)
        await asyncio.to_thread(self._log, person, owners, reason, allowed=True)
        told = Payloads(payloads=[await _read(self._codec, payload) for payload in asked.payloads])
        return JSONResponse(MessageToDict(told))

    async def first_page(self) -> HTMLResponse:
        """Show the form that asks for a token and a reason."""
        return HTMLResponse(_page(_FORM))

    async def begin(
        self, request: Request, token: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
    ) -> Response:
        """Begin a quarter of an hour of decoding in this browser."""
        try:
            person = await asyncio.to_thread(self._verifier, token.strip())
        except ActRefused as error:
            return HTMLResponse(_page(f"<p>{escape(str(error))}</p>"), 503)
        if person is None:
            return HTMLResponse(
                _page("<p>That token is not valid. Ask your operations team for one.</p>" + _FORM), 401
            )
        if (why := refused(person, Right.DECODE)) is not None:
            await asyncio.to_thread(self._log, person, [None], why, allowed=False)
            return HTMLResponse(_page(f"<p>{escape(why)}</p>"), 403)
        if len(reason.strip()) < _SHORTEST_REASON:
            return HTMLResponse(_page("<p>Say why you must read this, in a sentence.</p>" + _FORM), 400)
        answer = HTMLResponse(_page(_begun(person, request)))
        session = secrets.token_hex(16)
        self._known[session] = person
        answer.set_cookie(
            _COOKIE,
            self._signer.dumps({"session": session, "reason": reason.strip()}),
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    def _asker(self, request: Request) -> tuple[Person | None, str]:
        """Return who asks, and why."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        reason = request.headers.get(REASON, "").strip()
        if scheme.lower() == "bearer" and (person := self._verifier(token.strip())) is not None:
            return person, reason
        try:
            told = self._signer.loads(request.cookies.get(_COOKIE, ""), max_age=int(LASTS.total_seconds()))
        except BadSignature:
            return None, reason
        return self._known.get(told["session"]), told["reason"]

    def _log(self, person: Person, things: Sequence[str | None], why: str, *, allowed: bool) -> None:
        with self._database.write() as session:
            for thing in things:
                access.log(
                    session,
                    {
                        "at": datetime.now(UTC),
                        "person": person.id,
                        "roles": ",".join(role for role in Role if role in person.roles),
                        "right": Right.DECODE.value,
                        "thing": thing,
                        "allowed": allowed,
                        "why": why,
                        "via": "codec",
                    },
                )

    def _owners(self, payloads: Sequence[Payload]) -> list[str | None]:
        """Return the cases that the payloads belong to, by their keys."""
        ids = {payload.metadata.get("key-id", b"").decode(errors="replace") for payload in payloads}
        with self._database.read() as session:
            rows = [data_keys.find(session, key_id) for key_id in sorted(ids)]
        found: list[str | None] = [*sorted({row.owner for row in rows if row is not None})]
        return found or [None]


def _sentence(code: int, said: str) -> JSONResponse:
    return JSONResponse({"message": said}, status_code=code)


def _begun(person: Person, request: Request) -> str:
    until = datetime.now(UTC) + LASTS
    address = escape(str(request.base_url).rstrip("/"))
    return (
        f"<p>Decoding is on for {escape(person.id)} until {until:%H:%M} UTC, in this browser. Each decode is "
        "logged with your reason.</p><p>In the Temporal UI open “Configure a codec server”, give the address "
        f"<code>{address}</code> and switch on “Include cross-origin credentials”.</p>"
    )


async def _read(codec: PayloadCodec, payload: Payload) -> Payload:
    """A payload decoded; one whose key was destroyed becomes a sentence that explains it."""
    try:
        return (await codec.decode([payload]))[0]
    except EngineError as error:
        return Payload(metadata={"encoding": b"json/plain"}, data=_quoted(str(error)))


def _quoted(said: str) -> bytes:
    return json.dumps(said).encode()


_FORM = """<form method="post"><p><label>Your token<br><input name="token" type="password" autocomplete="off" required>
</label></p><p><label>Why you must read this (do not name anyone)<br><input name="reason" size="60" minlength="10" required>
</label></p><p><button>Begin a quarter of an hour of decoding</button></p></form>"""


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Decode what Temporal stores</title>'
        '<meta name="viewport" content="width=device-width"><style>body{font:1.1rem/1.5 sans-serif;max-width:40rem;'
        "margin:2rem auto;padding:0 1rem}input,button{font:inherit;padding:.4rem}</style>"
        f"<h1>Decode what Temporal stores</h1>{body}</html>"
    )
