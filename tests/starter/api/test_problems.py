"""Every refusal is problem details (RFC 9457) with one sentence, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from casework.processes.process import Process
from engine.errors import EngineError
from office.dependencies import Parts, read_only_parts
from records import access
from records.database import Database
from starter.api.app import LARGEST_BODY, api
from starter.api.problems import KINDS
from starter.api.rate_limit import Pace
from tests.starter import called
from tests.starter.api.conftest import ADMIN, FAST, HEAD, Caller, calling, token_for
from tests.starter.console.signed import browser_of

ACT = {"action": "advice_requested", "on": "2024-04-11", "of": "school"}
ACTS = "/cases/case-a/acts"


def problem(answer: Any, name: str, status: int) -> dict[str, Any]:
    """The problem of an answer, whose shape is checked."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (
        answer.text
    )
    told: dict[str, Any] = answer.json()
    kind = next(kind for kind in KINDS if kind.name == name)
    assert (told["type"], told["title"], told["status"]) == (kind.uri, kind.title, status)
    assert told["detail"].strip().endswith((".", "revoked.")) and "\n" not in told["detail"]
    assert told["instance"].startswith("/") and "Traceback" not in answer.text
    assert set(told) <= {"type", "title", "status", "detail", "instance", "errors"}
    assert answer.headers["cache-control"] == "no-store"
    return told


def test_without_a_good_token_one_is_asked_for(reader: Caller) -> None:
    for token in (None, "nonsense", "ehcp_23456789abcd_" + "x" * 43):
        answer = Caller(reader.client, reader.database, token)("GET", "/me")
        problem(answer, "not-signed-in", 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    basic = reader("GET", "/me", headers={"Authorization": "Basic b3BlcmF0b3I6eA=="})
    problem(basic, "not-signed-in", 401)


@pytest.mark.parametrize("process", called.CALLED, ids=lambda process: process.kind)
def test_to_call_a_process_in_a_case_that_there_is_not_answers_404_as_the_description_says(
    process: Process[Any], reader: Caller, database: Database
) -> None:
    path = f"/{process.group.path}"
    assert "404" in api(read_only_parts(database)).openapi()["paths"][path]["post"]["responses"]
    head = reader.as_(HEAD)
    problem(head("POST", path, called.call_of(process, "case-none")), "not-found", 404)


def test_under_the_console_a_session_that_sees_every_page_is_no_token(database: Database) -> None:
    browser = browser_of(read_only_parts(database))
    assert browser.get("/cases/case-a").status_code == 200
    told = problem(browser.get("/api/v1/cases/case-a"), "not-signed-in", 401)
    assert told["instance"] == "/api/v1/cases/case-a"
    forged = browser.post(f"/api/v1{ACTS}", json=ACT, headers={"Idempotency-Key": "k"})
    problem(forged, "not-signed-in", 401)


def test_under_the_console_a_token_needs_neither_session_nor_form(database: Database) -> None:
    browser = browser_of(read_only_parts(database), None)
    caller = Caller(browser, database, token_for(database, HEAD))
    assert caller("GET", "/api/v1/cases/case-a").headers["etag"] == '"2"'
    assert caller("POST", "/api/v1/timeline", {"events": []}).status_code == 200
    described = browser.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0" and described["servers"] == [{"url": "/api/v1"}]
    assert browser.get("/api/v1/nowhere").headers["content-type"] == "application/problem+json"


def test_what_is_not_there_is_not_found(reader: Caller) -> None:
    for path in ("/cases/case-none", "/disputes/mediation-none", "/sittings/sitting-none", "/plans/plan-none",
                 "/lists/list-none", "/rules/none", "/nowhere"):  # fmt: skip
        told = problem(reader("GET", path), "not-found", 404)
        assert "ehcp " not in told["detail"]
    problem(reader("PUT", "/cases"), "wrong-method", 405)


def test_what_is_not_right_is_listed_with_where_it_stands(reader: Caller) -> None:
    body = {"requests": [{"child_name": "", "received_on": "3 March", "team": "n o", "colour": "red"}]}
    told = problem(reader("POST", "/requests", body), "not-valid", 422)
    assert {(one["pointer"], one["sentence"]) for one in told["errors"]} >= {
        ("/requests/0/colour", "It is not known; correct its spelling or leave it out."),
        ("/requests/0/received_on", "It is not a date; write it as YYYY-MM-DD, such as 2026-03-04."),
    }  # fmt: skip
    told = problem(reader("GET", "/cases?limit=0&rag=blue"), "not-valid", 422)
    assert {(one["where"], one["pointer"]) for one in told["errors"]} == {
        ("query", "/limit"),
        ("query", "/rag"),
    }
    problem(reader("GET", "/cases?cursor=zzz"), "not-valid", 422)
    problem(reader("GET", "/cases/%00"), "not-valid", 422)
    problem(reader("POST", ACTS, ACT, headers={"If-Match": "yesterday"}), "not-valid", 422)
    for text in ("a\0b", "\ud800"):
        sent = {**ACT, "action": "assessment_refused", "of": None, "fields": {"reason": text}}
        raw = json.dumps(sent).encode()
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {reader.token}",
            "Idempotency-Key": "k",
        }
        answer = reader.client.post(ACTS, content=raw, headers=headers)
        assert "cannot be stored" in problem(answer, "not-valid", 422)["detail"]


def test_a_body_that_is_no_json_or_too_much_of_it_is_refused(reader: Caller) -> None:
    headers = {"Authorization": f"Bearer {reader.token}", "Idempotency-Key": "k"}
    as_json = {**headers, "Content-Type": "application/json"}
    for raw in (b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5_000):
        assert reader.client.post(ACTS, content=raw, headers=as_json).status_code in (400, 422)
    problem(reader.client.post(ACTS, content=b"{", headers=as_json), "not-json", 400)
    plain = {**headers, "Content-Type": "text/plain"}
    problem(reader.client.post(ACTS, content=b"{}", headers=plain), "wrong-media-type", 415)
    problem(reader.client.post("/timeline", content=b"{}", headers=plain), "wrong-media-type", 415)
    big = b" " * (LARGEST_BODY + 1)
    problem(reader.client.post(ACTS, content=big, headers=as_json), "too-large", 413)
    problem(reader.client.post(ACTS, content=iter([big]), headers=as_json), "too-large", 413)


def test_what_changes_something_needs_a_key(reader: Caller) -> None:
    headers = {"Authorization": f"Bearer {reader.token}"}
    told = problem(reader.client.post(ACTS, json=ACT, headers=headers), "key-missing", 400)
    assert "Idempotency-Key" in told["detail"]


def test_what_may_not_be_done_is_refused_and_logged(reader: Caller) -> None:
    problem(reader.as_(ADMIN)("GET", "/cases/case-a"), "not-allowed", 403)
    with reader.database.read() as session:
        entry = access.entries(session, limit=1)[0]
    assert (entry.person, entry.right, entry.via, entry.allowed) == ("admin-1", "see_case", "api", False)


def test_reading_what_is_personal_is_logged(reader: Caller) -> None:
    reader.get("/cases/case-a")
    with reader.database.read() as session:
        assert access.entries(session) == []
    reader.get("/cases/case-a?personal=true")
    with reader.database.read() as session:
        (entry,) = access.entries(session)
    assert (entry.person, entry.right, entry.thing, entry.allowed) == (
        "head-1",
        "see_personal",
        "case-a",
        True,
    )


def test_who_asks_too_often_is_told_when_to_come_again(database: Database) -> None:
    with calling(api(read_only_parts(database), pace=Pace("2/minute", "1/minute")), database, HEAD) as caller:
        assert [caller("GET", "/me").status_code for _ in range(2)] == [200, 200]
        answer = caller("GET", "/me")
        problem(answer, "too-many", 429)
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        stranger = Caller(caller.client, database, "ehcp_wrong")
        assert [stranger("GET", "/me").status_code for _ in range(2)] == [401, 429]
        other = caller.as_(ADMIN)  # from the same address
        assert [other("GET", "/me").status_code for _ in range(3)] == [200, 200, 429]


def test_while_the_server_is_away_acts_wait_and_the_key_is_free_again(database: Database) -> None:
    async def down() -> Any:
        raise EngineError("The Temporal server at 127.0.0.1:1 cannot be reached: it does not answer.")

    with calling(api(Parts(database, "q", down), pace=FAST), database, HEAD) as caller:
        for _ in range(2):
            answer = caller("POST", ACTS, ACT, key="k")
            problem(answer, "away", 503)
            assert answer.headers["retry-after"] == "5"
        assert caller("GET", "/cases/case-a").status_code == 200


def test_while_the_records_are_away_everything_waits(tmp_path: Any) -> None:
    nowhere = Database("postgresql+psycopg://stranger@127.0.0.1:1/none")
    with calling_without_records(nowhere) as caller:
        problem(caller("GET", "/health"), "away", 503)
        problem(caller("GET", "/me"), "away", 503)


def test_a_fault_of_ours_tells_nothing_of_itself(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("starter.api.routes.about.cases.find", broken)
    with calling(api(read_only_parts(database), pace=FAST), database, HEAD) as caller:
        answer = caller("GET", "/health")
        problem(answer, "fault", 500)
        assert "secret" not in answer.text


def calling_without_records(nowhere: Database) -> Any:
    from contextlib import contextmanager

    from fastapi.testclient import TestClient

    @contextmanager
    def call() -> Any:
        with TestClient(api(read_only_parts(nowhere), pace=FAST), raise_server_exceptions=False) as client:
            yield Caller(client, nowhere, "ehcp_23456789abcd_" + "x" * 43)

    return call()


def test_a_key_that_is_given_twice_is_refused(reader: Caller) -> None:
    headers = {
        "Authorization": f"Bearer {reader.token}",
        "Idempotency-Key": "k",
        "Content-Type": "application/json",
    }
    for path in (ACTS, "/timeline", "/requests"):
        for raw in (
            b'{"on": "2024-04-11", "on": "2024-04-12"}',
            b'{"fields": {"note": {}, "on": {"on": 1, "on": 2}}}',
        ):
            told = problem(reader.client.post(path, content=raw, headers=headers), "not-valid", 422)
            assert told["detail"] == "The key 'on' is given twice in one object; keep one of them."


WITH_DAYS: tuple[tuple[str, dict[str, Any]], ...] = (
    (ACTS, {**ACT, "on": ...}),
    ("/cases/case-a/past-work", {"acts": [{**ACT, "on": ...}]}),
    ("/requests", {"requests": [{"child_name": "Sample", "team": "north", "received_on": ...}]}),
    ("/sittings", {"sits_on": ..., "chair": "chair-1"}),
    ("/timeline", {"events": [{"event": "request_received", "on": ...}]}),
)


def test_the_refusal_of_a_date_says_which_form_is_expected(reader: Caller) -> None:
    def with_day(content: Any, written: Any) -> Any:
        if isinstance(content, dict):
            return {name: with_day(value, written) for name, value in content.items()}
        if isinstance(content, list):
            return [with_day(one, written) for one in content]
        return written if content is ... else content

    for written in ("4 March 2026", "04/03/2026", "2026-3-4", "2026-02-31", 20260304, ""):
        for path, body in WITH_DAYS:
            answer = reader("POST", path, with_day(body, written))
            assert "2026-03-04" in problem(answer, "not-valid", 422)["detail"], (path, written)
