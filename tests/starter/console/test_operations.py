"""The pages of ops, with a case that is really stuck: it is found, inspected and retried with a reason."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient
from temporalio.client import Client

from casework.access.permissions import Person, Role
from office.dependencies import Parts
from records import operations, people
from records.database import Database
from starter.console.csrf import FIELD, of_session, token_of
from starter.console.redirect_after_post import SHOWN
from starter.console.sessions import hash_of
from starter.web import site
from tests.field import Field, until
from tests.starter.console.signed import ENTRANCE

pytestmark = pytest.mark.xdist_group("field")
OPS = Person("ops-1", "Teasel Sample", frozenset({Role.OPS}))
ADMIN = Person("admin-1", "Yarrow Example", frozenset({Role.ADMIN}))


class Browser:
    """A client of one person, in the same event loop as the server."""

    def __init__(self, field: Field, person: Person) -> None:
        async def connected() -> Client:
            return field.client

        app = site(Parts(field.office.database, field.settings.task_queue, connected), ENTRANCE)
        cookie = app.state.sessions.begin(person)
        self._token = token_of(ENTRANCE, of_session(hash_of(cookie.rpartition(".")[0])))
        self._client = AsyncClient(
            transport=ASGITransport(app=app), base_url=ENTRANCE.address, cookies={"ehcp": cookie}
        )

    async def get(self, path: str) -> str:
        """Return the text of a page."""
        return (await self._client.get(path)).text

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form and return the status, and the text or the address of a redirect."""
        answer = await self._client.post(path, data={**fields, FIELD: self._token})
        if f"{SHOWN}=" in (place := answer.headers.get("location", "")):
            answer = await self._client.get(place)
        return answer.status_code, answer.headers.get("location", answer.text)


async def test_a_stuck_workflow_is_found_and_retried_with_a_recorded_reason(
    field: Field, tmp_path: Any
) -> None:
    ops, admin = Browser(field, OPS), Browser(field, ADMIN)
    async with field.worker():
        case = await field.case()
    empty = Database(
        f"sqlite:///{tmp_path / 'away.db'}"
    )  # it has no tables, so the records are not available
    acting = asyncio.create_task(field.act(case, "assessment_agreed"))
    try:
        async with field.worker(empty):

            async def failing() -> bool:
                return f"/operations/{case}#retry" in await ops.get("/operations")

            await until(failing, "the failing activity on the page")
            page = await ops.get(f"/operations/{case}")
            assert "Reason for the retry" in page and "OperationalError" in page
            assert "Reason for the retry" not in await admin.get(f"/operations/{case}")
            assert (await admin.post(f"/operations/{case}/retry", reason="It is fixed."))[0] == 403
            status, said = await ops.post(f"/operations/{case}/retry", reason=" ")
            assert status == 409 and "Enter the reason for the retry" in said
    finally:
        empty.close()
    status, where = await ops.post(f"/operations/{case}/retry", reason="The records are back.")
    assert (status, where) == (303, f"/operations/{case}?done=1")
    async with field.worker():
        await acting
        assert "No problems" in await ops.get(where)
    with field.office.database.read() as session:
        (noted,) = operations.operations_on(session, case)
        intake = people.intake_of(session, case)
    assert (noted.by, noted.reason) == ("ops-1", "The records are back.")
    assert intake is not None and intake.child_name not in await ops.get(f"/operations/{case}")
