"""A restore changes nothing until it is decided, is finished whatever ends in between, and keeps what was there."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from engine.configuration import Settings, load
from engine.errors import EngineError
from engine.unfinished_restore import PENDING, refuse_unfinished_restore
from office import restore as restoring
from office.backup import back_up
from office.refusals import ActRefused
from office.restore import finish_restore, restore
from records.database import Database
from tests.running import ehcp


def written(file: Path, text: str) -> None:
    """Write a text into a small database."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE IF NOT EXISTS said (text)")
        database.execute("DELETE FROM said")
        database.execute("INSERT INTO said VALUES (?)", [text])


def said(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        (found,) = database.execute("SELECT text FROM said").fetchone()
        return str(found)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder whose stores say "now", and a backup in which they say "then"."""
    found = load(tmp_path / "var", {})
    database = Database(found.database_url)
    database.migrate()
    database.close()
    say(found, "then")
    for name in ("outbox/2026-06-01/a.eml", "uploads/aa/aa1"):
        (found.data / name).parent.mkdir(parents=True, exist_ok=True)
        (found.data / name).write_text("then")
    back_up(found, tmp_path / "backup")
    say(found, "now")
    (found.data / "outbox/2026-06-01/a.eml").unlink()
    (found.data / "uploads/aa/aa1").write_text("now")
    return found


def say(settings: Settings, text: str) -> None:
    for name in ("records.db", "temporal.db"):
        written(settings.data / name, text)


def stores(settings: Settings) -> list[str]:
    return [said(settings.data / name) for name in ("records.db", "temporal.db")]


def kept(settings: Settings) -> list[Path]:
    return sorted(settings.data.glob("before-restore-*"))


def test_what_was_there_is_kept_whole_by_every_restore(settings: Settings, tmp_path: Path) -> None:
    first = restore(settings, tmp_path / "backup")
    assert stores(settings) == ["then", "then"]
    assert (settings.data / "outbox/2026-06-01/a.eml").read_text() == "then"
    assert (settings.data / "uploads/aa/aa1").read_text() == "now"  # a file that is there already stays
    say(settings, "later")
    restore(settings, tmp_path / "backup")
    assert stores(settings) == ["then", "then"]
    assert len(kept(settings)) == 2
    words = {said(folder / name) for folder in kept(settings) for name in ("records.db", "temporal.db")}
    assert words == {"now", "later"}
    assert said(settings.data / first["before"] / "records.db") == "now"
    assert '"backup_made_at"' in (settings.data / "restored.json").read_text()
    assert not (settings.data / PENDING).exists()


def test_ended_at_any_moment_it_is_either_not_begun_or_finished_by_the_next_start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for kill -9: nothing after it runs, not even what cleans up after errors."""

    real = os.rename
    decided = 0
    for fatal in range(1, 40):
        count = 0

        def rename(*words: Any, fatal: int = fatal, **more: Any) -> None:
            nonlocal count
            count += 1
            if count == fatal:
                raise Killed
            real(*words, **more)

        say(settings, "now")
        with monkeypatch.context() as patched:
            patched.setattr("pathlib.os.rename", rename)
            try:
                restore(settings, tmp_path / "backup")
            except Killed:
                pass
            else:
                break
        if (settings.data / PENDING).exists():
            decided += 1
            with pytest.raises(EngineError, match="did not finish"):
                refuse_unfinished_restore(settings)
            assert "did not finish" in ehcp("cases", data=settings.data).err if fatal == 2 else True
            assert finish_restore(settings)
            assert stores(settings) == ["then", "then"]
        else:
            assert stores(settings) == ["now", "now"]
        assert not finish_restore(settings)
    assert decided >= 3


@pytest.mark.parametrize("ruined", ["manifest", "file", "content", "release", "disk"])
def test_a_backup_that_cannot_be_used_changes_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ruined: str
) -> None:
    backup = tmp_path / "backup"
    match ruined:
        case "manifest":
            (backup / "manifest.json").write_text("[]")
        case "file":
            (backup / "temporal.db").unlink()
        case "content":
            (backup / "records.db").write_bytes(b"not a database at all")
            monkeypatch.setattr(restoring, "hash_of", lambda _: "same")
            monkeypatch.setattr(
                restoring, "_checked", lambda _: {**told(backup), "files": {"records.db": "same"}}
            )
        case "release":
            with closing(sqlite3.connect(backup / "records.db")) as database, database:
                database.execute("UPDATE alembic_version SET version_num = '9999'")
            monkeypatch.setattr(restoring, "hash_of", lambda _: "same")
            monkeypatch.setattr(
                restoring, "_checked", lambda _: {**told(backup), "files": {"records.db": "same"}}
            )
        case "disk":

            def full(*_: Any, **__: Any) -> None:
                raise OSError(28, "No space left on device")

            monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ActRefused) as refused:
        restore(settings, backup)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
    assert stores(settings) == ["now", "now"]
    assert kept(settings) == [] and not (settings.data / "restore.new").exists()


def told(backup: Path) -> dict[str, Any]:
    import json

    with suppress(OSError):
        found: dict[str, Any] = json.loads((backup / "manifest.json").read_text())
        return found
    return {}
