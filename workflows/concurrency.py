"""Optimistic concurrency: refuse an act if another person has acted in the case or process since its person looked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from temporalio.exceptions import ApplicationError

from casework.case.actions import Action
from casework.case.acts import CATALOGUE, in_brackets
from casework.case.letter_days import LETTER_DAYS
from workflows.messages import ActMessage, Transition
from workflows.process_messages import ProcessStep

STALE = "Stale"
"""The failure type of a stale act. Its detail is the current sequence."""
_CASE = "case"
_MINE = "your own acts or an automatic step"


class Acted(NamedTuple):
    """A recorded act: its step, the person who recorded it, and its clause."""

    seq: int
    by: str | None
    said: str


def acts_in_case(transitions: Sequence[Transition]) -> Iterator[Acted]:
    """The acts of people in a case, in the order of recording."""
    for transition in transitions:
        for act in (one for one in transition.acts if one.action not in LETTER_DAYS):
            known = CATALOGUE[act.action]
            yield Acted(transition.seq, act.by, known.said + in_brackets(act.of, known.of))


def acts_in_process(
    steps: Sequence[ProcessStep], known: Mapping[str, Action], automatic: Collection[str] = ()
) -> Iterator[Acted]:
    """The acts in a process, in the order of recording, without the `automatic` ones that the service recorded by itself."""
    for step in steps:
        if step.kind == "act" and not (step.by is None and step.event in automatic):
            action = known[step.event]
            of = f" ({step.of})" if action.of == _CASE and step.of else in_brackets(step.of, action.of)
            yield Acted(step.seq, step.by, action.said + of)


def refuse_stale(message: ActMessage, acts: Iterator[Acted], now: int, what: str) -> None:
    """Raise ApplicationError of type STALE for an act whose person has not seen the acts of others up to step `now`.

    `what` is the noun for the case or process, such as "sitting".
    """
    if (why := why_stale(message, acts, now, what)) is not None:
        raise ApplicationError(why, now, type=STALE, non_retryable=True)


def why_stale(message: ActMessage, acts: Iterator[Acted], now: int, what: str) -> str | None:
    """Why an act is stale, in one sentence; None if it is not.

    An act is stale if another person has acted since the step in `seen`. A person's own acts, and moments, make it stale
    only if it asks for `exactly` that step. An act without `seen` is never stale.
    """
    if message.seen is None or message.seen == now:
        return None
    others = [act for act in acts if act.seq > message.seen and (act.by is None or act.by != message.by)]
    if others:
        last = others[-1]
        more = f", and {len(others) - 1} more before that" if len(others) > 1 else ""
        return (
            f"Since you looked at this {what}, {last.by or 'another part of the process'} has recorded that {last.said}"
            f"{more}. Your act was not recorded. Look again, and record it if it is still right."
        )
    if message.exactly:
        return (
            f"Since you looked at this {what}, it has moved from step {message.seen} to step {now} through {_MINE}. Your act "
            "was not recorded. Look again, and record it if it is still right."
        )
    return None
