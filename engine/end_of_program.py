"""How a program of ours ends: once its work is done and said, at once."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from engine.garbage_collection import end_start


def end_with(main: Callable[[], int]) -> NoReturn:
    """Run a program and end the process with its exit code, without unwinding the interpreter.

    A thread of Temporal's core that answers just then would find the interpreter half gone, and abort the process
    after all was done and said. A failure that `main` does not answer itself is reported as Python does, with code 1.
    """
    end_start()
    code = 1
    try:
        code = main()
    except SystemExit as asked:
        code = _code_of(asked)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    try:
        _flush()
    finally:
        os._exit(code)


def _code_of(asked: SystemExit) -> int:
    if asked.code is None or isinstance(asked.code, int):
        return asked.code or 0
    sys.stderr.write(f"{asked.code}\n")
    return 1


def _flush() -> None:
    """Hand on what the program has said: its spans, its log and its output."""
    if (tracing := sys.modules.get("engine.tracing")) is not None:
        tracing.flush()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
