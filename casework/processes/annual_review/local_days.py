"""The local days of a review, read from the data file of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

_FILE: Final = Path(__file__).with_name("local.yaml")


@lru_cache(maxsize=1)
def content() -> Mapping[str, Any]:
    """Return the content of the file: the value, label and basis of each local day."""
    found: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def shipped_days() -> Mapping[str, int]:
    """Return the value of each local day, by its name."""
    return {name: int(one["value"]) for name, one in content().items()}
