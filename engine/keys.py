"""The keys that encrypt what Temporal stores: a file made at the first run, readable by its owner alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import EngineError

_BITS = 256


@dataclass(frozen=True)
class KeyRing:
    """The keys by their ids, and the id of the one that encrypts."""

    active: str
    keys: dict[str, bytes]

    def cipher(self, key_id: str) -> AESGCM:
        """The cipher of a key. Raises EngineError for a key that is not on the ring."""
        try:
            return AESGCM(self.keys[key_id])
        except KeyError:
            raise EngineError(
                f"What is stored was encrypted with the key {key_id}, which the key file does not hold; "
                "add that key to the file."
            ) from None


def key_ring(path: Path) -> KeyRing:
    """The ring of a key file, which is made if there is none. Raises EngineError with one sentence."""
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        text = _made(path)
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(
            f"The key file {path} cannot be read ({_reason(error)}); mend it or name another in EHCP_KEY_FILE."
        ) from None
    return _parsed(path, text)


def _made(path: Path) -> str:
    """Make a key file whole: of two processes that start at once, one makes it and both read that one."""
    key_id = f"k-{secrets.token_hex(4)}"
    key = base64.b64encode(AESGCM.generate_key(_BITS)).decode()
    text = json.dumps({"active": key_id, "keys": {key_id: key}}, indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        finally:
            Path(name).unlink()
    except OSError as error:
        raise EngineError(
            f"The key file {path} cannot be made ({_reason(error)}); choose another data folder."
        ) from None
    return text


def _parsed(path: Path, text: str) -> KeyRing:
    try:
        content = json.loads(text)
        keys = {str(name): base64.b64decode(value, validate=True) for name, value in content["keys"].items()}
        ring = KeyRing(str(content["active"]), keys)
        if any(len(key) * 8 != _BITS for key in keys.values()):
            raise ValueError
        AESGCM(ring.keys[ring.active])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EngineError(
            f"The key file {path} is damaged; restore it from your backup, or nothing that is stored can be read."
        ) from None
    return ring


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "it is not text").lower()
