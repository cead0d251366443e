"""What a process reports to a case or to another process, and its coming moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ToCase:
    """A fact that a process reports to a case. `on` is the day it took effect; None means today.

    `about` is the question that another process is to answer about a case that it takes over.
    """

    case: str
    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    about: str | None = None
    on: date | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ToProcess:
    """An act for another process of the same kind to record, after the case has been told."""

    process: str
    action: str
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessMoment:
    """The next moment of a process, at the start of the local day `on`."""

    on: date
    kind: str
    said: str


def reported(
    case: str, process: str, on: date | None, action: str, /, *, of: str | None = None, **known: Any
) -> tuple[ToCase, ...]:
    """Return the report of a fact to a case, without the fields that are not known. It is about the process, or about `of`."""
    fields = {name: value for name, value in known.items() if value is not None}
    return (ToCase(case, action, fields, on=on, of=of or process),)
