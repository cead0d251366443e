"""The status of an obligation on any later day, as long as no further fact is recorded.

It holds only dates and sentences, so it can be stored with a case and read later without the rule pack or the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import TypeAdapter

from statute.because import (
    beginning,
    excuse_words,
    late_words,
    noted_words,
    refused_words,
    run_out_words,
    running_words,
    settled_words,
    window_words,
)

if TYPE_CHECKING:
    from statute.obligation import Obligation

Status = Literal["running", "met", "late", "overdue", "excused", "superseded", "open", "closed"]


class StatusOnDay(NamedTuple):
    """The status of an obligation on one day, and why."""

    status: Status
    days_late: int
    excused_by: str | None
    because: str


@dataclass(frozen=True, slots=True)
class ClaimByDay:
    """A claimed exception: the day from which it is accepted (None if it is refused), and its sentences.

    `excuses` is the sentence for a missed limit, `noted` for one in time, and `refused` for a limit missed before the
    claim is accepted.
    """

    ground: str
    accepted_from: date | None
    excuses: str
    noted: str
    refused: str

    def is_accepted(self, day: date) -> bool:
        """Whether it excuses the limit on a day."""
        return self.accepted_from is not None and self.accepted_from <= day


@dataclass(frozen=True, slots=True)
class StatusByDay:
    """The status of an obligation by day.

    `runs` is None if the status no longer changes from day to day; then `status` and `days_late` stay, except for
    exceptions. `until` holds the sentences up to the last day (or for ever, if it does not run), `after` those once it has
    passed, and `after_excused` those once an exception excuses it. `runs_out` is whether a window closes unused.
    """

    due_on: date
    runs: Literal["limit", "window"] | None
    status: Status
    days_late: int
    beginning: str
    until: str
    after: str = ""
    after_excused: str = ""
    runs_out: bool = False
    claims: tuple[ClaimByDay, ...] = ()

    def on(self, day: date) -> StatusOnDay:
        """The status of the obligation on a day."""
        if self.runs == "window":
            return self._window_on(day)
        status, days_late = self.status, self.days_late
        if self.runs == "limit":
            days_late = max(0, (day - self.due_on).days)
            status = "overdue" if days_late else "running"
        accepted = (claim.ground for claim in self.claims if claim.is_accepted(day))
        excused_by = next(accepted, None) if days_late else None
        if excused_by is not None:
            status = "excused"
        parts = [self.beginning]
        if self.runs is None:
            parts.append(self.until)
        else:
            parts.append(running_words(self.due_on, day))
            if days_late:
                parts.append(self.after if excused_by is None else self.after_excused)
        parts += self._exceptions(day, excused_by, failed=status in ("late", "overdue", "excused"))
        return StatusOnDay(status, days_late, excused_by, _joined(parts))

    def _window_on(self, day: date) -> StatusOnDay:
        if day <= self.due_on:
            return StatusOnDay("open", 0, None, _joined([self.beginning, self.until]))
        parts = [self.beginning, self.after, run_out_words(day) if self.runs_out else ""]
        return StatusOnDay("closed", 0, None, _joined(parts))

    def _exceptions(self, day: date, excused_by: str | None, *, failed: bool) -> list[str]:
        said = []
        for claim in self.claims:
            if not claim.is_accepted(day):
                said.append(claim.refused if failed else "")
            elif not failed:
                said.append(claim.noted)
            elif claim.ground == excused_by:
                said.append(claim.excuses)
        return said

    @property
    def excused_from(self) -> date | None:
        """The first day on which an accepted exception excuses it, if it is late then; None if none does."""
        days = [claim.accepted_from for claim in self.claims if claim.accepted_from is not None]
        return min(days, default=None)

    def as_json(self) -> dict[str, Any]:
        """Convert it to JSON that `from_json` reads."""
        told: dict[str, Any] = _JSON.dump_python(self, mode="json", exclude_defaults=True)
        return told

    @staticmethod
    def from_json(content: dict[str, Any]) -> StatusByDay:
        """Read what `as_json` wrote."""
        return _JSON.validate_python(content)


_JSON: TypeAdapter[StatusByDay] = TypeAdapter(StatusByDay)


def status_by_day(obligation: Obligation, at_last: Obligation | None = None) -> StatusByDay:
    """The status of an obligation from the day it was computed for.

    `at_last` is the same obligation computed for a far day, when the family has been told about every claimed exception.
    Without it, the answer is valid for that one day only.
    """
    due_on = obligation.due_on
    if obligation.clock.window:
        is_open = obligation.status == "open"
        day = obligation.asked.as_at
        stays_open = is_open and day > due_on if at_last is None else at_last.status == "open"
        moves = obligation.closing is None and not stays_open
        used = obligation.used_by is not None
        return StatusByDay(
            due_on=due_on,
            runs="window" if moves else None,
            status=obligation.status,
            days_late=0,
            beginning=beginning(obligation),
            until=_joined(window_words(obligation, is_open=is_open or moves)),
            after=_joined(window_words(obligation, is_open=False)) if moves else "",
            runs_out=moves and not used and not obligation.clock.use.used_before,
        )
    runs = obligation.ended_by is None and obligation.closing is None
    status = obligation.status
    if status == "excused":
        status = "late" if obligation.ended_by is not None else "overdue"
    return StatusByDay(
        due_on=due_on,
        runs="limit" if runs else None,
        status=status,
        days_late=obligation.days_late,
        beginning=beginning(obligation),
        until="" if runs else _joined(settled_words(obligation)),
        after=_joined(late_words(obligation, is_excused=False)) if runs else "",
        after_excused=_joined(late_words(obligation, is_excused=True)) if runs else "",
        claims=_claims(obligation, at_last or obligation),
    )


def _claims(obligation: Obligation, at_last: Obligation) -> tuple[ClaimByDay, ...]:
    found = []
    for (claim, refused), (_, refused_at_last) in zip(obligation.judged, at_last.judged, strict=True):
        is_accepted = refused_at_last is None
        found.append(
            ClaimByDay(
                ground=claim.ground,
                accepted_from=(claim.family_told_on or date.min) if is_accepted else None,
                excuses=excuse_words(claim) if is_accepted else "",
                noted=noted_words(claim) if is_accepted else "",
                refused=refused_words(obligation, claim, refused) if refused is not None else "",
            )
        )
    return tuple(found)


def _joined(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)
