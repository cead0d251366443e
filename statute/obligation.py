"""What the law requires in one case: an obligation, its last day, its status, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from statute.status_by_day import Status, status_by_day

if TYPE_CHECKING:
    from statute.clock import Clock
    from statute.exceptions import Judged
    from statute.facts import Event
    from statute.known_facts import Asked, Closing
    from statute.pack import ChasedUntil


@dataclass(slots=True, kw_only=True)
class Obligation:
    """One limit, floor, window, guidance or target of one case. Days are local calendar days.

    `due_on` is the last lawful day (of a window, its last day) and does not depend on the day of asking.
    `days_late` counts calendar days after it: to `met_on`, to the day the limit was closed, or to the day of asking.
    A window is `open` until its last day has passed. `excused_by` is the ground of the exception that was accepted.
    `counted_from` is the day that its period runs from, if that is not `started_on`. `raw_due_on`, for a limit in the
    Tribunal's rules, is the day on which its period ends before rule 12 moves it to a working day.

    The facts behind it are kept, and `because` is written from them when it is asked for. Its fields never change; the
    type checker enforces this, because a frozen class takes twice as long to create.
    """

    asked: Final[Asked]
    clock: Final[Clock]
    start: Final[Event]
    started_on: Final[date]
    due_on: Final[date]
    status: Final[Status]
    closing: Final[Closing | None]
    counted_from: Final[date | None] = None
    ended_by: Final[Event | None] = None
    days_late: Final[int] = 0
    excused_by: Final[str | None] = None
    judged: Final[tuple[Judged, ...]] = ()
    shown_by: Final[Event | None] = None
    used_by: Final[Event | None] = None
    certificate_on: Final[date | None] = None
    raw_due_on: Final[date | None] = None

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.clock.rule

    @property
    def role(self) -> str | None:
        """The role of its clock in the process (statute.clock_roles)."""
        return self.clock.process.role

    @property
    def chased_until(self) -> ChasedUntil:
        """When escalation stops: once it is `done`, or once the decision on the plan is made (`decided`)."""
        return self.clock.process.chased_until

    @property
    def keeps_case_open(self) -> bool:
        """Whether it keeps the case open after the request is decided."""
        return self.clock.process.keeps_case_open

    @property
    def shown_in_dispute(self) -> bool:
        """Whether a mediation or an appeal shows it."""
        return self.clock.process.shown_in_dispute

    @property
    def carries_out_outcome(self) -> bool:
        """Whether it carries out what was ordered, agreed or conceded in a dispute."""
        return self.clock.process.carries_out_outcome

    @property
    def of_kind(self) -> str:
        """What kind of body `of` names: an adviser or a setting."""
        return self.clock.wording.whose

    @property
    def after_window(self) -> str:
        """What can still be done once the window has closed, as a sentence; may be empty."""
        return self.clock.wording.after_window

    @property
    def title(self) -> str:
        """The title of the rule."""
        return self.clock.source.title

    @property
    def citation(self) -> str:
        """The citation of the rule."""
        return self.clock.source.citation

    @property
    def kind(self) -> str:
        """Its kind: a limit, a floor (time that must be left), a window, guidance or a target."""
        return self.clock.kind

    @property
    def duty_holder(self) -> str:
        """Who must act."""
        return self.clock.source.duty_holder

    @property
    def of(self) -> str | None:
        """The adviser or setting it concerns, if the rule has a clock for each."""
        return self.start.of

    @property
    def met_on(self) -> date | None:
        """The day on which it was done; None if it was not, or if that day is not recorded."""
        return self.ended_by.on if self.ended_by is not None else None

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed without being done."""
        return self.closing.on if self.closing is not None else None

    @property
    def earliest_final(self) -> date | None:
        """The first day on which the plan may be made final; None unless it is a floor."""
        return self.due_on + timedelta(days=1) if self.clock.use.floor_of else None

    @property
    def because(self) -> str:
        """Why: sentences that can be read to a parent, with the arithmetic and the citation."""
        return status_by_day(self).on(self.asked.as_at).because

    @property
    def safe_on(self) -> date | None:
        """The day to aim for: the last working day before the last lawful day.

        Some bodies count the day of receipt as day 1, and offices are closed on bank holidays. For a limit "before" a
        fixed date, it is the last working day on or before its last day. None for time that is left to others.
        """
        clock = self.clock
        if clock.use.floor_of or (clock.window and clock.kind == "floor" and not clock.use.used_before):
            return None
        spare = 0 if clock.period.counting.convention == "before_fixed_date" else 1
        return self.asked.calendar.last_working_day(self.due_on - timedelta(days=spare))

    def as_json(self) -> dict[str, Any]:
        """The obligation as JSON: the keys of the contract first, in its order, then ours."""

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
            "role": self.role,
            "title": self.title,
            "kind": self.kind,
            "duty_holder": self.duty_holder,
            "verified": self.clock.source.verified,
            "excused_by": self.excused_by,
            "safe_on": iso(self.safe_on),
            "earliest_final": iso(self.earliest_final),
            "raw_due_on": iso(self.raw_due_on),
            "closed_on": iso(self.closed_on),
        }
