"""A key for each case: made once, wrapped, rotated, and destroyed for good."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from engine.codec import EncryptingCodec
from engine.converter import data_converter
from engine.data_keys import DataKeys, owner_of
from engine.errors import EngineError
from engine.escrow import Escrow
from engine.key_wrapping import RingWrapper, wrapper_of
from engine.keys import KeyRing, given_ring, key_ring, new_active
from records import data_keys
from records.database import Database
from records.errors import RecordsError

RING = KeyRing("k1", {"k1": bytes(range(32))})
WRAPPER = RingWrapper(RING)
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"Wren Example"')


def codec(keys: DataKeys, workflow_id: str) -> EncryptingCodec:
    context = WorkflowSerializationContext(namespace="default", workflow_id=workflow_id)
    return EncryptingCodec(RING, keys).with_context(context)


def stored(keys: DataKeys, workflow_id: str) -> Payload:
    return asyncio.run(codec(keys, workflow_id).encode([PLAIN]))[0]


def read(keys: DataKeys, payload: Payload) -> Payload:
    return asyncio.run(EncryptingCodec(RING, keys).decode([payload]))[0]


@pytest.mark.parametrize(
    ("workflow", "owner"),
    [
        ("case-a2b3", "case-a2b3"),
        ("mediation-a2b3", "case-a2b3"),
        ("appeal-a2b3-2", "case-a2b3"),
        ("appeal-aged-out", "case-aged-out"),
        ("sitting-x2y3", "sitting-x2y3"),
        ("something", "something"),
    ],
)
def test_what_goes_on_beside_a_case_is_under_the_cases_key(workflow: str, owner: str) -> None:
    assert owner_of(workflow) == owner


def test_each_case_has_a_key_of_its_own_which_stands_wrapped_in_the_records(database: Database) -> None:
    keys = DataKeys(database, WRAPPER)
    first, second = stored(keys, "case-one"), stored(keys, "case-two")
    beside = stored(keys, "mediation-one-2")
    assert first.metadata["key-id"] == beside.metadata["key-id"] != second.metadata["key-id"]
    assert b"Wren" not in first.SerializeToString()
    assert (
        read(DataKeys(database, WRAPPER), first) == PLAIN
    )  # like another process, which has nothing in memory
    with database.read() as session:
        row = data_keys.latest(session, "case-one")
    assert row is not None and row.wrapped is not None and row.kek_id == "k1"
    assert len(row.wrapped) == 12 + 32 + 16  # nonce, key, tag


def test_the_converter_of_a_case_has_its_key_and_is_otherwise_the_same(database: Database) -> None:
    keys = DataKeys(database, WRAPPER)
    ours = data_converter(RING, keys)
    theirs = ours.with_context(WorkflowSerializationContext(namespace="default", workflow_id="case-one"))
    (payload,) = asyncio.run(theirs.encode(["Wren Example"]))
    assert payload.metadata["key-id"] == stored(keys, "case-one").metadata["key-id"]
    assert asyncio.run(ours.decode([payload])) == ["Wren Example"]
    assert theirs.payload_converter is ours.payload_converter
    assert theirs.failure_converter is ours.failure_converter
    open_text = replace(ours, payload_codec=None)
    assert open_text.with_context(WorkflowSerializationContext("default", "case-one")) is open_text


def test_what_was_stored_before_cases_had_keys_is_still_read(database: Database) -> None:
    before = asyncio.run(EncryptingCodec(RING).encode([PLAIN]))[0]
    assert before.metadata["key-id"] == b"k1"
    assert read(DataKeys(database, WRAPPER), before) == PLAIN


def test_of_many_that_need_a_first_key_at_once_all_get_the_same(database: Database, tmp_path: Path) -> None:
    escrow = Escrow(tmp_path / "kept")
    processes = [DataKeys(database, WRAPPER, escrow) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        got = list(threads.map(lambda keys: keys.encrypting("case-one").key_id, processes))
    assert len(set(got)) == 1 == len(list(escrow.all()))


def test_a_destroyed_key_cannot_be_read_and_its_case_gets_no_other(
    database: Database, tmp_path: Path
) -> None:
    keys = DataKeys(database, WRAPPER, Escrow(tmp_path))
    payload, kept = stored(keys, "case-one"), stored(keys, "case-two")
    assert keys.destroy("case-one", NOW) == 1
    for process in (keys, DataKeys(database, WRAPPER, Escrow(tmp_path))):
        with pytest.raises(EngineError, match="case-one was destroyed on 3 May 2026"):
            read(process, payload)
        with pytest.raises(EngineError, match="destroyed"):
            stored(process, "case-one")
        assert read(process, kept) == PLAIN
    assert keys.destroy("case-never", NOW) == 0
    with pytest.raises(EngineError, match="destroyed"):
        stored(keys, "case-never")


def test_after_a_change_of_a_cases_key_both_are_read_and_the_new_one_encrypts(database: Database) -> None:
    keys = DataKeys(database, WRAPPER)
    before = stored(keys, "case-one")
    made = keys.rotate("case-one")
    after = stored(keys, "case-one")
    assert after.metadata["key-id"] == made.key_id.encode() != before.metadata["key-id"]
    other = DataKeys(database, WRAPPER)
    assert read(other, before) == read(other, after) == PLAIN  # reading the earlier key first...
    assert (
        stored(other, "case-one").metadata["key-id"] == made.key_id.encode()
    )  # ...does not make it the encrypting key
    with pytest.raises(EngineError, match="no key"):
        keys.rotate("case-none")


def test_a_new_key_encryption_key_wraps_all_and_the_old_one_may_go(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "payload.json"
    old = key_ring(file)
    escrow = Escrow(tmp_path / "kept")
    payload = stored(DataKeys(database, RingWrapper(old), escrow), "case-one")
    new = new_active(file)
    assert new.active != old.active and set(old.keys) < set(new.keys)
    assert DataKeys(database, RingWrapper(new), escrow).rewrap() == 1
    only_new = DataKeys(database, RingWrapper(KeyRing(new.active, {new.active: new.keys[new.active]})))
    assert read(only_new, payload) == PLAIN
    assert [each.kek_id for each in escrow.all()] == [new.active]
    with pytest.raises(EngineError, match="not in the key file"):
        read(DataKeys(database, RingWrapper(old)), payload)


def test_a_program_that_runs_learns_of_a_new_key_encryption_key_when_it_meets_it(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "payload.json"
    running = DataKeys(database, wrapper_of(key_ring(file), None, lambda: key_ring(file)))
    stored(running, "case-one")
    started_later = DataKeys(database, RingWrapper(new_active(file)))
    assert read(running, stored(started_later, "case-two")) == PLAIN
    assert running.wrapper.active == started_later.wrapper.active


def test_a_wrapped_key_is_not_taken_for_anothers(database: Database) -> None:
    keys = DataKeys(database, WRAPPER)
    stored(keys, "case-one")
    with database.write() as session:
        row = data_keys.latest(session, "case-one")
        assert row is not None
        data_keys.add(session, replace(row, key_id="dk-0", owner="case-two"))
    with pytest.raises(EngineError, match="restore the key file"):
        stored(keys, "case-two")


def test_records_restored_to_before_get_back_their_keys_and_lose_again_those_destroyed(
    database: Database, tmp_path: Path
) -> None:
    keys = DataKeys(database, WRAPPER, Escrow(tmp_path))
    erased = stored(keys, "case-erased")
    with database.read() as session:
        before = data_keys.latest(session, "case-erased")
    later = stored(keys, "case-later")
    keys.destroy("case-erased", NOW)
    with database.engine.begin() as connection:  # restore the database to before both
        connection.execute(data_keys.DATA_KEYS.delete())
    with database.write() as session:
        assert before is not None and data_keys.add(session, before)
    restored = DataKeys(database, WRAPPER, Escrow(tmp_path))
    assert restored.reconcile() == (1, 1)
    assert read(restored, later) == PLAIN
    with pytest.raises(EngineError, match="destroyed"):
        read(restored, erased)


def test_while_the_records_are_away_a_key_in_use_goes_on_and_an_unknown_one_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = DataKeys(database, WRAPPER)
    payload = stored(keys, "case-one")

    def away() -> None:
        raise RecordsError("The records are away.")

    monkeypatch.setattr("engine.data_keys._FRESH_SECONDS", 0.0)
    monkeypatch.setattr(database, "read", away)
    assert read(keys, payload) == PLAIN
    assert stored(keys, "case-one").metadata["key-id"] == payload.metadata["key-id"]
    with pytest.raises(EngineError, match="records cannot be used"):
        stored(keys, "case-two")


class Service:
    """A wrapper like a key management service, whose key is never read."""

    active = "service-key-7"

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        return WRAPPER.wrap(key, b"service" + bound)

    def unwrap(self, kek_id: str, wrapped: bytes, bound: bytes) -> bytes:
        assert kek_id == self.active
        return WRAPPER.unwrap("k1", wrapped, b"service" + bound)


def test_a_key_management_service_wraps_in_place_of_the_file(database: Database) -> None:
    service = wrapper_of(RING, f"{__name__}:Service")
    keys = DataKeys(database, service)
    payload = stored(keys, "case-one")
    assert read(DataKeys(database, service), payload) == PLAIN
    with database.read() as session:
        assert data_keys.counts(session) == {"service-key-7": 1}
    with pytest.raises(EngineError, match=r"package\.module:function"):
        wrapper_of(RING, "nowhere:nothing")


def test_the_keys_may_stand_in_the_environment(tmp_path: Path) -> None:
    ring = key_ring(tmp_path / "payload.json")
    assert given_ring((tmp_path / "payload.json").read_text()) == ring
    with pytest.raises(EngineError, match="EHCP_KEYS is damaged"):
        given_ring("{}")
