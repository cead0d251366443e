"""The notices that a transition sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casework.case.actions import Act
from casework.case.openings import REQUESTS
from casework.case.transition import Transition
from casework.letters.notice import Notice
from casework.letters.notices import of_act, of_moment, of_opening, of_refused
from statute.obligation import Obligation


def notices_of(transition: Transition, obligations: Sequence[Obligation]) -> tuple[Notice, ...]:
    """The notices of a transition. Acts that people learned about before the case came here send none."""
    today, found = transition.today, list[Notice]()
    opening = transition.opening
    if opening is not None and opening.on is not None and not opening.told_before:
        if opening.event in REQUESTS:
            told = of_opening(opening.event, opening.on, obligations)
        else:
            act = Act(opening.event, opening.on, None, opening.fields)
            told = of_act(act, today, obligations)
        found += [replace(notice, on=today) for notice in told]
    for done in transition.acts:
        if not done.told_before:
            found += of_act(done.act, today, obligations)
    for moment in transition.moments:
        found += of_moment(moment, today)
    if transition.refusal is not None:
        found += of_refused(transition.refusal.action, today, transition.refusal.why)
    return tuple(found)
