"""A separate database file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.database import Database
from tests.databases import NewRecords


@pytest.fixture
def database(tmp_path: Path, new_records: NewRecords) -> Iterator[Database]:
    """A database with this release's tables."""
    found = Database(new_records(tmp_path))
    found.migrate()
    yield found
    found.close()
