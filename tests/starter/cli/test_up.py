"""`ehcp up` starts, refuses in one sentence, and leaves nothing behind."""

from __future__ import annotations

import socket
import urllib.request
from pathlib import Path

import pytest

from tests.running import Answer, Up, ehcp, free_port, processes_of


def refused(answer: Answer, said: str) -> None:
    assert (answer.code, answer.out) == (1, "")
    assert "\n" not in answer.err and answer.err.endswith("."), answer.err
    assert said in answer.err


def test_a_second_engine_on_the_same_folder_is_refused_and_the_first_goes_on(
    office: Up, tmp_path: Path
) -> None:
    refused(ehcp("up", "--port", "1", data=office.data), "already running")
    with urllib.request.urlopen(f"http://127.0.0.1:{office.port}/healthz") as answer:
        assert answer.status == 200
    there = f"sqlite:///{office.data / 'records.db'}"
    other = ehcp("restore", str(tmp_path), data=tmp_path / "other", EHCP_DATABASE_URL=there)
    refused(other, "the console")
    refused(other, "a worker (process")


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused(ehcp("up", "--port", str(port), data=tmp_path / "var"), f"Port {port} is in use")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused(ehcp("up", "--port", "1", data=tmp_path / "file" / "var"), "cannot be written")


@pytest.mark.parametrize("named", ["/nowhere/temporal", "/"])
def test_a_missing_binary_is_refused(tmp_path: Path, named: str) -> None:
    answer = ehcp("up", "--port", "1", data=tmp_path / "var", EHCP_TEMPORAL_BINARY=named)
    refused(answer, "EHCP_TEMPORAL_BINARY")
    assert processes_of(tmp_path) == {}


@pytest.mark.parametrize("content", ["{", "[]", '{"server": "x", "ui": 1, "http": 1, "metrics": 1}'])
def test_a_damaged_note_of_the_ports_is_told(tmp_path: Path, content: str) -> None:
    data = tmp_path / "var"
    data.mkdir()
    (data / "engine.json").write_text(content)
    refused(ehcp("up", "--port", "1", data=data), "engine.json is damaged")


def test_a_damaged_key_file_is_told(tmp_path: Path) -> None:
    data = tmp_path / "var"
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "payload.json").write_text("{}")
    refused(ehcp("up", "--port", str(free_port()), data=data), "payload.json")
    assert processes_of(data) == {}
