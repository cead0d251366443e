"""What is wrong with a file of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.readable_text import fault_in


class BadIntake(ValueError):  # noqa: N818 - named for what is wrong
    """The file of requests has a fault. The message says in which row, and how to correct it."""


def check_row(place: str, content: Mapping[str, Any]) -> None:
    """Check that the values of a row can be kept. Raises BadIntake."""
    if (found := fault_in(content)) is not None:
        raise BadIntake(f"{place}: {found[0].removeprefix('/') or 'the row'} cannot be kept. {found[1]}")
