"""Letters and messages: what they need is loaded from the records once, then bound and rendered without them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import Step, bound_dispatches
from casework.letters.notice import Notice
from casework.letters.outgoing import Outgoing, missing_facts, render
from casework.letters.sending_times import Policy
from records import letter_file
from workflows.messages import Transition


def dispatches(
    session: Session,
    case_id: str,
    transition: Transition,
    notices: Sequence[Notice],
    policy: Policy,
    now: datetime,
) -> list[Dispatch]:
    """The dispatches of one transition, bound to the parties of the case as they are at this instant."""
    step_id = f"{case_id}-{transition.seq}"
    at, by = transition.recorded_at, _by(transition)
    return dispatches_of(session, case_id, step_id, at, by, notices, policy, now)


def dispatches_of(
    session: Session,
    case_id: str,
    step_id: str,
    queued_at: datetime,
    caused_by: str | None,
    notices: Sequence[Notice],
    policy: Policy,
    now: datetime,
) -> list[Dispatch]:
    """The dispatches of one step of a case, or of a dispute beside it; `step_id` is what their ids begin with."""
    if not notices:
        return []
    step = Step(step_id, case_id, queued_at, caused_by)
    return bound_dispatches(step, notices, letter_file.case_people(session, case_id), policy, now)


def outgoing(session: Session, dispatch: Dispatch, *, by_hand: bool = False) -> Outgoing:
    """What a dispatch is made of. Raises Incomplete where a letter lacks a fact that it must contain.

    Whoever posts a letter `by_hand` puts its enclosures into the envelope.
    """
    return render(dispatch, letter_file.letter_file(session, dispatch), by_hand=by_hand)


def lacking(session: Session, dispatch: Dispatch) -> tuple[str, ...]:
    """What a letter that waits lacks; nothing where it only waits for its turn."""
    if dispatch.channel != "letter":
        return ()
    return missing_facts(dispatch, letter_file.letter_file(session, dispatch))


def _by(transition: Transition) -> str | None:
    if transition.opening is not None:
        return transition.opening.by
    return next((act.by for act in transition.acts if act.by), None)
