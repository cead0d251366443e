"""The data files of this folder: plan types, assumptions and the categories of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from statute.strict_reading import yaml_from

_HERE: Final = Path(__file__).parent


@cache
def content_of(name: str) -> Mapping[str, Any]:
    """Return the content of a data file of this folder."""
    found: Mapping[str, Any] = yaml_from((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
