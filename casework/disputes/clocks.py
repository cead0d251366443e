"""What the sides of a dispute can or must still do, and by when, from the dispute's own facts.

The facts of a dispute are enough to count its clocks, so they keep running after the case has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.clock import is_owed
from casework.case.facts import facts_of
from casework.case.law_of_case import law_of_case, pin_at_opening
from casework.disputes.dispute import Clocks, Dispute
from statute.clock_roles import ClockRole
from statute.facts import Event
from statute.obligation import Obligation
from statute.timeline import timeline

STEPS: Mapping[str, str] = {
    ClockRole.ISSUE_CERTIFICATE: "certificate",
    ClockRole.TELL_HEALTH_BODY: "health_body",
    ClockRole.ARRANGE_HEALTH_MEDIATION: "health_mediation",
}
"""The steps of a dispute with a legal limit and no other moment at its end. The case counts these limits too, and alerts."""


def obligations_of(dispute: Dispute, today: date) -> tuple[Obligation, ...]:
    """The obligations and windows of a dispute on a day."""
    events = dispute.facts
    if dispute.decided_on is not None:
        how = {"decision": dispute.decided} if dispute.decided else {}
        events = (Event(dispute.about, dispute.decided_on, None, how), *events)
    events = (*events, *dispute.changed_days())
    law = law_of_case(dispute.law or pin_at_opening(dispute.decided_on), events)
    found = timeline(facts_of(events), today, pack=law.pack, calendar=law.calendar)
    return tuple(one for one in found if one.shown_in_dispute)


def clocks_of(dispute: Dispute, today: date) -> Clocks:
    """The last days that the moments of a dispute need."""
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
