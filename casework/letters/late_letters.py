"""Whether the letter of an act left on the act's day, and what the case must be told if it did not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from casework.case.actions import Act, is_told_elsewhere
from casework.case.acts import CATALOGUE
from casework.case.ledger_line import LedgerLine, events_of
from casework.case.letter_days import LEFT, NOT_LEFT, Counted, later_days, letter_act
from casework.letters.dispatch import TASKS, Dispatch
from statute.local_time import london_date


class Finding(NamedTuple):
    """What is known of the letter of an act. `tell` is the act to record in the case; `is_settled` ends the checks."""

    tell: Act | None = None
    is_settled: bool = False


def is_checked(action: str, dispatch: Dispatch) -> bool:
    """Whether a dispatch is the letter to the family of an act that counts from the day on which the family is told."""
    is_to_family = dispatch.to_role == "family" or (dispatch.to_role, dispatch.of) == ("adviser", "parent")
    tells = action in CATALOGUE and CATALOGUE[action].tells
    is_of_case = dispatch.dispatch_id.startswith(f"{dispatch.case_id}-")
    return tells and is_of_case and dispatch.about == action and dispatch.channel == "letter" and is_to_family


def finding(
    lines: Sequence[LedgerLine], dispatches: Iterable[Dispatch], seq: int, action: str, today: date
) -> Finding:
    """What the case must be told today about the letter of an act of a step.

    The first letter that leaves to a member of the family tells the family. One that came back told no one.
    """
    acts = [line for line in lines if line.kind in ("opening", "act")]
    place = next((at for at, one in enumerate(acts) if (one.seq, one.event) == (seq, action)), None)
    letters = [one for one in dispatches if one.seq == seq and is_checked(action, one)]
    if place is None or not letters or _is_settled_otherwise(acts, place):
        return Finding(is_settled=True)
    act = acts[place]
    counted = later_days(events_of(lines)).get(place, Counted(act.on)).on
    left_on = min((london_date(one.sent_at) for one in letters if _told(one) and one.sent_at), default=None)
    assert act.on is not None  # an act without a day is settled otherwise
    if left_on is not None:
        first = london_date(act.recorded_at)
        is_same = left_on == counted or (counted == act.on and left_on <= first)
        return Finding(is_settled=True) if is_same else Finding(letter_act(LEFT, left_on, action, act.on))
    if counted is None or today <= act.on:
        return Finding()
    return Finding(letter_act(NOT_LEFT, today, action, act.on))


def told_on(lines: Sequence[LedgerLine], dispatch: Dispatch, today: date) -> date | None:
    """The day on which a letter that leaves late tells the family: today if it has not left. None if it is not late."""
    acts = [line for line in lines if line.kind in ("opening", "act")]
    place = next(
        (at for at, one in enumerate(acts) if (one.seq, one.event) == (dispatch.seq, dispatch.about)), None
    )
    late = later_days(events_of(lines)).get(place) if place is not None else None
    return (late.on or today) if late is not None else None


def _is_settled_otherwise(acts: Sequence[LedgerLine], place: int) -> bool:
    """Whether an act was told with evidence, has no day of its own, or was recorded again later."""
    act = acts[place]
    again = any((one.event, one.of) == (act.event, act.of) for one in acts[place + 1 :])
    return act.on is None or again or is_told_elsewhere(act.fields)


def _told(one: Dispatch) -> bool:
    return one.sent_at is not None and one.status not in TASKS
