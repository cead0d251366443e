"""The demo users."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from casework.access.permissions import Person, Role
from statute.strict_reading import yaml_from

_FILE = Path(__file__).with_name("sample_people.yaml")


@lru_cache(maxsize=1)
def sample_people() -> dict[str, Person]:
    """Return the demo users by id, in the order of the file."""
    found: list[dict[str, Any]] = yaml_from(_FILE.read_text(encoding="utf-8"))
    return {
        one["id"]: Person(
            one["id"], one["name"], frozenset(map(Role, one["roles"])), frozenset(one.get("teams", ()))
        )
        for one in found
    }
