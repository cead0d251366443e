"""An address that a request claims for itself counts only where a proxy that is named in the settings says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest

from engine.console_settings import ConsoleSettings
from office.dependencies import read_only_parts
from starter.web import served_at, site
from tests.databases import new_records
from tests.starter.console.office import TODAY
from tests.starter.served import serving


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A console that is served as its program serves it, by the address of a call of its API."""
    with closing(new_records(data)) as database:
        app = site(read_only_parts(database, lambda: TODAY))
        with serving(served_at(app, "127.0.0.1", 0, ConsoleSettings.read())) as address:
            yield f"{address}/api/v1/me"


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
