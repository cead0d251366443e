"""A lock in the database that shows that a service runs on it, so that no restore runs under a live service.

Every running service holds the lock together with the others; a restore needs it for itself. On PostgreSQL it is an
advisory lock of a session, which ends with its connection, so a service that was killed leaves none behind. Beside an
SQLite file it is a lock on a file.
"""

from __future__ import annotations

import fcntl
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from records.database import database_url, make_folder
from records.errors import RecordsError

_KEY = 0x45484351
"""The key of PostgreSQL's advisory lock; `0x45484350` is that of migrations."""
_LOOK_SECONDS = 5.0
_TRIES, _PAUSE_SECONDS = 20, 0.1
"""How often a restore asks for a lock that no one is seen to hold: the session of a service that has ended is just ending."""
_LONGEST_NAME = 63
_HOLDERS = """
SELECT a.application_name AS name, a.backend_start AS since FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = :key
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.pid <> pg_backend_pid()
ORDER BY a.backend_start
"""
_RESTORING = "The records are being restored; start again when the restore has ended."


@contextmanager
def running_service(address: str, name: str, lost: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a database for a service within this context. Raises RecordsError if a restore holds it.

    `lost` is called, from another thread, if the connection ended and a restore holds the lock since.
    """
    url = database_url(address)
    if url.get_backend_name() != "sqlite":
        keeper = _Keeper(url, f"{name} on {socket.gethostname()}", lost)
        keeper.begin()
        try:
            yield
        finally:
            keeper.end()
    elif url.database is None:
        yield
    else:
        with _lock_file(Path(url.database)).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                raise RecordsError(_RESTORING) from None
            lock.write(f"{os.getpid()} {name}\n")
            lock.flush()
            yield


@contextmanager
def no_service(address: str) -> Iterator[None]:
    """Hold the lock of a database for a restore within this context. Raises RecordsError with who holds it."""
    url = database_url(address)
    if url.get_backend_name() != "sqlite":
        with _connected(url, "ehcp restore") as connection:
            for tries_left in reversed(range(_TRIES)):
                if connection.scalar(text(f"SELECT pg_try_advisory_lock({_KEY})")):
                    break
                rows = connection.execute(text(_HOLDERS), {"key": _KEY})
                holders = [f"{row.name} (since {row.since:%Y-%m-%d %H:%M})" for row in rows]
                if holders or not tries_left:
                    raise _held(holders)
                time.sleep(_PAUSE_SECONDS)
            yield
    elif url.database is None:
        yield
    else:
        path = _lock_file(Path(url.database))
        with path.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise _held(_alive(path)) from None
            lock.truncate(0)
            yield


class _Keeper:
    """Holds the lock on a connection of its own, and takes it again if the connection ends."""

    def __init__(self, url: URL, name: str, lost: Callable[[], None]) -> None:
        self._url, self._name, self._lost = url, name, lost
        self._ended = threading.Event()
        self._first: threading.Event = threading.Event()
        self._refused: RecordsError | None = None
        self._thread = threading.Thread(target=self._run, name="service lock", daemon=True)

    def begin(self) -> None:
        """Take the lock. Raises RecordsError."""
        self._thread.start()
        self._first.wait()
        if self._refused is not None:
            raise self._refused

    def end(self) -> None:
        """Release the lock."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with _connected(self._url, self._name) as connection:
                    if not connection.scalar(text(f"SELECT pg_try_advisory_lock_shared({_KEY})")):
                        self._refuse(RecordsError(_RESTORING))
                        return
                    self._first.set()
                    while not self._ended.wait(_LOOK_SECONDS):
                        connection.execute(text("SELECT 1"))
            except (DBAPIError, RecordsError) as failure:
                if not self._first.is_set():
                    self._refuse(
                        failure if isinstance(failure, RecordsError) else RecordsError(str(failure.orig))
                    )
                    return
                self._ended.wait(_LOOK_SECONDS / 5)  # the database is away: take the lock when it is back

    def _refuse(self, why: RecordsError) -> None:
        if self._first.is_set():
            self._lost()
        else:
            self._refused = why
            self._first.set()


@contextmanager
def _connected(url: URL, name: str) -> Iterator[Connection]:
    """Yield a connection that PostgreSQL lists under a name. Raises RecordsError if the server does not answer."""
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"application_name": name[:_LONGEST_NAME]},
    )
    try:
        connection = engine.connect()
    except DBAPIError as failure:
        reason = (str(failure.orig).splitlines() or ["it does not answer"])[0]
        raise RecordsError(
            f"The records at {url.host or 'localhost'}/{url.database} cannot be used: {reason}."
        ) from None
    try:
        yield connection
    finally:
        with suppress(DBAPIError):
            connection.close()
        engine.dispose()


def _held(holders: list[str]) -> RecordsError:
    who = ", ".join(holders) or "a service"
    return RecordsError(f"These run on the records: {who}; stop them before you restore.")


def _alive(path: Path) -> list[str]:
    """Return the services that a lock file names and that still run."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pid, _, name = line.partition(" ")
        with suppress(OSError, ValueError):
            os.kill(int(pid), 0)
            found.append(f"{name} (process {pid})")
    return found


def _lock_file(database: Path) -> Path:
    make_folder(database.parent)
    return database.with_name(f"{database.name}.services")
