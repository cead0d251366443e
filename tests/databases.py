"""Empty records for a test, copied from a set of tables that each test process makes once.

`pytest --records postgresql` runs every test that takes its records from here on PostgreSQL. Without it, tests with a
parameter from BOTH run on SQLite and on PostgreSQL, and the others on SQLite.
"""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bench.postgres import postgres
from records.database import Database

SWITCH = "--records"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
"""The parameters of a fixture that gives records in each kind of database."""
_chosen = ["both"]


def add_switch(parser: pytest.Parser) -> None:
    """Add the option that chooses the kind of database."""
    kinds = ("both", "sqlite", "postgresql")
    parser.addoption(
        SWITCH, choices=kinds, default="both", help="The databases that tests of the records use."
    )


def choose(config: pytest.Config) -> None:
    """Take over what the option chooses."""
    _chosen[0] = str(config.getoption(SWITCH))


def skip_unless_chosen(kind: str) -> None:
    """Skip a test of a kind of database that the option leaves out."""
    if _chosen[0] not in ("both", kind):
        pytest.skip(f"{SWITCH} {_chosen[0]}")


def records_in(kind: str, folder: Path) -> Database:
    """Return records in a kind of database, with this release's tables and no rows."""
    skip_unless_chosen(kind)
    return Database(new_records_on(postgres_server())) if kind == "postgresql" else new_records(folder)


@cache
def postgres_server() -> str:
    """Return the address of this test process's PostgreSQL server, which does not wait for the disk."""
    folder = Path(tempfile.mkdtemp(prefix="ehcp-postgres-"))
    folder.chmod(0o755)
    running = ExitStack()
    address = running.enter_context(postgres(folder))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(running.close)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    return address


def new_records(folder: Path) -> Database:
    """Return the records of a data folder: a SQLite file with this release's tables and no rows."""
    if _chosen[0] == "postgresql":
        return Database(new_records_on(postgres_server()))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "records.db"
    shutil.copyfile(_sqlite_template(), path)
    return Database(f"sqlite:///{path}")


def new_database(server: str) -> str:
    """Return the address of a database without tables on a PostgreSQL server."""
    return _create(server, "template0")


def new_records_on(server: str) -> str:
    """Return the address of a database on a PostgreSQL server, with this release's tables and no rows."""
    return _create(server, _postgres_template(server))


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ehcp-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "records.db"
    _migrate(f"sqlite:///{path}")
    return path


@cache
def _postgres_template(server: str) -> str:
    address = new_database(server)
    _migrate(address)
    return str(make_url(address).database)


def _migrate(address: str) -> None:
    database = Database(address)
    database.migrate()
    database.close()


def _create(server: str, template: str) -> str:
    name = f"records_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
