"""Redirect the output of child processes that would write to our standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def output_to(log: Path) -> Iterator[None]:
    """Send the output of programs that start within this context to a file.

    The SDK starts the server with our standard output. Without this, the server's banner would precede the JSON
    document that `--json` promises.
    """
    sys.stdout.flush()
    ours = os.dup(1)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 1)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(ours, 1)
        os.close(ours)
