"""When a case closes, and the line of its ledger that tells it."""

from __future__ import annotations

from collections.abc import Iterable

from casework.case.ledger_line import LedgerLine
from casework.case.transition import Transition
from casework.case.transition_lines import system_line
from statute.facts import Event

_BEGINS_A_DISPUTE = frozenset({"appeal_registered"})
_ENDS_A_DISPUTE = frozenset(
    {"tribunal_order", "appeal_unopposed", "mediation_agreement", "decision_reversed", "appeal_ended"}
)


def is_disputed(events: Iterable[Event]) -> bool:
    """Whether an appeal is running, which keeps a decided case open."""
    running = False
    for event in events:
        running = event.event in _BEGINS_A_DISPUTE or (running and event.event not in _ENDS_A_DISPUTE)
    return running


def closing_line(transition: Transition) -> LedgerLine:
    """The line with which a case closes."""
    text = "The case is closed: nothing is left to wait for."
    return system_line(transition, "case_closed", transition.stage, text)
