"""Our programs on a cluster: workers of a build, and consoles."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.child_processes import Program, start, stop
from engine.embedded import wait_for
from tests.cluster.place import Cluster
from tests.running import free_port

_PATIENCE_SECONDS = 90.0


@contextmanager
def worker(cluster: Cluster, build: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of a build until the context ends. It is ready when the context begins."""
    ready = cluster.folder / f"{build}.ready"
    log = cluster.folder / "logs" / f"{build}.log"
    environ = {**cluster.environ, "EHCP_BUILD_ID": build, "EHCP_READY_FILE": str(ready)}
    process = start(Program(f"worker of {build}", [sys.executable, "-m", "worker"], environ, log))
    try:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text())
            time.sleep(0.05)
        yield process
    finally:
        stop(process, _PATIENCE_SECONDS)


@contextmanager
def console(cluster: Cluster, name: str) -> Iterator[str]:
    """Run a console until the context ends. Yields its address, where it answers."""
    port, log = free_port(), cluster.folder / "logs" / f"console-{name}.log"
    command = [sys.executable, "-m", "starter.web", "--port", str(port)]
    process = start(Program(f"console {name}", command, cluster.environ, Path(log)))
    try:
        wait_for(port, f"console {name}", log, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process, _PATIENCE_SECONDS)
