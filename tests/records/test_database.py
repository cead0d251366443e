"""Opening and migrating the database, and clear messages for failures."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import records.database
from records.database import Database
from records.errors import RecordsError
from records.tables import metadata


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_start_on_tables_of_this_release_reads_no_migration(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the migrations were read")

    folder = Path(records.database.__file__).parent / "migrations"
    assert database.release() == ScriptDirectory(str(folder)).get_current_head()
    monkeypatch.setattr(command, "upgrade", read)
    database.migrate()


@pytest.mark.parametrize(("durable", "waits_for_the_disk"), [(True, 2), (False, 0)])
def test_only_records_that_are_thrown_away_wait_for_no_disk(
    tmp_path: Path, durable: bool, waits_for_the_disk: int
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'records.db'}", durable=durable)
    with database.read() as session:
        assert session.scalar(text("PRAGMA synchronous")) == waits_for_the_disk
    database.close()


def test_many_that_migrate_at_once_migrate_once(empty_address: str) -> None:
    databases = [Database(empty_address) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(Database.migrate, databases))
    for database in databases:
        database.close()


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("nonsense", "EHCP_DATABASE_URL is not a database address"),
        ("oracle://host/db", "not known; use postgresql"),
        ("postgresql+psycopg://user:hidden@127.0.0.1:1/none", "cannot be used"),
        ("sqlite:////dev/null/x/records.db", "cannot be made"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence_without_its_password(
    url: str, part: str
) -> None:
    with pytest.raises(RecordsError, match=part) as refused:
        Database(url).migrate()
    assert "hidden" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_only_its_owner_can_read_the_folder_of_the_records(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'new' / 'records.db'}").close()
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
