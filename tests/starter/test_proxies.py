"""An address that a request claims for itself counts only where a proxy that is named in the settings says it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn

from engine.console_settings import ConsoleSettings
from office.dependencies import read_only_parts
from starter.web import served_at, site
from tests.databases import new_records
from tests.starter.console.office import TODAY


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A console that is served as its program serves it, by the address of a call of its API."""
    with closing(new_records(data)) as database:
        app = site(read_only_parts(database, lambda: TODAY))
        server = uvicorn.Server(served_at(app, "127.0.0.1", 0, ConsoleSettings.read()))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api/v1/me"
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    ("proxies", "last"),
    [("", 429), ("192.0.2.1", 429), ("127.0.0.1", 401), ("127.0.0.0/8", 401)],
)
def test_a_forged_address_evades_no_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxies: str, last: int
) -> None:
    monkeypatch.setenv("EHCP_TRUSTED_PROXIES", proxies)
    with served(tmp_path) as address, httpx2.Client() as caller:
        told = [
            caller.get(address, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
            for number in range(32)
        ]
    assert told[0] == 401 and told[-1] == last
