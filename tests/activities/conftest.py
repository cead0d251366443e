"""A separate database file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.database import Database
from tests.databases import new_records


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with this release's tables."""
    found = new_records(tmp_path)
    yield found
    found.close()
