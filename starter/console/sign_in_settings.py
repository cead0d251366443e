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
    """How people come in. `samples` lets people in as invented staff; `temporal_ui` is where the
    workflows of our namespace are shown, and `clock` tells when sessions end."""

    key: bytes = field(repr=False)
    address: str = "http://127.0.0.1:8080"
    provider: Provider | None = None
    samples: bool = False
    temporal_ui: str | None = None
    clock: Callable[[], datetime] = _now

    @property
    def https(self) -> bool:
        """Whether browsers come by https; then cookies are sent by https only."""
        return urlsplit(self.address).scheme == "https"

    @property
    def loopback(self) -> bool:
        """Whether the console serves only this machine."""
        return is_loopback(urlsplit(self.address).hostname or "")

    def key_for(self, what: str) -> bytes:
        """A key for one purpose, so that what is signed for one says nothing for another."""
        return hmac.new(self.key, what.encode(), sha256).digest()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
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
    """The key of a file, which is made if there is none: of two consoles that start at once, both read one."""
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
            f"The key of sessions in {path} cannot be read ({error}); remove it and a new one is made, or name another in "
            "EHCP_SESSION_KEY_FILE."
        ) from None
    if len(key) < _KEY_BYTES:
        raise EngineError(f"The key of sessions in {path} is too short; remove it and a new one is made.")
    return key
