"""The group of disputes: mediations and appeals."""

from __future__ import annotations

from casework.access.permissions import Right
from casework.disputes.commands import COMMAND
from casework.disputes.pages import LIST, DisputesPages
from casework.processes.group import Group, Rights
from casework.processes.shapes import Described

DISPUTES = Group(
    noun="dispute",
    title="Disputes",
    help="Mediations and appeals.",
    command="dispute",
    path="disputes",
    pages="disputes",
    lists="ehcp dispute list",
    case_key="disputes",
    rights=Rights(
        see=Right.SEE_DISPUTE,
        act=Right.ACT_IN_DISPUTE,
        own_acts=frozenset(),
        hides_others=True,
        not_yours="You may not record this in a dispute: it is for the authority, and you are its mediator.",
    ),
    terminal=COMMAND,
    list_page=LIST,
    page_type=DisputesPages,
    described=Described(
        show="Its status, what each side can still do and by when, what happened, and what may be recorded now.",
        act="Record what happened in a dispute, once; its case is told.",
    ),
)
"""Mediations and appeals: a mediator sees only their own."""
