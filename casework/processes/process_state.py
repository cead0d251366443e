"""What the state of every process has."""

from __future__ import annotations

from typing import Protocol, TypeVar


class ProcessState(Protocol):
    """What the state of every process has."""

    @property
    def id(self) -> str: ...

    @property
    def stage(self) -> str: ...

    @property
    def is_over(self) -> bool: ...


State = TypeVar("State", bound=ProcessState)
