"""What either side of a dispute may or must still do, and until when, by the dispute's own facts.

The facts of a dispute are enough to count its clocks, so that they run on when the case beside it has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.agenda import is_owed
from casework.case.facts import facts_of, proclaimed
from casework.disputes.dispute import Clocks, Dispute
from statute.calendars import england
from statute.facts import Event
from statute.obligation import Obligation
from statute.pack import governing_pack
from statute.timeline import timeline

_SHOWN = ("reg33.", "reg34.", "reg35.", "reg36.", "reg39.", "reg42", "reg44.", "reg45.", "rule20.", "rule21.", "rec2017.", "s45_4.")  # fmt: skip
_TO_DO = ("reg42", "reg44.", "reg45.")
STEPS: Mapping[str, str] = {
    "reg34.certificate_no_mediation": "certificate",
    "reg35.tell_icb": "health_body",
    "reg35.icb_mediation": "health_mediation",
    "reg39.certificate_deemed": "certificate",
    "reg39.certificate_after": "certificate",
}
"""What is still to be done for a rule of the law whose end no other moment tells: the case counts it too, and alerts."""


def obligations_of(dispute: Dispute, today: date) -> tuple[Obligation, ...]:
    """The obligations and windows of a dispute as they stand on a day."""
    events = dispute.facts
    if dispute.decided_on is not None:
        how = {"decision": dispute.decided} if dispute.decided else {}
        events = (Event(dispute.about, dispute.decided_on, None, how), *events)
    events = (*events, *dispute.otherwise())
    found = timeline(
        facts_of(events), today, pack=governing_pack(dispute.decided_on), calendar=england(proclaimed(events))
    )
    return tuple(one for one in found if one.rule.startswith(_SHOWN))


def clocks_of(dispute: Dispute, today: date) -> Clocks:
    """The days that the moments of a dispute need."""
    found = obligations_of(dispute, today)
    to_do = {one.due_on for one in found if one.rule.startswith(_TO_DO) and is_owed(one)}
    return Clocks(
        arrange_by=_due(found, "reg36.la_mediation"),
        appeal_by=_due(found, "rule20.appeal"),
        respond_by=_due(found, "rule21.la_response"),
        do_by=tuple(sorted(to_do)),
        owed=tuple((one.rule, one.due_on) for one in found if one.rule in STEPS and is_owed(one)),
    )


def _due(found: tuple[Obligation, ...], rule: str) -> date | None:
    return max((one.due_on for one in found if one.rule == rule), default=None)
