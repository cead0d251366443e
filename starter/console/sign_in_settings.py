"""How people come in: the address that browsers use, the key that signs, and who knows the people."""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from engine.configuration import Settings
from engine.console_settings import ConsoleSettings
from engine.embedded import LOOPBACK, remembered
from engine.errors import EngineError
from starter.console.provider import Provider, provider_of

_KEY_BYTES = 32


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Entrance:
    """Settings of the console.

    `samples` allows sign-in as a demo user. `temporal_ui` is the address that lists the workflows of our namespace.
    `clock` returns the time that sessions are measured by.
    """

    key: bytes = field(repr=False)
    address: str = "http://127.0.0.1:8080"
    provider: Provider | None = None
    samples: bool = False
    temporal_ui: str | None = None
    clock: Callable[[], datetime] = _now

    @property
    def https(self) -> bool:
        """Whether browsers use https. If so, cookies are only sent over https."""
        return urlsplit(self.address).scheme == "https"

    @property
    def loopback(self) -> bool:
        """Whether the console can only be reached from this machine."""
        return is_loopback(urlsplit(self.address).hostname or "")

    def key_for(self, purpose: str) -> bytes:
        """Return a key for one purpose. A signature made for one purpose is not valid for another."""
        return hmac.new(self.key, purpose.encode(), sha256).digest()


def is_loopback(host: str) -> bool:
    """Whether a host name or IP address is the loopback of this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def entrance_of(settings: Settings, host: str, port: int, console: ConsoleSettings) -> Entrance:
    """Return the entrance of a console that listens on a host and port. Raises EngineError with one sentence."""
    address = console.console_url or f"http://{host}:{port}"
    key_file = console.session_key_file or settings.data / "keys" / "session.key"
    here = is_loopback(host) and is_loopback(urlsplit(address).hostname or "")
    provider = provider_of(console)
    samples = settings.embedded and here and provider is None
    return Entrance(_key(key_file), address, provider, samples, _temporal_ui(settings, console))


def _temporal_ui(settings: Settings, console: ConsoleSettings) -> str | None:
    """Return where the Temporal UI shows the workflows of our namespace, if it is known."""
    ui = console.temporal_ui_url
    if not ui and settings.embedded and (ports := remembered(settings)) is not None and ports.ui:
        ui = f"http://{LOOPBACK}:{ports.ui}"
    return f"{ui.rstrip('/')}/namespaces/{settings.namespace}/workflows" if ui else None


def _key(path: Path) -> bytes:
    """Read the signing key, or create the file. If two consoles start at once, both use the same key."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_KEY_BYTES))
            try:
                os.link(name, path)
            except FileExistsError:
                pass
            finally:
                Path(name).unlink()
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise EngineError(
            f"The session key in {path} cannot be read ({error}). Delete it to create a new key, or name another file in "
            "EHCP_SESSION_KEY_FILE."
        ) from None
    if len(key) < _KEY_BYTES:
        raise EngineError(f"The session key in {path} is too short. Delete it to create a new key.")
    return key
