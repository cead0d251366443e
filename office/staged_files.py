"""Files that wait between the page that shows what they change and the click that loads them.

They lie in the folder of uploads under the hash of their content. A file that no person loads is removed after a day.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from office.refusals import ActRefused

_DAY_SECONDS = 86_400
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StagedFiles:
    """The files that wait, in a folder that only this service reads."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Keep a file and return the id that opens it. Remove files that have waited for more than a day."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in self.folder.iterdir():
            if old.stat().st_mtime < time.time() - _DAY_SECONDS:
                old.unlink(missing_ok=True)
        file_id = sha256(content).hexdigest()
        handle = os.open(self.folder / file_id, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return file_id

    def open(self, file_id: str) -> bytes:
        """Return the content of a file. Raises ActRefused if it no longer waits."""
        path = self.folder / file_id
        if not _HASH.fullmatch(file_id) or not path.is_file():
            raise ActRefused("The file is no longer here. Upload it again.")
        return path.read_bytes()

    def drop(self, file_id: str) -> None:
        """Remove a file that was loaded."""
        if _HASH.fullmatch(file_id):
            (self.folder / file_id).unlink(missing_ok=True)
