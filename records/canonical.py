"""The canonical text of a line of the ledger, from which anyone can compute its hash again.

It is JSON with sorted keys, without spaces and without escaped letters. Dates are YYYY-MM-DD; instants are in UTC with
microseconds and a final Z.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """Return the canonical text of a line."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def chained(before: str, content: Mapping[str, Any]) -> str:
    """Return the hash of a line: SHA-256 of the hash of the line before it, a line feed, and the line's text."""
    return hashlib.sha256(f"{before}\n{canonical(content)}".encode()).hexdigest()


def digest(content: Mapping[str, Any]) -> str:
    """Return the hash of a document that is not part of a chain: SHA-256 of its text."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def first_link(case_id: str) -> str:
    """Return the value that takes the place of a hash before the first line of a case."""
    return hashlib.sha256(case_id.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
