"""Empty databases for tests, in SQLite and in one PostgreSQL server for each test process.

`pytest --records postgresql` runs every test that takes its records from here on PostgreSQL;
without it, the tests that take `address` run on both.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bench.postgres import postgres
from records.database import Database

SWITCH = "--records"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
"""The parameters of a fixture that gives records in each kind of database."""
NewRecords = Callable[..., str]


def add_switch(parser: pytest.Parser) -> None:
    """Add the option that chooses the kind of database."""
    kinds = ("both", "sqlite", "postgresql")
    parser.addoption(
        SWITCH, choices=kinds, default="both", help="The databases that tests of the records use."
    )


class PostgresServer:
    """A server with a database that holds this release's tables, of which every new database is a copy."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._admin = create_engine(address, isolation_level="AUTOCOMMIT")

    def new(self, *, empty: bool = False) -> str:
        """Return the address of a new database: empty, or with this release's tables."""
        name = f"records_{secrets.token_hex(6)}"
        with self._admin.connect() as connection:
            if not empty and not self._has_template(connection):
                connection.execute(text("CREATE DATABASE migrated"))
                database = Database(self._of("migrated"))
                database.migrate()
                database.close()
            connection.execute(text(f"CREATE DATABASE {name}" + ("" if empty else " TEMPLATE migrated")))
        return self._of(name)

    def close(self) -> None:
        """Close the connections."""
        self._admin.dispose()

    @staticmethod
    def _has_template(connection: object) -> bool:
        found = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = 'migrated'"))  # type: ignore[attr-defined]
        return found.first() is not None

    def _of(self, name: str) -> str:
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """This test process's PostgreSQL server."""
    with postgres(tmp_path_factory.mktemp("postgres")) as address:
        server = PostgresServer(address)
        yield server
        server.close()


@pytest.fixture(scope="session")
def new_records(request: pytest.FixtureRequest) -> NewRecords:
    """Return the address of new records in a folder: SQLite, unless a test or the switch asks for PostgreSQL."""

    def new(folder: Path, kind: str | None = None, *, empty: bool = False) -> str:
        switch = request.config.getoption(SWITCH)
        if kind is not None and switch not in ("both", kind):
            pytest.skip(f"{SWITCH} {switch}")
        if "postgresql" in (kind, switch):
            server: PostgresServer = request.getfixturevalue("postgres_server")
            return server.new(empty=empty)
        return f"sqlite:///{folder / 'records.db'}"

    return new
