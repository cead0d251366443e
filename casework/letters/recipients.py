"""Who must be told, besides the family, of a request, of the decisions on it, and that a plan will cease.

These are the health body, the authority's officers for social care and the head of the setting that the child attends.
The setting that the plan names is told that the plan will cease. These notices name no needs and give no reasons. Sources:
SEND Regs 2014 regs 4(2), 5(2), 10(2) and 31(2). For a detained person SI 2015/62 regs 4(2), 5(2) and 10(2) add the youth
offending team and the commissioner of their health services. The person in charge of the youth accommodation is told what
the family is told, with the reasons of a refusal (CFA 2014 s.71(6), (8) and (10), SI 2015/62 reg 5(1)).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.acts import Act
from casework.letters.letter_file import Limit
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.people.parties import ATTENDED, DETAINED_HEALTH, SETTING, YOUTH_ACCOMMODATION, YOUTH_OFFENDING
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, DETAINED, FINAL_PLAN

_EVERYBODY = ("health_body", "social_care", ATTENDED)
_OF_DETAINED = (DETAINED_HEALTH, YOUTH_OFFENDING)
CONSIDERED_IN_CHARGE = "request_considered_in_charge"
_IN_CHARGE = {
    "assessment_agreed": ("assessment_agreed_in_charge", "SI 2015/62 reg 5(1)"),
    "assessment_refused": ("assessment_refused_in_charge", "SI 2015/62 reg 5(1)"),
    "plan_refused": ("plan_refused_in_charge", "CFA 2014 s.71(10)"),
}
"""The decisions on a detained person that the person in charge of the youth accommodation, the youth offending team and
the health commissioner are told of too: the notice to the person in charge, and the provision that requires it."""
_EITHER = frozenset({*DECIDE_TO_ASSESS, *DECIDE_ON_A_PLAN, *FINAL_PLAN})
"""The roles of the limits that a release or a detention moves from one instrument to the other."""
CEASING = "plan_to_cease_notice"
"""That a plan will cease; to the setting that the plan names, whichever that is."""
CONSIDERED = "request_considered_notice"
COPY = "final_plan_copy"
"""The copy of a final plan, to the setting that it names and to the health body (reg 13(2))."""
CONSULTATION = "setting_consultation"
"""A setting is asked whether the plan may name it (CFA 2014 ss.39(2) and 40(3))."""
BAND, BAND_COPY = "funding_band", "funding_band_copy"
"""What a setting is paid, by local policy; and the copy of that letter for the family."""
_TOLD: dict[str, tuple[str, tuple[str, ...], str]] = {
    "assessment_agreed": ("assessment_agreed_notice", _EVERYBODY, "reg 5(2)"),
    "assessment_refused": ("assessment_refused_notice", _EVERYBODY, "reg 5(2)"),
    "plan_refused": ("plan_refused_notice", ("health_body", ATTENDED), "reg 10(2)"),
    "cease": (CEASING, (SETTING, "health_body"), "reg 31(2)"),
}
"""The notice of each decision, who it goes to, and the provision that requires it."""
NOTICES = frozenset(
    {
        CONSIDERED,
        CONSIDERED_IN_CHARGE,
        *(kind for kind, _ in _IN_CHARGE.values()),
        *(kind for kind, _, _ in _TOLD.values()),
    }
)
"""The kinds of these notices."""


def is_detained(limits: Iterable[Limit]) -> bool:
    """Whether the latest limits of a case are those of a person in relevant youth accommodation."""
    begun = [(limit.started_on, limit.role in DETAINED) for limit in limits if limit.role in _EITHER]
    return max(begun, default=(date.min, False))[1]


def of_request(event: str, on: date, *, detained: bool) -> tuple[Notice, ...]:
    """That a request is being considered, from the day on which it was received."""
    told = _each(CONSIDERED, _EVERYBODY, on, event, "reg 4(2)")
    if not detained:
        return told
    more = _each(CONSIDERED, _OF_DETAINED, on, event, "SI 2015/62 reg 4(2)")
    return (*told, *more, *_each(CONSIDERED_IN_CHARGE, (YOUTH_ACCOMMODATION,), on, event, "CFA 2014 s.71(8)"))


def of_decision(act: Act, on: date, *, detained: bool) -> tuple[Notice, ...]:
    """That a decision was made; nothing for an act that is none of these decisions."""
    decision = str(act.fields.get("decision")) if act.action == "review_decision" else act.action
    if decision not in _TOLD:
        return ()
    kind, roles, law = _TOLD[decision]
    told = _each(kind, roles, on, act.action, law)
    if not detained or decision not in _IN_CHARGE:
        return told
    more = _each(kind, _OF_DETAINED, on, act.action, law.replace("reg ", "SI 2015/62 reg ", 1))
    in_charge_kind, in_charge_law = _IN_CHARGE[decision]
    in_charge = _each(in_charge_kind, (YOUTH_ACCOMMODATION,), on, act.action, in_charge_law)
    return (*told, *more, *in_charge)


def _each(kind: str, roles: Iterable[str], on: date, about: str, law: str) -> tuple[Notice, ...]:
    text = sentence(kind, law=law)
    return tuple(Notice(on, kind, role, about, None, text) for role in roles)
