"""What the law asks to be said with an act: reasons, grounds, and whose consent."""

from __future__ import annotations

from datetime import date

from casework.acts import GROUNDS, Act
from casework.case import Case
from statute.facts import Event
from statute.words import listed, long_date

_ADVISED_ON = {
    "assessment_agreed": ("assess", "do_not_assess"),
    "assessment_refused": ("assess", "do_not_assess"),
    "plan_agreed": ("make_plan", "do_not_make_plan"),
    "plan_refused": ("make_plan", "do_not_make_plan"),
}
"""What a panel can have advised on each decision."""


def unexplained(case: Case, act: Act, *, named: bool) -> str | None:
    """What should have been said with an act and was not, in one sentence; None where nothing is missing."""
    match act.action:
        case "advice_sufficient":
            if not (act.fields.get("author_agrees") and act.fields.get("family_agrees")):
                return "Earlier advice is enough only if its author and the family accept it too (reg 6(4)); ask for advice instead."
        case "setting_responded":
            if act.fields.get("answer") == "cannot_meet_need" and not act.fields.get("ground"):
                return f"A setting that cannot meet need must say on which ground: ground={listed(GROUNDS)} (s.39(4))."
        case "final_issued":
            asked_for, names = wanted(case), act.fields.get("setting")
            if asked_for and names and names != asked_for and not act.fields.get("reason"):
                return (
                    f"The family asked for {asked_for} and the plan names {names}; give the reason (s.39(4))."
                )
        case name if name in _ADVISED_ON and (advice := _advice_on(case, name)) is not None:
            advised = str(advice.fields.get("recommendation")).replace("_", " ")
            if not act.fields.get("reason"):
                return f"The panel advised ({advised}), and the decision is the authority's own: give its reasons with reason=."
            if not named:
                return f"The panel advised ({advised}), and the decision is a named officer's: say whose with --by."
    return None


def _advice_on(case: Case, decision: str) -> Event | None:
    """The panel's recommendation that a decision follows, unless one was decided since."""
    for event in reversed(case.events):
        if event.event in _ADVISED_ON:
            return None
        if event.event == "panel_recommended" and event.fields.get("recommendation") in _ADVISED_ON[decision]:
            return event
    return None


def wanted(case: Case) -> str | None:
    """The setting that the family asked for last, where it asked for one."""
    for event in reversed(case.events):
        if event.event == "representations_received" and event.fields.get("setting"):
            return str(event.fields["setting"])
    return None


def not_consulted(case: Case) -> str | None:
    """The setting that the family asked for, where it has not been consulted."""
    asked_for = wanted(case)
    if asked_for and not any(e.event == "setting_consulted" and e.of == asked_for for e in case.events):
        return asked_for
    return None


def closure_in_the_way(act: Act) -> list[str]:
    """What to know of consulting a setting that is closed in the 15 days of the guidance (Code 9.83)."""
    if act.action != "setting_consulted" or not act.fields.get("reopens_on"):
        return []
    reopens = date.fromisoformat(str(act.fields["reopens_on"]))
    return [
        f"The setting is closed until {long_date(reopens)}. The 15 days of the guidance do not wait for it (Code 9.83), "
        "and neither does the final plan: ask whom to reach meanwhile."
    ]
