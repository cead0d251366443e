"""The API models of a mediation."""

from __future__ import annotations

from datetime import date

from casework.disputes.shapes import Dispute, DisputeInShort
from casework.processes.shapes import Shapes


class MediationInShort(DisputeInShort):
    """A mediation in a list."""

    mediator: str | None = None
    session_on: date | None = None


class Mediation(MediationInShort, Dispute):
    """A mediation in full."""

    accepted: bool | None = None
    proposed: list[date] | None = None
    decision_maker: str | None = None
    may_settle: bool | None = None
    another_time: date | None = None


SHAPES = Shapes(short=MediationInShort, whole=Mediation, in_case=MediationInShort)
