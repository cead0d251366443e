"""The limits of a review: those of the law, counted from its own facts, and the days planned back from the end of the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.case.actions import Act
from casework.case.law_pin import LawPin
from casework.processes import law_limits
from casework.processes.annual_review.review import LAW, Review, after
from statute.clock_roles import ClockRole
from statute.counting import months_after
from statute.facts import Event
from statute.obligation import Obligation
from statute.words import long_date

CYCLE, AFTER_TRANSFER, DECIDE, REPORT, FINAL, WHOLE, NOT_AMENDING = (
    "review_cycle",
    "review_after_transfer",
    "decide_after_review",
    "report_the_review",
    "send_amended_plan",
    "review_to_amended_plan",
    "decide_not_to_amend",
)
"""The roles of the clocks of a review."""
_BEGINS = "begins_the_cycle"
"""The mark of the fact that begins the cycle. Whatever else it starts belongs to the review before."""
CYCLES = (CYCLE, AFTER_TRANSFER)
"""The roles of the clocks of a cycle: of the year, and of the first review of a plan that was transferred."""
ROLES = frozenset({*CYCLES, DECIDE, REPORT, FINAL, WHOLE, NOT_AMENDING})


def obligations_of(review: Review, today: date) -> tuple[Obligation, ...]:
    """Return the limits and windows of a review on a day. An early review does not owe the yearly one."""
    return tuple(
        one
        for one in law_limits.obligations_of(tuple(_as_law(review)), review.law, today)
        if _is_ours(review, one)
    )


def owed(review: Review, today: date) -> tuple[Obligation, ...]:
    """Return the limits that are still to be met, earliest first."""
    return () if review.is_over else law_limits.owed(obligations_of(review, today))


def latest_meeting_on(review: Review) -> date | None:
    """Return the last day for the meeting after which a decision still falls in the cycle, if it is sent on its last day."""
    end = review.cycle_ends_on
    if end is None:
        return None
    return end - timedelta(days=_days_to_decide(review.law, end))


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day that is planned back from the end of the cycle, and why."""

    on: date
    because: str


def planned_meeting(review: Review) -> PlannedDay | None:
    """Return the day for which the meeting is planned: the local month of the cycle, or the latest meeting if that is earlier."""
    latest = latest_meeting_on(review)
    if latest is None:
        return None
    month, began = review.local_days["meet_in_month"], review.cycle_began_on
    aim = months_after(began, month) if began is not None else latest
    because = f"Local policy: the meeting is planned for month {month} of the cycle. It is not law."
    return PlannedDay(_working_day(review, min(aim, latest)), because)


def arrange_on(review: Review) -> date | None:
    """Return the day on which the officer is asked to arrange the meeting: some weeks before the planned day, by local policy."""
    planned = planned_meeting(review)
    if planned is None:
        return None
    return _working_day(review, planned.on - timedelta(weeks=review.local_days["arrange_weeks"]))


def _working_day(review: Review, day: date) -> date:
    """Return a day or, if it is no working day, the last one before it."""
    law = law_limits.law_of_facts((Event("review_meeting", day),), review.law)
    return law.calendar.add_working_days(day + timedelta(days=1), -1)


def latest_meeting_because(review: Review) -> str:
    """Return why the latest meeting is on that day."""
    end = review.cycle_ends_on
    if end is None:
        return ""
    weeks, rest = divmod(_days_to_decide(review.law, end), 7)
    period = f"{weeks} weeks" if not rest else f"{7 * weeks + rest} days"
    return (
        f"The review must be complete, with the decision sent, by {long_date(end)}. The decision may take {period} from the meeting, "
        "so a later meeting could bring it too late."
    )


def twelve_months_on(review: Review) -> date | None:
    """Return the last day of the year that began with the last completed review, or None if there was none."""
    last = review.last_review_on
    if last is None:
        return None
    facts = (Event("review_decision", last, None, {"decision": "maintain"}),)
    found = law_limits.obligations_of(facts, review.law, last, (CYCLE,))
    return next((one.due_on for one in found), None)


def rights_of(review: Review, act: Act, today: date) -> dict[str, str]:
    """Return the family's last days after an act: for mediation, to appeal, and to answer amendments."""
    found = law_limits.obligations_of(tuple(_as_law(after(review, act))), review.law, today)
    days = {one.role: one.due_on.isoformat() for one in found if one.started_on == act.on}
    named = {
        "mediation_by": ClockRole.CONTACT_MEDIATION_ADVISER,
        "appeal_by": ClockRole.APPEAL,
        "answer_amendments_by": ClockRole.ANSWER_THE_AMENDMENTS,
    }
    return {name: days[role] for name, role in named.items() if role in days}


def law_fact(review: Review, act: Act) -> Event | None:
    """Return an act as a fact of the rule pack; None if it is none."""
    name = LAW.get(act.action)
    if name is None:
        return None
    kept = {
        key: value
        for key, value in act.fields.items()
        if key in ("decision", "meeting_on", "document", "setting")
    }
    if review.attends_no_setting and act.action in ("arrange_meeting", "hold_meeting"):
        kept["attends_no_setting"] = True
    if act.action == "arrange_meeting":
        kept.pop("setting", None)
    return Event(name, act.on, None, kept)


def _days_to_decide(law: LawPin | None, end: date) -> int:
    """Return how many days the authority has from a meeting to the decision. It is the same number for every meeting."""
    found = law_limits.obligations_of((Event("review_meeting", end),), law, end, (DECIDE,))
    return (found[0].due_on - end).days


def _beginning(review: Review, on: date) -> Event:
    """Return the fact that begins the cycle: the transfer from another authority, or else the last decision."""
    if review.after_transfer:
        last = review.reviewed_before_on
        known = {"last_reviewed_on": last.isoformat()} if last is not None else {}
        return Event("plan_transferred_in", on, None, {**known, _BEGINS: True})
    if review.last_review_on is None and review.by_plan:
        return Event("final_issued", on, None, {_BEGINS: True})
    return Event("review_decision", on, None, {"decision": "maintain", _BEGINS: True})


def _is_ours(review: Review, one: Obligation) -> bool:
    if one.role in CYCLES:
        return not review.is_early and one.started_on == review.cycle_began_on
    return not one.start.fields.get(_BEGINS)


def _as_law(review: Review) -> Iterator[Event]:
    """Yield the facts of a review in the words of the pack: the start of its cycle, then its acts with the last arrangement."""
    if review.cycle_began_on is not None:
        yield _beginning(review, review.cycle_began_on)
    for fact in review.facts:
        if fact.event in ("consult_setting", "record_setting_answer"):
            name = "setting_consulted" if fact.event == "consult_setting" else "setting_responded"
            yield Event(name, fact.on, str(fact.fields["setting"]), {})
        elif fact.event == "bank_holiday_proclaimed":
            yield fact
        elif (found := law_fact(review, Act(fact.event, fact.on, fact.of, fact.fields))) is not None:
            if fact.event == "arrange_meeting" and review.meeting_on is not None:
                found = Event(
                    found.event, found.on, None, {**found.fields, "meeting_on": review.meeting_on.isoformat()}
                )
            yield found
