"""A mail server as a program of its own, so that it can be killed and halted: `python -m bench.chaos_mail PORT FILE`.

It writes the Message-ID of each mail to a file before it answers.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from engine.embedded import free_ports

ROOT = Path(__file__).resolve().parents[1]


class MailServer:
    """A mail server that can be killed, halted and started again. `file` has a Message-ID a line."""

    def __init__(self, folder: Path) -> None:
        (self.port,) = free_ports(1)
        self.file = folder / "mails.txt"
        self.file.touch()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "bench.chaos_mail", str(self.port), str(self.file)]
        self._process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """Kill it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def dispatch_ids(self) -> list[str]:
        """Return the dispatch of each mail that arrived: the first part of its Message-ID."""
        return [line.strip("<>").partition("@")[0] for line in self.file.read_text().splitlines()]


class _Box:
    def __init__(self, file: Path) -> None:
        self._file = file

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd names it
        mail = message_from_bytes(envelope.content)
        with self._file.open("a") as file:
            file.write(f"{mail['Message-ID']}\n")
        return "250 OK"


if __name__ == "__main__":
    Controller(_Box(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    time.sleep(0)
