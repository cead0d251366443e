"""Whether a claimed exception excuses a limit.

Each regulation gives its own grounds, and each limit is tested on its own. A ground excuses a limit; it does not
pause the clock and sets no new date (regs 5(4), 8(2), 10(4), 13(3), 27(3), 44(3), 45(7)). A claim must show that the
ground exists, that it falls in the time that the limit covers, and why it made meeting the limit impractical. It
must also name its evidence, who accepted it and when the family was told. A claim with any of these missing is kept,
but excuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from statute.facts import Dated, ExceptionClaim
from statute.pack import plain_ground
from statute.words import days, long_date, short_date

if TYPE_CHECKING:
    from statute.clock import Clock
    from statute.known_facts import Known
    from statute.pack import Ground, GroundType

DATES: Mapping[GroundType, tuple[str, ...]] = {
    "closure_school": ("closed_from", "reopens_on", "advice_asked_on"),
    "closure_early_years": ("closed_from", "reopens_on", "advice_asked_on"),
    "exceptional_personal": ("from", "to"),
    "exceptional": ("from", "to"),
    "absence": ("from", "to"),
    "missed_appointment": ("missed_on",),
}
"""The dates that a claim must give for each kind of ground, as named in the facts file. A kind that is not here needs no dates:
only the Tribunal can grant it."""
FROM_FACTS = frozenset({"advice_asked_on", "missed_on"})
"""Dates that a claim may leave out. They are then taken from the facts."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_CLOSURES = frozenset({"closure_school", "closure_early_years"})

Named = Mapping[str, Sequence[Dated]]


class Judged(NamedTuple):
    """A claim and the answer to it: `refused` is why it excuses nothing, or None if it is accepted."""

    claim: ExceptionClaim
    refused: str | None


class ClosureWindow(NamedTuple):
    """The days on which asking a closed school for advice can be a ground: `first` is inside, `end` is not.

    From one week before the first closed day to one week before re-opening (regs 5(4)(a), 10(4)(a), 27(3)(a)).
    Whether the last day is inside the window is not settled; we take it as outside, so it is never claimed.
    """

    first: date
    end: date
    closed_days: int

    def holds(self, asked_on: date) -> bool:
        """Whether advice asked for on a day falls in the window."""
        return self.first <= asked_on < self.end


def closure_window(closed_from: date, reopens_on: date) -> ClosureWindow:
    """The window of a closure from its first closed day to the day of re-opening."""
    return ClosureWindow(closed_from - _WEEK, reopens_on - _WEEK, (reopens_on - closed_from).days)


def missing(claim: ExceptionClaim) -> tuple[str, ...]:
    """Which of the proofs that every claim needs are missing, by their names in the facts file."""
    wanted = {
        "because": claim.because,
        "evidence": claim.evidence,
        "approved_by": claim.approved_by,
        "family_told_on": claim.family_told_on,
    }
    return tuple(name for name, value in wanted.items() if value is None or not str(value).strip())


def accepted(
    claim: ExceptionClaim, *, because: str, evidence: str, approved_by: str, family_told_on: date
) -> ExceptionClaim:
    """Return a proposed exception with the proofs of the person who accepts it.

    `because` is why it made the limit impractical, `evidence` what shows it. Raises ValueError, with one sentence, if a
    proof is empty.
    """
    complete = replace(
        claim, because=because, evidence=evidence, approved_by=approved_by, family_told_on=family_told_on
    )
    if empty := missing(complete):
        raise ValueError(f"An exception under {claim.ground} needs {_listed(empty)}; fill it in.")
    return complete


def judge(clock: Clock, started_on: date, due_on: date, of: str | None, known: Known) -> tuple[Judged, ...]:
    """Test every claim on one limit. A letter to the family that is later than the day of asking proves nothing yet."""
    return tuple(
        Judged(claim, _refusal(clock, started_on, due_on, of, claim, known)) for claim in known.claims
    )


def _refusal(
    clock: Clock, started_on: date, due_on: date, of: str | None, claim: ExceptionClaim, known: Known
) -> str | None:
    law = known.law
    name = plain_ground(claim.ground)
    grounds = clock.excuses.grounds.get(name)
    if grounds is None:
        elsewhere = law.grounds.get(name)
        if elsewhere is not None and clock.excuses.why_none is not None:
            return clock.excuses.why_none
        if elsewhere is not None:
            return f"it is a ground of another limit ({elsewhere[0].citation}), and each limit is tested on its own"
        if name in law.no_such:
            return law.no_such[name]
        if any(word in claim.ground.lower() for word in law.never_words):
            return law.never_why
        return "no regulation gives this ground"
    if empty := missing(claim):
        return _is_missing(empty)
    if claim.family_told_on is not None and claim.family_told_on > known.as_at:
        return f"the family is only to be told on {short_date(claim.family_told_on)}"
    if claim.of is not None and of is not None and claim.of != of:
        return f"it concerns {claim.of}, not {of}"
    if len(grounds) > 1:
        return _none_met(grounds, claim, started_on, due_on, of, known.named)
    return _not_met(grounds[0], claim, started_on, due_on, of, known.named)


def _none_met(
    grounds: Sequence[Ground],
    claim: ExceptionClaim,
    started_on: date,
    due_on: date,
    of: str | None,
    events: Named,
) -> str | None:
    """The answer to a claim under a paragraph that points to several grounds: its dates show which one it means."""
    is_closure = claim.closed_from or claim.reopens_on or claim.advice_asked_on
    fitting = [ground for ground in grounds if is_closure and ground.ground in _CLOSURES]
    if not fitting:
        names = [ground.also_written[0] for ground in grounds]
        return f"that paragraph points to several circumstances; name the one that applies, as {', '.join(names)}"
    answers = [_not_met(ground, claim, started_on, due_on, of, events) for ground in fitting]
    return None if None in answers else answers[0]


def _not_met(
    ground: Ground,
    claim: ExceptionClaim,
    started_on: date,
    due_on: date,
    of: str | None,
    events: Named,
) -> str | None:
    match ground.ground:
        case "closure_school" | "closure_early_years":
            early = ground.ground == "closure_early_years"
            return _closure(claim, ground.least_days or 28, early, started_on, due_on, events)
        case "exceptional_personal" | "exceptional":
            return _span(claim, started_on, due_on)
        case "absence":
            return _absence(claim, ground.least_days or 28, started_on, due_on)
        case "missed_appointment":
            return _missed(claim, started_on, due_on, of, events)
    return "only the Tribunal can grant it"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_missing(names: Sequence[str]) -> str:
    return f"{_listed(names)} {'is' if len(names) == 1 else 'are'} missing"


def _span(claim: ExceptionClaim, started_on: date, due_on: date) -> str | None:
    first, last = claim.from_, claim.to
    if first is None or last is None:
        return _is_missing([name for name, day in (("from", first), ("to", last)) if day is None])
    if last < first:
        return f"it ends on {short_date(last)}, before it begins on {short_date(first)}"
    if last < started_on or first > due_on:
        return (
            f"{short_date(first)} to {short_date(last)} lies outside the time that the limit covers, "
            f"{short_date(started_on)} to {short_date(due_on)}"
        )
    return None


def _absence(claim: ExceptionClaim, least: int, started_on: date, due_on: date) -> str | None:
    outside = _span(claim, started_on, due_on)
    if outside is not None or claim.from_ is None or claim.to is None:
        return outside
    inside = (min(claim.to, due_on) - max(claim.from_, started_on)).days + 1
    if inside < least:
        return (
            f"the absence must be {least // 7} unbroken weeks ({days(least)}) or more within the time that the "
            f"limit covers, and is {days(inside)}"
        )
    return None


def _closure(
    claim: ExceptionClaim,
    least: int,
    early_years: bool,
    started_on: date,
    due_on: date,
    events: Named,
) -> str | None:
    closed = claim.closed_from or claim.from_
    reopens = claim.reopens_on or (claim.to + _DAY if claim.to else None)
    if closed is None or reopens is None:
        dates = (("closed_from", closed), ("reopens_on", reopens))
        return _is_missing([name for name, day in dates if day is None])
    window = closure_window(closed, reopens)
    if window.closed_days < least:
        return f"the closure must be {least // 7} unbroken weeks ({days(least)}) or more, and is {days(max(window.closed_days, 0))}"
    asked = _advice_asked(claim, early_years, events)
    if not asked:
        return "advice_asked_on is missing, the day on which the closed setting was asked for advice"
    in_time = [day for day in asked if window.holds(day)]
    if not in_time:
        day = asked[0]
        return (
            f"advice was asked for on {short_date(day)}, but this closure counts only from {long_date(window.first)} to the day "
            f"before {long_date(window.end)}"
        )
    if not any(started_on <= day <= due_on for day in in_time):
        return "advice was not asked for within the time that the limit covers"
    return None


_SCHOOL = ("school", "head", "principal", "college", "setting", "post16", "teacher", "senco")
_EARLY = ("nursery", "early_years", "early years", "preschool", "childminder", "setting")


def _advice_asked(claim: ExceptionClaim, early_years: bool, events: Named) -> list[date]:
    """The days on which the closed setting was asked for advice: from the claim, or else from the facts."""
    if claim.advice_asked_on is not None:
        return [claim.advice_asked_on]

    def is_the_setting(adviser: str | None) -> bool:
        if claim.of is not None:
            return adviser == claim.of
        name = (adviser or "").lower()
        return name == "education" or any(word in name for word in (_EARLY if early_years else _SCHOOL))

    return [on for on, event in events.get("advice_requested", ()) if is_the_setting(event.of)]


def _missed(
    claim: ExceptionClaim,
    started_on: date,
    due_on: date,
    of: str | None,
    events: Named,
) -> str | None:
    recorded = [on for on, event in events.get("appointment_missed", ()) if event.of == of]
    told = claim.missed_on or claim.from_
    if told is not None and claim.of is not None:
        recorded.append(told)
    if not recorded:
        return "no missed appointment with this adviser is recorded"
    if not any(started_on <= day <= due_on for day in recorded):
        return (
            f"the appointment missed on {short_date(recorded[0])} lies outside the time that the limit covers"
        )
    return None
