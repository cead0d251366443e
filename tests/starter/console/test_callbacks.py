"""GOV.UK Notify reports the delivery of messages with its own token, without a sign-in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from temporalio.client import Client

from office.dependencies import Parts
from records import outbox
from records.errors import RecordsError
from starter.api.callbacks import callbacks
from starter.web import site
from tests.databases import new_records
from tests.records.test_queries import DISPATCH

RECEIPT = {"id": "p-1", "reference": DISPATCH.dispatch_id, "status": "delivered"}
CALLBACK = "/api/callbacks/notify/delivery"


async def nowhere() -> Client:
    raise AssertionError("a callback does not use Temporal")


def test_only_a_receipt_with_the_agreed_token_is_recorded(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    with database.write() as session:
        outbox.put(session, [DISPATCH])
    parts = Parts(database, "ehcp", nowhere)
    client = TestClient(site(parts, notify_token=SecretStr("agreed")), base_url="http://127.0.0.1:8080")
    assert client.post(CALLBACK, json=RECEIPT).status_code == 401
    assert client.post(CALLBACK, json=RECEIPT, headers={"Authorization": "Bearer agreed"}).status_code == 204
    with database.read() as session:
        found = outbox.find(session, DISPATCH.dispatch_id)
    assert found is not None and found.status == "delivered"
    without = TestClient(site(parts), base_url="http://127.0.0.1:8080")
    headers = {"Authorization": "Bearer agreed"}
    assert without.post(CALLBACK, json=RECEIPT, headers=headers).status_code in (401, 404)
    database.close()


VALUES = (
    st.none()
    | st.integers()
    | st.text(max_size=130)
    | st.lists(st.text(max_size=3), max_size=2)
    | st.just("\0")
)
RECEIPTS = st.dictionaries(st.sampled_from(["id", "reference", "status", "to", "notification_id"]), VALUES)
BODIES = st.one_of(
    st.binary(max_size=40),
    RECEIPTS.map(lambda each: json.dumps(each).encode()),
    st.integers(1, 3000).map(lambda deep: b"[" * deep),
    st.sampled_from([b"1" * 5000, b'{"id": "\\ud800", "status": "delivered"}', b"null", b""]),
)


def test_whatever_is_sent_is_answered_with_one_sentence(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    client = TestClient(callbacks(database, "agreed"), raise_server_exceptions=False)
    agreed = {"Authorization": "Bearer agreed", "Content-Type": "application/json"}

    @settings(max_examples=60, deadline=None)
    @given(BODIES, st.sampled_from(["delivery", "returned"]))
    def sent(body: bytes, kind: str) -> None:
        answer = client.post(f"/notify/{kind}", content=body, headers=agreed)
        assert answer.status_code in (204, 400, 422), answer.text
        if answer.status_code != 204:
            said = answer.json()["message"]
            assert set(answer.json()) == {"message"} and said.endswith(".") and "\n" not in said

    sent()
    secret = {"id": 5, "reference": "parent@example.org", "status": "Delivered!"}
    told = client.post("/notify/delivery", json=secret, headers=agreed)
    assert told.status_code == 422 and "example.org" not in told.text
    strange = client.post("/notify/delivery", json=secret)
    assert (strange.status_code, list(strange.json())) == (401, ["message"]), "the token comes first"
    database.close()


def test_records_that_are_away_are_told_so_that_notify_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_records(tmp_path)
    client = TestClient(callbacks(database, "agreed"), raise_server_exceptions=False)

    def fails(failure: Exception) -> int:
        def breaks(*_: object) -> None:
            raise failure

        monkeypatch.setattr("starter.api.callbacks._write", breaks)
        answer = client.post("/notify/delivery", json=RECEIPT, headers={"Authorization": "Bearer agreed"})
        assert list(answer.json()) == ["message"] and "secret" not in answer.text
        return answer.status_code

    assert (fails(RecordsError("The database is locked.")), fails(KeyError("secret"))) == (503, 500)
    database.close()
