"""What is wrong with a file of requests."""

from __future__ import annotations


class BadIntake(ValueError):  # noqa: N818 - named for what is wrong
    """The file of requests has a fault. The message says in which row, and how to correct it."""
