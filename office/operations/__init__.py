"""What those who run the program ask of it: what is stuck and how it is mended, how one case stands, and to go on.

Each answers with plain dictionaries and lists, for the command line and for pages alike. Nothing personal is in them:
payloads are not read, and of a failure only its type is told.
"""

from __future__ import annotations

from office.operations.inspection import inspect
from office.operations.rebuild import rebuild
from office.operations.replay import replay
from office.operations.retry import retry
from office.operations.stuck import stuck
from office.operations.verification import verify

__all__ = ["inspect", "rebuild", "replay", "retry", "stuck", "verify"]
