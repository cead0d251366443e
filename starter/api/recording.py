"""Recording an act in a process: once, on what was read, and refused in a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Response

from casework.access.permissions import Person
from office.dependencies import Parts
from office.office import Office
from starter.api import concurrency
from starter.api.idempotency import Idempotent, IdempotentRequest
from starter.api.models.acts import Act, Receipt
from starter.api.problems import documented
from starter.api.signed_in import the_parts
from workflows import messages
from workflows.messages import ActMessage

Acts = Callable[[Office, str, ActMessage], Awaitable[messages.Receipt]]
"""What records an act, given the id of the process."""
RECORDS: dict[str, Any] = {
    "status_code": 201,
    "response_model": Receipt,
    "responses": documented(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503),
}
"""What OpenAPI says of an operation that records an act."""


@dataclass(frozen=True, slots=True)
class Recording:
    """An act that is asked to be recorded, and on which step of what it is recorded in."""

    act: Act
    seen: int | None
    once: IdempotentRequest
    parts: Parts

    async def by(self, person: Person, its_id: str, acts: Acts) -> Response:
        """Record it, and answer with its receipt. Raises Refusal or ActRefused; then nothing is written."""
        message = ActMessage(
            action=self.act.action,
            on=self.act.on,
            of=self.act.of,
            fields=dict(self.act.fields),
            by=person.id,
            request_id=self.once.id_for(person),
            seen=self.seen,
            exactly=True,
        )

        async def work() -> tuple[int, Receipt]:
            receipt = await acts(await self.parts.office(), its_id, message)
            return 201, Receipt.model_validate(receipt.model_dump())

        return await self.once(person, work)


def _recording(
    act: Act,
    parts: Annotated[Parts, Depends(the_parts)],
    once: Idempotent,
    if_match: concurrency.IfMatch = None,
) -> Recording:
    return Recording(act, concurrency.seen_by(if_match, act.seen), once, parts)


Asked = Annotated[Recording, Depends(_recording)]
