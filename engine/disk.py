"""Whether the disk of the data folder is full."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
import time
from pathlib import Path

_BYTES = 256 * 1024
"""Enough for an act with its letters."""
_FRESH_SECONDS = 5.0
_FULL = (errno.ENOSPC, errno.EDQUOT)


class DiskCheck:
    """Tries to write to the disk of a folder, at most every few seconds. It is thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._looked_at = -_FRESH_SECONDS
        self._is_full = False

    def is_full(self) -> bool:
        """Return whether nothing more can be written."""
        with self._lock:
            if time.monotonic() - self._looked_at >= _FRESH_SECONDS:
                self._is_full = _cannot_write(self._folder)
                self._looked_at = time.monotonic()
            return self._is_full

    @property
    def sentence(self) -> str:
        """What is wrong with a full disk, and what to do."""
        return f"The disk of {self._folder} is full; make room on it, and everything goes on by itself."


def _cannot_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as failure:
        return failure.errno in _FULL
    return False
