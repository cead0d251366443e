"""The codec server without Temporal: sealed cases, tokens that end, limits, hosts and the log of refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limits import parse
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from office.break_glass import break_glass
from office.gate import Gate
from office.sample_people import sample_people
from office.seal import seal
from records import access, data_keys
from records.data_keys import WrappedKey
from records.database import Database
from starter.operations.codec_server import DECODES, GUESSES, REASON, decoding_server
from starter.operations.codec_tokens import TokenFile
from tests.activities.steps import Story

WHY = "The duty officer reports a wrong date in this case."
UI = "http://127.0.0.1:8233"
ASKED = {"payloads": [{"metadata": {"key-id": "a2V5LTE="}, "data": "e30="}]}


class Plain(PayloadCodec):
    """A codec that changes nothing."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'records.db'}")
    found.migrate()
    Story("case-a").record(found)
    with found.write() as session:
        data_keys.add(session, WrappedKey("key-1", "case-a", 1, "kek-1", b"", datetime.now(UTC)))
    yield found
    found.close()


@pytest.fixture
def tokens(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "tokens.json")


@pytest.fixture
def client(database: Database, tokens: TokenFile) -> Iterator[TestClient]:
    app = decoding_server(database, Plain(), tokens, [UI], ["http://testserver"])
    with TestClient(app) as found:
        yield found


def bearer(token: str, why: str = WHY) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", REASON: why}


def refusals(database: Database) -> list[tuple[str, str | None]]:
    with database.read() as session:
        return [(one.person, one.thing) for one in access.entries(session, refused=True)]


def test_a_sealed_case_is_read_only_by_who_may_see_its_page(
    client: TestClient, database: Database, tokens: TokenFile
) -> None:
    ops, auditor = tokens.add("ops-1", ["ops"]), tokens.add("auditor-1", ["auditor"])
    gate, people = Gate(database, "cli"), sample_people()
    assert client.post("/decode", json=ASKED, headers=bearer(ops)).status_code == 200
    seal(gate, people["head-1"], "case-a", "The child of a member of staff.")
    for token in (ops, auditor):
        answer = client.post("/decode", json=ASKED, headers=bearer(token))
        assert (answer.status_code, "sealed" in answer.json()["message"]) == (403, True)
    assert refusals(database) == [("auditor-1", "case-a"), ("ops-1", "case-a")]
    break_glass(gate, people["auditor-1"], "case-a", "A complaint must be answered today.")
    assert client.post("/decode", json=ASKED, headers=bearer(auditor)).status_code == 200
    assert client.post("/decode", json=ASKED, headers=bearer(ops)).status_code == 403


def test_a_token_that_is_taken_away_ends_its_cookie_at_once(
    client: TestClient, tokens: TokenFile, tmp_path: Path
) -> None:
    token = tokens.add("ops-1", ["ops"])
    assert client.post("/", data={"token": token, "reason": WHY}).status_code == 200
    assert client.post("/decode", json=ASKED).status_code == 200
    (tmp_path / "tokens.json").write_text("{}")
    assert client.post("/decode", json=ASKED).status_code == 401


def test_a_token_ends_with_its_days(client: TestClient, tokens: TokenFile, tmp_path: Path) -> None:
    token, file = tokens.add("ops-1", ["ops"], 3), tmp_path / "tokens.json"
    entries: dict[str, Any] = json.loads(file.read_text())
    (entry,) = entries.values()
    assert datetime.fromisoformat(entry["until"]) - datetime.now(UTC) < timedelta(days=3)
    assert client.post("/decode", json=ASKED, headers=bearer(token)).status_code == 200
    entry["until"] = datetime.now(UTC).isoformat()
    file.write_text(json.dumps(entries))
    assert client.post("/decode", json=ASKED, headers=bearer(token)).status_code == 401


@pytest.mark.parametrize("why", ["why", "xxxxxxxxxxxx", "aa aa aa aa aa", "- - - - - - - -"])
def test_a_reason_must_say_something(client: TestClient, tokens: TokenFile, why: str) -> None:
    token = tokens.add("ops-1", ["ops"])
    assert client.post("/decode", json=ASKED, headers=bearer(token, why)).status_code == 400
    assert client.post("/", data={"token": token, "reason": why}).status_code == 400


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 100_000, 400),
        (json.dumps({"payloads": [{"metadata": {"a": [[[[[[["deep"]]]]]]]}}]}).encode(), 400),
        (json.dumps({"payloads": [{}] * 2001}).encode(), 413),
        (b" " * (8 * 1024 * 1024 + 1), 413),
    ],
    ids=["brackets", "deep", "many", "large"],
)
def test_a_request_has_limits(
    client: TestClient, database: Database, tokens: TokenFile, body: bytes, code: int
) -> None:
    answer = client.post("/decode", content=body, headers=bearer(tokens.add("ops-1", ["ops"])))
    assert (answer.status_code, set(answer.json())) == (code, {"message"})
    assert refusals(database) == [("ops-1", None)]


def test_guesses_and_decodes_are_limited_and_guesses_shut_no_one_out(
    client: TestClient, database: Database, tokens: TokenFile
) -> None:
    good = tokens.add("ops-1", ["ops"])
    codes = [
        client.post("/decode", json=ASKED, headers=bearer("guess")).status_code
        for _ in range(GUESSES.amount + 2)
    ]
    assert codes == [401] * GUESSES.amount + [429] * 2
    assert refusals(database) == [("unknown", None)] * GUESSES.amount
    codes = [
        client.post("/decode", json={"payloads": []}, headers=bearer(good)).status_code
        for _ in range(DECODES.amount + 1)
    ]
    assert codes == [200] * DECODES.amount + [429]


def test_another_host_or_page_is_refused_and_no_answer_is_stored(
    client: TestClient, database: Database, tokens: TokenFile
) -> None:
    good = bearer(tokens.add("ops-1", ["ops"]))
    for path, headers, code in (
        ("/decode", {"Host": "evil.invalid"}, 421),
        ("/decode", {"Origin": "http://evil.invalid"}, 403),
        ("/", {"Origin": UI}, 403),
        ("/decode", {"Origin": UI}, 200),
        ("/decode", {"Host": "127.0.0.1:8091"}, 200),
    ):
        answer = client.post(path, json=ASKED, headers={**good, **headers})
        assert (answer.status_code, answer.headers["cache-control"]) == (code, "no-store"), headers
    assert len(refusals(database)) == 3
    assert client.get("/").headers["cache-control"] == "no-store"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=12), each, max_size=3),
    max_leaves=8,
)
PAYLOADS = st.fixed_dictionaries({"payloads": st.lists(
    st.fixed_dictionaries({"metadata": JUNK | st.dictionaries(st.sampled_from(["key-id", "encoding"]), st.sampled_from(["AA==", "/w==", "YmluYXJ5L2VuY3J5cHRlZA==", "x"])), "data": JUNK | st.just("e30=")}), max_size=3)}
)  # fmt: skip
BODIES = st.one_of(
    st.binary(max_size=60),
    JUNK.map(lambda each: json.dumps(each).encode()),
    PAYLOADS.map(lambda each: json.dumps(each).encode()),
    st.integers(1, 3000).map(lambda deep: b"[" * deep),
    st.just(b'{"payloads": [{"metadata": {"key-id": "' + b"1" * 5000 + b'"}}]}'),
)


def test_whatever_is_sent_is_answered_with_one_sentence(
    client: TestClient, tokens: TokenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("starter.operations.codec_server.DECODES", parse("100000/minute"))
    monkeypatch.setattr("starter.operations.codec_server.GUESSES", parse("100000/minute"))
    token = tokens.add("ops-1", ["ops"])

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        BODIES,
        st.sampled_from(["/decode", "/"]),
        st.sampled_from(["application/json", "multipart/form-data", "x"]),
    )
    def sent(body: bytes, path: str, kind: str) -> None:
        answer = client.post(path, content=body, headers={**bearer(token), "Content-Type": kind})
        assert answer.status_code in (200, 400, 401, 413), answer.text
        if answer.status_code != 200 and path == "/decode":
            said = answer.json()["message"]
            assert set(answer.json()) == {"message"} and said.endswith(".") and "\n" not in said
        assert "Traceback" not in answer.text and answer.headers["cache-control"] == "no-store"

    sent()


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (b"token=a%00b&reason=x", 400, "NUL character"),
        (b"&".join([b"token=x"] * 40), 400, "cannot be read"),
        (b"token=" + b"x" * (9 * 1024 * 1024), 413, "no more than 8 MB"),
        (b"\xff\xfe", 400, "cannot be read"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(client: TestClient, body: bytes, code: int, said: str) -> None:
    answer = client.post("/", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, said in answer.text) == (code, True), answer.text


def test_a_page_that_is_not_there_and_a_fault_are_one_sentence(
    client: TestClient, tokens: TokenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/other").json() == {
        "message": "There is no such page; ask /decode, or begin on the first page."
    }
    assert client.put("/decode").status_code == 405

    def breaks(*_: Any) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr("starter.operations.codec_server._payloads", breaks)
    answer = client.post("/decode", json=ASKED, headers=bearer(tokens.add("ops-1", ["ops"])))
    assert answer.status_code == 500 and answer.json()["message"].startswith("Something went wrong here")
