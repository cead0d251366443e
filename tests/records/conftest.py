"""Every test of the records runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bench.postgres import postgres
from records.database import Database
from tests.databases import new_database, new_records, new_records_on


@pytest.fixture(scope="session", name="postgres")
def postgres_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of this test process's PostgreSQL server, which does not wait for the disk: no test ends the machine."""
    with postgres(tmp_path_factory.mktemp("postgres")) as address:
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The two kinds of database that the records may be in."""
    kind: str = request.param
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
