"""What the law requires an act to come with: reasons, grounds and consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from casework.case.acts import ADVISERS, GROUNDS, Act
from casework.case.case import Case, advice, never_asked
from casework.case.casework_acts import WARNING_ANSWERED
from casework.case.statutory_acts import FINAL_PLANS
from statute.facts import Event
from statute.words import listed, long_date

_ADVISED_ON = {
    "assessment_agreed": ("assess", "do_not_assess"),
    "assessment_refused": ("assess", "do_not_assess"),
    "plan_agreed": ("make_plan", "do_not_make_plan"),
    "plan_refused": ("make_plan", "do_not_make_plan"),
}
"""The panel recommendations that concern each decision."""


REASONS_REQUIRED = {
    "assessment_refused": "CFA 2014 s.36(5)(a)",
    "plan_refused": "CFA 2014 s.36(9)(c)",
    "amendment_not_made": "reg 22(4)",
    "reassessment_refused": "our own rule",
}
"""The decisions that must give their reasons, with the source that asks for them, as in the letters that tell them."""
_SENDS_A_PLAN = frozenset(FINAL_PLANS)
_NEEDS_NEW_AGREEMENT = _SENDS_A_PLAN | {"assessment_agreed", "reassessment_agreed"}
LONGEST_PLAN = timedelta(days=42)
"""The longest time for which an acknowledged breach has no alerts. After it, the breach is acknowledged again or alerted."""


def unexplained(case: Case, act: Act, *, actor_known: bool, needs_reasons: bool = False) -> str | None:
    """What an act should come with and does not, in one sentence; None if nothing is missing.

    `needs_reasons` is whether a decision must come with everything that the law requires.
    """
    if (why := _not_said(case, act, actor_known=actor_known)) is not None:
        return why
    return _reasons_missing(case, act) if needs_reasons else None


def _reasons_missing(case: Case, act: Act) -> str | None:
    """Which reason is missing: for a refusal, or for a final plan without the setting asked for or without an earlier step."""
    source = REASONS_REQUIRED.get(act.action)
    if source is not None and not act.fields.get("reason"):
        return f"This decision must give its reasons ({source}). Enter the reason for it."
    if act.action != "final_issued":
        return None
    asked_for = wanted(case)
    if asked_for and not act.fields.get("setting") and not act.fields.get("reason"):
        return f"The family asked for {asked_for}. Enter the setting that the plan names, or the reason why it names none (s.39)."
    if (unmet := _begun_before_final(case)) and not act.fields.get("explained"):
        return f"{' '.join(unmet)} Do it first. If you send the plan without it, that must be explained."
    return None


def unmet_before_final(case: Case, act: Act) -> tuple[str, ...]:
    """The authority's duties before a final plan that are not recorded as done, one sentence each."""
    said = []
    if unasked := never_asked(case):
        said.append(f"Advice was never asked of {listed(unasked)}; every assessment needs it (reg 6(1)).")
    names = act.fields.get("setting")
    if names and names != not_consulted(case) and not _is_consulted(case, str(names)):
        said.append(
            f"The plan names {names}, which is not recorded as consulted. You must consult it first (ss.39(2) and 40(3))."
        )
    return (*said, *_begun_before_final(case))


def agreed_by_health(events: Sequence[Event]) -> bool:
    """Whether the health body's agreement to the provision of the current plan is on record (reg 12(2)).

    An agreement covers one plan: it no longer counts once a plan is sent or an assessment begins.
    """
    agreed = False
    for event in events:
        agreed = event.event == "health_provision_agreed" or (
            agreed and event.event not in _NEEDS_NEW_AGREEMENT
        )
    return agreed


def health_not_agreed(case: Case, act: Act) -> list[str]:
    """The warning for a plan with health care provision that no health body is recorded as having agreed."""
    if (
        act.action not in _SENDS_A_PLAN
        or not act.fields.get("health_provision")
        or agreed_by_health(case.events)
    ):
        return []
    return [
        "Section G holds health care provision, and the responsible commissioning body is not recorded as having agreed it "
        "(reg 12(2)). Record the health body's agreement to Section G."
    ]


def _begun_before_final(case: Case) -> tuple[str, ...]:
    """Of those duties, the ones that were begun, or that the family asked for, and are not done."""
    said = []
    if missing := advice(case)[1]:
        said.append(f"Advice is still outstanding from {listed(ADVISERS.get(of, of) for of in missing)}.")
    if (asked_for := not_consulted(case)) is not None:
        said.append(
            f"The family asked for {asked_for}, which is not recorded as consulted. You must consult it (s.39(2))."
        )
    asked, held = case.last("family_meeting_asked"), case.last("family_meeting_held")
    if asked is not None and (held is None or case.events.index(held) < case.events.index(asked)):
        said.append(
            "The family asked for a meeting, which it has a right to, and none is recorded (s.38(2)(b)(ii))."
        )
    return tuple(said)


def _not_said(case: Case, act: Act, *, actor_known: bool) -> str | None:
    match act.action:
        case "advice_sufficient":
            if not (act.fields.get("author_agrees") and act.fields.get("family_agrees")):
                return "Earlier advice is enough only if its author and the family accept it too (reg 6(4)); ask for advice instead."
        case "breach_acknowledged":
            return _plan_refused(act, actor_known)
        case name if name == WARNING_ANSWERED:
            return _warning_plan_refused(act, actor_known)
        case "setting_responded":
            if act.fields.get("answer") == "cannot_meet_need" and not act.fields.get("ground"):
                return f"A setting that cannot meet need must give its ground: {listed(GROUNDS, 'or')} (s.39(4))."
        case "tailored_list_sent":
            if case.last("tailored_list_declined") is not None and not act.fields.get("asked_by_family"):
                return "The family said that it wants no tailored list. Send it only if the family has since asked for it, and say that it has."
        case "final_issued":
            asked_for, names = wanted(case), act.fields.get("setting")
            if asked_for and names and names != asked_for and not act.fields.get("reason"):
                return (
                    f"The family asked for {asked_for} and the plan names {names}; give the reason (s.39(4))."
                )
        case name if name in _ADVISED_ON and (advice := _advice_on(case, name)) is not None:
            advised = str(advice.fields.get("recommendation")).replace("_", " ")
            if not act.fields.get("reason"):
                return f"The panel advised ({advised}), but the decision is the authority's own. Enter the reason for it."
            if not actor_known:
                return f"The panel advised ({advised}), but a named officer must decide. Say who decided."
    return None


def _advice_on(case: Case, decision: str) -> Event | None:
    """The panel's recommendation on a decision, unless a decision has been made since; else None."""
    for event in reversed(case.events):
        if event.event in _ADVISED_ON:
            return None
        if event.event == "panel_recommended" and event.fields.get("recommendation") in _ADVISED_ON[decision]:
            return event
    return None


def wanted(case: Case) -> str | None:
    """The setting that the family last asked for, or None."""
    for event in reversed(case.events):
        if event.event == "representations_received" and event.fields.get("setting"):
            return str(event.fields["setting"])
    return None


def not_consulted(case: Case) -> str | None:
    """The setting that the family asked for, if it has not been consulted; else None."""
    asked_for = wanted(case)
    return asked_for if asked_for and not _is_consulted(case, asked_for) else None


def _is_consulted(case: Case, setting: str) -> bool:
    return any(e.event == "setting_consulted" and e.of == setting for e in case.events)


def closure_in_the_way(act: Act) -> list[str]:
    """The warning where a consulted setting is closed during the 15 days of the guidance (Code 9.83)."""
    if act.action != "setting_consulted" or not act.fields.get("reopens_on"):
        return []
    reopens = date.fromisoformat(str(act.fields["reopens_on"]))
    return [
        f"The setting is closed until {long_date(reopens)}. The 15 days of the guidance do not wait for it (Code 9.83), "
        "and neither does the final plan. Ask who you can reach while it is closed."
    ]


def draft_not_here(case: Case, act: Act) -> list[str]:
    """The warning where a setting is consulted on a draft that is not kept here, so that none goes with the letter."""
    if act.action != "setting_consulted":
        return []
    draft = case.last("draft_issued")
    if draft is not None and str(draft.fields.get("document") or "").startswith("plan-"):
        return []
    return [
        "The draft plan is not kept here, so it does not go with the letter to the setting. The letter says that the draft "
        "will follow: send it yourself."
    ]


def _warning_plan_refused(act: Act, actor_known: bool) -> str | None:
    """Why an early warning cannot be answered: no name, or a planned day that is past; else None."""
    if not actor_known:
        return "A named person must answer a warning. Say who does."
    by = date.fromisoformat(str(act.fields["planned_on"]))
    if act.on is not None and by <= act.on:
        return f"The plan must be for a future day; {long_date(by)} is not after {long_date(act.on)}."
    return None


def _plan_refused(act: Act, actor_known: bool) -> str | None:
    """Why a breach cannot be acknowledged: no name, or a planned day that is past or too far ahead; else None."""
    if not actor_known:
        return "A named person must acknowledge a breach. Say who acknowledges it."
    by = date.fromisoformat(str(act.fields["planned_on"]))
    if act.on is not None and by <= act.on:
        return f"The plan must be for a future day; {long_date(by)} is not after {long_date(act.on)}."
    if act.on is not None and by > act.on + LONGEST_PLAN:
        return (
            f"The alerts stop for at most {LONGEST_PLAN.days} days: plan a step by {long_date(act.on + LONGEST_PLAN)}, and "
            "acknowledge the breach again then."
        )
    return None
