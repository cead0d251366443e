"""Why a date is what it is, in sentences that a case officer can read to a parent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from statute.counting import months_after
from statute.facts import Event, ExceptionClaim
from statute.pack import plain_ground
from statute.periods import in_words, our_reading
from statute.set_days import (
    agreed_in_writing,
    directed_by_the_tribunal,
    moved_by_the_tribunal,
    ordered_by_the_tribunal,
)
from statute.words import capital, days, long_date, short_date

if TYPE_CHECKING:
    from statute.clock import Clock
    from statute.known_facts import Closing
    from statute.obligation import Obligation


def beginning(obligation: Obligation) -> str:
    """What began an obligation, and the arithmetic of its last day with its source. It is the same on every day."""
    return f"{_began(obligation)} {_arithmetic(obligation)}"


def _said(obligation: Obligation, event: Event) -> str:
    said = obligation.asked.law.said.get(event.event, event.event.replace("_", " "))
    return f"{said} ({event.of.replace('_', ' ')})" if event.of else said


def _on(said: str, day: str) -> str:
    """What happened, with its day. The day goes first if it could be read as part of what was said."""
    return f"on {day} {said}" if " that " in said else f"{said} on {day}"


def _told(obligation: Obligation, event: Event, on: date | None = None) -> str:
    day = on or event.on
    return _on(_said(obligation, event), short_date(day) if day else "a day that is not recorded")


def _began(obligation: Obligation) -> str:
    return capital(f"{_on(_said(obligation, obligation.start), long_date(obligation.started_on))}.")


def _arithmetic(obligation: Obligation) -> str:
    clock, start = obligation.clock, obligation.start
    last = long_date(obligation.due_on)
    if clock.period.appeal:
        return _appeal_window(obligation)
    if obligation.earliest_final is not None:
        return (
            f"The family has at least {clock.period.counting.n} days, counted with that day as day 1, of which the last is "
            f"{last} ({clock.source.cited}); the plan may be made final from {long_date(obligation.earliest_final)}."
        )
    if (agreed := agreed_in_writing(clock, start)) is not None:
        return f"{clock.wording.act} by {long_date(agreed)}, which the parties agreed in writing (SEND Regulations 2014 reg 42(5))."
    if (directed := directed_by_the_tribunal(clock, start)) is not None:
        return f"{clock.wording.act} by {long_date(directed)}, as the Tribunal directed (rule 5(3)(a) of the Tribunal's Rules)."
    counted = obligation.counted_from or obligation.started_on
    period = in_words(clock.period.counting, start, obligation.started_on, obligation.due_on, counted)
    if (ordered := ordered_by_the_tribunal(clock, start)) is not None:
        own = obligation.started_on + clock.period.fixed if clock.period.fixed is not None else None
        by = f", by {long_date(own)}" if own is not None else ""
        return (
            f"{clock.wording.act} by {long_date(ordered)}, {_set_by(clock, start)}; had the Tribunal not directed otherwise, it "
            f"would have been {period}{by} ({clock.source.cited})."
        )
    applied_by = clock.wording.applied_by.get(start.event)
    sources = f"{applied_by}: {clock.source.cited}" if applied_by else clock.source.cited
    text = f"{clock.wording.act} {period}, so by {last} ({sources})."
    reading = our_reading(clock.period.counting)
    return f"{text} {reading}" if reading else text


def _set_by(clock: Clock, start: Event) -> str:
    """What set the day of an order: the order itself, or later directions, with the day that the order first set."""
    if (moved := moved_by_the_tribunal(clock, start)) is None:
        return "which the order itself sets"
    before = f"; the order itself set {short_date(moved.first)}" if moved.first is not None else ""
    return f"as the Tribunal directed on {short_date(moved.on)} (rules 5(3)(a) and 6 of the Tribunal's Rules){before}"


def _appeal_window(obligation: Obligation) -> str:
    clock, started_on = obligation.clock, obligation.started_on
    months, more = clock.period.counting.n or 0, clock.period.counting.certificate_months or 0
    raw = obligation.raw_due_on or obligation.due_on
    if obligation.certificate_on is None:
        certificate = "none is recorded"
    else:
        certificate = (
            f"issued on {short_date(obligation.certificate_on)}, "
            f"which gives {short_date(months_after(obligation.certificate_on, more))}"
        )
    text = (
        f"{clock.wording.act} within {months} months of that day (by {short_date(months_after(started_on, months))}) or, if "
        f"later, within {more} month of a mediation certificate ({certificate}): so by {long_date(raw)} ({clock.source.cited})."
    )
    if raw == obligation.due_on:
        return f"{text} An appeal must be received by 5pm on that last day."
    if raw.month == 8:
        reason = "falls in August"
    elif (raw.month == 12 and raw.day >= 25) or (raw.month, raw.day) == (1, 1):
        reason = "falls between 25 December and 1 January"
    else:
        reason = "is not a working day"
    return (
        f"{text} That last day {reason}, so an appeal is in time if it is received by 5pm on "
        f"{long_date(obligation.due_on)} (rule 12 of the Tribunal's Rules)."
    )


def window_words(obligation: Obligation, *, is_open: bool) -> list[str]:
    """Sentences on how a window was used and what ended it, while it is open or after it has closed."""
    clock, used = obligation.clock, obligation.used_by
    parts: list[str] = []
    if used is not None:
        parts.append(capital(f"{_told(obligation, used)}{_use(obligation, used.on, is_open)}."))
    elif clock.use.used_before:
        parts.append("No day on which this was done is recorded.")
    if obligation.closing is not None:
        parts.append(
            capital(f"{_told(obligation, obligation.closing.event)}, so this time no longer matters.")
        )
    return parts


def run_out_words(day: date) -> str:
    """A sentence for a window that ran out without being used or closed."""
    return f"That time had run by {short_date(day)}."


def _use(obligation: Obligation, on: date | None, is_open: bool) -> str:
    """Whether a window was used in time, late or too early, as the end of a sentence."""
    clock = obligation.clock
    if clock.use.floor_of:
        return ", before that time had run, which the law does not allow"
    if clock.use.decided_by:
        if is_open:
            return ", and until it is decided the plan and its provision must be kept"
        return ""
    if on is None or on <= obligation.due_on:
        return ", in time"
    if clock.use.used_before:
        return f", {days((on - obligation.due_on).days)} late"
    return ", after that time had run"


def settled_words(obligation: Obligation) -> list[str]:
    """How a limit was met, or what closed it before it was met; empty if it still runs."""
    if obligation.ended_by is not None:
        return _ended(obligation, obligation.ended_by)
    return _closed(obligation, obligation.closing) if obligation.closing is not None else []


def running_words(due_on: date, day: date) -> str:
    """How many days remain until the last day of a limit that is not met, or how many days it is overdue."""
    if day == due_on:
        return f"It is not recorded as done, and {short_date(day)} is the last day."
    if day < due_on:
        left = (due_on - day).days
        return f"It is not recorded as done; on {short_date(day)}, {days(left)} remain{'s' if left == 1 else ''}."
    return f"It is not recorded as done, and on {short_date(day)} it is {days((day - due_on).days)} overdue."


def late_words(obligation: Obligation, *, is_excused: bool) -> list[str]:
    """What to add once the last day of an unmet limit has passed."""
    clock, parts = obligation.clock, list[str]()
    if obligation.shown_by is not None and not is_excused:
        parts.append(
            f"A later step shows that it was done ({_told(obligation, obligation.shown_by)}), but its date is not "
            f"recorded: record it to close this limit."
        )
    elif clock.kind == "guidance":
        parts.append("This is guidance, and silence does not stop the authority.")
    elif clock.kind == "target":
        parts.append("This is a target of the process; no law sets this date.")
    return parts


def _closed(obligation: Obligation, closing: Closing) -> list[str]:
    told = capital(_told(obligation, closing.event, closing.on))
    reason = obligation.asked.law.why.get(closing.closer.way, "this limit no longer runs")
    if obligation.days_late:
        late = days(obligation.days_late)
        return [f"It had not been done, and was {late} late, when it was closed. {told}: {reason}."]
    return [f"{told}: {reason}."]


def _ended(obligation: Obligation, ended_by: Event) -> list[str]:
    clock, late = obligation.clock, obligation.days_late
    otherwise = ended_by.event in clock.end.otherwise
    by_another = otherwise or ended_by.event != clock.end.met_by[-1]
    if ended_by.on is None:
        by = short_date(ended_by.not_after or obligation.asked.as_at)
        known = f"It is known to be done by {by} at the latest, on a day that is not recorded"
        if late:
            return [f"{known}; until an earlier day is shown it counts as {days(late)} late."]
        return [f"{known}, and so in time; the day itself is not recorded."]
    how = f"{days(late)} late" if late else "in time"
    if len(clock.end.met_by) == 1 or not by_another:
        return [f"{clock.wording.done} on {short_date(ended_by.on)}, {how}."]
    told = capital(_told(obligation, ended_by))
    return [f"{told}, {how}.", clock.end.otherwise_means if otherwise else ""]


def excuse_words(claim: ExceptionClaim) -> str:
    """How an accepted exception excuses a missed limit."""
    told = short_date(claim.family_told_on) if claim.family_told_on else "a day not recorded"
    reason = " ".join((claim.because or "").split()).rstrip(".")
    return (
        f"The limit is excused under {claim.ground} ({reason}; evidence {claim.evidence}, accepted by "
        f"{claim.approved_by}, family told on {told}). An excuse sets no new date: it must still be done as "
        f"soon as practicable."
    )


def noted_words(claim: ExceptionClaim) -> str:
    """What an accepted exception means while the limit is still in time."""
    return f"An exception under {claim.ground} is recorded; it sets no new date."


def refused_words(obligation: Obligation, claim: ExceptionClaim, why: str) -> str:
    """Why a claimed exception does not excuse a missed limit."""
    law, name = obligation.asked.law, plain_ground(claim.ground)
    is_known = name in law.grounds or name in law.no_such
    named = f"under {claim.ground}" if is_known else f'as "{claim.ground}"'
    return f"The exception claimed {named} does not excuse this limit: {why}."
