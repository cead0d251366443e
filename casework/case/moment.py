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
        """The sentence for the people of the case, if they are told on `day` (later than `on` where it was missed)."""
        what = f"{self.title}{in_brackets(self.of, self.whose)}"
        due = f"{long_date(self.due_on)} ({self.citation})"
        match self.kind:
            case "window_closed":
                return f"{what}: the time for it ended on {due}. {self.after_window}".rstrip()
            case "chase" if day > self.due_on:
                return f"{what}: it was due on {due}; please send it now."
            case "chase":
                return f"{what}: please send it by {due}, {_in_days((self.due_on - day).days)}."
            case "not_answered":
                return f"{what}: it was expected by {due} and is not recorded."
            case "reminder" if day > self.due_on:
                return f"{what}: it was due on {due}."
            case "reminder":
                return f"{what}: due on {due}, {_in_days((self.due_on - day).days)}."
            case "breach_alert":
                return f"{what}: it was due on {due} and is not recorded as done. The limit is breached."
            case "breach_continues":
                return f"{what}: it was due on {due} and is {days((day - self.due_on).days)} late."


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
