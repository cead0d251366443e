"""What a process tells a case or another process, and the moment at which it must do something itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ToCase:
    """A fact that a process tells a case; `on` is the day it took effect, today where it is None.

    `about` is what another process is asked of a case that it takes over.
    """

    case: str
    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    about: str | None = None
    on: date | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ToProcess:
    """An act that a process asks another process of its kind to record, once the case has been told."""

    process: str
    action: str
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessMoment:
    """The next instant of a process: the beginning of a local day on which something must be told."""

    on: date
    kind: str
    said: str
