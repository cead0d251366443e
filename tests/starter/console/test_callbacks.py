"""GOV.UK Notify reports the delivery of messages with its own token, without a sign-in."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient
from pydantic import SecretStr
from temporalio.client import Client

from office.dependencies import Parts
from records import outbox
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
