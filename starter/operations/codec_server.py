"""The codec server's two pages: say who you are and why, and decode. Each decode, and each refusal, is logged.

The `temporal` command sends both with each request (`--codec-auth "Bearer TOKEN" --codec-header "X-Ehcp-Reason=..."`).
The Temporal UI can send no reason, so a person begins a quarter of an hour of decoding on the first page, with theirs.
Nothing is encoded here: acts are recorded through the program alone.
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
    """The application. `origins` are the addresses of the Temporal UIs that may ask it from a browser."""
    app = FastAPI(title="EHCP codec server", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["POST"],
        allow_headers=["Authorization", "Content-Type", "X-Namespace", REASON],
        allow_credentials=True,
    )
    signer = URLSafeTimedSerializer(secrets.token_hex(32), salt=_COOKIE)
    known: dict[str, Person] = {}

    def who(request: Request) -> tuple[Person | None, str]:
        """Who asks, and why."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        reason = request.headers.get(REASON, "").strip()
        if scheme.lower() == "bearer" and (person := verifier(token.strip())) is not None:
            return person, reason
        try:
            told = signer.loads(request.cookies.get(_COOKIE, ""), max_age=int(LASTS.total_seconds()))
        except BadSignature:
            return None, reason
        return known.get(told["session"]), told["reason"]

    def log(person: Person | None, things: Sequence[str | None], why: str, *, allowed: bool) -> None:
        with database.write() as session:
            for thing in things:
                access.log(
                    session,
                    {
                        "at": datetime.now(UTC),
                        "person": person.id if person else "nobody",
                        "roles": ",".join(role for role in Role if person and role in person.roles),
                        "right": Right.DECODE.value,
                        "thing": thing,
                        "allowed": allowed,
                        "why": why,
                        "via": "codec",
                    },
                )

    def owners(payloads: Sequence[Payload]) -> list[str | None]:
        """Whose the payloads are, by their keys."""
        ids = {payload.metadata.get("key-id", b"").decode(errors="replace") for payload in payloads}
        with database.read() as session:
            rows = [data_keys.find(session, key_id) for key_id in sorted(ids)]
        found: list[str | None] = [*sorted({row.owner for row in rows if row is not None})]
        return found or [None]

    def sentence(code: int, said: str) -> JSONResponse:
        return JSONResponse({"message": said}, status_code=code)

    @app.post("/decode")
    async def decode(request: Request) -> JSONResponse:
        try:
            person, reason = await asyncio.to_thread(who, request)
        except ActRefused as error:
            return sentence(503, str(error))
        if person is None:
            return sentence(401, _WHO)
        if (why := refused(person, Right.DECODE)) is not None:
            await asyncio.to_thread(log, person, [None], why, allowed=False)
            return sentence(403, why)
        if len(reason) < _SHORTEST_REASON:
            return sentence(400, _WHY)
        try:
            asked = ParseDict(await request.json(), Payloads(), ignore_unknown_fields=True)
        except (ParseError, ValueError, TypeError):
            return sentence(400, "The request holds no payloads as Temporal sends them.")
        if len(asked.payloads) > _MOST:
            return sentence(413, f"Ask for no more than {_MOST} payloads at once.")
        whose = await asyncio.to_thread(owners, asked.payloads)
        await asyncio.to_thread(log, person, whose, reason, allowed=True)
        told = Payloads(payloads=[await _read(codec, payload) for payload in asked.payloads])
        return JSONResponse(MessageToDict(told))

    @app.get("/")
    async def first() -> HTMLResponse:
        return HTMLResponse(_page(_FORM))

    @app.post("/")
    async def begin(
        request: Request, token: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
    ) -> Response:
        try:
            person = await asyncio.to_thread(verifier, token.strip())
        except ActRefused as error:
            return HTMLResponse(_page(f"<p>{escape(str(error))}</p>"), 503)
        if person is None:
            return HTMLResponse(
                _page("<p>That token is nobody's. Ask whoever runs this for one.</p>" + _FORM), 401
            )
        if (why := refused(person, Right.DECODE)) is not None:
            await asyncio.to_thread(log, person, [None], why, allowed=False)
            return HTMLResponse(_page(f"<p>{escape(why)}</p>"), 403)
        if len(reason.strip()) < _SHORTEST_REASON:
            return HTMLResponse(_page("<p>Say why you must read this, in a sentence.</p>" + _FORM), 400)
        session = secrets.token_hex(16)
        known[session] = person
        until = datetime.now(UTC) + LASTS
        answer = HTMLResponse(
            _page(
                f"<p>Decoding is on for {escape(person.id)} until {until:%H:%M} UTC, in this browser. Each decode is "
                "logged with your reason.</p><p>In the Temporal UI open “Configure a codec server”, give the address "
                f"<code>{escape(str(request.base_url).rstrip('/'))}</code> and switch on “Include cross-origin "
                "credentials”.</p>"
            )
        )
        answer.set_cookie(
            _COOKIE,
            signer.dumps({"session": session, "reason": reason.strip()}),
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    return app


async def _read(codec: PayloadCodec, payload: Payload) -> Payload:
    """A payload decoded; one that can be read no more becomes the sentence that says so."""
    try:
        return (await codec.decode([payload]))[0]
    except EngineError as error:
        return Payload(metadata={"encoding": b"json/plain"}, data=_quoted(str(error)))


def _quoted(said: str) -> bytes:
    return json.dumps(said).encode()


_FORM = """<form method="post"><p><label>Your token<br><input name="token" type="password" autocomplete="off" required>
</label></p><p><label>Why you must read this (name nobody)<br><input name="reason" size="60" minlength="10" required>
</label></p><p><button>Begin a quarter of an hour of decoding</button></p></form>"""


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Decode what Temporal stores</title>'
        '<meta name="viewport" content="width=device-width"><style>body{font:1.1rem/1.5 sans-serif;max-width:40rem;'
        "margin:2rem auto;padding:0 1rem}input,button{font:inherit;padding:.4rem}</style>"
        f"<h1>Decode what Temporal stores</h1>{body}</html>"
    )
