"""Whether an appeal about a decision is running."""

from __future__ import annotations

from collections.abc import Iterable

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
