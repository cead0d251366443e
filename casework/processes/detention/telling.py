"""What a detention reports to its case and to its plan, and who is told of it."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import day_said
from casework.processes import limit_alerts
from casework.processes.detention.case_acts import ENDED, KEPT
from casework.processes.detention.detention import (
    CALLS,
    DETAINED,
    RELEASED,
    RELEASES,
    TRANSFERRED,
    Detention,
)
from casework.processes.detention.limits import owed
from casework.processes.telling import ToCase, reported
from statute.facts import Event


def told(before: Detention, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act: the family is told that the plan is kept, and of the release."""
    if act.on is None:
        return ()
    if act.action == CALLS:
        limit = owed(before.with_act(act))
        send_by = limit.due_on.isoformat() if limit is not None else None
        return reported(before.case, before.id, act.on, KEPT, detained_on=act.on.isoformat(), send_by=send_by)
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
    """Return the notices of a report: to the family, and inside."""
    if (alerts := limit_alerts.notices("detention", act, on)) is not None:
        return alerts
    day = day_said(act, "detained_on" if act.action == KEPT else "released_on")
    return (Notice(on, act.action, "family", act.action, act.of, sentence(act.action, until=day)),)
