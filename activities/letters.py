"""Load what letters and messages need from the records, then address and render them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import Step, bound_dispatches
from casework.letters.letter_templates import Missing
from casework.letters.notice import Notice
from casework.letters.outgoing import Outgoing, missing_facts, missing_from, render
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
    """Return the dispatches of a transition, addressed to the current parties of the case."""
    step = Step(f"{case_id}-{transition.seq}", case_id, transition.recorded_at, _by(transition))
    return dispatches_of(session, step, notices, policy, now)


def dispatches_of(
    session: Session, step: Step, notices: Sequence[Notice], policy: Policy, now: datetime
) -> list[Dispatch]:
    """Return the dispatches of one step of a case or process."""
    if not notices:
        return []
    return bound_dispatches(step, notices, letter_file.case_people(session, step.case_id), policy, now)


def outgoing(session: Session, dispatch: Dispatch, *, by_hand: bool = False) -> Outgoing:
    """Return the content of a dispatch. Raises Incomplete if a letter is missing a required fact.

    With `by_hand`, the person who posts the letter adds its enclosures to the envelope.
    """
    return render(dispatch, letter_file.letter_file(session, dispatch), by_hand=by_hand)


def lacking(session: Session, dispatch: Dispatch) -> tuple[str, ...]:
    """Return the required facts that a waiting letter is missing."""
    if dispatch.channel != "letter":
        return ()
    return missing_facts(dispatch, letter_file.letter_file(session, dispatch))


def missing(session: Session, dispatch: Dispatch) -> tuple[Missing, ...]:
    """Return the required facts that a waiting letter is missing, with the names that lead to their pages."""
    if dispatch.channel != "letter":
        return ()
    return missing_from(dispatch, letter_file.letter_file(session, dispatch))


def _by(transition: Transition) -> str | None:
    if transition.opening is not None:
        return transition.opening.by
    return next((act.by for act in transition.acts if act.by), None)
