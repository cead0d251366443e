"""What the law asks to be said with an act: reasons, grounds, and whose consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from casework.case.acts import ADVISERS, GROUNDS, Act
from casework.case.case import Case, advice, never_asked
from statute.facts import Event
from statute.words import listed, long_date

_ADVISED_ON = {
    "assessment_agreed": ("assess", "do_not_assess"),
    "assessment_refused": ("assess", "do_not_assess"),
    "plan_agreed": ("make_plan", "do_not_make_plan"),
    "plan_refused": ("make_plan", "do_not_make_plan"),
}
"""What a panel can have advised on each decision."""


REASONS_REQUIRED = {
    "assessment_refused": "CFA 2014 s.36(5)(a)",
    "plan_refused": "CFA 2014 s.36(9)(c)",
    "amendment_not_made": "reg 22(4)",
    "reassessment_refused": "our own rule",
}
"""The decisions that must give their reasons, with the source that asks for them, as in the letters that tell them."""
_SENDS_A_PLAN = frozenset({"final_issued", "amended_final_issued"})
_NEEDS_NEW_AGREEMENT = _SENDS_A_PLAN | {"assessment_agreed", "reassessment_agreed"}
LONGEST_PLAN = timedelta(days=42)
"""How long the acknowledgement of a breach keeps its alerts quiet at most; then it is acknowledged anew, or told."""


def unexplained(case: Case, act: Act, *, named: bool, owed: bool = False) -> str | None:
    """What should have been said with an act and was not, in one sentence; None where nothing is missing.

    `owed` is whether everything that the law asks to be said with a decision must be said with it.
    """
    if (why := _not_said(case, act, named=named)) is not None:
        return why
    return _owed(case, act) if owed else None


def _owed(case: Case, act: Act) -> str | None:
    """The reasons of a refusal, and of a final plan whatever was not done before it or was asked for and not named."""
    source = REASONS_REQUIRED.get(act.action)
    if source is not None and not act.fields.get("reason"):
        return f"This decision must give its reasons ({source}): say them with reason=."
    if act.action != "final_issued":
        return None
    asked_for = wanted(case)
    if asked_for and not act.fields.get("setting") and not act.fields.get("reason"):
        return f"The family asked for {asked_for}; say which setting the plan names with setting=, or why it names none with reason= (s.39)."
    if (unmet := _begun_before_final(case)) and not act.fields.get("explained"):
        return f"{' '.join(unmet)} Do it first, or say with explained= why the plan is sent without it."
    return None


def unmet_before_final(case: Case, act: Act) -> tuple[str, ...]:
    """The duties of the authority before a final plan that are not recorded as done, each as a sentence."""
    said = []
    if unasked := never_asked(case):
        said.append(f"Advice was never asked of {listed(unasked)}; every assessment needs it (reg 6(1)).")
    names = act.fields.get("setting")
    if names and names != not_consulted(case) and not _is_consulted(case, str(names)):
        said.append(
            f"The plan names {names}, which is not recorded as consulted; it must be (ss.39(2) and 40(3))."
        )
    return (*said, *_begun_before_final(case))


def agreed_by_health(events: Sequence[Event]) -> bool:
    """Whether the health body's agreement to the provision of the plan now made is on record (reg 12(2)).

    An agreement is to one plan: a plan that is sent, or an assessment that begins, leaves none of before.
    """
    agreed = False
    for event in events:
        agreed = event.event == "health_provision_agreed" or (
            agreed and event.event not in _NEEDS_NEW_AGREEMENT
        )
    return agreed


def health_not_agreed(case: Case, act: Act) -> list[str]:
    """What to know where a plan is sent whose health care provision nobody is known to have agreed."""
    if (
        act.action not in _SENDS_A_PLAN
        or not act.fields.get("health_provision")
        or agreed_by_health(case.events)
    ):
        return []
    return [
        "Section G holds health care provision, and no agreement of the responsible commissioning body to it is on record; "
        "it must be agreed (reg 12(2)): record health_provision_agreed."
    ]


def _begun_before_final(case: Case) -> tuple[str, ...]:
    """Of those duties what was begun, or asked for by the family, and is not done."""
    said = []
    if missing := advice(case)[1]:
        said.append(f"Advice is still outstanding from {listed(ADVISERS.get(of, of) for of in missing)}.")
    if (asked_for := not_consulted(case)) is not None:
        said.append(
            f"The family asked for {asked_for}, and it is not recorded as consulted; it must be (s.39(2))."
        )
    asked, held = case.last("family_meeting_asked"), case.last("family_meeting_held")
    if asked is not None and (held is None or case.events.index(held) < case.events.index(asked)):
        said.append(
            "The family asked for a meeting, and none is recorded; it may require one (s.38(2)(b)(ii))."
        )
    return tuple(said)


def _not_said(case: Case, act: Act, *, named: bool) -> str | None:
    match act.action:
        case "advice_sufficient":
            if not (act.fields.get("author_agrees") and act.fields.get("family_agrees")):
                return "Earlier advice is enough only if its author and the family accept it too (reg 6(4)); ask for advice instead."
        case "breach_acknowledged":
            return _no_plan(act, named)
        case "setting_responded":
            if act.fields.get("answer") == "cannot_meet_need" and not act.fields.get("ground"):
                return f"A setting that cannot meet need must say on which ground: ground={listed(GROUNDS)} (s.39(4))."
        case "tailored_list_sent":
            if case.last("tailored_list_declined") is not None and not act.fields.get("asked_by_family"):
                return "The family said that it wants no tailored list; it is sent only if the family asks for it after all: asked_by_family=true."
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
    return asked_for if asked_for and not _is_consulted(case, asked_for) else None


def _is_consulted(case: Case, setting: str) -> bool:
    return any(e.event == "setting_consulted" and e.of == setting for e in case.events)


def closure_in_the_way(act: Act) -> list[str]:
    """What to know of consulting a setting that is closed in the 15 days of the guidance (Code 9.83)."""
    if act.action != "setting_consulted" or not act.fields.get("reopens_on"):
        return []
    reopens = date.fromisoformat(str(act.fields["reopens_on"]))
    return [
        f"The setting is closed until {long_date(reopens)}. The 15 days of the guidance do not wait for it (Code 9.83), "
        "and neither does the final plan: ask whom to reach meanwhile."
    ]


def draft_not_here(case: Case, act: Act) -> list[str]:
    """What to know where a setting is consulted on a draft that is not kept here, and so cannot go with the letter."""
    if act.action != "setting_consulted":
        return []
    draft = case.last("draft_issued")
    if draft is not None and str(draft.fields.get("document") or "").startswith("plan-"):
        return []
    return [
        "No draft plan that was sent is kept here, and so none goes with the letter to the setting, which says that it "
        "follows: send it yourself."
    ]


def _no_plan(act: Act, named: bool) -> str | None:
    """Why a breach is not acknowledged yet: it takes a name, and a plan with a day that is near enough."""
    if not named:
        return "A breach is acknowledged by somebody; say who, with --by."
    by = date.fromisoformat(str(act.fields["planned_on"]))
    if act.on is not None and by <= act.on:
        return f"A plan is for a day to come; {long_date(by)} is not after {long_date(act.on)}."
    if act.on is not None and by > act.on + LONGEST_PLAN:
        return (
            f"The alerts stop for {LONGEST_PLAN.days} days at most; plan a step by {long_date(act.on + LONGEST_PLAN)}, and "
            "acknowledge the breach again then."
        )
    return None
