"""Acts drawn at random, mostly well formed and sometimes not, for tests that drive a model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from casework.case.actions import CLAIMED_ON, Act, Action, Field

_IDS = ("urn-900001", "officer-1", "doc-1", "speech_therapist", "manager-2")
_DAYS = st.integers(-40, 60)


def _value(of: Field, today: date) -> st.SearchStrategy[Any]:
    """A value of the right kind most of the time, and sometimes a wrong one."""
    right: st.SearchStrategy[Any]
    wrong = st.sampled_from(("no such code", "2026-13-45", True, 7, ["x y"]))
    if of.choices:
        one = st.sampled_from(of.choices)
        right = st.lists(one, min_size=1, max_size=2, unique=True) if of.several else one
    elif of.kind == "date":
        right = _DAYS.map(lambda days: (today + timedelta(days=days)).isoformat())
    elif of.kind == "flag":
        right = st.booleans()
    elif of.kind == "ids":
        right = st.lists(st.sampled_from(_IDS), min_size=1, max_size=2, unique=True)
    else:
        right = st.sampled_from((*_IDS, "12", "3"))
    return st.one_of(*[right] * 12, wrong)


@st.composite
def any_act(draw: st.DrawFn, actions: Sequence[Action], today: date) -> Act:
    """One of these acts, on a day at or before today and now and then after it."""
    action = draw(st.sampled_from(actions))
    of = draw(st.sampled_from(_IDS)) if action.of else None
    on = today - timedelta(days=draw(st.sampled_from((0, 0, 0, 0, 1, 3, 20, 400, -1))))
    given = {
        each.name: draw(_value(each, today))
        for each in action.fields
        if each.name != CLAIMED_ON and (each.required or draw(st.integers(0, 3)) == 0)
    }
    return Act(action.name, on, of, given)
