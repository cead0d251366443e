"""The place of a process in the list of its group, which the records store so that a page of a list reads only its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.processes.process import Process


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The day by which a list sorts a process, date.max without one, and the first day on which it may be another.

    `until` is None if only an act changes it.
    """

    on: date
    until: date | None


def list_place(process: Process[Any], view: Mapping[str, Any], today: date) -> ListPlace:
    """Return the place of a process as its row in the list gives it on a day.

    A window that the family may use ends by itself, and then no longer gives the day. A process without a row, because an
    earlier release recorded less than its page needs, has the next day that matters in it: recording must not fail on that.
    """
    try:
        told = process.as_json(view, today)
        written = process.pages.sorted_by(told)
    except (AttributeError, KeyError, TypeError, ValueError):
        return ListPlace(process.due_on(process.state(view)) or date.max, None)
    on = date.max if written == process.pages.WITHOUT_DAY else date.fromisoformat(written)
    ends = [
        date.fromisoformat(str(one["due_on"]))
        for one in told.get("obligations", ())
        if one["status"] == "open" and one["closed_on"] is None
    ]
    return ListPlace(on, min((end + timedelta(days=1) for end in ends if end >= today), default=None))
