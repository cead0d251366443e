"""Put a backup in place of the stores of a data folder.

The backup is copied into a new folder and checked there. One rename of that folder decides the restore; nothing was
changed before it. Afterwards every file is moved by a rename, each of which may be repeated, so whatever ends in between,
the next `ehcp up` or `ehcp restore` finishes it. What was there before is kept in a folder of its own.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from engine.configuration import Settings
from engine.unfinished_restore import PENDING
from office.backup import (
    DUMP,
    FOLDERS,
    MANIFEST,
    RECORDS,
    TEMPORAL,
    dump,
    hash_of,
    plain_address,
    run_postgresql,
)
from office.refusals import ActRefused
from records.database import Database
from records.errors import RecordsError
from records.service_lock import no_service

_STAGED = "restore.new"
_BEFORE = "before-restore-"
_MARKER = "restored.json"
_PLAN = "plan.json"


def restore(settings: Settings, source: Path) -> dict[str, Any]:
    """Restore a backup. Returns the manifest, with the folder of what was there before. Everything must be stopped.

    Raises ActRefused, or RecordsError while a service runs on the records. A backup that is incomplete, damaged or of a later release is refused before anything changes.
    """
    with no_service(settings.database_url):
        _finish(settings)
        return _restore(settings, source)


def finish_restore(settings: Settings) -> bool:
    """Finish a restore that was decided. Returns whether there was one. Raises ActRefused or RecordsError."""
    if not (settings.data / PENDING).exists():
        return False
    with no_service(settings.database_url):
        return _finish(settings)


def _restore(settings: Settings, source: Path) -> dict[str, Any]:
    manifest = _checked(source)
    staged = settings.data / _STAGED
    before = _BEFORE + datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ-") + secrets.token_hex(2)
    try:
        shutil.rmtree(staged, ignore_errors=True)  # a restore that ended before it was decided
        staged.mkdir(parents=True, mode=0o700)
        _stage(settings, source, staged, manifest)
        plan = {"before": before, "backup_made_at": manifest["made_at"], "build": manifest["build"]}
        (staged / _PLAN).write_text(json.dumps(plan, indent=2), encoding="ascii")
        if (staged / DUMP).exists():
            (settings.data / before).mkdir(mode=0o700)
            dump(settings, settings.data / before / DUMP)
        _write_through(staged)
        staged.rename(settings.data / PENDING)
    except OSError as error:
        shutil.rmtree(staged, ignore_errors=True)
        raise ActRefused(
            f"The backup could not be restored ({_reason(error)}); nothing has changed."
        ) from None
    except ActRefused:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _finish(settings)
    return {**manifest, "before": before}


def _finish(settings: Settings) -> bool:
    pending = settings.data / PENDING
    if not pending.exists():
        return False
    plan: dict[str, Any] = json.loads((pending / _PLAN).read_text(encoding="ascii"))
    before = settings.data / plan["before"]
    try:
        before.mkdir(exist_ok=True, mode=0o700)
        if (pending / DUMP).exists():
            _replace_database(settings, pending)
        for name, place in ((RECORDS, _file_of(settings)), (TEMPORAL, settings.temporal_db)):
            if place is not None and (pending / name).exists():
                _replace(pending / name, place, before)
        for folder in FOLDERS:
            _add_files(pending / folder, settings.data / folder)
        told = {**plan, "restored_at": datetime.now(UTC).isoformat()}
        fresh = pending / _MARKER
        fresh.write_text(json.dumps(told, indent=2), encoding="ascii")
        fresh.replace(settings.data / _MARKER)
        shutil.rmtree(pending)
    except OSError as error:
        raise ActRefused(
            f"The restore is not finished ({_reason(error)}); mend that and run `ehcp up` or `ehcp restore` again."
        ) from None
    return True


def _replace_database(settings: Settings, pending: Path) -> None:
    """Replace a PostgreSQL database in one transaction. If that is refused, the restore ends with nothing changed."""
    try:
        run_postgresql(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={plain_address(settings)}", str(pending / DUMP)]
        )  # fmt: skip
    except ActRefused as error:
        shutil.rmtree(pending)
        raise ActRefused(f"{str(error).rstrip('.')}; nothing has changed.") from None
    (pending / DUMP).unlink()


def _checked(source: Path) -> dict[str, Any]:
    """Return the manifest of a backup whose files are all as they were made. Raises ActRefused."""
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="ascii"))
        told = {str(name): str(hashed) for name, hashed in manifest["files"].items()}
        if any(not (source / name).resolve().is_relative_to(source.resolve()) for name in told):
            raise ValueError
        if not {"made_at", "build"} <= manifest.keys():
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ActRefused(f"{source} was not made by `ehcp backup`: it has no manifest.") from None
    for name, hashed in told.items():
        path = source / name
        if not path.exists() or hash_of(path) != hashed:
            raise ActRefused(f"The backup in {source} is damaged: {name} is missing or was changed.")
    return manifest


def _stage(settings: Settings, source: Path, staged: Path, manifest: dict[str, Any]) -> None:
    """Copy the files of a backup, and check the copies. Raises ActRefused."""
    for name, hashed in manifest["files"].items():
        copy = staged / name
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(source / name, copy)
        if hash_of(copy) != hashed:
            raise ActRefused(f"The copy of {name} differs from the backup; nothing has changed.")
    wanted = RECORDS if settings.database_url.startswith("sqlite") else DUMP
    if not (staged / wanted).exists():
        kind = "SQLite" if wanted == DUMP else "PostgreSQL"
        raise ActRefused(
            f"The backup in {source} holds records of {kind}; set EHCP_DATABASE_URL to such a database."
        )
    if not settings.embedded:
        (staged / TEMPORAL).unlink(missing_ok=True)
    for name in (RECORDS, TEMPORAL):
        if (staged / name).exists():
            _check_file(staged / name)
    if (staged / RECORDS).exists():
        _migrate(staged / RECORDS)


def _check_file(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as opened:
            (found,) = opened.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise ActRefused(f"The backup's {database.name} is damaged: {found}.")


def _migrate(records: Path) -> None:
    """Bring the records of a backup to this release, which refuses those of a later one."""
    database = Database(f"sqlite:///{records}")
    try:
        database.migrate()
    except RecordsError as error:
        raise ActRefused(f"{str(error).rstrip('.')}; nothing has changed.") from None
    finally:
        database.close()
    for suffix in ("-wal", "-shm"):
        records.with_name(records.name + suffix).unlink(missing_ok=True)


def _replace(fresh: Path, place: Path, before: Path) -> None:
    """Move a database file and its log away, and put a new file in its place."""
    for suffix in ("", "-wal", "-shm"):
        there = place.with_name(place.name + suffix)
        if there.exists():
            there.rename(_unused(before / there.name))
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if fresh.stat().st_dev == place.parent.stat().st_dev:
        fresh.rename(place)
    else:
        near = place.with_name(f"{place.name}.new")
        shutil.copyfile(fresh, near)
        near.rename(place)
        fresh.unlink()


def _add_files(folder: Path, into: Path) -> None:
    """Move the files of a folder to where they belong. A file that is there already stays."""
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        place = into / path.relative_to(folder)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.rename(place)


def _unused(path: Path) -> Path:
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}.{number}")
    return found


def _write_through(folder: Path) -> None:
    """Make sure that the files of a folder survive a power cut."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _file_of(settings: Settings) -> Path | None:
    url = make_url(settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _reason(error: OSError) -> str:
    return (error.strerror or "no reason given").lower()
