"""The target to answer a concern, from the rule pack.

The facts of a concern are enough to count it, so it keeps running after the case of the plan has closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.case.clock import is_owed
from casework.case.facts import facts_of
from casework.case.law_of_case import LawOfCase, law_of_case, pin_at_opening
from casework.processes.keeping_provision.concern import Concern
from statute.facts import Event
from statute.obligation import Obligation
from statute.timeline import timeline

ROLE = "answer_provision_concern"
"""The role of the target's clock in the rule pack."""
LAW: dict[str, str] = {
    "raise_concern": "provision_not_delivered",
    "reopen_concern": "provision_not_delivered",
    "answer_concern": "provision_answered",
    "withdraw_concern": "provision_report_closed",
    "end_concern": "provision_report_closed",
}
"""The fact of the rule pack for each act of a concern."""


def obligations_of(concern: Concern, today: date) -> tuple[Obligation, ...]:
    """The targets of a concern on a day: one for each time that the concern was raised or reopened."""
    law = law_of(concern)
    return timeline(facts_of(_as_law(concern)), today, pack=law.pack, calendar=law.calendar)


def owed(concern: Concern, today: date) -> Obligation | None:
    """The target that is still to be met; None if there is nothing to answer."""
    return next((one for one in obligations_of(concern, today) if is_owed(one)), None)


def law_of(concern: Concern) -> LawOfCase:
    """The law of the case, with the bank holidays proclaimed since the concern was raised."""
    return law_of_case(concern.law or pin_at_opening(concern.raised_on), concern.facts)


def _as_law(concern: Concern) -> Iterator[Event]:
    for fact in concern.facts:
        if fact.event in LAW:
            yield Event(LAW[fact.event], fact.on, concern.id, {})
