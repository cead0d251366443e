"""The site builds without a warning, and its diagrams are drawn without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.running import ROOT
from tests.starter.console.browser.conftest import ARGUMENTS, CHROMIUM

DIAGRAMS = ("index", "change/architecture", "operate/index")

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; a warning fails it."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    told = subprocess.run(build, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser.new_page(viewport={"width": 320, "height": 800})
        browser.close()


def test_it_has_a_page_for_each_door(site: Path) -> None:
    for door in ("try", "guide", "operate", "change", "reference", "decisions"):
        assert (site / door / "index.html").exists(), door


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_is_drawn_without_a_network_and_fits_a_narrow_screen(
    site: Path, page: Page, name: str
) -> None:
    faults: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{site}/{name}.html")
    drawn = page.locator(".diagram div.mermaid")
    drawn.wait_for(timeout=30_000)
    page.wait_for_function("document.querySelector('.diagram div.mermaid').offsetHeight > 100")
    assert faults == []
    assert [url for url in asked if url.partition(":")[0] not in ("file", "data", "blob")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_search_finds_a_word_in_a_site_that_is_opened_as_a_file(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/index.html")
    page.locator("[for=__search]").first.click()
    page.locator("input[name=query]").press_sequentially("quorum")
    page.locator(".md-search-result a", has_text="Glossary").first.wait_for(timeout=30_000)


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    asking = [
        path.name
        for path in site.rglob("*.html")
        for mark in ('src="http', '<link rel="stylesheet" href="http', "url(http")
        if mark in path.read_text(encoding="utf-8")
    ]
    assert asking == []
