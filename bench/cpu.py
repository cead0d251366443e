"""The processor time of running programs (Linux)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a program has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def cpu_of(programs: Mapping[str, int]) -> dict[str, float]:
    """Return the processor time that each program has used, by name."""
    return {name: cpu_seconds(pid) for name, pid in programs.items()}


def children_of(parent: int) -> list[int]:
    """Return the programs that a program has started and that still run."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            continue
        if fields and fields[1] == str(parent):
            found.append(int(folder.name))
    return found
