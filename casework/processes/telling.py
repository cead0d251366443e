"""What a proceeding beside a case (a sitting of the panel, a mediation) tells the case, and when it must be told itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ToCase:
    """A fact that a proceeding tells a case; `on` is the day it took effect, today where it is None.

    `about` is what the next sitting is asked of a case that is carried over.
    """

    case: str
    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    about: str | None = None
    on: date | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ProceedingMoment:
    """The next instant of a proceeding: the beginning of a local day on which something must be told."""

    on: date
    kind: str
    said: str
