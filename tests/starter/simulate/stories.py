"""The sample stories, each played once for all that is asked of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tests.running import ROOT, ehcp

STORIES = sorted((ROOT / "samples" / "stories").glob("*.json"))


@cache
def played(name: str, packs: Path | None = None) -> dict[str, Any]:
    """What became of a story, by the rule packs of a folder where one is given."""
    environ = {"EHCP_PACKS": str(packs)} if packs else {}
    answer = ehcp("simulate", str(ROOT / "samples" / "stories" / f"{name}.json"), "--json", **environ)
    assert answer.code == 0, answer.err
    told: dict[str, Any] = answer.json
    return told
