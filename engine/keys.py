"""The keys that encrypt what Temporal stores: a file that is made at the first run and that only its owner can read."""

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
    """The keys by id, and the id of the active key, which encrypts."""

    active: str
    keys: dict[str, bytes]

    def cipher(self, key_id: str) -> AESGCM:
        """Return the cipher of a key. Raises EngineError if the key is not on the ring."""
        return AESGCM(self.key(key_id))

    def key(self, key_id: str) -> bytes:
        """Return a key. Raises EngineError if it is not on the ring."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise EngineError(
                f"Stored data was encrypted with the key {key_id}, which is not in the key file; "
                "add that key to the file."
            ) from None


def key_ring(path: Path) -> KeyRing:
    """Return the ring of a key file, which is made if it does not exist. Raises EngineError."""
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        text = _made(path)
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(
            f"The key file {path} cannot be read ({_reason(error)}); fix it or name another in EHCP_KEY_FILE."
        ) from None
    return _parsed(f"The key file {path}", text)


def given_ring(text: str) -> KeyRing:
    """Return the ring in EHCP_KEYS, which has the format of a key file. Raises EngineError."""
    return _parsed("The content of EHCP_KEYS", text)


def new_active(path: Path) -> KeyRing:
    """Add a new key to a file and make it active. The others stay. Raises EngineError."""
    ring = key_ring(path)
    key_id, key = _new_key()
    told = {name: base64.b64encode(value).decode() for name, value in ring.keys.items()}
    _put(path, json.dumps({"active": key_id, "keys": {**told, key_id: key}}, indent=2))
    return key_ring(path)


def _put(path: Path, text: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise EngineError(
            f"The key file {path} cannot be written ({_reason(error)}); nothing was changed."
        ) from None


def _new_key() -> tuple[str, str]:
    return f"k-{secrets.token_hex(4)}", base64.b64encode(AESGCM.generate_key(_BITS)).decode()


def _made(path: Path) -> str:
    """Make a key file atomically. If two processes start at once, one makes it and both read it."""
    key_id, key = _new_key()
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


def _parsed(what: str, text: str) -> KeyRing:
    try:
        content = json.loads(text)
        keys = {str(name): base64.b64decode(value, validate=True) for name, value in content["keys"].items()}
        ring = KeyRing(str(content["active"]), keys)
        if any(len(key) * 8 != _BITS for key in keys.values()):
            raise ValueError
        AESGCM(ring.keys[ring.active])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EngineError(
            f"{what} is damaged; restore it from your backup, or the stored data cannot be read."
        ) from None
    return ring


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "it is not text").lower()
