"""Records and a Temporal store that do not belong together are refused before a worker runs."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from engine.attributes import register_search_attributes
from engine.configuration import load
from engine.connection import connect
from engine.embedded import running_server
from engine.errors import EngineError
from engine.store_marks import mark_kept, mark_of, renew_mark
from office.office import Office
from office.operations import verify
from office.stores import check_stores, pair_stores, settle_after_repair
from records import ledger, store_mark
from records.database import Database
from tests.field import Field
from tests.starter.cli.test_cases import one_sentence

pytestmark = [pytest.mark.xdist_group("stores"), pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def paired(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Field, Path, list[str]]]:
    """A server and records with two cases, a copy of the records from before the second, and the cases' ids."""
    settings = load(tmp_path_factory.mktemp("stores") / "var", {})
    earlier = settings.data / "earlier.db"
    with running_server(settings) as address:
        database = Database(settings.database_url)
        database.migrate()
        client = await connect(settings, address=address)
        await register_search_attributes(client)
        field = Field(settings, Office(client, database, settings.task_queue, patience=None))
        await pair_stores(field.office, settings)
        async with field.worker():
            cases = [await field.case()]
            database.scrub(())
            shutil.copyfile(settings.data / "records.db", earlier)
            await pair_stores(field.office, settings)
            cases.append(await field.case())
            await field.act(cases[1], "assessment_agreed")
        database.scrub(())
        yield field, earlier, cases
        database.close()


@contextmanager
def with_records(field: Field, file: Path, folder: Path) -> Iterator[Office]:
    """The office with other records."""
    copy = folder / "copy.db"
    if file.exists():
        shutil.copyfile(file, copy)
    database = Database(f"sqlite:///{copy}")
    database.migrate()
    try:
        yield replace(field.office, database=database)
    finally:
        database.close()


async def refusal(office: Office) -> str:
    with pytest.raises(EngineError) as refused:
        await check_stores(office)
    said = str(refused.value)
    assert one_sentence(said) and "verify --repair" in said
    return said


async def test_stores_that_belong_together_share_a_mark_that_each_start_renews(
    paired: tuple[Field, Path, list[str]],
) -> None:
    field, _, _ = paired
    before = await mark_of(field.client)
    assert before is not None
    await pair_stores(field.office, field.settings)
    assert await mark_of(field.client) not in (None, before)
    with mark_kept(field.settings):  # during a backup it stays, so that both copies have the same
        assert not await renew_mark(field.client, field.office.database, field.settings)
    with field.office.database.write() as session:  # ended between the two stores
        store_mark.propose(session, "next", datetime.now(UTC))
    await check_stores(field.office)


async def test_records_that_are_empty_or_older_are_refused(
    paired: tuple[Field, Path, list[str]], tmp_path: Path
) -> None:
    field, earlier, cases = paired
    with with_records(field, tmp_path / "none", tmp_path) as office:
        assert "The records are empty" in await refusal(office)
    with with_records(field, earlier, tmp_path) as office:
        said = await refusal(office)
        assert "older than Temporal's store" in said and cases[1] in said


async def test_a_temporal_store_that_is_empty_or_older_is_refused_until_a_person_accepts_it(
    paired: tuple[Field, Path, list[str]], tmp_path: Path
) -> None:
    field, _, cases = paired
    records = field.settings.data / "records.db"
    other = load(tmp_path / "other", {})
    with running_server(other) as address, with_records(field, records, tmp_path) as office:
        client = await connect(other, address=address)
        await register_search_attributes(client)
        empty = replace(office, client=client)
        assert "Temporal's store is empty" in await refusal(empty)
        found = (await verify(empty, repair=True))["problems"]
        assert await settle_after_repair(empty, other, found, None) == sorted(cases)
        assert "Temporal's store is empty" in await refusal(empty)
        assert await settle_after_repair(empty, other, found, ("ops-1", "The machine burned down.")) == []
        await check_stores(empty)


async def test_a_temporal_store_that_has_only_the_earlier_steps_is_refused(
    paired: tuple[Field, Path, list[str]], tmp_path: Path
) -> None:
    field, _, cases = paired
    with with_records(field, field.settings.data / "records.db", tmp_path) as office:
        with office.database.write() as session:
            last = ledger.facts_of(session, cases[0])[-1]
            ledger.append(session, cases[0], [replace(last, seq=last.seq + 3, request_id=None)])
        said = await refusal(office)
        assert "only the earlier steps" in said and cases[0] in said


async def test_stores_from_two_restores_are_refused(
    paired: tuple[Field, Path, list[str]], tmp_path: Path
) -> None:
    field, _, _ = paired
    with with_records(field, field.settings.data / "records.db", tmp_path) as office:
        with office.database.write() as session:
            store_mark.settle(session, "of another restore", datetime.now(UTC))
        assert "different moments or restores" in await refusal(office)
