"""`ehcp up` starts, refuses in one sentence, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.running import Answer, ehcp, free_port, processes_of, start, up, wait_until

pytestmark = pytest.mark.long


def refused(answer: Answer, said: str) -> None:
    assert (answer.code, answer.out) == (1, "")
    assert "\n" not in answer.err and answer.err.endswith("."), answer.err
    assert said in answer.err


def test_a_second_engine_on_the_same_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with up(tmp_path / "var") as running:
        refused(ehcp("up", "--port", "1", data=running.data), "already running")
        assert running("cases", "--json").json == {"cases": []}
        with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/healthz") as answer:
            assert answer.status == 200
        there = f"sqlite:///{running.data / 'records.db'}"
        other = ehcp("restore", str(tmp_path), data=tmp_path / "other", EHCP_DATABASE_URL=there)
        refused(other, "the console")
        refused(other, "a worker (process")
        assert running.stop() == 0
    assert processes_of(running.data) == {}
    refused(running("open", str(_intake(tmp_path))), "start it with `ehcp up")


def _intake(folder: Path) -> Path:
    file = folder / "intake.csv"
    file.write_text("child_name,received_on,team\nSample Child,today-20,north\n")
    return file


def test_killed_outright_it_leaves_no_process_and_starts_again_with_its_cases(tmp_path: Path) -> None:
    data = tmp_path / "var"
    with up(data) as running:
        case = running("open", str(_intake(tmp_path)), "--json").json["cases"][0]["case"]
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not processes_of(data), "the end of what `ehcp up` had started")
    with up(data) as again:
        assert again("act", case, "assessment_agreed", "--on", "today").code == 0
        assert again("open", str(_intake(tmp_path)), "--json").json["already_open"] == 1
        again.stop()
    for file in data.glob("temporal.db*"):
        file.unlink()
    refused(
        ehcp("up", "--port", str(free_port()), data=data),
        f"it does not know the open case {case}; restore both",
    )


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused(ehcp("up", "--port", str(port), data=tmp_path / "var"), f"Port {port} is in use")


def test_ports_of_the_engine_that_were_taken_meanwhile_are_chosen_anew(tmp_path: Path) -> None:
    data = tmp_path / "var"
    running = start(data)
    running.stop()
    ports = json.loads((data / "engine.json").read_text())
    with socket.create_server(("127.0.0.1", ports["ui"])), up(data) as again:
        assert json.loads((data / "engine.json").read_text())["ui"] != ports["ui"]
        assert again.stop() == 0


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


def test_a_program_that_dies_is_started_again(tmp_path: Path) -> None:
    with up(tmp_path / "var") as running:
        for part in ("-m worker", "starter.web", "start-dev"):
            (before,) = processes_of(running.data, part)
            os.kill(before, signal.SIGKILL)
            wait_until(
                lambda part=part, before=before: (
                    before not in processes_of(running.data) and processes_of(running.data, part)
                ),
                f"{part} again",
            )
        wait_until(lambda: running("open", str(_intake(tmp_path))).code == 0, "a case")
