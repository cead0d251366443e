"""Operations: find and fix stuck workflows, inspect one, retry, replay, verify and rebuild.

Each returns plain dictionaries and lists for commands and pages. They hold nothing personal: payloads are not read, and
a failure shows only its type.
"""

from __future__ import annotations

from office.operations.inspection import inspect
from office.operations.rebuild import rebuild
from office.operations.replay import replay
from office.operations.retry import retry
from office.operations.stuck import stuck
from office.operations.verification import verify

__all__ = ["inspect", "rebuild", "replay", "retry", "stuck", "verify"]
