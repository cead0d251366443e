"""An address that a request claims for itself counts only where a proxy that is named in the settings says it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from engine.child_processes import Program, start, stop
from tests.running import ROOT, free_port, wait_until


@contextmanager
def served(data: Path, proxies: str) -> Iterator[str]:
    """A running console, by the address of a call of its API."""
    port = free_port()
    command = [sys.executable, "-m", "starter.web", "--data", str(data), "--port", str(port)]
    environ = {"EHCP_TRUSTED_PROXIES": proxies, "PYTHONPATH": str(ROOT)}
    process = start(Program("console", command, environ, data / "console.log"))
    address = f"http://127.0.0.1:{port}/api/v1/me"

    def answers() -> bool:
        try:
            return httpx2.get(address).status_code == 401
        except httpx2.HTTPError:
            return False

    try:
        wait_until(answers, "the console")
        yield address
    finally:
        stop(process)


@pytest.mark.parametrize(
    ("proxies", "last"),
    [("", 429), ("192.0.2.1", 429), ("127.0.0.1", 401), ("127.0.0.0/8", 401)],
)
def test_a_forged_address_evades_no_limit(tmp_path: Path, proxies: str, last: int) -> None:
    with served(tmp_path, proxies) as address, httpx2.Client() as caller:
        told = [
            caller.get(address, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
            for number in range(32)
        ]
    assert told[0] == 401 and told[-1] == last
