"""A second store for the wrapped keys of cases: a folder that restoring the database does not change.

A database restored to yesterday is missing the keys of today's cases, whose histories could then not be read, and again
has keys that were destroyed since. The folder holds the missing keys and records which were destroyed.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.errors import EngineError
from records.data_keys import WrappedKey


@dataclass(frozen=True, slots=True)
class Escrow:
    """A folder with one file for each key. All machines must share one folder, or each misses the others' keys."""

    folder: Path

    def keep(self, key: WrappedKey) -> None:
        """Store a key, or the record that it was destroyed. Raises EngineError."""
        told = {
            "owner": key.owner,
            "generation": key.generation,
            "kek_id": key.kek_id,
            "wrapped": base64.b64encode(key.wrapped).decode() if key.wrapped is not None else None,
            "made_at": key.made_at.isoformat(),
            "destroyed_at": key.destroyed_at.isoformat() if key.destroyed_at else None,
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".")
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._file(key.key_id))
        except OSError as failure:
            raise EngineError(
                f"The folder {self.folder} of the data keys cannot be written ({(failure.strerror or '').lower()}); "
                "fix it, or name another in EHCP_KEY_ESCROW."
            ) from None

    def find(self, key_id: str) -> WrappedKey | None:
        """Return a key by its id, destroyed or not, or None if the folder does not have it."""
        path = self._file(key_id)
        return _read(path) if path.exists() else None

    def all(self) -> Iterator[WrappedKey]:
        """Yield every key in the folder."""
        for path in sorted(self.folder.glob("dk-*.json")):
            yield _read(path)

    def _file(self, key_id: str) -> Path:
        return self.folder / f"{Path(key_id).name}.json"


def _read(path: Path) -> WrappedKey:
    try:
        told = json.loads(path.read_text(encoding="ascii"))
        destroyed, wrapped = told["destroyed_at"], told["wrapped"]
        return WrappedKey(
            key_id=path.stem,
            owner=told["owner"],
            generation=told["generation"],
            kek_id=told["kek_id"],
            wrapped=base64.b64decode(wrapped) if wrapped is not None else None,
            made_at=datetime.fromisoformat(told["made_at"]),
            destroyed_at=datetime.fromisoformat(destroyed) if destroyed else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise EngineError(
            f"The stored data key {path} is damaged; remove it if the records hold that key."
        ) from None
