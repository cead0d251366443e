"""Where what a letter is missing is given: the place in the case, by the name of the fact. Pure."""

from __future__ import annotations

from typing import Literal, get_args

from casework.letters.fact_catalogue import ADDRESS

Place = Literal["people", "child", "reasons", "plan", "list", "authority", "act"]
PLACES: tuple[Place, ...] = get_args(Place)
_OF_THE_AUTHORITY = frozenset(
    {
        "particulars",
        "authority",
        "mediation_adviser",
        "tribunal",
        "disagreement_resolution",
        "information_and_advice",
        "local_offer",
        "service_manager",
        "text",
    }
)
_BY_NAME: dict[str, Place] = {
    "child": "child",
    "reasons": "reasons",
    "plan": "plan",
    "list_of_schools": "list",
}


def place_of(fact: str) -> Place:
    """Return where a missing fact is given: people, the child, reasons, papers, the authority's details, or the act."""
    if fact in ADDRESS:
        return "people"
    if fact in _OF_THE_AUTHORITY:
        return "authority"
    return _BY_NAME.get(fact, "act")
