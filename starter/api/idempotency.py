"""One request, one effect: the header Idempotency-Key on everything that changes something.

The key and what was asked make the id of the Update or of the thing that is made, so that a request which is repeated
after a crash does the same thing again under the same id. What was answered is kept for a day; a refusal is not kept,
since it changed nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from casework.access.permissions import Person
from office.refusals import Unconfirmed
from records import idempotency
from records.database import Database
from records.idempotency import Answer
from starter.api.problems import KEY_BUSY, KEY_REUSED, WRONG_MEDIA_TYPE, Refusal, server_away
from starter.api.signed_in import the_parts

PATIENCE_SECONDS = 15.0
"""How long an act is waited for; shorter than a key is held."""
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="Yours, and new for each request, such as a UUID; the same again is answered as before.",
        examples=["5f1c1e2e-6f1b-4f2e-9f62-3a0f8a3a9b11"],
    ),
]
Work = Callable[[], Awaitable[tuple[int, BaseModel]]]


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """A request that changes something, known by its key and by what it asks for."""

    database: Database
    key: str
    fingerprint: str

    def id_for(self, person: Person) -> str:
        """The id of what this request does: the same whenever it is repeated."""
        return f"api-{self._digest(person)[:40]}"

    def opaque_for(self, person: Person) -> str:
        """Twelve letters that say nothing, the same whenever this request is repeated."""
        number = int(self._digest(person), 16)
        letters = []
        for _ in range(12):
            number, place = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[place])
        return "".join(letters)

    async def __call__(self, person: Person, work: Work) -> Response:
        """Do it, or answer as before. Raises Refusal, or what the work raises; then the key is free again."""
        begun = await asyncio.to_thread(self._begin, person)
        if begun == "other":
            raise Refusal(
                KEY_REUSED, "This Idempotency-Key was used for another request; give each request its own."
            )
        if begun == "busy":
            raise Refusal(
                KEY_BUSY,
                "The same request is being done; ask again in a moment.",
                headers={"Retry-After": "1"},
            )
        if isinstance(begun, Answer):
            return _response(begun, {"Idempotent-Replayed": "true"})
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, made = await work()
        except (TimeoutError, Unconfirmed):
            await asyncio.to_thread(self._let_go, person)
            raise server_away() from None
        except BaseException:
            await asyncio.to_thread(self._let_go, person)
            raise
        answer = Answer(status, made.model_dump(mode="json"))
        await asyncio.to_thread(self._keep, person, answer)
        return _response(answer, {})

    def _digest(self, person: Person) -> str:
        return hashlib.sha256("\n".join((person.id, self.key, self.fingerprint)).encode()).hexdigest()

    def _begin(self, person: Person) -> object:
        with self.database.write() as session:
            return idempotency.begin(session, person.id, self.key, self.fingerprint, datetime.now(UTC))

    def _keep(self, person: Person, answer: Answer) -> None:
        with self.database.write() as session:
            idempotency.keep(session, person.id, self.key, answer)

    def _let_go(self, person: Person) -> None:
        with self.database.write() as session:
            idempotency.let_go(session, person.id, self.key)


async def require_json(request: Request) -> None:
    """Refuse a body that is not said to be JSON. Raises Refusal."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json") and await request.body():
        raise Refusal(WRONG_MEDIA_TYPE, "Send the body as JSON, with Content-Type: application/json.")


async def _idempotent(
    request: Request, key: Key, _: Annotated[None, Depends(require_json)]
) -> IdempotentRequest:
    body = await request.body()
    asked = (request.method, request.url.path, request.url.query, request.headers.get("if-match", ""))
    told = hashlib.sha256("\n".join(asked).encode() + b"\n" + body).hexdigest()
    return IdempotentRequest(the_parts(request).database, key, told)


Idempotent = Annotated[IdempotentRequest, Depends(_idempotent)]


def _response(answer: Answer, headers: dict[str, str]) -> Response:
    return JSONResponse(answer.body, answer.status, headers=headers)
