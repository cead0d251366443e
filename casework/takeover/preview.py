"""What a case that is taken over will be once it is here: computed as the recorder does, and nothing is recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.case.acts import Act
from casework.case.case import after, began
from casework.case.outlook import Outlook
from casework.case.recording import record
from casework.case.take_over import implied
from casework.case.transition import ActDone, Opening, Transition
from statute.facts import Event


def outlook_once_here(opening: Opening, acts: Iterable[Act], now: datetime) -> Outlook:
    """Return the outlook of a case after its opening and the acts that were done before, which the guard must allow."""
    case = began(Event(opening.event, opening.on, None, opening.fields, opening.not_after))
    steps = [Transition(1, now, case.stage, opening=opening)]
    for act in acts:
        done = []
        for each in (*implied(case, act), act):
            case = after(case, each)
            done.append(ActDone(each, case.stage, None, told_before=True))
        steps.append(Transition(len(steps) + 1, now, case.stage, acts=tuple(done)))
    return record((), steps)[-1].outlook
