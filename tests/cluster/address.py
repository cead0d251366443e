"""One address for the database that is in charge, as a virtual address or a proxy of a data centre gives it.

It is a process of its own, so that what it carries takes no time from the officers' process:
`python -m tests.cluster.address PORT FILE`, where the file names the port to carry to. Where the file changes, every
connection is cut.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.child_processes import Program, start, stop
from engine.embedded import LOOPBACK, wait_for

_LOOK_SECONDS = 0.05
_BLOCK = 65536


@dataclass(frozen=True)
class Address:
    """The address: its own port, and the file that names where it carries to."""

    port: int
    file: Path

    def carry_to(self, port: int) -> None:
        """Carry to another port from now on. What was connected before is cut."""
        fresh = self.file.with_suffix(".next")
        fresh.write_text(str(port))
        fresh.replace(self.file)


@contextmanager
def address(port: int, to: int, folder: Path) -> Iterator[Address]:
    """Run an address within this context."""
    made = Address(port, folder / "database.port")
    made.carry_to(to)
    log = folder / "logs" / "address.log"
    command = [sys.executable, "-m", "tests.cluster.address", str(port), str(made.file)]
    process = start(Program("address of the database", command, {}, log))
    try:
        wait_for(port, "address of the database", log, process)
        yield made
    finally:
        stop(process, 5)


class _Carrier:
    """Carries connections to the port that a file names."""

    def __init__(self, file: Path) -> None:
        self._file, self._to, self._open = file, int(file.read_text()), set[asyncio.StreamWriter]()

    async def serve(self, port: int) -> None:
        server = await asyncio.start_server(self._carry, LOOPBACK, port)
        async with server:
            while True:
                await asyncio.sleep(_LOOK_SECONDS)
                if (now := int(self._file.read_text())) != self._to:
                    self._to = now
                    for writer in list(self._open):
                        writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._to)
        except OSError:
            writer.close()
            return
        both = {writer, far_writer}
        self._open |= both
        try:
            await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        finally:
            self._open -= both

    @staticmethod
    async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while block := await reader.read(_BLOCK):
                writer.write(block)
                await writer.drain()
        writer.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_Carrier(Path(sys.argv[2])).serve(int(sys.argv[1])))
