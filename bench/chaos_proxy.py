"""A TCP proxy in front of a server, which can cut every connection and refuse new ones for a while."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

_BYTES = 65536
Target = tuple[str, int] | str
"""A host and port, or the path of a Unix socket."""


class Proxy:
    """Passes connections on to a server. It runs in threads of its own until it is closed."""

    def __init__(self, target: Target) -> None:
        self._target, self._is_cut = target, False
        self._pairs: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and refuse new ones until `mend`."""
        self._is_cut = True
        with self._lock:
            broken, self._pairs = self._pairs, set()
        for each in broken:
            _end(each)

    def mend(self) -> None:
        """Let connections pass again."""
        self._is_cut = False

    def close(self) -> None:
        """End it."""
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                near, _ = self._listening.accept()
                if self._is_cut:
                    _end(near)
                    continue
                try:
                    far = self._connected()
                except OSError:
                    _end(near)
                    continue
                with self._lock:
                    self._pairs |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _connected(self) -> socket.socket:
        if isinstance(self._target, str):
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._target)
            return far
        return socket.create_connection(self._target)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(_BYTES):
                target.sendall(content)
        for each in (source, target):
            _end(each)
        with self._lock:
            self._pairs -= {source, target}


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
