"""Add to the wheel the one file that is in no package, which pyproject.toml cannot do."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts worker.py into the wheel's package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file, but not to an editable install, where a copy would become outdated."""
        if version != "editable":
            build_data["force_include"]["worker.py"] = "ehcp/worker.py"
