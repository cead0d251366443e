"""The modes of a data folder: only its owner may read what is in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from engine.errors import EngineError

_OTHERS = 0o077


def close_to_others(folder: Path) -> None:
    """Take every right of other users off a data folder and what it holds. Raises EngineError if they keep one.

    The files of a subfolder need no change, because no one else can enter the subfolder.
    """
    for path in _parts(folder):
        try:
            if open_to_others(path):
                path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~_OTHERS)
            still_open = open_to_others(path)
        except FileNotFoundError:
            continue
        except OSError:
            still_open = True
        if still_open:
            raise EngineError(
                f"Other users of this machine can read {path}, and its mode cannot be changed; let its owner run "
                f"`chmod -R go= {folder}`, or choose another folder with --data."
            )


def open_to_others(path: Path) -> bool:
    """Return whether another user than the owner has a right on a file or folder."""
    return bool(path.lstat().st_mode & _OTHERS)


def _parts(folder: Path) -> Iterator[Path]:
    """Yield a folder and what is directly in it, without symbolic links."""
    yield folder
    with os.scandir(folder) as entries:
        yield from (Path(entry.path) for entry in entries if not entry.is_symlink())
