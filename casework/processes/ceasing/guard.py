"""Whether an act may be recorded while a plan may cease: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import malformed
from casework.plans.cease_reasons import cease_reason
from casework.processes.ceasing.ending import (
    ACTS,
    AGE_KNOWN,
    CALLS,
    CEASE,
    NO_RETURN,
    OVER_18,
    OVER_25,
    UNDER_18,
    Ending,
)
from casework.processes.ceasing.limits import kept_until
from casework.processes.plan_changed import PLAN_CHANGED
from casework.processes.recorded_facts import misdated
from statute.words import short_date

_AUTOMATIC = frozenset({AGE_KNOWN, PLAN_CHANGED.name})
_BEFORE = frozenset(
    {"change_reason", "ask_views", "record_views", "record_review", "decide_ceasing", "stop_ceasing"}
)
_AFTER = frozenset({"record_dispute", "end_plan"})
_ORDER: Mapping[str, str] = {
    CALLS: "this began",
    "ask_views": "the family was asked",
    "decide_ceasing": "the decision",
}
_NEEDS = {
    "still_in_education": "Say whether they are still in education or training: this reason is only for those who are. Choose another reason if they are not.",
    "not_engaging": "Say whether they have stopped taking part in education or training: this reason is only for those who have.",
}


def refusal(ending: Ending, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded today, in one sentence; None if it may."""
    if (why := malformed("ending", ACTS, act)) is not None:
        return why
    if act.action in _AUTOMATIC:
        return "It is over." if ending.is_over else misdated(ending, act, today, {})
    return not_now(ending, act.action) or misdated(ending, act, today, _ORDER) or _not_so(ending, act)


def allowed(ending: Ending) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(
        action
        for name, action in ACTS.items()
        if name not in _AUTOMATIC and name != CALLS and not_now(ending, name) is None
    )


def not_now(ending: Ending, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if ending.is_over:
        return "This is over. Begin again if the plan may end."
    if action == CALLS:
        return "You are already considering it." if ending.facts else None
    if action == "change_reason" and ending.decision == CEASE and ending.reason is None:
        return None  # a review of the plan made the decision
    if action in _BEFORE and ending.decision is not None:
        return "The decision is made. If you change your mind, record that the decision was reversed."
    if action in _AFTER and ending.decision is None:
        return "Decide first whether the plan ends."
    if action == "record_views" and ending.last("ask_views") is None:
        return "Ask the family and the setting first."
    return None


def _not_so(ending: Ending, act: Act) -> str | None:
    match act.action:
        case "consider_ceasing" | "change_reason":
            return _reason_does_not_fit(ending, act)
        case "ask_views" if act.on is not None and date.fromisoformat(str(act.fields["reply_by"])) <= act.on:
            return "The day to reply by must be after the day you ask; enter a later day."
        case "decide_ceasing" if act.fields["decision"] == CEASE:
            return not_asked(ending, act.on) or by_age(ending)
        case "end_plan":
            return cannot_end(ending, act)
    return None


def _reason_does_not_fit(ending: Ending, act: Act) -> str | None:
    reason = cease_reason(act.fields["reason"])
    if reason.instead is not None:
        return reason.instead
    if reason.needs is not None and act.fields.get(reason.needs) is not True:
        return _NEEDS[reason.needs]
    if reason.unless is not None and act.fields.get(reason.unless) is not False:
        return "Say whether the work is an apprenticeship. An apprenticeship is education or training, so the plan does not end because of it."
    if reason.from_age is not None and ending.age in (UNDER_18, OVER_18):
        return (
            f"Age is no reason on its own before {reason.from_age}. Choose another reason, or keep the plan."
        )
    return None


def not_asked(ending: Ending, on: date | None) -> str | None:
    """Return why the family and the setting were not asked as regulation 31(1) requires, or None."""
    if ending.last("ask_views") is None:
        return "Tell the family and the setting, and ask for their views, before you decide (SEND Regulations 2014, regulation 31(1))."
    if (
        on is not None
        and ending.reply_by is not None
        and on <= ending.reply_by
        and not ending.answered("family")
    ):
        return f"You told the family that it can answer until {short_date(ending.reply_by)}. Record its views, or decide after that day."
    return None


def by_age(ending: Ending) -> str | None:
    """Return why the law does not allow the plan to cease at this age, or None."""
    reason = cease_reason(ending.reason)
    if reason.from_age is not None and ending.age != OVER_25:
        return f"Age is no reason on its own before {reason.from_age}, and the record shows no such age. Correct the date of birth, or choose another reason."
    if not reason.out_of_education:
        return None
    if ending.age == UNDER_18:
        return "They are under 18 and out of education. Review the plan so that they receive education or training; it may not cease for this reason (regulation 29)."
    if ending.age not in (OVER_18, OVER_25):
        return "No date of birth is recorded, and the law depends on the age. Add it to the record of the child or young person."
    if ending.finding not in NO_RETURN:
        return "Review the plan first, and record that they do not want to return to education or training or that a return is not appropriate (regulation 30)."
    return None


def cannot_end(ending: Ending, act: Act) -> str | None:
    """Return why the plan cannot have ended on the day of an act, or None."""
    if ending.is_appealed:
        return "An appeal is open. The plan and its provision must be kept until it is decided (Children and Families Act 2014, section 45(4))."
    if act.on is not None and (kept := kept_until(ending, act.on)) is not None:
        return f"The family can appeal until {short_date(kept.due_on)}. The plan and its provision must be kept until that time is over (Children and Families Act 2014, section 45(4))."
    if ending.reason is None:
        return "A review of the plan made this decision. Choose the reason first, because the Department for Education counts plans that end by their reason."
    if cease_reason(ending.reason).warning is not None and not act.fields.get("explained"):
        return "The Department for Education asks about each plan that ends for another reason. Say what to tell it."
    return None
