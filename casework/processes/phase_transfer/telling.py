"""What a phase transfer reports to its case, and to its plan."""

from __future__ import annotations

from functools import partial
from itertools import chain

from casework.case.actions import Act
from casework.processes.phase_transfer.acts import BEGINS, FINAL, KEPT, NOTICE, REVIEW
from casework.processes.phase_transfer.case_acts import ASKED, CONFIRMED, CONSULTED, OUTCOME
from casework.processes.phase_transfer.limits import as_law
from casework.processes.phase_transfer.transfer import Transfer, after
from casework.processes.telling import ToCase, reported
from statute.facts import Event

_OF_LAW = frozenset({BEGINS, REVIEW, NOTICE, FINAL, KEPT})


def told(before: Transfer, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act; `before` is the transfer before it."""
    fields = act.fields
    moves_on = before.moves_on.isoformat() if before.moves_on else None

    fact = partial(reported, before.case, before.id, act.on)
    match act.action:
        case "ask_preference":
            return fact(ASKED, reply_by=fields["reply_by"], moves_on=moves_on, message=fields.get("message"))
        case "consult_settings":
            asked = {"reply_by": fields["reply_by"], "document": fields.get("document")}
            found = (fact(CONSULTED, of=str(one), transfer=before.id, **asked) for one in fields["settings"])
            return tuple(chain.from_iterable(found))
        case "issue_final":
            kind, message = fields.get("kind_of_setting"), fields.get("message")
            named = {"names": fields["names"], "setting": fields.get("setting"), "kind_of_setting": kind}
            return fact(OUTCOME, **named, moves_on=moves_on, message=message)
        case "keep_plan":
            return fact(OUTCOME, names="kept", moves_on=moves_on)
        case "confirm_place":
            setting, message = fields["setting"], fields.get("message")
            return fact(CONFIRMED, setting=setting, moves_on=moves_on, message=message)
    return ()


def to_plan(before: Transfer, act: Act) -> tuple[Event, ...]:
    """Return the facts of law that an act adds to the life of the plan; `before` is the transfer before it."""
    if act.action not in _OF_LAW:
        return ()
    if act.action == REVIEW:
        return (Event("review_meeting", act.on),)
    known = as_law(before)
    return tuple(one for one in as_law(after(before, act)) if one not in known)
