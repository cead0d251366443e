"""What either side of a dispute may or must still do, and until when, by the dispute's own facts.

The facts of a dispute are enough to count its clocks, so that they run on when the case beside it has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.case.clock import is_owed
from casework.case.facts import facts_of
from casework.case.law_of_case import law_of_case, pin_at_opening
from casework.processes.appeal.appeal import Appeal
from casework.processes.dispute import Clocks, Dispute
from casework.processes.mediation.mediation import Mediation
from casework.processes.mediation.moments import STEPS
from statute.clock_roles import ClockRole
from statute.facts import Event
from statute.obligation import Obligation
from statute.timeline import timeline


def obligations_of(dispute: Dispute, today: date) -> tuple[Obligation, ...]:
    """The obligations and windows of a dispute as they stand on a day."""
    events = dispute.facts
    if dispute.decided_on is not None:
        how = {"decision": dispute.decided} if dispute.decided else {}
        events = (Event(dispute.about, dispute.decided_on, None, how), *events)
    events = (*events, *_otherwise(dispute))
    law = law_of_case(dispute.law or pin_at_opening(dispute.decided_on), events)
    found = timeline(facts_of(events), today, pack=law.pack, calendar=law.calendar)
    return tuple(one for one in found if one.shown_in_dispute)


def _otherwise(dispute: Dispute) -> Iterator[Event]:
    """The days that were agreed in writing, or that the Tribunal directed, in place of those of the law."""
    if isinstance(dispute, Mediation):
        for agreed in dispute.other_times:
            yield Event(
                "mediation_time_agreed", None, None, {"until": agreed.until.isoformat(), "to": agreed.to}
            )
        if dispute.another_time is not None:
            yield Event("mediation_time_agreed", None, None, {"until": dispute.another_time.isoformat()})
    else:
        yield from _of_the_tribunal(dispute)


def _of_the_tribunal(dispute: Dispute) -> Iterator[Event]:
    """What the Tribunal directed, and the end of an appeal that it made no order in."""
    if not isinstance(dispute, Appeal):
        return
    if dispute.response_by is not None:
        yield Event("tribunal_directions", None, None, {"response_by": dispute.response_by.isoformat()})
    if dispute.ended_on is not None:
        yield Event("appeal_ended", dispute.ended_on, None, {"why": dispute.ended_why})


def clocks_of(dispute: Dispute, today: date) -> Clocks:
    """The days that the moments of a dispute need."""
    found = obligations_of(dispute, today)
    to_do = {one.due_on for one in found if one.carries_out_outcome and is_owed(one)}
    return Clocks(
        arrange_by=_due(found, ClockRole.ARRANGE_MEDIATION),
        appeal_by=_due(found, ClockRole.APPEAL),
        respond_by=_due(found, ClockRole.RESPOND_TO_APPEAL),
        do_by=tuple(sorted(to_do)),
        owed=tuple(
            (one.role, one.due_on)
            for one in found
            if one.role is not None and one.role in STEPS and is_owed(one)
        ),
    )


def _due(found: tuple[Obligation, ...], role: ClockRole) -> date | None:
    return max((one.due_on for one in found if one.role == role), default=None)
