"""A lookup in the records that a process needs, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.case.actions import Act
from casework.processes.telling import ToCase


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup in the records that a process needs. Each `key` is looked up once.

    `said` is the summary of the activity that does it. `is_long` is whether it reads every case, and so may take minutes.
    """

    name: str
    key: str
    said: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceWanted:
    """The evidence that a plan for the local area asks for: as at a day, with these assumptions."""

    as_at: date
    assumptions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a lookup: an act with the id of its request, or a step of the ledger and its reports to cases."""

    act: Act | None = None
    request_id: str = ""
    event: str = ""
    text: str = ""
    telling: tuple[ToCase, ...] = ()
