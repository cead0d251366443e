"""The result of recording a transition: its ledger lines, its notices, and the outlook after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.case.closing import closing_line
from casework.case.exception_verdict import CLAIM, verdict_line
from casework.case.ledger_line import LedgerLine
from casework.case.outlook import Outlook, outlook_of
from casework.case.transition import Transition
from casework.case.transition_lines import lines_of, moment_lines
from casework.case.transition_notices import notices_of
from casework.letters.notice import Notice
from casework.letters.notices import of_moment


@dataclass(frozen=True, slots=True)
class Recorded:
    """The result of one transition: its new lines, its notices, and the outlook after it."""

    transition: Transition
    lines: tuple[LedgerLine, ...]
    notices: tuple[Notice, ...]
    outlook: Outlook


def record(before: Iterable[LedgerLine], transitions: Sequence[Transition]) -> list[Recorded]:
    """The results of transitions, in their order, after the lines that were there before.

    Moments that have already come are recorded with the last transition: transitions recorded together have no time
    between them. When a case is opened here or taken over, no one is told of moments before that day.
    """
    known, found = tuple(before), list[Recorded]()
    for transition in transitions:
        found.append(_recorded(known, transition, is_last=transition is transitions[-1]))
        known = found[-1].outlook.lines
    return found


def _recorded(before: tuple[LedgerLine, ...], transition: Transition, *, is_last: bool) -> Recorded:
    outlook = outlook_of((*before, *lines_of(transition)), transition.recorded_at)
    for done in transition.acts:
        if done.act.action == CLAIM:
            outlook = outlook.with_lines(verdict_line(transition, done, outlook.at_last))
    notices = list(notices_of(transition, outlook.obligations))
    while is_last and not transition.moments and (due := outlook.due_moments):
        outlook = outlook.with_lines(*moment_lines(transition, due, outlook.stage_after(due)))
        told = (moment for moment in due if moment.on >= transition.today or not _is_load(transition))
        notices += [notice for moment in told for notice in of_moment(moment, transition.today)]
    if outlook.closed and outlook.closed_on is None:
        outlook = outlook.with_lines(closing_line(transition))
    return Recorded(transition, outlook.lines[len(before) :], tuple(notices), outlook)


def _is_load(transition: Transition) -> bool:
    """Whether a transition opens the case here, or records only what people learned about before."""
    if transition.opening is not None:
        return True
    return bool(transition.acts) and all(done.told_before for done in transition.acts)
