"""What every test may use: a running office, a field office, and how the tests are spread over this machine."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bench.postgres import find_system_programs
from engine.attributes import register_search_attributes
from engine.configuration import load
from engine.connection import connect
from engine.embedded import running_server
from office.office import Office, opaque
from records.database import Database
from starter.terminal.data_folder import today as local_day
from tests.databases import add_switch as pytest_addoption  # noqa: F401 - pytest calls it by this name
from tests.databases import new_records, postgres_server  # noqa: F401 - fixtures
from tests.field import Field
from tests.running import Up, up

find_system_programs()


def pytest_xdist_auto_num_workers() -> int | None:
    """Half as many workers again as there are cores: tests wait for servers and browsers almost half of their time."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None  # the number was given
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + max(1, cores // 2)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A running office. Tests that use it carry the mark xdist_group("office")."""
    with up(tmp_path_factory.mktemp("office") / "var") as running:
        yield running


def days_ago(days: int) -> str:
    """A day counted back from today."""
    return (local_day() - timedelta(days=days)).isoformat()


Opened = Callable[..., str]


@pytest.fixture
def opened(office: Up, tmp_path: Path) -> Opened:
    """Open a case whose request came so many days ago, and give its id."""

    def open_case(days: int = 30, **more: str) -> str:
        row = {
            "child_name": f"Sample Child {opaque()}",
            "received_on": days_ago(days),
            "team": "north",
            **more,
        }
        row.setdefault("reference", tmp_path.name)
        file = tmp_path / "intake.json"
        file.write_text(json.dumps([row]))
        answer = office("open", str(file), "--json")
        assert answer.code == 0, answer.err
        case: str = answer.json["cases"][0]["case"]
        return case

    return open_case


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def field() -> AsyncIterator[Field]:
    """A field office. Tests that use it carry the mark xdist_group("field")."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load(Path(folder) / "var", {})
        with running_server(settings) as address:
            database = Database(settings.database_url)
            database.migrate()
            client = await connect(settings, address=address)
            await register_search_attributes(client)
            yield Field(settings, Office(client, database, settings.task_queue, patience=None))
            database.close()
