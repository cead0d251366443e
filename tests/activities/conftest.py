"""A separate database file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with this release's tables."""
    found = Database(f"sqlite:///{tmp_path / 'records.db'}")
    found.migrate()
    yield found
    found.close()
