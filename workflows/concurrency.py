"""Whether anybody has acted in a case or a process since a person looked at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from temporalio.exceptions import ApplicationError

from casework.case.actions import Action
from casework.case.acts import CATALOGUE, said_of
from workflows.messages import ActMessage, Transition
from workflows.process_messages import ProcessStep

STALE = "Stale"
"""The type of the failure where somebody has acted since the person looked; its detail is the sequence as it is now."""
_CASE = "case"
_MINE = "what you recorded yourself, or what came of itself"


class Acted(NamedTuple):
    """An act that was recorded: the step that it is of, by whom, and what it was in words."""

    seq: int
    by: str | None
    said: str


def acts_in_case(transitions: Sequence[Transition]) -> Iterator[Acted]:
    """The acts of a case, in the order in which they were recorded."""
    for transition in transitions:
        for act in transition.acts:
            known = CATALOGUE[act.action]
            yield Acted(transition.seq, act.by, known.said + said_of(act.of, known.of))


def acts_beside(steps: Sequence[ProcessStep], known: Mapping[str, Action]) -> Iterator[Acted]:
    """The acts in a process, in the order in which they were recorded."""
    for step in steps:
        if step.kind == "act":
            action = known[step.event]
            of = f" ({step.of})" if action.of == _CASE and step.of else said_of(step.of, action.of)
            yield Acted(step.seq, step.by, action.said + of)


def refuse_stale(message: ActMessage, acts: Iterator[Acted], now: int, what: str) -> None:
    """Refuse an act whose person has not seen what was recorded in `what` (a case, a sitting) up to step `now`.

    Raises ApplicationError of type STALE.
    """
    if (why := why_stale(message, acts, now, what)) is not None:
        raise ApplicationError(why, now, type=STALE, non_retryable=True)


def why_stale(message: ActMessage, acts: Iterator[Acted], now: int, what: str) -> str | None:
    """Who has acted since the step that the person had seen, and what, in one sentence; None where nobody has.

    What somebody recorded themselves, and moments that came meanwhile, stop nobody who does not ask for `exactly` what
    they saw; nor is an act asked that does not say what its person had seen.
    """
    if message.seen is None or message.seen == now:
        return None
    others = [act for act in acts if act.seq > message.seen and (act.by is None or act.by != message.by)]
    if others:
        last = others[-1]
        more = f", and {len(others) - 1} more before that" if len(others) > 1 else ""
        return (
            f"Since you looked at this {what}, {last.by or 'another part of the process'} has recorded that {last.said}"
            f"{more}. Nothing of yours was recorded: look again, and record it if it still holds."
        )
    if message.exactly:
        return (
            f"Since you looked at this {what}, it has gone from step {message.seen} to step {now}, by {_MINE}. Nothing "
            "was recorded now: read it again, and record it if it still holds."
        )
    return None
