"""The sample stories, each played once for all that is asked of it."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from tests.command_server import command_server
from tests.running import PATIENCE, ROOT

STORIES = sorted((ROOT / "samples" / "stories").glob("*.json"))


@cache
def played(name: str, packs: Path | None = None) -> dict[str, Any]:
    """What became of a story, by the rule packs of a folder where one is given."""
    words = ["simulate", str(ROOT / "samples" / "stories" / f"{name}.json"), "--json"]
    environ = {**os.environ, **({"EHCP_PACKS": str(packs)} if packs else {})}
    code, out, err = command_server(ROOT, packs).run(words, environ, "", PATIENCE)
    assert code == 0, err
    told: dict[str, Any] = json.loads(out)
    return told
