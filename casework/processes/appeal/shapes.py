"""The API models of an appeal."""

from __future__ import annotations

from datetime import date

from casework.disputes.shapes import Dispute, DisputeInShort
from casework.processes.shapes import Shapes


class AppealInShort(DisputeInShort):
    """An appeal in a list."""

    hearing_on: date | None = None


class Appeal(AppealInShort, Dispute):
    """An appeal in full."""

    response_by: date | None = None
    evidence_by: date | None = None
    evidence_sent_on: date | None = None
    heard_on: date | None = None


SHAPES = Shapes(short=AppealInShort, whole=Appeal, in_case=AppealInShort)
