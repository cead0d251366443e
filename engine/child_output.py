"""Where a program that we start, and that takes our standard output for its own, writes instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def output_to(log: Path) -> Iterator[None]:
    """Programs started meanwhile write their output to this file.

    The SDK starts the server with our own standard output, whose banner would otherwise stand before the one JSON
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
