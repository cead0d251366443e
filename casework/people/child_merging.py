"""Merging two records of one child, and splitting them again: when it may be done, and the details kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.people.census import LABELS as CENSUS
from casework.people.child import FIELDS, Child, Details, why_not_by

_TAKEN_OVER = ("born_on", "upn", "nhs_number", "address", *CENSUS)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records differ, with both values."""

    field: str
    merged: object
    survivor: object


def why_not_merge(merged: Child, survivor: Child, by: str, reason: str) -> str | None:
    """Why two records may not be merged, in one sentence; None if they may."""
    if (wrong := why_not_by(by, reason)) is not None:
        return wrong
    if merged.child_id == survivor.child_id:
        return "These are the same record; give two different ones."
    for one in (merged, survivor):
        if one.merged_into is not None:
            return f"{one.child_id} was merged into {one.merged_into}; use that record."
    return None


def why_not_split(merged: Child, survivor: Child | None, by: str, reason: str) -> str | None:
    """Why a merged record may not be split, in one sentence; None if it may. `survivor` is the record it was merged into."""
    if (wrong := why_not_by(by, reason)) is not None:
        return wrong
    if merged.merged_into is None or survivor is None:
        return f"{merged.child_id} was not merged into another record, so there is nothing to split."
    if survivor.merged_into is not None:
        return f"{survivor.child_id} was merged into {survivor.merged_into}; split that record first."
    return None


def taken_over(merged: Details, survivor: Details) -> Details:
    """The survivor's details, with values from the merged record where the survivor has none."""
    missing = {
        name: getattr(merged, name)
        for name in _TAKEN_OVER
        if getattr(survivor, name) is None and getattr(merged, name) is not None
    }
    return replace(survivor, **missing)


def differences(merged: Details, survivor: Details) -> tuple[Difference, ...]:
    """The fields in which two records differ."""
    return tuple(
        Difference(name, getattr(merged, name), getattr(survivor, name))
        for name in FIELDS
        if getattr(merged, name) != getattr(survivor, name)
    )
