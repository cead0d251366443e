"""Recording an act at a sitting or in a dispute: once, on what was read, and refused in a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Response

from casework.access import Person
from starter.api.models.acts import Act, Receipt
from starter.api.once import Once
from starter.office import Office
from starter.parts import Parts
from workflows import messages
from workflows.messages import ActMessage

Acts = Callable[[Office, str, ActMessage], Awaitable[messages.Receipt]]
"""What records an act beside a case, given the id of the sitting or dispute."""


async def record(
    parts: Parts, person: Person, once: Once, its_id: str, act: Act, seen: int | None, acts: Acts
) -> Response:
    """Record an act, and answer with its receipt. Raises Refusal or ActRefused; then nothing is written."""
    message = ActMessage(
        action=act.action,
        on=act.on,
        of=act.of,
        fields=dict(act.fields),
        by=person.id,
        request_id=once.id_for(person),
        seen=seen,
        exactly=True,
    )

    async def work() -> tuple[int, Receipt]:
        receipt = await acts(await parts.office(), its_id, message)
        return 201, Receipt.model_validate(receipt.model_dump())

    return await once(person, work)
