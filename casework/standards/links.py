"""What a case says of a standard: the evidence of its request, a row of Section F, or a reason of the panel.

None of these is a condition of anything. A request without any of them is accepted, and its clock runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from casework.standards.catalogue import ANSWERS

EVIDENCE, PROVISION, REASON = "evidence", "provision", "reason"
KINDS: Final = (EVIDENCE, PROVISION, REASON)
"""What is linked: the evidence of a request, a row of Section F, or the reasons of a recommendation."""
THE_REQUEST: Final = "request"
"""The thing of evidence that names no document."""
AS_STANDARD, ABOVE = "as_standard", "above"
"""What a row of Section F is: what a standard says, or above every catalogue."""
CITED: Final = "cited"
"""What the reasons of a recommendation do with a standard."""
REMOVED: Final = "removed"
"""What takes an earlier link back. The earlier link stays in the history."""
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    EVIDENCE: frozenset({*ANSWERS, REMOVED}),
    PROVISION: frozenset({AS_STANDARD, ABOVE, REMOVED}),
    REASON: frozenset({CITED, REMOVED}),
}
"""The answers by the kind of link."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a case. `thing` is the document, the row or the recommendation; `area` is the area of need.

    A row above every catalogue names no catalogue, version and standard.
    """

    case_id: str
    kind: str
    thing: str
    catalogue: str | None
    version: str | None
    standard: str | None
    answer: str
    area: str
    on: date
    by: str | None
    at: datetime


def latest(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links that hold, of links given oldest first.

    A standard has one answer of the evidence, whatever document shows it. A row of Section F has one link.
    """
    found: dict[tuple[str | None, ...], Link] = {}
    for one in links:
        of = (one.thing,) if one.kind == PROVISION else (one.catalogue, one.standard)
        found[(one.kind, one.thing, *of) if one.kind == REASON else (one.kind, *of)] = one
    return tuple(one for one in found.values() if one.answer != REMOVED)
