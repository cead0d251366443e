"""Commands of `ehcp` in processes of their own, forked from one that has already imported the program.

A command that a test gives starts as it does for a person: with its own arguments, environment, standard streams and
exit code. Only the two seconds that Python takes to import the program are saved.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

_PRELOADED = (
    "office.office",
    "office.intake",
    "office.plans",
    "records.outbox",
    "engine.connection",
    "rich.table",
    "alembic.command",
    "starter.simulate.simulation",
)


class CommandServer:
    """A running server of commands."""

    def __init__(self, root: Path, packs: Path | None = None) -> None:
        self._address = str(Path(tempfile.mkdtemp(prefix="ehcp-commands-")) / "socket")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.command_server", self._address],
            cwd=root,
            env={**os.environ, **({"EHCP_PACKS": str(packs)} if packs else {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline(), "the server of commands did not start"
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the server."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def run(
        self, words: list[str], environ: dict[str, str], stdin: str, timeout: float
    ) -> tuple[int, str, str]:
        """The exit code of a command, its standard output and its standard error. Raises TimeoutError."""
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            given.write(stdin.encode())
            given.seek(0)
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(timeout)
                connection.connect(self._address)
                files = array.array("i", [given.fileno(), out.fileno(), err.fileno()])
                connection.sendmsg([b"f"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
                connection.sendall(json.dumps([words, environ]).encode())
                connection.shutdown(socket.SHUT_WR)
                answer = connection.makefile("r")
                pid = int(answer.readline())
                try:
                    code = int(answer.readline())
                except TimeoutError:
                    os.killpg(pid, signal.SIGKILL)  # a server that the command started, too
                    raise
            return code, _text(out), _text(err)


@cache
def command_server(root: Path, packs: Path | None = None) -> CommandServer:
    """The server of this process, started when it is first needed. Rule packs of another folder need their own."""
    return CommandServer(root, packs)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _serve(address: str) -> NoReturn:
    from importlib import import_module

    for module in ("starter.command", *_PRELOADED):
        import_module(module)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            os._exit(0)
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _handle(connection)
        connection.close()


def _handle(connection: socket.socket) -> NoReturn:
    _, files, _, _ = socket.recv_fds(connection, 1, 3)
    words, environ = json.loads(connection.makefile("r").read())
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        connection.close()
        _become(words, environ, files)
    connection.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(OSError):
        connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(words: list[str], environ: dict[str, str], files: list[int]) -> NoReturn:
    for place, file in enumerate(files):
        os.dup2(file, place)
    os.environ.clear()
    os.environ.update(environ)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - they live as long as the process
    from starter.command import main

    try:
        main(words)
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    os._exit(70)


if __name__ == "__main__":
    _serve(sys.argv[1])
