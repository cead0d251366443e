"""One moment of a case: a day on which people are alerted or a window closes, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from casework.case.advisers import in_brackets
from casework.case.clock import Clock
from statute.clock_roles import ALERTED_AT_ONCE
from statute.local_time import start_of_day
from statute.words import days, long_date

MomentKind = Literal["reminder", "breach_alert", "breach_continues", "not_answered", "window_closed", "chase"]
Role = Literal["case_officer", "team_manager", "head_of_service", "service_manager", "adviser", "setting"]
Key = tuple[str, str | None, date, str, int]
"""What identifies a moment in its case: rule, of, last day, kind and step."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One coming moment.

    It comes at the start of the local day `on`. `step` is its place on the ladder, `role` the role of its clock
    (statute.clock_roles), `whose` the kind of thing that `of` names, and `after_window` what the family can still do
    after a window has closed. `is_urgent` is whether people are alerted at once, and not with the daily digest.
    """

    on: date
    kind: MomentKind
    rule: str
    of: str | None
    due_on: date
    step: int
    roles: tuple[Role, ...]
    title: str
    citation: str
    role: str | None = None
    whose: str = "adviser"
    after_window: str = ""
    is_urgent: bool = False

    @property
    def at(self) -> datetime:
        """The instant, in UTC."""
        return start_of_day(self.on)

    @property
    def key(self) -> Key:
        return (self.rule, self.of, self.due_on, self.kind, self.step)

    def told_on(self, day: date) -> str:
        """The sentence of the ledger, if the people of the case are told on `day` (later than `on` where it was missed).

        It is part of what the ledger proves, so it is no text that an authority can replace.
        """
        what, due, when = self.about, self.due, self.when(day)
        match self.kind:
            case "window_closed":
                return f"{what}: the time for it ended on {due}. {self.after_window}".rstrip()
            case "chase":
                ask = (
                    f"please send it by {due}, {when}."
                    if when
                    else f"it was due on {due}; please send it now."
                )
                return f"{what}: {ask}"
            case "not_answered":
                return f"{what}: it was expected by {due} and is not recorded."
            case "reminder":
                return f"{what}: due on {due}, {when}." if when else f"{what}: it was due on {due}."
            case "breach_alert":
                return f"{what}: it was due on {due} and is not recorded as done. The limit is breached."
            case "breach_continues":
                return f"{what}: it was due on {due} and is {self.late(day)} late."

    @property
    def about(self) -> str:
        """What it is about, with the adviser or setting."""
        return f"{self.title}{in_brackets(self.of, self.whose)}"

    @property
    def due(self) -> str:
        """The last day with its source."""
        return f"{long_date(self.due_on)} ({self.citation})"

    def when(self, day: date) -> str | None:
        """How far the last day is ahead of a day, such as "in 3 days"; None once it has passed."""
        return None if day > self.due_on else _in_days((self.due_on - day).days)

    def late(self, day: date) -> str:
        """How long the last day is past on a day."""
        return days((day - self.due_on).days)


def _in_days(left: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(left, f"in {days(left)}")


def moment_of(clock: Clock, on: date, kind: MomentKind, step: int, roles: tuple[Role, ...] = ()) -> Moment:
    """The moment of a clock that comes on a given day."""
    return Moment(
        on=on,
        kind=kind,
        rule=clock.rule,
        of=clock.of,
        due_on=clock.due_on,
        step=step,
        roles=roles,
        title=clock.title,
        citation=clock.citation,
        role=clock.role,
        whose=clock.of_kind,
        after_window=clock.after_window if kind == "window_closed" else "",
        is_urgent=kind == "breach_alert" and (clock.role in ALERTED_AT_ONCE or clock.carries_out_outcome),
    )
