"""The link in an invitation: the page of the process that a person outside the authority is invited to. Pure."""

from __future__ import annotations

import re

from casework.access.permissions import Role
from casework.letters.dispatch import Dispatch
from casework.letters.recipient_roles import INSIDE
from casework.processes.registry import process_of

_ID = re.compile(r"\b[a-z]+-[a-z0-9]+(?:-[a-z0-9]+)*\b")
_SIGNS_IN = frozenset(str(role) for role in Role) - INSIDE
"""The people outside who sign in to the console. Our own people get links in their digest."""


def link_of(dispatch: Dispatch, console: str | None) -> str | None:
    """Return the address of the process that a message names, for a reader who can sign in; None for any other message."""
    if console is None or dispatch.to_role not in _SIGNS_IN:
        return None
    for found in _ID.findall(dispatch.text):
        if (process := process_of(found)) is not None:
            return f"{console}{process.group.shown.address}/{found}"
    return None
