"""Whether somebody else has acted in a case since a person looked at it."""

from __future__ import annotations

from collections.abc import Sequence

from casework.acts import CATALOGUE, said_of
from workflows.messages import ActMessage, Transition


def acted_since(message: ActMessage, transitions: Sequence[Transition]) -> str | None:
    """Who has acted since the step that the person had seen, and what, in one sentence; None where nobody else has.

    What somebody recorded themselves, and moments that came meanwhile, stop nobody; nor is an act asked that does not
    say what its person had seen.
    """
    if message.seen is None:
        return None
    others = [
        act
        for transition in transitions
        if transition.seq > message.seen
        for act in transition.acts
        if act.by is None or act.by != message.by
    ]
    if not others:
        return None
    last = others[-1]
    known = CATALOGUE[last.action]
    more = f", and {len(others) - 1} more before that" if len(others) > 1 else ""
    return (
        f"Since you looked at this case, {last.by or 'another part of the process'} has recorded that {known.said}"
        f"{said_of(last.of, known.of)}{more}. Nothing of yours was recorded: look again, and record it if it still holds."
    )
