"""What a concern reports to its case."""

from __future__ import annotations

from functools import partial

from casework.case.actions import Act
from casework.processes.keeping_provision.concern import Concern, after
from casework.processes.telling import ToCase, reported

_CLOSES = frozenset({"confirm_answer", "withdraw_concern", "end_concern"})


def told(before: Concern, act: Act) -> tuple[ToCase, ...]:
    """What to report to the case about an act; `before` is the concern before it."""
    then = after(before, act)

    fact = partial(reported, before.case, before.id, act.on)
    match act.action:
        case "raise_concern" | "reopen_concern":
            return fact(
                "provision_not_delivered",
                raised_by=then.raised_by,
                provision=then.provision,
                item=then.item,
                missing_since=then.missing_since,
                answers=then.answers,
                reason=act.fields.get("reason"),
            )
        case "answer_concern":
            by = then.reply_by.isoformat() if then.reply_by else None
            return fact(
                "provision_answered", outcome=act.fields["outcome"], answer=act.fields["answer"], reply_by=by
            )
        case "assign_answer":
            return fact("provision_answer_assigned", answers=then.answers)
        case "ask_setting":
            question = act.fields["question"]
            return fact(
                "provision_asked_of_setting",
                of=str(act.fields["setting"]),
                concern=before.id,
                question=question,
            )
        case name if name in _CLOSES:
            return fact("provision_report_closed", why=then.ended_why)
    return ()
