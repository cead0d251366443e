"""Who besides the family must be told of a request, of what is decided on it, and that a plan will cease.

The health body, the officers of the authority for social care, the head of the setting that the child attends and, of
the ceasing, the setting that the plan names. Nothing is said of needs, nor of why. Sources: SEND Regs 2014 regs 4(2),
5(2), 10(2) and 31(2). For somebody who is detained SI 2015/62 regs 4(2), 5(2) and 10(2) name the youth offending team and the
commissioner of their health services too; who is in charge of the youth accommodation is told what the family is (CFA
2014 s.71(6) and (8), SI 2015/62 reg 5(1)), and of a refusal the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.acts import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.people.parties import ATTENDED, DETAINED_HEALTH, SETTING, YOUTH_ACCOMMODATION, YOUTH_OFFENDING
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, DETAINED, FINAL_PLAN

_EVERYBODY = ("health_body", "social_care", ATTENDED)
_OF_DETAINED = (DETAINED_HEALTH, YOUTH_OFFENDING)
COPIED_OF_DETAINED = (YOUTH_ACCOMMODATION, YOUTH_OFFENDING, DETAINED_HEALTH)
"""Who besides is sent the final plan of somebody who is detained (SI 2015/62 reg 13(2)(b), (c) and (f))."""
CONSIDERED_IN_CHARGE = "request_considered_in_charge"
_IN_CHARGE = {
    "assessment_agreed": "assessment_agreed_in_charge",
    "assessment_refused": "assessment_refused_in_charge",
}
"""The notices to who is in charge of the youth accommodation, by the decisions."""
_TOLD_OF_DETAINED = frozenset({*_IN_CHARGE, "plan_refused"})
"""The decisions on a detained person that the youth offending team and the health commissioner are told of too."""
_EITHER = frozenset({*DECIDE_TO_ASSESS, *DECIDE_ON_A_PLAN, *FINAL_PLAN})
"""The roles of the limits that a release or a detention moves from one instrument to the other."""
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
NOTICES = frozenset(
    {CONSIDERED, CONSIDERED_IN_CHARGE, *_IN_CHARGE.values(), *(kind for kind, _, _ in _TOLD.values())}
)
"""The kinds of these notices."""


def is_detained(clocks: Iterable[Clock]) -> bool:
    """Whether the latest limits of a case are those of a person in relevant youth accommodation."""
    begun = [(clock.started_on, clock.role in DETAINED) for clock in clocks if clock.role in _EITHER]
    return max(begun, default=(date.min, False))[1]


def of_request(event: str, on: date, *, detained: bool) -> tuple[Notice, ...]:
    """That a request is being considered, from the day on which it was received."""
    what = "An education, health and care needs assessment was asked for, and is being considered"
    told = _each(CONSIDERED, _EVERYBODY, on, event, f"{what} (reg 4(2)).")
    if not detained:
        return told
    more = _each(CONSIDERED, _OF_DETAINED, on, event, f"{what} (SI 2015/62 reg 4(2)).")
    in_charge = (YOUTH_ACCOMMODATION,)
    return (
        *told,
        *more,
        *_each(CONSIDERED_IN_CHARGE, in_charge, on, event, f"{what} (CFA 2014 s.71(8))."),
    )


def of_decision(act: Act, on: date, *, detained: bool) -> tuple[Notice, ...]:
    """That a decision was made; nothing for an act that is none of these decisions."""
    decision = str(act.fields.get("decision")) if act.action == "review_decision" else act.action
    if decision not in _TOLD:
        return ()
    kind, roles, text = _TOLD[decision]
    told = _each(kind, roles, on, act.action, text)
    if not detained or decision not in _TOLD_OF_DETAINED:
        return told
    more = _each(kind, _OF_DETAINED, on, act.action, text.replace("(reg ", "(SI 2015/62 reg "))
    if decision not in _IN_CHARGE:
        return (*told, *more)
    said = text.replace("reg 5(2)", "SI 2015/62 reg 5(1)")
    return (*told, *more, *_each(_IN_CHARGE[decision], (YOUTH_ACCOMMODATION,), on, act.action, said))


def _each(kind: str, roles: Iterable[str], on: date, about: str, text: str) -> tuple[Notice, ...]:
    return tuple(Notice(on, kind, role, about, None, text) for role in roles)
