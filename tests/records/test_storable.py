"""Values that a database cannot hold are refused in one sentence on both, and nothing is half written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from records import cases, people
from records.database import Database
from records.errors import AWAY, NotStorable, RecordsError, away
from tests.records.test_queries import INTAKE, ROW
from tests.starter.cli.test_cases import one_sentence

NAME = "Quintessa"


@pytest.mark.parametrize(
    "change",
    [
        {"child_name": f"{NAME}\0"},
        {"child_name": f"{NAME}\ud800"},
        {"team": NAME * 20},
        {"reference": NAME * 20},
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_written(
    database: Database, change: dict[str, Any]
) -> None:
    with pytest.raises(NotStorable) as refused, database.write() as session:
        cases.save(session, ROW, [])
        people.register(session, replace(INTAKE, **change))
    assert one_sentence(str(refused.value)) and NAME not in str(refused.value)
    with database.read() as session:
        assert cases.find(session, ROW.case_id) is None and people.intake_of(session, INTAKE.case_id) is None


@pytest.mark.parametrize("number", [10**400, 2**63, 2**31])
def test_a_number_that_is_too_large_is_refused(database: Database, number: int) -> None:
    with pytest.raises(NotStorable, match="write a smaller one"), database.write() as session:
        cases.save(session, replace(ROW, seq=number), [])


@pytest.mark.parametrize("asked", ["case\0a", "case\ud800"])
def test_looking_for_what_cannot_be_there_is_refused_in_the_same_sentence(
    database: Database, asked: str
) -> None:
    with pytest.raises(NotStorable), database.read() as session:
        cases.find(session, asked)


def test_a_database_error_shows_no_value_of_its_statement(database: Database) -> None:
    statement = text("INSERT INTO nowhere VALUES (:name)")
    with pytest.raises(Exception) as failure, database.write() as session:
        session.execute(statement, {"name": NAME})
    assert NAME not in str(failure.value)


def sqlite_only(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("how SQLite fails")


def test_a_full_disk_and_a_locked_file_are_told_in_one_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_only(database)
    with database.engine.connect() as holder:
        holder.info["writes"] = True
        holder.execute(text("SELECT 1"))  # BEGIN IMMEDIATE

        @event.listens_for(database.engine, "begin")
        def _hasty(connection: Any) -> None:
            connection.exec_driver_sql("PRAGMA busy_timeout=10")

        with pytest.raises(AWAY) as locked, database.write() as session:
            cases.save(session, ROW, [])
    assert "locked them for too long; try again" in away(locked.value)

    @event.listens_for(database.engine, "begin")
    def _full(connection: Any) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with pytest.raises(AWAY) as full, database.write() as session:
        for number in range(2000):
            people.add_note(session, "case-a", f"{number} {NAME}", None, INTAKE.registered_at)
    said = away(full.value)
    assert "the disk is full; make room on it" in said and one_sentence(said)
    with database.read() as session:
        assert people.notes_of(session, "case-a") == {}


def test_a_damaged_file_is_told_in_one_sentence(database: Database) -> None:
    sqlite_only(database)
    path = database.engine.url.database
    database.close()
    assert path is not None
    for suffix in ("-wal", "-shm"):
        Path(path + suffix).write_bytes(b"")
    Path(path).write_bytes(b"this is no database " * 1000)
    for use in (database.read, database.write):
        with pytest.raises(RecordsError) as refused, use() as session:
            session.execute(text("SELECT 1 FROM cases"))
        assert "the file is damaged; restore a backup" in str(refused.value)
    with pytest.raises(RecordsError, match="damaged"):
        database.migrate()
