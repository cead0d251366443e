"""The result of recording a transition: its ledger lines, its notices, and the outlook after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.case.closing import closing_line
from casework.case.exception_verdict import CLAIM, verdict_line
from casework.case.ledger_line import LedgerLine
from casework.case.moment import Moment
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
    loads = any(transition.opening is not None for transition in transitions)
    for transition in transitions:
        found.append(_recorded(known, transition, is_last=transition is transitions[-1], loads=loads))
        known = found[-1].outlook.lines
    return found


def _recorded(
    before: tuple[LedgerLine, ...], transition: Transition, *, is_last: bool, loads: bool
) -> Recorded:
    outlook = outlook_of((*before, *lines_of(transition)), transition.recorded_at)
    for done in transition.acts:
        if done.act.action == CLAIM:
            outlook = outlook.with_lines(verdict_line(transition, done, outlook.at_last))
    notices = list(notices_of(transition, outlook.obligations))
    came: list[Moment] = []
    while is_last and not transition.moments and (due := outlook.due_moments):
        outlook = outlook.with_lines(*moment_lines(transition, due, outlook.stage_after(due)))
        came += due
    if loads:
        came = [moment for moment in came if moment.on >= transition.today]
    elif transition.is_of_the_past:
        came = _latest_of_each(came)
    notices += [notice for moment in came for notice in of_moment(moment, transition.today)]
    if outlook.closed and outlook.closed_on is None:
        outlook = outlook.with_lines(closing_line(transition))
    return Recorded(transition, outlook.lines[len(before) :], tuple(notices), outlook)


def _latest_of_each(moments: Iterable[Moment]) -> list[Moment]:
    """The moments of the last day of each limit: after past work is entered, what is owed now is told once."""
    last: dict[tuple[str, str | None, date], date] = {}
    every = list(moments)
    for one in every:
        key = (one.rule, one.of, one.due_on)
        last[key] = max(one.on, last.get(key, one.on))
    return [one for one in every if one.on == last[one.rule, one.of, one.due_on]]
