"""Garbage collection while a program starts: importing it makes half a million objects, and none of them is garbage."""

from __future__ import annotations

import gc

_SELDOM = (50_000, 20, 50)
"""Python looks for cycles after 700 new objects. Looking so often took a sixth of the CPU of a start."""

gc.set_threshold(*_SELDOM)


def end_start() -> None:
    """Leave what the program has imported out of every later search for garbage."""
    gc.freeze()
