"""The details in a plan that are not those of the child of its case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from casework.people.identity_check import (
    Difference,
    Identity,
    birth_difference,
    contact_difference,
    name_difference,
    nhs_difference,
    text_differences,
    unconfirmed,
)
from casework.plans.plan import Plan
from statute.words import listed

_SECTIONS = {
    "front": "The front of the plan",
    "about": "Section A",
    "areas": "Section B, E or F",
    "health": "Section C or G",
    "social_care": "Section D or H",
    "placement": "Section I",
    "budget": "Section J",
    "advice": "Section K",
}


def plan_differences(plan: Plan, identity: Identity) -> tuple[Difference, ...]:
    """The details in a plan that are not this child's: first the fields for the identity, then the free text."""
    return tuple(_differences(plan, identity))


def wrong_child(
    plan: Plan, version: int, identity: Identity, confirmed: Iterable[tuple[str, str]]
) -> tuple[str, ...]:
    """What a letter with this plan is missing because the plan gives details that are not this child's."""
    left = unconfirmed(plan_differences(plan, identity), confirmed)
    if not left:
        return ()
    details = listed(tuple(dict.fromkeys(f"{one.what} ({one.where})" for one in left)))
    return (
        f"a plan for this child: another {details} is in version {version}; save that version again and confirm why it "
        "is for this child (`ehcp plan save CASE FILE --confirm REASON`), or recall the letter",
    )


def _differences(plan: Plan, identity: Identity) -> Iterator[Difference]:
    front, about = plan.front, plan.about
    yield from name_difference(about.name, _SECTIONS["about"], identity)
    yield from birth_difference(about.born_on, _SECTIONS["about"], identity)
    yield from nhs_difference(front.nhs_number, _SECTIONS["front"], identity)
    if front.contacts:
        main = front.contacts[0]
        yield from contact_difference(main.name, main.address, _SECTIONS["front"], identity)
    for part, content in plan.model_dump(exclude={"front": {"contacts", "nhs_number"}}).items():
        for text in _texts(content):
            yield from text_differences(text, _SECTIONS[part], identity)


def _texts(content: Any) -> Iterator[str]:
    """Every text of a part of a plan."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from _texts(each)
