"""Whether an act may be recorded in a plan for the local area: None if it may, otherwise one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, wrong_shape
from casework.inclusion_plan.assumptions import why_not
from casework.inclusion_plan.plan_types import SIGN_OFFS
from casework.processes.area_strategy.acts import ACTS, FROZEN, NEEDS_REASON, PARTNERS_ACTS
from casework.processes.area_strategy.strategy import (
    DRAFTING,
    IN_REVIEW,
    PUBLISHED,
    TO_SIGN,
    Strategy,
)
from casework.processes.page import as_date
from statute.words import listed, short_date

_WRITING: Final = frozenset({DRAFTING, IN_REVIEW})
_OPEN: Final = frozenset({DRAFTING, IN_REVIEW, TO_SIGN, PUBLISHED})
_STAGES: Final[Mapping[str, frozenset[str]]] = {
    "write_section": _WRITING,
    "set_assumption": _WRITING,
    "freeze_evidence": _WRITING,
    "add_priority": _WRITING,
    "update_priority": _WRITING | {PUBLISHED},
    "change_type": _WRITING,
    "name_signer": _OPEN,
    "start_review": frozenset({DRAFTING}),
    "record_comment": frozenset({IN_REVIEW}),
    "ask_sign_off": frozenset({IN_REVIEW}),
    "record_sign_off": frozenset({TO_SIGN}),
    "refuse_sign_off": frozenset({TO_SIGN}),
    "reopen": frozenset({IN_REVIEW, TO_SIGN}),
    "publish": frozenset({TO_SIGN}),
    "start_refresh": frozenset({PUBLISHED}),
    "close_plan": _OPEN,
}
"""The stages in which each act may be recorded."""
_WHY: Final[Mapping[str, str]] = {
    DRAFTING: "The plan is being drafted. Send it to the partnership first.",
    IN_REVIEW: "The partnership is reviewing the plan. Ask for sign-off, or return it to drafting.",
    TO_SIGN: "The partners are signing the plan off, so it cannot change. Return it to drafting first.",
    PUBLISHED: "The plan is published, so it cannot change. Start the yearly refresh to make the next version.",
}


def refusal(plan: Strategy, act: Act, today: date, by: str | None) -> str | None:
    """Return why an act may not be recorded today, in one sentence; None if it may."""
    action = ACTS.get(act.action)
    if action is None:
        return f"There is no act {act.action!r} in this plan; the acts are {listed(ACTS)}."
    return (
        wrong_shape(action, act)
        or _not_now(plan, act.action)
        or _misdated(plan, act, today)
        or _not_so(plan, act, by)
    )


def allowed(plan: Strategy, by: str | None) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    left_out = set[str]()
    theirs = plan.signs_for(by)
    if theirs:
        left_out = set(ACTS) - PARTNERS_ACTS
    if by is not None and not set(plan.unsigned) & _signable(plan, by):
        left_out.add("record_sign_off")
    return tuple(
        action
        for action in ACTS.values()
        if action.name not in left_out
        and _not_now(plan, action.name) is None
        and not (action.name == "update_priority" and not plan.priorities)
    )


def _not_now(plan: Strategy, action: str) -> str | None:
    if plan.is_over:
        return "The plan is closed. Start a new plan to change anything."
    if action == FROZEN:
        return "The service records this when the evidence is made. Freeze the evidence instead."
    if plan.stage not in _STAGES[action]:
        return _WHY[plan.stage]
    if action == "ask_sign_off":
        return _unfinished(plan)
    if action == "publish" and plan.unsigned:
        return f"{listed([SIGN_OFFS[one].title for one in plan.unsigned], 'and')} must sign off before you publish."
    return (
        "Every partner has signed off. Publish the plan."
        if action == "record_sign_off" and not plan.unsigned
        else None
    )


def _unfinished(plan: Strategy) -> str | None:
    """Return what a plan still needs before partners can sign it off."""
    if plan.unwritten:
        return f"Write {listed(plan.unwritten, 'and')} before you ask for sign-off."
    if plan.wanted is not None:
        return "The evidence is being made. Ask for sign-off when it is frozen."
    if plan.evidence is None:
        return "Freeze the evidence before you ask for sign-off."
    return None if plan.priorities else "Add a priority before you ask for sign-off."


def _misdated(plan: Strategy, act: Act, today: date) -> str | None:
    if (why := in_future(act.on, today)) is not None:
        return why
    if act.on is not None and act.on < plan.since:
        return f"{short_date(act.on)} is before {short_date(plan.since)}, when this stage began; correct the date."
    return None


def _not_so(plan: Strategy, act: Act, by: str | None) -> str | None:
    told = act.fields
    match act.action:
        case "write_section" if plan.plan_type.section(str(told["section"])) is None:
            keys = listed([one.key for one in plan.plan_type.sections])
            return f"{plan.plan_type.title} has no section {told['section']!r}; its sections are {keys}."
        case "set_assumption":
            return why_not(str(told["assumption"]), str(told["value"]))
        case "freeze_evidence" if act.on is not None and as_date(told["as_at"]) > act.on:
            return "Date of the evidence must be today or earlier."
        case "change_type" if told["type"] == plan.type:
            return f"This plan is a {plan.plan_type.title} already; choose another type."
        case "update_priority":
            return _priority_refused(plan, act)
        case "name_signer":
            return _signer_refused(plan, act)
        case "record_sign_off" | "refuse_sign_off" | "record_comment":
            return _partner_refused(plan, act, by)
    return None


def _priority_refused(plan: Strategy, act: Act) -> str | None:
    if plan.priority(act.fields["priority"]) is None:
        if not plan.priorities:
            return "This plan has no priority yet; add one first."
        known = listed([one.id for one in plan.priorities])
        return f"There is no priority {act.fields['priority']!r}; the priorities are {known}."
    if act.fields["state"] in NEEDS_REASON and not act.fields.get("reason"):
        return "reason is missing: say why the priority is at risk, off track or stopped."
    return None


def _signable(plan: Strategy, by: str) -> set[str]:
    """Return the partners whose sign-off a person may record: their own, or those that no person was named for."""
    if theirs := plan.signs_for(by):
        return set(theirs)
    named = {"authority": plan.signer, **plan.signers}
    return {one.key for one in plan.plan_type.sign_offs if named.get(one.key, by) == by}


def _signer_refused(plan: Strategy, act: Act) -> str | None:
    partner, person = str(act.fields["partner"]), str(act.fields["person"])
    if partner not in {one.key for one in plan.plan_type.sign_offs}:
        return (
            f"{SIGN_OFFS[partner].title} does not sign off a {plan.plan_type.title}; choose another partner."
        )
    if person in plan.own_staff:
        return f"person: {person} signs or writes for the authority; name a person of the partner."
    if plan.signers.get(partner) == person:
        return f"person: {person} signs for {SIGN_OFFS[partner].title} already; name another person."
    return None


def _partner_refused(plan: Strategy, act: Act, by: str | None) -> str | None:
    partner = str(act.fields["partner"])
    if partner not in {one.key for one in plan.plan_type.sign_offs}:
        return (
            f"{SIGN_OFFS[partner].title} does not sign off a {plan.plan_type.title}; choose another partner."
        )
    if act.action != "record_comment" and partner not in plan.unsigned:
        return f"{SIGN_OFFS[partner].title} has signed off already; choose another partner."
    theirs = plan.signs_for(by)
    if theirs and partner not in theirs:
        own = listed([SIGN_OFFS[one].title for one in theirs], "or")
        return f"partner: you act for {own} only; choose that partner."
    if act.action == "record_sign_off" and partner == "authority" and by != plan.signer:
        return f"partner: {plan.signer} signs off for the authority; ask them to record it."
    if act.action == "record_sign_off" and partner in plan.signers and partner not in theirs:
        return f"partner: {plan.signers[partner]} signs off for {SIGN_OFFS[partner].title}; ask them to record it."
    return None
