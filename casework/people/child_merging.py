"""Two records that prove to be one child: when they may be merged and split, and what the survivor takes over. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.people.child import Child, Details, why_not_by

_TAKEN_OVER = ("born_on", "upn", "nhs_number", "address")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records differ: what each says."""

    field: str
    merged: object
    survivor: object


def why_not_merge(merged: Child, survivor: Child, by: str, reason: str) -> str | None:
    """Why two records may not be merged, in one sentence; None where they may."""
    if (wrong := why_not_by(by, reason)) is not None:
        return wrong
    if merged.child_id == survivor.child_id:
        return "That is one record; name the other one too."
    for one in (merged, survivor):
        if one.merged_into is not None:
            return f"{one.child_id} was merged into {one.merged_into}; name that record."
    return None


def why_not_split(merged: Child, survivor: Child | None, by: str, reason: str) -> str | None:
    """Why a merged record may not be split again, in one sentence; `survivor` is the record it was merged into."""
    if (wrong := why_not_by(by, reason)) is not None:
        return wrong
    if merged.merged_into is None or survivor is None:
        return f"{merged.child_id} was not merged into another record, so there is nothing to split."
    if survivor.merged_into is not None:
        return f"{survivor.child_id} was itself merged into {survivor.merged_into}; split that first."
    return None


def taken_over(merged: Details, survivor: Details) -> Details:
    """The survivor's details with what only the merged record knows; where both know something, the survivor's holds."""
    missing = {
        name: getattr(merged, name)
        for name in _TAKEN_OVER
        if getattr(survivor, name) is None and getattr(merged, name) is not None
    }
    return replace(survivor, **missing)


def differences(merged: Details, survivor: Details) -> tuple[Difference, ...]:
    """Where two records say different things."""
    return tuple(
        Difference(name, getattr(merged, name), getattr(survivor, name))
        for name in Details.__slots__
        if getattr(merged, name) != getattr(survivor, name)
    )
