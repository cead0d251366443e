"""Why a person of the family is in a case: the right or the care that they have. Pure.

Sources: parental responsibility and care (Education Act 1996 s.576, Children Act 1989 s.3); who acts for a young person
without capacity (SEND Regs 2014 regs 63 and 64, Mental Capacity Act 2005).
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.people.parties import PARENTS

_OF_PARENTS: Mapping[str, str] = {
    "parental_responsibility": "Has parental responsibility",
    "care": "Cares for the child, without parental responsibility",
    "neither": "Has neither parental responsibility nor care of the child",
}
_OF_REPRESENTATIVES: Mapping[str, str] = {
    "attorney": "Attorney under a lasting power of attorney",
    "deputy": "Deputy that the Court of Protection appointed",
    "parent": "Parent, because the young person has no attorney or deputy",
}
ENTITLEMENTS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(PARENTS, _OF_PARENTS),
    "representative": _OF_REPRESENTATIVES,
}
"""What may be recorded of a person's right, in words, by their relationship."""
IN_WORDS: Mapping[str, str] = {**_OF_PARENTS, **_OF_REPRESENTATIVES}
"""Each right in words, by its code."""


def why_not_entitled(relationship: str, entitlement: str | None) -> str | None:
    """Why a right cannot be recorded for a relationship, in one sentence; None if it can."""
    if entitlement is None or entitlement in ENTITLEMENTS.get(relationship, {}):
        return None
    if entitlement not in IN_WORDS:
        return "Select the right that this person has from the options."
    return f"“{IN_WORDS[entitlement]}” cannot be recorded for this relationship; leave it out."
