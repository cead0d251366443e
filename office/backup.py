"""Back up and restore the records and the embedded Temporal store.

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
from engine.version import this_build
from office.refusals import ActRefused

_MANIFEST = "manifest.json"
_DUMP = "records.dump"
_RECORDS, _TEMPORAL = "records.db", "temporal.db"
_FOLDERS = ("outbox", "uploads")
"""The folders of letters and e-mails, and of uploaded documents."""


def back_up(settings: Settings, into: Path) -> dict[str, Any]:
    """Copy records, the embedded Temporal store, letters and documents into a new folder. Returns the manifest.

    Everything may keep running. Raises ActRefused, after which the folder is not a backup.
    """
    if into.exists() and any(into.iterdir()):
        raise ActRefused(f"{into} is not empty; name a new folder for each backup.")
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
        if settings.database_url.startswith("sqlite"):
            _copy(Path(make_url(settings.database_url).database or ""), into / _RECORDS)
        else:
            _run(["pg_dump", "--format=custom", "--no-owner", f"--file={into / _DUMP}", _plain(settings)])
        if settings.embedded and settings.temporal_db.exists():
            _copy(settings.temporal_db, into / _TEMPORAL)
        for folder in _FOLDERS:
            if (settings.data / folder).exists():
                shutil.copytree(settings.data / folder, into / folder)
        files = {str(path.relative_to(into)): _hash(path) for path in _files(into)}
        manifest = {"made_at": datetime.now(UTC).isoformat(), "build": this_build(), "files": files}
        (into / _MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="ascii")
    except OSError as error:
        raise ActRefused(
            f"The backup in {into} is incomplete: {(error.strerror or 'no reason given').lower()}; make another."
        ) from None
    return manifest


def restore(settings: Settings, source: Path) -> dict[str, Any]:
    """Restore a backup. Returns the manifest. Everything must be stopped.

    Existing SQLite files are moved aside, a PostgreSQL database is replaced, and letters and documents are added to the
    existing ones. Raises ActRefused; an incomplete backup is refused before anything changes.
    """
    manifest = _checked(source)
    try:
        if settings.database_url.startswith("sqlite"):
            _replace(source / _RECORDS, Path(make_url(settings.database_url).database or ""))
        else:
            _run(
                ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                 f"--dbname={_plain(settings)}", str(source / _DUMP)]
            )  # fmt: skip
        if settings.embedded and (source / _TEMPORAL).exists():
            _replace(source / _TEMPORAL, settings.temporal_db)
        for folder in _FOLDERS:
            if (source / folder).exists():
                shutil.copytree(source / folder, settings.data / folder, dirs_exist_ok=True)
    except OSError as error:
        raise ActRefused(
            f"The backup could not be restored ({(error.strerror or 'no reason given').lower()}); the earlier files "
            "have names that end in .before-restore."
        ) from None
    return manifest


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


def _replace(backup: Path, database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        there = database.with_name(database.name + suffix)
        if there.exists():
            there.replace(there.with_name(there.name + ".before-restore"))
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(backup, database)


def _checked(source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((source / _MANIFEST).read_text(encoding="ascii"))
        told: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError):
        raise ActRefused(f"{source} was not made by `ehcp backup`: it has no manifest.") from None
    for name, hashed in told.items():
        path = source / name
        if not path.exists() or _hash(path) != hashed:
            raise ActRefused(f"The backup in {source} is damaged: {name} is missing or was changed.")
    return manifest


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != _MANIFEST)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(settings: Settings) -> str:
    """Return the address of the database in the form that PostgreSQL's programs accept."""
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(command: list[str]) -> None:
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
