"""The codec server's two pages: say who you are and why, and decode. Each decode, and each refusal, is logged.

The `temporal` command sends both with each request (`--codec-auth "Bearer TOKEN" --codec-header "X-Ehcp-Reason=..."`).
The Temporal UI can send no reason, so a person begins a quarter of an hour of decoding on the first page, with theirs.
Nothing is encoded here: acts are recorded only through the program.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from limits import RateLimitItem, parse
from starlette.exceptions import HTTPException
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.converter import PayloadCodec

from casework.access.permissions import STRANGER, Person, Right, Role, refused
from casework.access.reasons import says_something
from casework.readable_text import fault_of_text
from engine.errors import EngineError
from office.gate import sealed_from
from office.rate_limits import RateLimiter, TooManyRequests
from office.refusals import ActRefused
from records import access, data_keys
from records.database import Database
from records.errors import RecordsError
from starter.operations.codec_tokens import Verifier

_LOG = structlog.get_logger()
REASON = "X-Ehcp-Reason"
LASTS = timedelta(minutes=15)
GUESSES = parse("10/minute")
"""Requests without a good token, from one address. Good tokens are not counted."""
DECODES = parse("120/minute")
"""Requests of one person; a page of the UI makes a few."""
_COOKIE = "ehcp-decoding"
_MOST = 2000
"""Payloads in one request; a page of the UI has some hundreds."""
_LARGEST = 8 * 1024 * 1024
_DEEPEST = 8
"""Levels of nesting in a request; payloads as Temporal sends them have four."""
_MOST_FIELDS = 10
"""Fields of the form on the first page; it has two."""
_WHO = "Sign in: send a bearer token, or begin on the first page of this server."
_WHY = f"Say why you must read this, in a sentence, in the header {REASON}, or begin on the first page of this server."
_SEALED = "You may not read this case: it is sealed. Ask the head of service, who can give you access."
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class _Refused(Exception):  # noqa: N818 - named for what it says
    """A request is refused: the status, the sentence, and who asked if that is known."""

    def __init__(self, code: int, said: str, person: Person = STRANGER, thing: str | None = None) -> None:
        super().__init__(said)
        self.code, self.said, self.person, self.thing = code, said, person, thing


def decoding_server(
    database: Database,
    codec: PayloadCodec,
    verifier: Verifier,
    origins: Sequence[str],
    addresses: Sequence[str] = (),
) -> FastAPI:
    """Return the application.

    `origins` are the addresses of the Temporal UIs that may ask it from a browser. `addresses` are its own, besides
    this machine.
    """
    app = FastAPI(title="EHCP codec server", docs_url=None, redoc_url=None, openapi_url=None)
    server = _CodecServer(database, codec, verifier, frozenset(origins), _hosts(addresses))
    app.middleware("http")(server.guard)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["POST"],
        allow_headers=["Authorization", "Content-Type", "X-Namespace", REASON],
        allow_credentials=True,
    )
    app.post("/decode")(server.decode)
    app.get("/")(server.first_page)
    app.post("/")(server.begin)
    app.add_exception_handler(HTTPException, _of_http)
    return app


class _CodecServer:
    """The pages of one codec server, and the people who may decode in a browser for a quarter of an hour."""

    def __init__(
        self,
        database: Database,
        codec: PayloadCodec,
        verifier: Verifier,
        origins: frozenset[str],
        hosts: frozenset[str],
    ) -> None:
        self._database, self._codec, self._verifier = database, codec, verifier
        self._origins, self._hosts = origins, hosts
        self._signer = URLSafeTimedSerializer(secrets.token_hex(32), salt=_COOKIE)
        self._begun: dict[str, tuple[str, datetime]] = {}
        self._limiter = RateLimiter()

    async def guard(self, request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        """Refuse a request for another host or from another page, and let no answer be stored."""
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        ours = urlsplit(f"//{host}").hostname in self._hosts
        here = origin is None or urlsplit(origin).netloc == host
        if not ours:
            why = "This server has another address; name it with --address when you start it."
            answer: Response = await self._answer(request, _Refused(421, why))
        elif not (here or (request.url.path == "/decode" and origin in self._origins)):
            why = "This page may not ask; name its address with --origin when you start this server."
            answer = await self._answer(request, _Refused(403, why))
        else:
            answer = await _went_on(request, go_on)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def decode(self, request: Request) -> Response:
        """Decode the payloads of a request, and log whose they are."""
        try:
            person, reason = await asyncio.to_thread(self._asker, request)
            asked = _payloads(await _body(request, person), person)
            owners = await asyncio.to_thread(self._owners, asked.payloads)
            await asyncio.to_thread(self._check_sealed, person, owners)
            await asyncio.to_thread(self._log, person, owners, reason, allowed=True)
        except _Refused as refusal:
            return await self._answer(request, refusal)
        except ActRefused as error:
            return _sentence(503, str(error))
        told = Payloads(payloads=[await _read(self._codec, payload) for payload in asked.payloads])
        return JSONResponse(MessageToDict(told))

    async def first_page(self) -> HTMLResponse:
        """Show the form that asks for a token and a reason."""
        return HTMLResponse(_page(_FORM))

    async def begin(self, request: Request) -> Response:
        """Begin a quarter of an hour of decoding in this browser."""
        try:
            token, reason = _form_of(await _body(request, STRANGER))
            person = await asyncio.to_thread(self._known, request, token, reason)
        except _Refused as refusal:
            await self._answer(request, refusal)
            form = "" if refusal.code == 403 else _FORM
            return HTMLResponse(_page(f"<p>{escape(refusal.said)}</p>{form}"), refusal.code)
        except ActRefused as error:
            return HTMLResponse(_page(f"<p>{escape(str(error))}</p>"), 503)
        answer = HTMLResponse(_page(_begun(person, request)))
        session = secrets.token_hex(16)
        now = datetime.now(UTC)
        self._begun = {name: one for name, one in self._begun.items() if now - one[1] < LASTS}
        self._begun[session] = (token, now)
        answer.set_cookie(
            _COOKIE,
            self._signer.dumps({"session": session, "reason": reason}),
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    def _asker(self, request: Request) -> tuple[Person, str]:
        """Return who asks, and why. A browser asks with the token that it began with, if the token is still good."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        reason = request.headers.get(REASON, "").strip()
        if scheme.lower() == "bearer":
            return self._known(request, token.strip(), reason), reason
        try:
            told = self._signer.loads(request.cookies.get(_COOKIE, ""), max_age=int(LASTS.total_seconds()))
        except BadSignature:
            told = {"session": "", "reason": reason}
        token, _ = self._begun.get(told["session"], ("", None))
        return self._known(request, token, told["reason"]), told["reason"]

    def _known(self, request: Request, token: str, reason: str) -> Person:
        """Return the person of a token who may decode and says why. Raises _Refused or ActRefused."""
        person = self._verifier(token)
        if person is None:
            address = request.client.host if request.client else "unknown"
            self._count(GUESSES, "guesses", address, STRANGER)
            raise _Refused(
                401, _WHO if not token else "That token is not valid. Ask your operations team for one."
            )
        self._count(DECODES, "decodes", person.id, person)
        if (why := refused(person, Right.DECODE)) is not None:
            raise _Refused(403, why, person)
        if not says_something(reason):
            raise _Refused(400, _WHY, person)
        return person

    def _count(self, limit: RateLimitItem, kind: str, caller: str, person: Person) -> None:
        try:
            self._limiter.count(limit, kind, caller)
        except TooManyRequests as many:
            said = f"You asked too often; wait {many.seconds} seconds."
            raise _Refused(429, said, person) from None

    def _check_sealed(self, person: Person, owners: Sequence[str | None]) -> None:
        """Refuse payloads of a sealed case to a person who may not see its page."""
        with self._database.read() as session:
            hidden = sealed_from(session, person, [owner for owner in owners if owner is not None])
        if hidden:
            raise _Refused(403, _SEALED, person, min(hidden))

    async def _answer(self, request: Request, refusal: _Refused) -> JSONResponse:
        """Log a refusal, and answer with its sentence."""
        address = request.client.host if request.client else "unknown"
        _LOG.warning("decode_refused", person=refusal.person.id, status=refusal.code, address=address)
        if refusal.code != 429:  # many of them must not fill the records
            why = refusal.said
            await asyncio.to_thread(self._log, refusal.person, [refusal.thing], why, allowed=False)
        return _sentence(refusal.code, refusal.said)

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
        named = {payload.metadata.get("key-id", b"").decode(errors="replace") for payload in payloads}
        ids = [key_id for key_id in named if fault_of_text(key_id) is None]
        with self._database.read() as session:
            rows = [data_keys.find(session, key_id) for key_id in sorted(ids)]
        found: list[str | None] = [*sorted({row.owner for row in rows if row is not None})]
        return found or [None]


async def _went_on(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Return the answer to a request, or a sentence for a failure that nothing else answers."""
    try:
        return await go_on(request)
    except RecordsError as error:
        return _sentence(503, str(error))
    except Exception as failure:
        _LOG.error("codec_server_fault", fault=type(failure).__name__)
        return _sentence(500, "Something went wrong here, and it is in the log; try again.")


async def _of_http(_: Request, failure: Exception) -> Response:
    """Return the sentence for a request that no page takes."""
    code = failure.status_code if isinstance(failure, HTTPException) else 400
    said = {
        404: "There is no such page; ask /decode, or begin on the first page.",
        405: "This page does not take that method.",
    }
    return _sentence(code, said.get(code, "The request cannot be read; send it again as Temporal does."))


def _form_of(body: bytes) -> tuple[str, str]:
    """Return the token and the reason of the form on the first page. Raises _Refused."""
    try:
        told = parse_qs(body.decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise _Refused(400, "The form cannot be read; begin on the first page of this server.") from None
    token, reason = (told.get(name, [""])[-1].strip() for name in ("token", "reason"))
    if (why := fault_of_text(token + reason)) is not None:
        raise _Refused(400, why)
    return token, reason


def _hosts(addresses: Sequence[str]) -> frozenset[str]:
    """Return the host names by which this server may be asked."""
    return _THIS_MACHINE | {host for each in addresses if (host := urlsplit(each).hostname)}


async def _body(request: Request, person: Person) -> bytes:
    """Return the body of a request. Raises _Refused if it is too large."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > _LARGEST:
            raise _Refused(413, f"Send no more than {_LARGEST // 1024 // 1024} MB at once.", person)
    return bytes(found)


def _payloads(body: bytes, person: Person) -> Payloads:
    """Return the payloads of a body. Raises _Refused."""
    try:
        told = json.loads(body)
        if _depth(told) > _DEEPEST:
            raise ValueError
        found = ParseDict(told, Payloads(), ignore_unknown_fields=True)
    except (ParseError, ValueError, TypeError, RecursionError):
        raise _Refused(400, "The request holds no payloads as Temporal sends them.", person) from None
    if len(found.payloads) > _MOST:
        raise _Refused(413, f"Ask for no more than {_MOST} payloads at once.", person)
    return found


def _depth(value: Any) -> int:
    """Return how deep lists and objects are nested, counted to just above the deepest that is allowed."""
    level, depth = [value], 0
    while depth <= _DEEPEST:
        level = [
            each
            for one in level
            if isinstance(one, list | dict)
            for each in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            break
        depth += 1
    return depth


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
