"""The pages of the site that are no file of docs/: those made from the program, and those that lie elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from docs.generator import acts, api_operations, commands, decisions, letters, metrics

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

MADE: Mapping[str, Callable[[], str]] = {
    "reference/commands.md": commands.page,
    "reference/acts.md": acts.page,
    "reference/letters.md": letters.page,
    "reference/metrics.md": metrics.page,
    "reference/api-operations.md": api_operations.page,
    "decisions/index.md": decisions.page,
}
"""The pages made from the program, by their place on the site."""

ELSEWHERE: Mapping[str, str] = {
    "deploy/README.md": "operate/servers.md",
    "SECURITY.md": "operate/security.md",
    **{
        f"deploy/runbooks/{page.name}": f"operate/runbooks/{page.name}"
        for page in sorted((ROOT / "deploy" / "runbooks").glob("*.md"))
    },
    "CONTRIBUTING.md": "change/contributing.md",
    "bench/RESULTS.md": "reference/measured.md",
    "bench/NOTICES.md": "reference/notices-proof.md",
    "bench/CHAOS.md": "reference/chaos-proof.md",
    "CHANGELOG.md": "reference/changes.md",
}
"""The pages outside docs/, by their path in the repository, with their place on the site."""
_SOURCE = {place: path for path, place in ELSEWHERE.items()}
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")


def source(place: str) -> str:
    """The path in the repository of a page of the site."""
    return _SOURCE.get(place, f"docs/{place}")


def linked(text: str, place: str) -> str:
    """The text of a page with its links as the site needs them; a link to a file that is no page becomes its words."""
    folder = PurePosixPath(source(place)).parent

    def one(link: re.Match[str]) -> str:
        words, target = link[1], link[2]
        path, mark, anchor = target.partition("#")
        if not path or ":" in path:
            return link[0]
        found = os.path.normpath(folder / path)
        if (there := ELSEWHERE.get(found)) is None and found.startswith("docs/"):
            there = found.removeprefix("docs/")
            if (ROOT / found).is_dir():
                there = f"{there}/index.md"
        if there is not None:
            return f"[{words}]({os.path.relpath(there, PurePosixPath(place).parent)}{mark}{anchor})"
        return words if (ROOT / found).exists() else link[0]

    return _LINK.sub(one, text)
