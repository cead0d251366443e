"""Sign-in with a real browser, provider and console, under our own content security policy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running import ROOT, free_port, wait_until
from tests.starter.console.browser.conftest import Seat, follow

HEAD = {"sub": "head-9", "name": "Hazel Invented", "roles": ["Heads of SEND"]}


@contextmanager
def running(address: str, *command: str, **environ: str) -> Iterator[None]:
    """Run a program and wait until its address answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env={**os.environ, **environ}, stderr=subprocess.DEVNULL
    )

    def answers() -> bool:
        try:
            return bool(urllib.request.urlopen(address, timeout=2).status == 200)
        except OSError:
            return False

    try:
        wait_until(answers, address)
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def page(seat: Seat) -> Iterator[Page]:
    context = seat.browser.new_context()
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_person_signs_in_and_out_at_the_provider(page: Page, tmp_path: Path) -> None:
    issuer, here = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    wrong = list[str]()
    page.on(
        "console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None
    )
    provider = ("oidc_provider_mock", "--port", issuer.rpartition(":")[2], "--user-claims", json.dumps(HEAD))
    console = ("starter.web", "--data", str(tmp_path / "var"), "--port", here.rpartition(":")[2])
    named = {
        "EHCP_OIDC_ISSUER": issuer, "EHCP_OIDC_CLIENT_ID": "ehcp", "EHCP_OIDC_CLIENT_SECRET": "invented",
        "EHCP_OIDC_ROLES": "Heads of SEND=head_of_service",
    }  # fmt: skip
    with (
        running(f"{issuer}/.well-known/openid-configuration", *provider),
        running(f"{here}/healthz", *console, **named),
    ):
        page.goto(f"{here}/access")
        follow(page, "Continue with your council account")
        assert page.url.startswith(issuer)
        page.locator("[name=sub]").first.fill(HEAD["sub"])  # type: ignore[arg-type]
        page.locator("[type=submit]").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Access log")
        expect(page.locator("header")).to_contain_text("Hazel Invented")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{issuer}/oauth2/end_session?**")
        page.goto(f"{here}/access")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert wrong == []
