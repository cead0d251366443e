"""What either side of a dispute may or must still do, and until when, by the dispute's own facts.

The facts of a dispute are enough to count its clocks, so that they run on when the case beside it has ended.
"""

from __future__ import annotations

from datetime import date

from casework.dispute import Clocks, Dispute
from casework.facts import facts_of, proclaimed
from casework.mediation import Mediation
from statute.calendars import england
from statute.facts import Event
from statute.obligation import Obligation
from statute.pack import governing_pack
from statute.timeline import timeline

_SHOWN = ("reg33.", "reg34.", "reg35.", "reg36.", "reg39.", "reg42", "reg44.", "reg45.", "rule20.", "rule21.", "rec2017.")  # fmt: skip
_TO_DO = ("reg42", "reg44.", "reg45.")
_RUNNING = frozenset({"running", "overdue"})


def obligations_of(dispute: Dispute, today: date) -> tuple[Obligation, ...]:
    """The obligations and windows of a dispute as they stand on a day."""
    events = dispute.facts
    if dispute.decided_on is not None:
        events = (Event(dispute.about, dispute.decided_on), *events)
    if isinstance(dispute, Mediation) and dispute.another_time is not None:
        until = {"until": dispute.another_time.isoformat()}
        events = (*events, Event("mediation_time_agreed", None, None, until))
    found = timeline(
        facts_of(events), today, pack=governing_pack(dispute.decided_on), calendar=england(proclaimed(events))
    )
    return tuple(one for one in found if one.rule.startswith(_SHOWN))


def clocks_of(dispute: Dispute, today: date) -> Clocks:
    """The days that the moments of a dispute need."""
    found = obligations_of(dispute, today)
    to_do = [one.due_on for one in found if one.rule.startswith(_TO_DO) and one.status in _RUNNING]
    return Clocks(
        arrange_by=_due(found, "reg36.la_mediation"),
        appeal_by=_due(found, "rule20.appeal"),
        do_by=min(to_do, default=None),
    )


def _due(found: tuple[Obligation, ...], rule: str) -> date | None:
    return max((one.due_on for one in found if one.rule == rule), default=None)
