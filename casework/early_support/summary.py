"""What is said of a child's early support: one line for a panel, and how it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from casework.early_support.policy import EarlySupportPolicy
from casework.early_support.rescreen import Rescreen, rescreen_of
from casework.early_support.support_record import (
    NO_CONCERN,
    SCREENS,
    SupportRecord,
    of_kind,
    said,
)
from statute.words import capital, short_date

_WEEK = 7


def line_of(records: Sequence[SupportRecord], policy: EarlySupportPolicy, today: date) -> str:
    """Return a child's early support in one line; empty without records."""
    parts = [*_screened(records, policy), *_given(records), *_referred(records, today)]
    if of_kind(records, "view"):
        parts.append("the family’s view is recorded")
    parts += [_language(one) for one in of_kind(records, "language")[-1:]]
    return capital("; ".join(parts)) + "." if parts else ""


def status_of(records: Sequence[SupportRecord], policy: EarlySupportPolicy, today: date) -> str:
    """Return how a child's early support stands, in words."""
    referrals, found = of_kind(records, "referral"), rescreen_of(records, policy)
    if referrals and _by(referrals[-1].get("first_seen_on"), today) is not None:
        return f"Seen by {said('service', referrals[-1].get('service')).lower()}"
    if referrals and referrals[-1].get("accepted") is not False:
        return f"Referred to {said('service', referrals[-1].get('service')).lower()}"
    if found is None:
        return "Support given" if of_kind(records, "intervention") else "No screen recorded"
    return _after_screen(found, today)


def _after_screen(found: Rescreen, today: date) -> str:
    if found.accepted is not None:
        return "Improved" if found.moved > 0 else "No improvement"
    if found.screen.get("colour") == NO_CONCERN:
        return "No concern"
    if found.due_on is None:
        return "Support under way"
    if found.due_on > today:
        return f"Support under way; re-screen from {short_date(found.due_on)}"
    return f"Re-screen due since {short_date(found.due_on)}"


def _screened(records: Sequence[SupportRecord], policy: EarlySupportPolicy) -> Iterator[str]:
    found = rescreen_of(records, policy)
    early = found.early if found is not None else ()
    for one in of_kind(records, *SCREENS):
        verb = "screened" if one.kind == "screen" else "re-screened"
        age = one.get("age_months")
        about = said("tool", one.get("tool")) + (f", at {age} months" if age is not None else "")
        yield f"{verb} {one.get('colour')} on {short_date(one.on)} ({about}{_flag(one, early, policy)})"


def _flag(one: SupportRecord, early: Sequence[SupportRecord], policy: EarlySupportPolicy) -> str:
    if one not in early:
        return ""
    return f"; early: local policy is {policy.rescreen_weeks} weeks"


def _given(records: Sequence[SupportRecord]) -> Iterator[str]:
    for one in of_kind(records, "intervention"):
        yield f"{one.get('support')}, {said('tier', one.get('tier')).lower()}{dose(one)}"


def dose(one: SupportRecord) -> str:
    """Return the dose given and planned, as the end of a clause; empty if neither is known."""
    weeks, planned, given = one.get("weeks"), one.sessions_planned, one.get("sessions_given")
    during = f"{weeks} {'week' if weeks == 1 else 'weeks'}" if weeks else ""
    if planned is not None and given is not None:
        return f": {given} of {planned} sessions given, planned over {during}"
    if planned is not None:
        return f": {planned} sessions planned over {during}, sessions given not recorded"
    if given is not None:
        return f": {given} sessions given" + (f", planned over {during}" if during else "")
    return f": planned over {during}" if during else ""


def _referred(records: Sequence[SupportRecord], today: date) -> Iterator[str]:
    for one in of_kind(records, "referral"):
        service = said("service", one.get("service"))
        seen, ended = _by(one.get("first_seen_on"), today), _by(one.get("discharged_on"), today)
        if one.get("accepted") is False:
            end = "not accepted"
        elif seen is not None:
            end = f"seen after {weeks_between(one.on, seen)}"
        elif ended is not None:
            end = f"discharged on {short_date(ended)}"
        else:
            end = f"waiting for {weeks_between(one.on, today)}"
        yield f"{service}: referred on {short_date(one.on)}, {end}"


def _by(on: date | None, today: date) -> date | None:
    """Return a day that has come; None before it."""
    return on if on is not None and on <= today else None


def weeks_between(first: date, last: date) -> str:
    """Return the whole weeks between two days, in words."""
    weeks = max(0, (last - first).days // _WEEK)
    return f"{weeks} {'week' if weeks == 1 else 'weeks'}"


def _language(one: SupportRecord) -> str:
    needs = one.get("interpreter")
    more = "" if needs is None else ", needs an interpreter" if needs else ", needs no interpreter"
    return f"speaks {one.get('language')} at home{more}"


def asks_for(records: Sequence[SupportRecord]) -> tuple[str, ...]:
    """Return the advisers whose advice the records suggest: services referred to, and speech and language after a need.

    It proposes who to ask. It never counts as advice.
    """
    found = dict.fromkeys(
        str(one.get("service")) for one in of_kind(records, "referral") if one.get("service") != "early_help"
    )
    screens = of_kind(records, *SCREENS)
    if screens and screens[-1].get("colour") != NO_CONCERN:
        found["speech_therapist"] = None
    return tuple(found)
