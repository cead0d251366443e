"""Hooks of mkdocs: the made pages and those from elsewhere are added, the decisions listed, the scripts brought."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs.generator.decisions import decisions
from docs.generator.pages import ELSEWHERE, MADE, ROOT, linked

NPM = ROOT / "starter/console/frontend/node_modules"
SCRIPTS = {
    "assets/mermaid.js": NPM / "@mermaid-js/tiny/dist/mermaid.tiny.js",
    "assets/iframe-worker.js": NPM / "iframe-worker/shim/index.js",
}
"""The scripts that draw diagrams and search a site that is opened as a file, so that the site needs no network."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every decision into the navigation, and every page of an alert."""
    runbooks = [place for place in ELSEWHERE.values() if place.startswith("operate/runbooks/")]
    _listed(config.nav, "Decisions").extend(f"decisions/{each.path.name}" for each in decisions())
    _listed(config.nav, "Alerts").extend(runbooks)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is no file of docs/."""
    for place, made in MADE.items():
        files.append(File.generated(config, place, content=made()))
    for path, place in ELSEWHERE.items():
        files.append(File.generated(config, place, content=(ROOT / path).read_text(encoding="utf-8")))
    for place, script in SCRIPTS.items():
        if not script.exists():
            raise SystemExit(f"{script.relative_to(ROOT)} is missing. Run `make install`.")
        files.append(File.generated(config, place, abs_src_path=str(script)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mend the links of a page."""
    return linked(markdown, page.file.src_uri)


def _listed(nav: Any, title: str) -> list[Any]:
    """The list under a title of the navigation, wherever it stands."""
    for entry in nav:
        if isinstance(entry, dict):
            for name, below in entry.items():
                if isinstance(below, list):
                    if name == title:
                        return below
                    if found := _listed(below, title):
                        return found
    return []
