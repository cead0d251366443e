"""What a detention reports to its case and to its plan, and who is told of it."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import day_said
from casework.people.parties import COPIED_OF_DETAINED, YOUTH_ACCOMMODATION
from casework.processes import limit_alerts
from casework.processes.detention.case_acts import DETENTION, ENDED, KEPT, MOVE, SENT
from casework.processes.detention.detention import (
    CALLS,
    DETAINED,
    PLAN_SENT,
    RELEASED,
    RELEASES,
    SENDS,
    TRANSFERRED,
    Detention,
)
from casework.processes.detention.limits import owed
from casework.processes.telling import ToCase, reported
from statute.facts import Event


def told(before: Detention, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act.

    The family is told that the plan is kept, and of the release. Those responsible in detention are sent the plan, if it is
    sent from here.
    """
    if act.on is None:
        return ()
    if act.action == CALLS:
        limit = owed(before.with_act(act))
        send_by = limit.due_on.isoformat() if limit is not None else None
        return reported(before.case, before.id, act.on, KEPT, detained_on=act.on.isoformat(), send_by=send_by)
    if act.action == SENDS and (document := act.fields.get("document")):
        after = MOVE if before.has_moved else DETENTION
        return reported(
            before.case, before.id, act.on, SENT, document=document, sent_after=after, fact=PLAN_SENT
        )
    if act.action == RELEASES:
        on, to = act.on.isoformat(), act.fields["to"]
        return reported(before.case, before.id, act.on, ENDED, released_on=on, released_to=to)
    return ()


def to_plan(before: Detention, act: Act) -> tuple[Event, ...]:
    """Return the facts that an act adds to the life of the plan. It ends here once another authority has it."""
    found: list[Event] = []
    if act.action == CALLS:
        found.append(Event(DETAINED, act.on, None, {"record": before.id}))
    if act.action == RELEASES:
        found.append(Event(RELEASED, act.on))
    after = before.with_act(act)
    if after.how == "transferred" and before.how != "transferred":
        found.append(Event(TRANSFERRED, act.on))
    return tuple(found)


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of a report: to the family, to those responsible in detention, and inside."""
    if (alerts := limit_alerts.notices("detention", act, on)) is not None:
        return alerts
    if act.action == SENT:
        to = (YOUTH_ACCOMMODATION,) if act.fields.get("sent_after") == MOVE else COPIED_OF_DETAINED
        text = sentence(SENT)
        return tuple(Notice(on, SENT, role, act.action, act.of, text) for role in to)
    day = day_said(act, "detained_on" if act.action == KEPT else "released_on")
    return (Notice(on, act.action, "family", act.action, act.of, sentence(act.action, until=day)),)
