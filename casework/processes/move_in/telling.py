"""What a move in reports to its case and to its plan, and who is told of it."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import day_said
from casework.people.parties import SETTING
from casework.processes import limit_alerts
from casework.processes.move_in.move import CALLS, MoveIn, law_facts
from casework.processes.telling import ToCase
from statute.facts import Event

TOLD, PLACED = "move_in_told", "move_in_placed"


def told(before: MoveIn, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act. A case that counts the limits also hears the fact of the law."""
    fields = act.fields
    if act.action == "tell_family":
        letter = ToCase(
            before.case,
            TOLD,
            {"assess": fields["assess"], "review_on": fields["review_on"]},
            on=act.on,
            of=before.id,
        )
        of_law = (ToCase(before.case, "transfer_notice_sent", on=act.on),) if before.case_counts else ()
        return (letter, *of_law)
    if act.action == "place_child":
        return (ToCase(before.case, PLACED, {"setting": fields["setting"]}, on=act.on, of=before.id),)
    return ()


def to_plan(before: MoveIn, act: Act) -> tuple[Event, ...]:
    """Return the facts that an act adds to the life of the plan. What the plan reported itself is not sent back."""
    if act.action not in (CALLS, "tell_family", "record_first_review"):
        return ()
    known = set(map(repr, law_facts(before)))
    return tuple(fact for fact in law_facts(before.with_act(act)) if repr(fact) not in known)


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of a report: to the family, to the setting, and inside."""
    if (alerts := limit_alerts.notices("move_in", act, on)) is not None:
        return alerts
    match act.action:
        case "move_in_told":
            text = sentence(TOLD, until=day_said(act, "review_on"))
            return (Notice(on, TOLD, "family", act.action, act.of, text),)
        case "move_in_placed":
            setting = str(act.fields.get("setting") or "") or None
            return (Notice(on, PLACED, SETTING, act.action, setting, sentence(PLACED)),)
    return ()
