"""What the law requires in one case: an obligation, its last day, how it stands, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from statute.because import sentence

if TYPE_CHECKING:
    from statute.calendars import WorkingDays
    from statute.clocks import Clock, Law
    from statute.exceptions import Judged
    from statute.facts import Event

Status = Literal["running", "met", "late", "overdue", "excused", "superseded", "open", "closed"]


class Grounds(NamedTuple):
    """What an obligation was computed from; its `because` is told from this when somebody asks."""

    law: Law
    clock: Clock
    start: Event
    as_at: date
    calendar: WorkingDays
    ended_by: Event | None
    closed_by: Event | None
    closed_way: str | None
    used_by: Event | None
    shown_by: Event | None
    raw_due_on: date | None
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Obligation:
    """One limit, floor, window, guidance or target of one case. Days are local calendar days.

    `due_on` is the last lawful day (of a window, its last day) and does not depend on the day of asking.
    `days_late` counts calendar days after it: to `met_on`, to the day the limit was closed, or to the day of asking.
    A window is `open` until its last day has passed. `earliest_final` is the first day on which the act that must
    wait for the family's time may be done. `excused_by` is the ground of the exception that was accepted.
    """

    rule: str
    title: str
    citation: str
    of: str | None
    kind: str
    duty_holder: str
    started_on: date
    due_on: date
    met_on: date | None
    status: Status
    days_late: int
    excused_by: str | None
    earliest_final: date | None
    closed_on: date | None
    grounds: Grounds = field(repr=False, compare=False)

    @property
    def because(self) -> str:
        """Why: sentences that can be read to a parent, with the arithmetic and the citation."""
        return sentence(self)

    @property
    def raw_due_on(self) -> date | None:
        """For a limit of the Tribunal's rules, the day on which its period ends before the roll of r.12."""
        return self.grounds.raw_due_on

    @property
    def safe_on(self) -> date | None:
        """The day to aim for: the last working day before the last lawful day.

        Some bodies count the day of receipt as day 1, and nobody is at work on a bank holiday. For a limit
        "before" a fixed date, the last working day on or before its last day. None for time that is left to others.
        """
        clock = self.grounds.clock
        if clock.floor_of or (clock.window and clock.kind == "floor" and not clock.used_before):
            return None
        spare = 0 if clock.counting.convention == "before_fixed_date" else 1
        return self.grounds.calendar.last_working_day(self.due_on - timedelta(days=spare))

    def as_json(self) -> dict[str, Any]:
        """The obligation as the contract's JSON: its keys first and in its order, ours after them."""

        def iso(day: date | None) -> str | None:
            return None if day is None else day.isoformat()

        return {
            "rule": self.rule,
            "citation": self.citation,
            "of": self.of,
            "started_on": iso(self.started_on),
            "due_on": iso(self.due_on),
            "met_on": iso(self.met_on),
            "status": self.status,
            "days_late": self.days_late,
            "because": self.because,
            "title": self.title,
            "kind": self.kind,
            "duty_holder": self.duty_holder,
            "excused_by": self.excused_by,
            "safe_on": iso(self.safe_on),
            "earliest_final": iso(self.earliest_final),
            "raw_due_on": iso(self.raw_due_on),
            "closed_on": iso(self.closed_on),
        }


class _Filling:
    """An obligation while it is filled in: the same slots, not yet frozen.

    A frozen dataclass sets each field by a call; at tens of thousands of timelines a second that is most of the
    work. The fields are set here as plain attributes, and the object is then an Obligation, frozen like any other.
    """

    __slots__ = Obligation.__slots__

    def __init__(
        self,
        clock: Clock,
        of: str | None,
        started_on: date,
        due_on: date,
        met_on: date | None,
        status: Status,
        days_late: int,
        excused_by: str | None,
        earliest_final: date | None,
        closed_on: date | None,
        grounds: Grounds,
    ) -> None:
        self.rule: str = clock.rule
        self.title: str = clock.title
        self.citation: str = clock.citation
        self.of = of
        self.kind: str = clock.kind
        self.duty_holder: str = clock.duty_holder
        self.started_on = started_on
        self.due_on = due_on
        self.met_on = met_on
        self.status = status
        self.days_late = days_late
        self.excused_by = excused_by
        self.earliest_final = earliest_final
        self.closed_on = closed_on
        self.grounds = grounds
        self.__class__ = Obligation  # type: ignore[assignment]


if TYPE_CHECKING:

    def obligation_of(
        clock: Clock,
        of: str | None,
        started_on: date,
        due_on: date,
        met_on: date | None,
        status: Status,
        days_late: int,
        excused_by: str | None,
        earliest_final: date | None,
        closed_on: date | None,
        grounds: Grounds,
    ) -> Obligation:
        """An obligation under a clock, whose rule, title, citation, kind and duty holder it takes."""
        ...
else:
    obligation_of = _Filling
