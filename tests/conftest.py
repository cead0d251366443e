"""How the tests are spread over this machine."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int | None:
    """Half as many workers again as there are cores: tests wait for servers and browsers almost half of their time."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None  # somebody has said how many
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + max(1, cores // 2)
