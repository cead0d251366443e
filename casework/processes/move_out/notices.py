"""What people are told of a move out of the area."""

from __future__ import annotations

from datetime import date
from functools import partial

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER, day_said, to_inside
from casework.processes import limit_alerts
from casework.processes.move_out.limits import transfer_by
from casework.processes.move_out.move import CALLS, MoveOut
from casework.processes.telling import ToCase, reported
from statute.facts import Event

KNOWN, SENT, COPY = "move_out_known", "plan_sent_on_move", "plan_sent_on_move_copy"


def told(before: MoveOut, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act: the family of a child with a plan is told about it."""

    fact = partial(reported, before.case, before.id, act.on)
    after = before.with_act(act)
    by = transfer_by(after)
    if act.action in (CALLS, "correct_move") and by is not None and after.moves_on is not None:
        return fact(KNOWN, moves_on=after.moves_on.isoformat(), transfer_by=by.isoformat())
    if act.action == "transfer_plan" and act.on is not None:
        return fact(SENT, sent_on=act.on.isoformat())
    return ()


def to_plan(before: MoveOut, act: Act) -> tuple[Event, ...]:
    """Return the facts that an act adds to the life of the plan."""
    if act.action == CALLS and before.has_plan:
        return (Event("move_known", act.on, None, {"moves_on": act.fields["moves_on"]}),)
    if act.action == "transfer_plan":
        return (Event("plan_transferred_out", act.on),)
    return ()


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of a report: to the family, to the health body, and inside."""
    if (alerts := limit_alerts.notices("move_out", act, on)) is not None:
        return alerts
    match act.action:
        case "move_out_known":
            return (
                Notice(
                    on, KNOWN, "family", act.action, act.of, sentence(KNOWN, until=day_said(act, "moves_on"))
                ),
            )
        case "plan_sent_on_move":
            until = day_said(act, "sent_on")
            return (
                Notice(on, SENT, "family", act.action, act.of, sentence(SENT, until=until)),
                Notice(on, COPY, "health_body", act.action, None, sentence(COPY, until=until)),
            )
        case "move_out_unanswered":
            return to_inside(OFFICER, act, on, sentence(act.action, until=day_said(act, "until")))
    return ()
