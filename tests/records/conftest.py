"""Every test of the records runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.database import Database
from tests.databases import (
    BOTH,
    new_database,
    new_records,
    new_records_on,
    postgres_server,
    skip_unless_chosen,
)


@pytest.fixture(scope="session", name="postgres")
def postgres_address() -> str:
    """The address of this test process's PostgreSQL server."""
    return postgres_server()


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """The two kinds of database that the records may be in."""
    kind: str = request.param
    skip_unless_chosen(kind)
    return kind


@pytest.fixture
def empty_address(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def address(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with this release's tables."""
    if database_kind == "sqlite":
        new_records(tmp_path).close()
        return f"sqlite:///{tmp_path / 'records.db'}"
    return new_records_on(request.getfixturevalue("postgres"))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A database with this release's tables."""
    found = Database(address)
    yield found
    found.close()
