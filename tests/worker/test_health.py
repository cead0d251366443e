"""A worker reports whether it is alive and ready, and stops when asked to."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from engine.child_processes import Program, start, stop
from engine.configuration import load
from engine.embedded import answers, running_server
from engine.errors import EngineError
from engine.health import served
from tests.running import PATIENCE, ROOT, free_port, wait_until
from tests.worker.conftest import Watched

pytestmark = pytest.mark.xdist_group("watched")


def test_a_worker_is_ready_once_it_is_connected_polls_and_reads_its_records(watched: Watched) -> None:
    assert watched.get("/livez").text == "alive\n"
    wait_until(lambda: watched.get("/readyz").status_code == 200, "a ready worker")
    assert watched.get("/readyz").json() == {
        "connected": "yes",
        "polling": "yes",
        "records": "yes",
        "disk": "yes",
    }


def test_a_worker_without_its_server_is_alive_but_not_ready_and_stops_when_asked(tmp_path: Path) -> None:
    data, port = tmp_path / "var", free_port()
    command = [sys.executable, "-m", "worker", "--data", str(data)]
    with running_server(load(data, {})):
        environ = {"EHCP_METRICS": f"127.0.0.1:{port}", "PYTHONPATH": str(ROOT)}
        worker = start(Program("worker", command, environ, data / "logs" / "worker.log"))
        wait_until(lambda: answers(port), "the worker")
    try:
        told = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10)
        assert (told.status_code, told.json()) == (
            503,
            {"connected": "no", "polling": "no", "records": "yes", "disk": "yes"},
        )
        assert httpx.get(f"http://127.0.0.1:{port}/livez").status_code == 200
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    finally:
        stop(worker)
    log = (data / "logs" / "worker.log").read_text()
    assert '"event": "worker_stops"' in log and "Traceback" not in log


@pytest.mark.parametrize("address", ["9464", "127.0.0.1:port", "192.0.2.1:9464"])
async def test_an_address_that_cannot_be_served_is_one_sentence(address: str) -> None:
    with pytest.raises(EngineError, match=r"^[^\n]*EHCP_METRICS[^\n]*\.$"):
        async with served(address, Starlette()):
            pass


def test_a_worker_whose_address_cannot_be_served_ends_with_that_sentence(tmp_path: Path) -> None:
    data, address = tmp_path / "var", "192.0.2.1:9464"
    with running_server(load(data, {})):
        log = data / "logs" / "worker.log"
        command = [sys.executable, "-m", "worker", "--data", str(data)]
        worker = start(Program("worker", command, {"EHCP_METRICS": address, "PYTHONPATH": str(ROOT)}, log))
        assert worker.wait(PATIENCE) == 1
    assert "EHCP_METRICS" in log.read_text().splitlines()[-1] and "Traceback" not in log.read_text()
