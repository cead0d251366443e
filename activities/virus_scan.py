"""Ask a virus scanner about a file: ClamAV's daemon, by its INSTREAM command over TCP."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

_PATIENCE_SECONDS = 30.0
_PIECE = 64 * 1024
_LONGEST_ANSWER = 1000


class ScannerAway(Exception):  # noqa: N818 - named for what it says
    """The scanner does not answer, or refuses to look at the file. The message says which."""


@dataclass(frozen=True, slots=True)
class VirusScanner:
    """The daemon at an address of the form host:port."""

    address: str
    patience: float = _PATIENCE_SECONDS

    def finding(self, content: bytes) -> str | None:
        """Return the name of what the scanner found in a file, or None. Raises ScannerAway."""
        host, _, port = self.address.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=self.patience) as link:
                link.sendall(b"zINSTREAM\0")
                for first in range(0, len(content), _PIECE):
                    piece = content[first : first + _PIECE]
                    link.sendall(struct.pack("!L", len(piece)) + piece)
                link.sendall(struct.pack("!L", 0))
                said = _answer(link)
        except OSError as failure:
            raise ScannerAway(f"it does not answer ({type(failure).__name__})") from None
        if said == "stream: OK":
            return None
        if said.startswith("stream: ") and said.endswith(" FOUND"):
            return said.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerAway("it could not look at the file")


def _answer(link: socket.socket) -> str:
    answer = b""
    while (
        not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := link.recv(_LONGEST_ANSWER))
    ):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", errors="replace")
