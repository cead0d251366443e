"""One ladder of alerts for the limits of every process, counted from the facts of the process by its law."""

from __future__ import annotations

from datetime import date, timedelta

from casework.case.actions import Act
from casework.case.particulars import wrong_shape
from casework.plans.plan_life import id_from_plan, plan_id_of
from casework.processes.law_limits import obligations_of, owed
from casework.processes.limit_alerts import (
    after_moment,
    is_alert,
    is_missed,
    moment_text,
    next_moment,
    notices,
    waiting_act,
)
from casework.processes.plan_changed import PLAN_CHANGED, as_act, fact_in
from statute.facts import Event

FINAL = Event("final_issued", date(2026, 5, 20))


def test_the_cycle_of_a_plan_is_counted_from_its_facts_by_the_role_of_the_pack() -> None:
    cycle = owed(obligations_of((FINAL,), None, date(2026, 6, 1), ("review_cycle",)))
    assert [one.due_on for one in cycle] == [date(2027, 5, 19)]
    kept = Event("review_decision", date(2027, 4, 1), None, {"decision": "maintain"})
    cycle = owed(obligations_of((FINAL, kept), None, date(2027, 4, 2), ("review_cycle",)))
    assert [one.due_on for one in cycle] == [date(2028, 3, 31)]
    assert obligations_of((), None, date(2026, 6, 1)) == ()


def test_the_officer_then_the_managers_then_the_head_are_told_in_turn() -> None:
    facts = (Event("review_meeting", date(2027, 3, 4)),)
    today, done, told = date(2027, 3, 4), frozenset[str](), []
    while today < date(2027, 4, 9):
        found = obligations_of(facts, None, today)
        decision = [one for one in found if one.due_on == date(2027, 4, 1)]
        moment = next_moment(decision, done, today)
        assert moment is not None and is_alert(moment.kind)
        today, done = max(today, moment.on), done | {moment.kind}
        told.append((moment.on.isoformat(), moment.kind.partition(":")[0]))
        assert is_missed(found, done) == (today > date(2027, 4, 1))
    assert told == [
        ("2027-03-16", "limit_due_soon"),
        ("2027-03-23", "limit_due_next"),
        ("2027-04-01", "limit_last_day"),
        ("2027-04-02", "limit_missed"),
        ("2027-04-09", "limit_still_missed"),
    ]
    late = Event("review_decision", date(2027, 4, 9), None, {"decision": "maintain"})
    assert not is_missed(obligations_of((*facts, late), None, today), done)
    assert not is_missed(found, frozenset())


def test_a_limit_that_is_missed_for_years_is_told_every_five_working_days_whenever_it_is_asked() -> None:
    facts = (Event("review_meeting", date(2027, 3, 4)),)
    law = obligations_of(facts, None, date(2027, 4, 2))
    limits = tuple(one for one in law if one.due_on == date(2027, 4, 1))
    calendar = limits[0].asked.calendar
    repeats = [calendar.add_working_days(date(2027, 4, 2), 5 * place) for place in range(1, 160)]
    missed = f"limit_missed:{limits[0].rule}:2027-04-01:2027-04-02"
    for days in range(900):
        today = date(2027, 4, 3) + timedelta(days=days)
        came = {f"limit_still_missed:{limits[0].rule}:2027-04-01:{day}" for day in repeats if day < today}
        told = next_moment(limits, frozenset({missed, *came}), today)
        assert told is not None and told.on == next(day for day in repeats if day >= today)
        before = next_moment(limits, frozenset(), today)
        assert before is not None and before.kind == missed
        once = next_moment(limits, frozenset(list(came)[:1]), today)
        assert once is not None and (not came or once.on >= today)


def test_of_several_missed_steps_only_the_latest_comes() -> None:
    limits = obligations_of((Event("review_meeting", date(2027, 3, 4)),), None, date(2027, 4, 30))
    moment = next_moment(
        [one for one in limits if one.due_on == date(2027, 4, 1)], frozenset(), date(2027, 4, 30)
    )
    assert moment is not None and moment.kind.startswith("limit_missed:")


def test_an_alert_names_the_limit_and_its_last_day_and_no_person() -> None:
    limit = next(
        one
        for one in obligations_of((Event("review_meeting", date(2027, 3, 4)),), None, date(2027, 3, 5))
        if one.due_on == date(2027, 4, 1)
    )
    moment = next_moment([limit], frozenset(), date(2027, 3, 5))
    assert moment is not None and limit.title in moment.said
    (report,) = after_moment("sample", "case-1", moment.kind, moment.on, of="sample-1")
    act = Act(report.action, report.on, report.of, report.fields)
    assert wrong_shape(waiting_act("sample", "sample"), act) is None
    told = notices("sample", act, moment.on)
    assert told is not None
    assert [(one.to_role, one.of) for one in told] == [("case_officer", "sample-1")]
    assert limit.title in told[0].text and "1 April 2027" in told[0].text
    assert "1 April 2027" in moment_text("sample", moment.kind)
    assert notices("other", act, moment.on) is None


def test_a_fact_of_the_plan_is_passed_on_whole() -> None:
    fact = Event("phase_transfer", date(2026, 9, 1), "urn-100000", {"to_phase": "secondary", "early": True})
    act = as_act(fact, date(2026, 9, 2))
    assert wrong_shape(PLAN_CHANGED, act) is None
    assert fact_in(act) == fact and fact_in(act).fields == fact.fields


def test_the_ids_of_a_plan_and_of_what_it_begins_come_from_its_case() -> None:
    assert plan_id_of("case-7f") == "maintained-7f"
    assert id_from_plan("review", "maintained-7f", "2027") == "review-7f-2027"
