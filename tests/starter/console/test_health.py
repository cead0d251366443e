"""The console's health says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.disk import DiskCheck
from office.dependencies import read_only_parts
from records.database import Database
from tests.starter.console.signed import browser_of


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    database.migrate()
    parts = read_only_parts(database)
    parts.uploads = tmp_path / "uploads"
    browser = browser_of(parts, None)
    assert (browser.get("/healthz").status_code, browser.get("/healthz").json()) == (200, {"status": "ok"})
    monkeypatch.setattr(DiskCheck, "is_full", lambda _: True)
    told = browser.get("/healthz")
    assert told.status_code == 503
    assert (
        told.json()["why"]
        == f"The disk of {tmp_path} is full; make room on it, and everything goes on by itself."
    )
    database.close()
