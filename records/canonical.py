"""One way to write a line of the ledger as text, so that its hash can be computed again by anybody.

JSON with sorted keys, no spaces, and letters as they are; days as YYYY-MM-DD, instants in UTC with microseconds and
a final Z.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """The text of a line."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def chained(before: str, content: Mapping[str, Any]) -> str:
    """The hash of a line: SHA-256 over the hash of the line before it, a line feed, and the line's text."""
    return hashlib.sha256(f"{before}\n{canonical(content)}".encode()).hexdigest()


def digest(content: Mapping[str, Any]) -> str:
    """The hash of a document that stands alone: SHA-256 over its text."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def first_link(case_id: str) -> str:
    """What stands before the first line of a case."""
    return hashlib.sha256(case_id.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
