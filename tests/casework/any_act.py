"""Acts drawn at random, mostly well formed and sometimes not, for tests that drive a model or a workflow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from casework.case.actions import CLAIMED_ON, Act, Action, Field

_IDS = ("urn-900001", "officer-1", "doc-1", "speech_therapist", "manager-2")
_NUMBERS = ("12", "3", "301", "2027")
_WRONG: tuple[Any, ...] = ("no such code", "2026-13-45", True, 7, ["x y"])
_DAYS_BACK = (0, 0, 0, 0, 1, 3, 20, 400, -1)


def _value(chosen: Random, of: Field, today: date) -> Any:
    """A value of the right kind most of the time, and sometimes a wrong one."""
    if chosen.randrange(13) == 0:
        return chosen.choice(_WRONG)
    if of.choices:
        several = chosen.sample(of.choices, min(len(of.choices), chosen.randint(1, 2)))
        return several if of.several else several[0]
    if of.kind == "date":
        return (today + timedelta(days=chosen.randint(-40, 60))).isoformat()
    if of.kind == "flag":
        return chosen.randrange(2) == 0
    if of.kind == "ids":
        return chosen.sample(_IDS, chosen.randint(1, 2))
    return chosen.choice((*_IDS, *_NUMBERS))


def drawn_act(chosen: Random, actions: Sequence[Action], today: date, abouts: Sequence[str] = _IDS) -> Act:
    """One of these acts, on a day at or before today and now and then after it. `abouts` is what an act can be about."""
    action = chosen.choice(actions)
    of = chosen.choice(abouts) if action.of else None
    on = today - timedelta(days=chosen.choice(_DAYS_BACK))
    given = {
        each.name: _value(chosen, each, today)
        for each in action.fields
        if each.name != CLAIMED_ON and (each.required or chosen.randrange(4) == 0)
    }
    return Act(action.name, on, of, given)


def any_act(actions: Sequence[Action], today: date) -> st.SearchStrategy[Act]:
    """One of these acts, as `drawn_act` draws it."""
    return st.randoms(use_true_random=False).map(lambda chosen: drawn_act(chosen, actions, today))
