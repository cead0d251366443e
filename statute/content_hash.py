"""The hash of a rule pack or calendar. It depends on the content, not on the layout of the file."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def content_hash(content: dict[str, Any]) -> str:
    """The SHA-256 of the content, written with sorted keys and without spaces."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
