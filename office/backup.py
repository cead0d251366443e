"""Back up the records and the embedded Temporal store.

The records are copied first. A workflow that is ahead of its ledger sends the missing steps again; a ledger that is
ahead of its workflow could not be repaired. Keys are left out, so that a stolen backup cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from engine.configuration import ProgramSettings, Settings
from engine.store_marks import mark_kept
from engine.version import this_build
from office.refusals import ActRefused

MANIFEST = "manifest.json"
DUMP = "records.dump"
RECORDS, TEMPORAL = "records.db", "temporal.db"
FOLDERS = ("outbox", "uploads")
"""The folders of letters and e-mails, and of uploaded documents."""


def back_up(settings: Settings, into: Path) -> dict[str, Any]:
    """Copy records, the embedded Temporal store, letters and documents into a new folder. Returns the manifest.

    Everything may keep running. Raises ActRefused, after which the folder is not a backup.
    """
    if into.exists() and any(into.iterdir()):
        raise ActRefused(f"{into} is not empty; name a new folder for each backup.")
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
        with mark_kept(settings):
            _copy_stores(settings, into)
        for folder in FOLDERS:
            if (settings.data / folder).exists():
                shutil.copytree(settings.data / folder, into / folder)
        files = {str(path.relative_to(into)): hash_of(path) for path in _files(into)}
        manifest = {"made_at": datetime.now(UTC).isoformat(), "build": this_build(), "files": files}
        (into / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="ascii")
    except OSError as error:
        raise ActRefused(
            f"The backup in {into} is incomplete: {(error.strerror or 'no reason given').lower()}; make another."
        ) from None
    return manifest


def _copy_stores(settings: Settings, into: Path) -> None:
    if settings.database_url.startswith("sqlite"):
        _copy(Path(make_url(settings.database_url).database or ""), into / RECORDS)
    else:
        dump(settings, into / DUMP)
    if settings.embedded and settings.temporal_db.exists():
        _copy(settings.temporal_db, into / TEMPORAL)


def dump(settings: Settings, into: Path) -> None:
    """Dump a PostgreSQL database to a file. Raises ActRefused."""
    run_postgresql(["pg_dump", "--format=custom", "--no-owner", f"--file={into}", plain_address(settings)])


def _copy(database: Path, into: Path) -> None:
    """Copy a SQLite database while other programs may be writing to it."""
    try:
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)) as source,
            closing(sqlite3.connect(into)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise ActRefused(f"{database} cannot be copied: {error}.") from None


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)


def hash_of(path: Path) -> str:
    """Return the SHA-256 hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def plain_address(settings: Settings) -> str:
    """Return the address of the database in the form that PostgreSQL's programs accept."""
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def run_postgresql(command: list[str]) -> None:
    """Run one of PostgreSQL's programs, from EHCP_PG_BIN or the path."""
    folder = ProgramSettings.read().postgres_folder
    program = str(folder / command[0]) if folder else command[0]
    try:
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    except OSError:
        raise ActRefused(
            f"{command[0]} is not on this machine; install PostgreSQL's client programs in the server's version, or set "
            "EHCP_PG_BIN to their folder."
        ) from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ActRefused(f"{command[0]} failed: {said.rstrip('.')}.")
