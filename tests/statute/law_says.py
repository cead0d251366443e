"""Facts written as they are said, for tests: facts("request_received 2024-03-04", "draft_issued 2024-06-25")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from statute.facts import Event, ExceptionClaim, Facts
from statute.timeline import Obligation, timeline

Said = str | tuple[str, dict[str, Any]] | Event


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(said: Said) -> Event:
    if isinstance(said, Event):
        return said
    text, fields = said if isinstance(said, tuple) else (said, {})
    name, on, *of = text.split()
    return Event(name, day(on), of[0] if of else None, fields)


def facts(*said: Said, exceptions: Iterable[ExceptionClaim] = ()) -> Facts:
    return Facts(tuple(event(one) for one in said), tuple(exceptions))


def claim(ground: str, first: str | None = None, last: str | None = None, **more: Any) -> ExceptionClaim:
    """A claim with all the proofs that every claim needs, unless told otherwise."""
    proofs = {
        "because": "a bereavement in the family",
        "evidence": "doc-17",
        "approved_by": "manager-4",
        "family_told_on": day("2024-07-10"),
    }
    return ExceptionClaim(
        ground,
        from_=day(first) if first else None,
        to=day(last) if last else None,
        **{**proofs, **more},
    )


def all_of(known: Facts, as_at: str, **more: Any) -> dict[str, Obligation]:
    """The obligations by rule, or by rule and whose it is; a rule that applies twice keeps the later one."""
    found = {}
    for one in timeline(known, day(as_at), **more):
        found[f"{one.rule} {one.of}" if one.of else one.rule] = one
    return found


def one(rule: str, known: Facts, as_at: str, **more: Any) -> Obligation:
    return all_of(known, as_at, **more)[rule]
