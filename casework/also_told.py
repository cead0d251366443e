"""Who besides the family must be told of a request, and of what is decided on it.

The health body, the officers of the authority for social care, and the head of the setting that the child attends.
Nothing is said of needs, nor of why. Sources: SEND Regs 2014 regs 4(2), 5(2) and 10(2); for somebody who is detained
SI 2015/62 regs 4(2), 5(2) and 10(2), which name these and others.
"""

from __future__ import annotations

from datetime import date

from casework.notice import Notice
from casework.parties import ATTENDED

_EVERYBODY = ("health_body", "social_care", ATTENDED)
CONSIDERED = "request_considered_notice"
_TOLD: dict[str, tuple[str, tuple[str, ...], str]] = {
    "assessment_agreed": (
        "assessment_agreed_notice",
        _EVERYBODY,
        "It was decided to carry out an education, health and care needs assessment (reg 5(2)).",
    ),
    "assessment_refused": (
        "assessment_refused_notice",
        _EVERYBODY,
        "It was decided not to carry out an education, health and care needs assessment (reg 5(2)).",
    ),
    "plan_refused": (
        "plan_refused_notice",
        ("health_body", ATTENDED),
        "It was decided not to make an education, health and care plan (reg 10(2)).",
    ),
}
"""The notice of each decision, whom it goes to, and its sentence."""
NOTICES = frozenset({CONSIDERED, *(kind for kind, _, _ in _TOLD.values())})
"""The kinds of these notices."""


def of_request(event: str, on: date) -> tuple[Notice, ...]:
    """That a request is being considered, from the day on which it was received."""
    text = "An education, health and care needs assessment was asked for, and is being considered (reg 4(2))."
    return tuple(Notice(on, CONSIDERED, role, event, None, text) for role in _EVERYBODY)


def of_decision(action: str, on: date) -> tuple[Notice, ...]:
    """That a decision was made; nothing for an act that is none of these decisions."""
    if action not in _TOLD:
        return ()
    kind, roles, text = _TOLD[action]
    return tuple(Notice(on, kind, role, action, None, text) for role in roles)
