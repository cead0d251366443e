"""What every test may use: a running office, a field office, and how the tests are spread over this machine."""

from __future__ import annotations

import gc
import json
import os
import shutil
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
from tests.databases import choose
from tests.field import Field
from tests.running import Up, up

_IN_MEMORY = Path("/dev/shm")
_ROOM = 8 << 30
"""Free bytes that a folder in memory must have for the files of a whole run."""


def use_a_folder_in_memory() -> None:
    """Keep the files of the tests in memory where there is room, unless TMPDIR names a place: no test waits for a disk."""
    if "TMPDIR" not in os.environ and _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_IN_MEMORY)


find_system_programs()
use_a_folder_in_memory()
gc.set_threshold(50_000, 20, 50)  # an eighth of the time of the tests went into looking for cycles


def pytest_configure(config: pytest.Config) -> None:
    """Choose the kind of database."""
    choose(config)


def pytest_xdist_auto_num_workers() -> int | None:
    """Half as many workers again as there are cores: tests wait for servers and browsers almost half of their time."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None  # the number was given
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + max(1, cores // 2)


_SHARED = {
    "office": "office",
    "field": "field",
    "seat": "browser",
    "postgres": "postgresql",
    "watched": "watched",
}
"""Fixtures of a whole run that start programs, and the group of the tests that use them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests together that share what takes long to start, and run these and the long ones first.

    One process runs a group. Tests that share a fixture of their module are a group, too.
    """
    for item in items:
        group = None if item.get_closest_marker("xdist_group") else _group_of(item)
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_turn)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """End the programs that a group shares after its last test, so that they take nothing from the tests that follow."""
    yield
    group = _marked(item)
    if nextitem is not None and group != _marked(nextitem):
        for name, its_group in _SHARED.items():
            for found in item._fixtureinfo.name2fixturedefs.get(name, ()) if its_group == group else ():
                found.finish(item._request)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file by its parameter: a zip or PDF that a test makes differs from process to process."""
    return argname if isinstance(val, bytes) else None


def _group_of(item: pytest.Item) -> str | None:
    if "browser" in item.path.parts:
        return "browser"
    used = item._fixtureinfo.name2fixturedefs
    for name, group in _SHARED.items():
        if name in used:
            return group
    scopes = {found[-1].scope for found in used.values() if found[-1].baseid.endswith(".py")}
    return item.path.stem if "module" in scopes else None


def _marked(item: pytest.Item) -> str | None:
    group = item.get_closest_marker("xdist_group")
    return group.args[0] if group else None


def _turn(item: pytest.Item) -> int:
    group = _marked(item)
    if group in _SHARED.values():
        return 0
    if item.get_closest_marker("long"):
        return 1
    return 2 if group else 3


def _keep_together(factory: pytest.TempPathFactory, name: str) -> None:
    """Fail if a second process of this run starts what the tests of one group share."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        try:
            (factory.getbasetemp().parent / f"{name}-is-started").touch(exist_ok=False)
        except FileExistsError:
            pytest.fail(f"Two processes start {name!r}; the tests that use it do not run as one group.")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A running office. Tests that use it are one group."""
    _keep_together(tmp_path_factory, "office")
    with up(tmp_path_factory.mktemp("office") / "var") as running:
        yield running


def days_ago(days: int) -> str:
    """A day counted back from today."""
    return (local_day() - timedelta(days=days)).isoformat()


Opened = Callable[..., str]


@pytest.fixture
def opened(office: Up, tmp_path: Path) -> Opened:
    """Open a case whose request came so many days ago, and give its id."""

    reference = opaque()

    def open_case(days: int = 30, **more: str) -> str:
        row = {
            "child_name": f"Sample Child {opaque()}",
            "received_on": days_ago(days),
            "team": "north",
            **more,
        }
        row.setdefault("reference", reference)
        file = tmp_path / "intake.json"
        file.write_text(json.dumps([row]))
        answer = office("open", str(file), "--json")
        assert answer.code == 0, answer.err
        case: str = answer.json["cases"][0]["case"]
        return case

    return open_case


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def field(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Field]:
    """A field office. Tests that use it are one group."""
    _keep_together(tmp_path_factory, "field")
    with tempfile.TemporaryDirectory() as folder:
        settings = load(Path(folder) / "var", {})
        with running_server(settings) as address:
            database = Database(settings.database_url)
            database.migrate()
            client = await connect(settings, address=address)
            await register_search_attributes(client)
            yield Field(settings, Office(client, database, settings.task_queue, patience=None))
            database.close()
