"""Whether an act may be recorded in a concern: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, malformed
from casework.processes.keeping_provision.concern import ACTS, HOLIDAY, Concern
from statute.words import short_date

_TO_ANSWER = frozenset({"assign_answer", "ask_setting", "record_delivery", "answer_concern"})
_ANSWERED = frozenset({"confirm_answer", "reopen_concern"})
_PROVIDED = frozenset({"provided_again", "made_good"})
_SHORT = frozenset({"in_part", "not_at_all"})
_NOT_OFFERED = frozenset({"raise_concern", HOLIDAY})


def refusal(concern: Concern, act: Act, today: date) -> str | None:
    """Why an act may not be recorded in a concern today, in one sentence; None if it may."""
    return (
        malformed("concern", ACTS, act)
        or _not_now(concern, act.action)
        or _misdated(concern, act, today)
        or _not_so(concern, act)
    )


def allowed(concern: Concern) -> tuple[Action, ...]:
    """The acts that may be recorded now, in display order."""
    return tuple(
        action
        for action in ACTS.values()
        if action.name not in _NOT_OFFERED and _not_now(concern, action.name) is None
    )


def _not_now(concern: Concern, action: str) -> str | None:
    if concern.is_over:
        return "The concern is closed. Raise a new one if provision is missing again."
    if action == "raise_concern":
        return "The concern is already raised." if concern.facts else None
    if action in _TO_ANSWER and concern.answer is not None:
        return "The concern is answered. Reopen it if the family is not satisfied."
    if action in _ANSWERED and concern.answer is None:
        return "The concern is not answered yet. Record the answer first."
    return None


def _misdated(concern: Concern, act: Act, today: date) -> str | None:
    if act.on is None:
        return None
    if (why := in_future(act.on, today)) is not None:
        return why
    if act.action == HOLIDAY:
        return None
    raised, answer = concern.raised_on, concern.answer
    if raised is not None and act.on < raised:
        return f"{short_date(act.on)} is before the concern was raised on {short_date(raised)}; correct the date."
    if act.action in _ANSWERED and answer is not None and answer.on is not None and act.on < answer.on:
        return f"{short_date(act.on)} is before the answer on {short_date(answer.on)}; correct the date."
    reopened = concern.last("reopen_concern")
    if act.action == "answer_concern" and reopened is not None and reopened.on and act.on < reopened.on:
        return f"{short_date(act.on)} is before the concern was reopened on {short_date(reopened.on)}; correct the date."
    return None


def _not_so(concern: Concern, act: Act) -> str | None:
    if act.action == "raise_concern" and act.on is not None:
        since = date.fromisoformat(str(act.fields["missing_since"]))
        if since > act.on:
            return f"The provision cannot be missing since {short_date(since)}, after the concern was raised; correct the date."
    if act.action == "assign_answer" and act.fields["answers"] == concern.answers:
        return f"{concern.answers} already answers this concern; choose another person or service."
    if act.action == "answer_concern" and act.fields["outcome"] in _PROVIDED and concern.delivered in _SHORT:
        return (
            "The provision is recorded as not delivered in full. Record what is delivered now, then answer."
        )
    return None
