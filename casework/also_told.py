"""Who besides the family must be told of a request, of what is decided on it, and that a plan will cease.

The health body, the officers of the authority for social care, the head of the setting that the child attends and, of
the ceasing, the setting that the plan names. Nothing is said of needs, nor of why. Sources: SEND Regs 2014 regs 4(2),
5(2), 10(2) and 31(2); for somebody who is detained SI 2015/62 regs 4(2), 5(2) and 10(2), which name these and others.
"""

from __future__ import annotations

from datetime import date

from casework.acts import Act
from casework.notice import Notice
from casework.parties import ATTENDED, SETTING

_EVERYBODY = ("health_body", "social_care", ATTENDED)
CEASING = "plan_to_cease_notice"
"""That a plan will cease; to the setting that the plan names, whichever that is."""
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
    "cease": (
        CEASING,
        (SETTING, "health_body"),
        "It was decided to cease to maintain the education, health and care plan (reg 31(2)).",
    ),
}
"""The notice of each decision, whom it goes to, and its sentence."""
NOTICES = frozenset({CONSIDERED, *(kind for kind, _, _ in _TOLD.values())})
"""The kinds of these notices."""


def of_request(event: str, on: date) -> tuple[Notice, ...]:
    """That a request is being considered, from the day on which it was received."""
    text = "An education, health and care needs assessment was asked for, and is being considered (reg 4(2))."
    return tuple(Notice(on, CONSIDERED, role, event, None, text) for role in _EVERYBODY)


def of_decision(act: Act, on: date) -> tuple[Notice, ...]:
    """That a decision was made; nothing for an act that is none of these decisions."""
    decision = str(act.fields.get("decision")) if act.action == "review_decision" else act.action
    if decision not in _TOLD:
        return ()
    kind, roles, text = _TOLD[decision]
    return tuple(Notice(on, kind, role, act.action, None, text) for role in roles)
