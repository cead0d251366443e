"""Every test of the records runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.database import Database
from tests.databases import BOTH, NewRecords


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path, new_records: NewRecords) -> str:
    """The address of an empty database."""
    return new_records(tmp_path, request.param, empty=True)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path, new_records: NewRecords) -> Iterator[Database]:
    """A database with this release's tables."""
    found = Database(new_records(tmp_path, request.param))
    found.migrate()
    yield found
    found.close()
