"""Why a date is what it is, in sentences that a case officer can read to a parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statute.facts import Event
from statute.periods import in_words
from statute.words import capital, days, long_date, short_date

if TYPE_CHECKING:
    from statute.clocks import Law
    from statute.obligation import Obligation


def sentence(obligation: Obligation) -> str:
    """The whole answer for one obligation: what began it, the arithmetic and its source, and how it stands."""
    parts = [_began(obligation), _arithmetic(obligation)]
    parts += _window(obligation) if obligation.grounds.clock.window else _limit(obligation)
    parts += _exceptions(obligation)
    return " ".join(part for part in parts if part)


def _said(law: Law, event: Event) -> str:
    said = law.said.get(event.event, event.event.replace("_", " "))
    return f"{said} ({event.of.replace('_', ' ')})" if event.of else said


def _told(law: Law, event: Event) -> str:
    day = f"on {short_date(event.on)}" if event.on else "on a day that is not recorded"
    return f"{_said(law, event)} {day}"


def _began(obligation: Obligation) -> str:
    why = obligation.grounds
    return capital(f"{_said(why.law, why.start)} on {long_date(obligation.started_on)}.")


def _arithmetic(obligation: Obligation) -> str:
    why, clock = obligation.grounds, obligation.grounds.clock
    last = long_date(obligation.due_on)
    if clock.counting.convention == "appeal_window":
        return _appeal_window(obligation)
    if obligation.earliest_final is not None:
        n = clock.counting.n
        return (
            f"The family has at least {n} days, counted with that day as day 1, of which the last is {last} "
            f"({clock.cited}); the plan may be made final from {long_date(obligation.earliest_final)}."
        )
    period = in_words(clock.counting, why.start, obligation.started_on)
    agreement = ""
    if why.start.event == "mediation_agreement" and clock.rule.startswith("reg44."):
        agreement = "SEND Regulations 2014 reg 42(2), as if the agreement were an order: "
    which = "which is" if clock.kind != "target" else "that is by"
    return f"{clock.act} {period}, {which} {last} ({agreement}{clock.cited})."


def _appeal_window(obligation: Obligation) -> str:
    why, clock = obligation.grounds, obligation.grounds.clock
    raw = why.raw_due_on or obligation.due_on
    text = (
        f"{clock.act} until the later of {clock.counting.n} months from that day and 1 month from the day a "
        f"mediation certificate is issued, which is {long_date(raw)} ({clock.cited})."
    )
    if clock.kind == "floor":
        text = (
            f"{clock.act} while an appeal may be brought, which is until the later of {clock.counting.n} months from "
            f"that day and 1 month from the day a mediation certificate is issued, {long_date(raw)} ({clock.cited})."
        )
    if raw == obligation.due_on:
        return text + (f" It must be received by 5pm on {long_date(raw)}." if clock.kind == "window" else "")
    if raw.month == 8:
        reason = "falls in August"
    elif (raw.month == 12 and raw.day >= 25) or (raw.month, raw.day) == (1, 1):
        reason = "falls between 25 December and 1 January"
    else:
        reason = "is not a working day"
    return (
        f"{text} That day {reason}, so the appeal is in time if it is received by 5pm on "
        f"{long_date(obligation.due_on)} (rule 12 of the same Rules)."
    )


def _window(obligation: Obligation) -> list[str]:
    why, clock = obligation.grounds, obligation.grounds.clock
    parts: list[str] = []
    if why.used_by is not None:
        earliest = obligation.earliest_final
        if clock.floor_of and earliest is not None:
            parts.append(
                capital(
                    f"{_told(why.law, why.used_by)}, before that time had run, which the law does not allow."
                )
            )
        else:
            parts.append(capital(f"{_told(why.law, why.used_by)}."))
    elif clock.used_before:
        parts.append("No day on which this was done is recorded.")
    if why.closed_by is not None:
        parts.append(capital(f"{_told(why.law, why.closed_by)}, so this time no longer matters."))
    elif obligation.status == "closed" and not clock.used_before:
        parts.append(f"That time had run by {short_date(why.as_at)}.")
    return parts


def _limit(obligation: Obligation) -> list[str]:
    why, clock = obligation.grounds, obligation.grounds.clock
    if why.ended_by is not None:
        return [_ended(obligation, why.ended_by)]
    late = days(obligation.days_late)
    if why.closed_by is not None:
        told = capital(_told(why.law, why.closed_by))
        reason = why.law.why.get(why.closed_way or "", "this limit no longer runs")
        if obligation.days_late:
            return [f"It had not been done, and was {late} late, when it was closed. {told}: {reason}."]
        return [f"{told}: {reason}."]
    if why.as_at <= obligation.due_on:
        left = (obligation.due_on - why.as_at).days
        when = "today is the last day" if left == 0 else f"{days(left)} remain{'s' if left == 1 else ''}"
        return [f"It is not recorded as done; on {short_date(why.as_at)} {when}."]
    text = f"It is not recorded as done, and on {short_date(why.as_at)} it is {late} overdue."
    if why.shown_by is not None:
        shown = _told(why.law, why.shown_by)
        text += f" A later step shows that it was done ({shown}), but its date is not recorded: record it to close this limit."
    elif clock.kind == "guidance":
        text += " This is guidance, and silence does not stop the authority."
    elif clock.kind == "target":
        text += " This is a target of the process; no law sets this date."
    return [text]


def _ended(obligation: Obligation, ended_by: Event) -> str:
    why, clock = obligation.grounds, obligation.grounds.clock
    done = clock.done
    if ended_by.event != clock.met_by[-1] and len(clock.met_by) > 1:
        done = capital(_said(why.law, ended_by))
    if ended_by.on is not None:
        if obligation.days_late:
            return f"{done} on {short_date(ended_by.on)}, {days(obligation.days_late)} late."
        return f"{done} on {short_date(ended_by.on)}, in time."
    by = short_date(ended_by.not_after or why.as_at)
    if obligation.days_late:
        return (
            f"{done} by {by} at the latest, on a day that is not recorded; until an earlier day is shown it counts as "
            f"{days(obligation.days_late)} late."
        )
    return f"{done} by {by} at the latest, and so in time; the day itself is not recorded."


def _exceptions(obligation: Obligation) -> list[str]:
    parts: list[str] = []
    failed = obligation.status in ("late", "overdue", "excused")
    for claim, refused in obligation.grounds.judged:
        if refused is None and failed and claim.ground == obligation.excused_by:
            told = short_date(claim.family_told_on) if claim.family_told_on else "a day not recorded"
            reason = (claim.because or "").strip().rstrip(".")
            parts.append(
                f"The limit is excused under {claim.ground} ({reason}; evidence {claim.evidence}, accepted by "
                f"{claim.approved_by}, family told on {told}). An excuse sets no new date: it must still be done as "
                f"soon as practicable."
            )
        elif refused is None and not failed:
            parts.append(f"An exception under {claim.ground} is recorded; it sets no new date.")
        elif refused is not None and failed:
            parts.append(f"The exception claimed under {claim.ground} does not excuse this limit: {refused}.")
    return parts
