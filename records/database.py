"""The database of the records: SQLite in a file by default, PostgreSQL in production."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.orm import Session

from records.errors import NotStorable, RecordsError, reason_of
from records.read_once import READS_ONLY
from records.storable import refuse_what_cannot_be_stored

_BUSY_MILLISECONDS = 10_000
_FOLDS, _FOLD_PAUSE_SECONDS = 3, 0.1
_MIGRATION_LOCK = 0x45484350
"""The key of PostgreSQL's advisory lock that lets one process migrate at a time."""


@cache
def _newest_migration() -> str:
    """Return the migration of this release. A file is named by its number, and holds it as its revision."""
    return max(
        path.name[1:5] for path in (Path(__file__).parent / "migrations" / "versions").glob("v[0-9]*.py")
    )


class Database:
    """Transactions on the records. Raises RecordsError if the database cannot be used.

    With `durable` false a file of SQLite waits for no disk: only for records that are thrown away with their program.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self._url = database_url(url)
        self._sqlite = self._url.get_backend_name() == "sqlite"
        if self._sqlite and self._url.database:
            make_folder(Path(self._url.database).parent)
        try:
            self._engine = (
                _sqlite(url, durable)
                if self._sqlite
                else create_engine(url, pool_size=12, pool_pre_ping=True, hide_parameters=True)
            )
        except (ImportError, ArgumentError):
            raise RecordsError(
                f"The database kind {self._url.drivername!r} is not known; use postgresql+psycopg or sqlite."
            ) from None

        refuse_what_cannot_be_stored(self._engine)

    @property
    def address(self) -> str:
        """Its address with the password, for another process."""
        return self._url.render_as_string(hide_password=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction that writes. It commits at the end and rolls back on an exception.

        Raises NotStorable for a value that the database cannot hold, and RecordsError for a damaged file. A database that
        is unavailable, locked or full raises an exception of records.errors.AWAY.
        """
        try:
            with self._session(writes=True) as session, session.begin():
                yield session
        except DataError:
            raise NotStorable("A value is too long or too large to be kept; shorten it.") from None
        except DatabaseError as failure:
            if self._sqlite and type(failure) is DatabaseError:  # a damaged file
                raise self._unreachable(failure) from None
            raise

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that reads. Raises RecordsError if the database fails."""
        try:
            with self._session(writes=False) as session:
                yield session
        except DataError:
            raise NotStorable("A value is too long or too large to look for; shorten it.") from None
        except (OperationalError, ProgrammingError, InterfaceError) as failure:
            raise self._unreachable(failure) from failure
        except DatabaseError as failure:
            if self._sqlite and type(failure) is DatabaseError:
                raise self._unreachable(failure) from None
            raise

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        try:
            connection = self._engine.connect()
        except DatabaseError as failure:
            raise self._unreachable(failure) from None
        with connection:
            connection.info["writes"] = writes
            with Session(bind=connection, info={READS_ONLY: not writes}) as session:
                yield session

    def migrate(self) -> None:
        """Migrate the tables to this release. It is safe if two processes do it at once."""
        if self.release() == _newest_migration():
            return  # as at most starts: reading every migration takes a quarter of a second
        from alembic import command  # slow to import, and only migrating needs it
        from alembic.config import Config
        from alembic.util.exc import CommandError

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        try:
            with self._engine.connect() as connection:
                connection.info["writes"] = True
                with connection.begin():
                    if not self._sqlite:
                        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
        except DatabaseError as failure:
            raise self._unreachable(failure) from None
        except CommandError:
            raise RecordsError(
                f"The records at {self._where} were written by a later release; use that release or a later one."
            ) from None

    def release(self) -> str | None:
        """Return the migration that the tables are at; None if there are no tables yet."""
        with self.read() as session:
            if not inspect(session.connection()).has_table("alembic_version"):
                return None
            found: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def ping(self) -> None:
        """Check the connection. Raises RecordsError if the database does not answer."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def scrub(self, tables: Sequence[Table]) -> None:
        """Remove deleted rows from the database's files too, where they could otherwise still be read."""
        if self._sqlite:
            self._fold_log()
            return
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in tables:
                connection.exec_driver_sql(f"VACUUM {table.name}")

    def _fold_log(self) -> None:
        """Move SQLite's write-ahead log into its file.

        This runs outside a transaction, once no reader needs the log.
        """
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            for _ in range(_FOLDS):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if (cursor.fetchone() or (0,))[0] == 0:
                    break
                time.sleep(_FOLD_PAUSE_SECONDS)
            cursor.close()
        finally:
            connection.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The engine, for tests and tools that compare tables."""
        return self._engine

    @property
    def _where(self) -> str | None:
        return self._url.database if self._sqlite else f"{self._url.host or 'localhost'}/{self._url.database}"

    def _unreachable(self, failure: DBAPIError) -> RecordsError:
        return RecordsError(f"The records at {self._where} cannot be used: {reason_of(failure)}.")


def database_url(written: str) -> URL:
    """Return the address of a database. Raises RecordsError if it is not one."""
    try:
        return make_url(written)
    except ArgumentError:
        raise RecordsError(
            "EHCP_DATABASE_URL is not a database address; write it as postgresql+psycopg://user@host/name, or leave "
            "it out."
        ) from None


def make_folder(folder: Path) -> None:
    """Make the folder of a database, which only its owner can read. Raises RecordsError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as failure:
        raise RecordsError(
            f"The folder {folder} cannot be made ({(failure.strerror or 'no reason given').lower()}); choose another."
        ) from None


def _sqlite(url: str, durable: bool) -> Engine:
    """Return an engine for SQLite that starts writing transactions with BEGIN IMMEDIATE.

    A transaction that reads first and then writes fails at once if another has written in between. One that takes the
    write lock first waits for its turn.
    """
    engine = create_engine(
        url, connect_args={"timeout": _BUSY_MILLISECONDS / 1000}, pool_size=12, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL" if durable else "synchronous=OFF",
            f"busy_timeout={_BUSY_MILLISECONDS}",
            "foreign_keys=ON",
            "secure_delete=ON",  # overwrite deleted rows, so that they cannot be read from the file
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")

    return engine
