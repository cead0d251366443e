"""The codec server: who may, why, and a line for each; asked by the stock `temporal` command as well."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from google.protobuf.json_format import MessageToDict
from temporalio.api.common.v1 import Payloads

from engine.codec import EncryptingCodec
from engine.connection import data_keys_of, ring_of
from engine.temporal_binary import binary
from office.operations.workflow_status import whole_history
from records import access
from starter.operations.codec_server import REASON, decoding_server
from starter.operations.codec_tokens import TokenFile
from tests.field import Field
from tests.running import free_port

pytestmark = pytest.mark.xdist_group("field")
WHY = "The duty officer reports a wrong date in this case."
UI = "http://127.0.0.1:8233"


@pytest.fixture
def tokens(tmp_path: Path) -> dict[str, str]:
    file = TokenFile(tmp_path / "tokens.json")
    found = {role: file.add(f"{role}-1", [role]) for role in ("auditor", "ops", "case_officer")}
    assert all(token not in (tmp_path / "tokens.json").read_text() for token in found.values())
    return found


@pytest.fixture
def server(field: Field, tmp_path: Path, tokens: dict[str, str]) -> Iterator[TestClient]:
    keys = data_keys_of(field.settings)
    codec = EncryptingCodec(ring_of(field.settings), keys)
    app = decoding_server(
        keys.database, codec, TokenFile(tmp_path / "tokens.json"), [UI], ["http://testserver"]
    )
    with TestClient(app) as client:
        yield client
    keys.database.close()


async def asked(field: Field, case: str) -> dict[str, Any]:
    """The input of a case's workflow, as a request of the UI."""
    first = (await whole_history(field.client, case))[0]
    return dict(
        MessageToDict(Payloads(payloads=first.workflow_execution_started_event_attributes.input.payloads))
    )


def bearer(token: str, why: str | None = WHY) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **({REASON: why} if why else {})}


async def lines(field: Field, case: str) -> list[access.Entry]:
    with field.office.database.read() as session:
        return list(access.entries(session, thing=case))


async def test_an_auditor_with_a_reason_reads_and_a_line_says_so(
    field: Field, server: TestClient, tokens: dict[str, str]
) -> None:
    async with field.worker():
        case = await field.case()
    request = await asked(field, case)
    assert "case_id" not in base64.b64decode(request["payloads"][0]["data"]).decode(errors="replace")
    answer = server.post("/decode", json=request, headers=bearer(tokens["auditor"]))
    assert case in base64.b64decode(answer.json()["payloads"][0]["data"]).decode()
    (line,) = await lines(field, case)
    assert (line.person, line.right, line.allowed, line.why, line.via) == (
        "auditor-1", "decode", True, WHY, "codec",
    )  # fmt: skip


async def test_without_a_name_a_right_or_a_reason_nothing_is_read(
    field: Field, server: TestClient, tokens: dict[str, str]
) -> None:
    async with field.worker():
        case = await field.case()
    request = await asked(field, case)
    for headers, code in (
        ({}, 401),
        (bearer("nobody's"), 401),
        (bearer(tokens["case_officer"]), 403),
        (bearer(tokens["ops"], None), 400),
        (bearer(tokens["ops"], "why"), 400),
    ):
        answer = server.post("/decode", json=request, headers=headers)
        assert (answer.status_code, set(answer.json())) == (code, {"message"})
    assert await lines(field, case) == []
    with field.office.database.read() as session:
        assert not access.entries(session, person="case_officer-1")[0].allowed
    assert server.post("/decode", json={"payloads": 7}, headers=bearer(tokens["ops"])).status_code == 400


async def test_a_browser_begins_with_a_reason_and_the_ui_then_reads_from_its_own_address_alone(
    field: Field, server: TestClient, tokens: dict[str, str]
) -> None:
    async with field.worker():
        case = await field.case()
    request = await asked(field, case)
    assert "Why you must read this" in server.get("/").text
    assert server.post("/", data={"token": tokens["ops"], "reason": "why"}).status_code == 400
    assert server.post("/", data={"token": tokens["case_officer"], "reason": WHY}).status_code == 403
    began = server.post("/", data={"token": tokens["ops"], "reason": WHY})
    assert "Decoding is on for ops-1" in began.text
    answer = server.post("/decode", json=request, headers={"Origin": UI})
    assert answer.headers["access-control-allow-origin"] == UI
    assert case in base64.b64decode(answer.json()["payloads"][0]["data"]).decode()
    assert [line.why for line in await lines(field, case)] == [WHY]
    asks = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "POST"}
    assert server.options("/decode", headers=asks).status_code == 400


async def test_what_can_be_read_no_more_is_answered_with_the_sentence_that_says_so(
    field: Field, server: TestClient, tokens: dict[str, str]
) -> None:
    async with field.worker():
        case = await field.case()
        await field.act(case, "withdrawn")
    request = await asked(field, case)
    keys = data_keys_of(field.settings)
    keys.destroy(case, await field.now())
    keys.database.close()
    answer = server.post("/decode", json=request, headers=bearer(tokens["auditor"]))
    assert (
        f"The key of {case} was destroyed" in base64.b64decode(answer.json()["payloads"][0]["data"]).decode()
    )


async def test_the_stock_temporal_command_reads_through_it(
    field: Field, server: TestClient, tokens: dict[str, str]
) -> None:
    async with field.worker():
        case = await field.case()
    port = free_port()
    running = uvicorn.Server(uvicorn.Config(server.app, port=port, log_level="warning"))
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        while not running.started:
            await asyncio.sleep(0.02)
        told = await asyncio.to_thread(
            subprocess.run,
            [
                str(binary()), "workflow", "show", "--workflow-id", case, "-o", "json",
                "--address", field.client.service_client.config.target_host,
                "--codec-endpoint", f"http://127.0.0.1:{port}",
                "--codec-auth", f"Bearer {tokens['ops']}", "--codec-header", f"{REASON}={WHY}",
            ],
            capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
        )  # fmt: skip
    finally:
        running.should_exit = True
        thread.join()
    given = json.loads(told.stdout)["events"][0]["workflowExecutionStartedEventAttributes"]["input"]
    assert json.loads(base64.b64decode(given["payloads"][0]["data"]))["opening"]["case_id"] == case
    assert await lines(field, case)
