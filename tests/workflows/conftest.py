"""One server on virtual time for all the workflow tests of a process. Every case has its own clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from casework.case.openings import BEGINNINGS
from office.office import opaque
from records.database import Database
from starter.simulate.processes import keep_mediators
from starter.simulate.virtual_time import MORNING, Played, virtual_time
from statute.local_time import start_of_day
from tests.workflows.disputes import Disputed
from tests.workflows.played_case import Open, Told
from workflows.messages import Opening


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def virtual(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[WorkflowEnvironment, Database]]:
    async with virtual_time(tmp_path_factory.mktemp("virtual")) as running:
        yield running


@pytest.fixture
def opened(virtual: tuple[WorkflowEnvironment, Database]) -> Open:
    """Open a case on a day: told = await opened("2024-03-04")."""
    environment, database = virtual

    async def open_case(received: str, starts: str | None = None, opens: str = "assessment") -> Told:
        on = date.fromisoformat(received)
        begins = date.fromisoformat(starts) if starts else on
        opening = Opening(
            case_id=f"case-{opaque()}",
            on=on,
            event=BEGINNINGS[opens].event,
            fields={"source": "parent", **BEGINNINGS[opens].fields},
            officer="officer-1",
            team="north",
            clock_starts_at=start_of_day(begins) + MORNING,
        )
        told = Told(Played(environment, database, opening), database)
        await told.played.begin()
        return told

    return open_case


@pytest.fixture
def disputed(opened: Open, virtual: tuple[WorkflowEnvironment, Database]) -> Any:
    """A case with its disputes: both = await disputed("2024-03-04"). One mediator is listed."""
    keep_mediators(virtual[1], ["mediator-1"])

    async def begin(received: str, opens: str = "assessment") -> Disputed:
        return Disputed(await opened(received, opens=opens), *virtual)

    return begin
