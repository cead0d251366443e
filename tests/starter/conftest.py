"""One running `ehcp up` for the tests that only need some office to be open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from office.office import opaque
from starter.terminal.place import today as local_day
from tests.starter.running import Up, up


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
