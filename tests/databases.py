"""Empty records for a test, copied from a set of tables that each test process makes once."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from records.database import Database


def new_records(folder: Path) -> Database:
    """Return the records of a data folder: a SQLite file with this release's tables and no rows."""
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
    path = Path(tempfile.mkdtemp(prefix="ehcp-tables-")) / "records.db"
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
