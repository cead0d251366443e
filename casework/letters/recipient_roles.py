"""The roles that are written to: the authority's own people, and everyone outside it."""

from __future__ import annotations

from casework.people.parties import DETAINED_HEALTH, YOUTH_ACCOMMODATION, YOUTH_OFFENDING

INSIDE = frozenset({"case_officer", "team_manager", "head_of_service", "service_manager"})
"""The roles of the authority's own people, and of the managers who answer for a service."""
OUTSIDE = (
    "family",
    "adviser",
    "attended_setting",
    "setting",
    "health_body",
    "social_care",
    "mediator",
    "mediation_adviser",
    YOUTH_ACCOMMODATION,
    YOUTH_OFFENDING,
    DETAINED_HEALTH,
)
"""The roles whose bulk mailings wait for a second look."""
