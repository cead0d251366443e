"""What the build of the wheel cannot say in pyproject.toml: where the one file lies that is in no folder."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts worker.py into the wheel's package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file, but not to an editable install: a copy there would grow old."""
        if version != "editable":
            build_data["force_include"]["worker.py"] = "ehcp/worker.py"
