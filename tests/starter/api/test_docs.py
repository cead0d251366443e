"""docs/reference/api.md says what is so: its snippet verifies what we sign, and its table holds every kind of refusal."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from activities.webhook_delivery import PAUSES, payload, signed
from office.dependencies import read_only_parts
from records.database import Database
from starter.api.app import api
from starter.api.problems import FAULT, KINDS
from starter.api.rate_limit import PER_TOKEN
from tests.activities.receiver import receiving
from tests.running import ROOT
from tests.starter.api.conftest import Command

DOCS = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the example of the specification


def test_the_snippet_verifies_what_is_signed_and_nothing_else() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    found: dict[str, Any] = {}
    exec(snippet, found)
    now, body = datetime.now(UTC), payload(None, datetime.now(UTC))
    headers = signed(SECRET, "msg_1", now, body)
    assert found["verified"](SECRET, headers, body)
    assert not found["verified"](SECRET, headers, body + b" ")
    old = signed(SECRET, "msg_1", now - timedelta(hours=1), body)
    assert not found["verified"](SECRET, old, body)


def test_the_table_of_refusals_is_whole() -> None:
    rows = dict(re.findall(r"^\| (`.*`.*?) \| ([\d, ]+) \|$", DOCS, re.MULTILINE))
    told = {name: statuses for names, statuses in rows.items() for name in re.findall(r"`([a-z-]+)`", names)}
    for kind in KINDS:
        if kind not in (FAULT,) and kind.name != "wrong-method":
            assert str(kind.status) in told[kind.name], kind.name
    assert PER_TOKEN.partition("/")[0] in DOCS
    assert len(PAUSES) == 10 and "ten more times over three days" in DOCS.replace("\n", " ")


def test_every_operation_says_what_it_is_and_every_model_too(database: Database) -> None:
    told = api(read_only_parts(database)).openapi()
    for path, operations in told["paths"].items():
        for method, one in operations.items():
            assert one["summary"] and one["description"].strip().endswith("."), f"{method} {path}"
            assert all("application/problem+json" in each["content"] for status, each in one["responses"].items() if status[0] in "45")  # fmt: skip
    for name, model in told["components"]["schemas"].items():
        assert model.get("description"), name


def test_the_command_adds_tries_lists_and_removes_a_webhook(database: Database, command: Command) -> None:
    with receiving() as receiver:
        added = command("webhook", "add", receiver.url, "--event", "final_issued", "--json")
        hook = added.json["webhook"]
        tried = command("webhook", "test", hook)
        assert (tried.code, tried.out) == (0, "It answered 204.\n")
        assert receiver.verified(added.json["secret"])[0]["type"] == "webhook.test"
    assert "0 arrived, 0 wait, 0 failed" in command("webhook", "list").out
    down = command("webhook", "test", hook)
    assert (down.code, down.err) == (1, "The test did not arrive. It cannot be reached: ConnectError.")
    assert command("webhook", "remove", hook).code == 0
    assert "ended: Removed by operator." in command("webhook", "list").out
    clear = command("webhook", "add", "http://example.org/")
    assert (clear.code, clear.err) == (
        1,
        "It must start with https://, because case information is not sent unencrypted.",
    )
    assert "whsec_" not in command("webhook", "list", "--json").out
