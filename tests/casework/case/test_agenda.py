"""The agenda of a case: its coming moments, who is alerted and on which day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.agenda import agenda
from casework.case.breach_alerts import Chasing
from casework.case.case import Case
from casework.case.closing import is_closed
from casework.case.facts import facts_of, planned, proclaimed
from casework.case.moment import Moment
from casework.case.rag import next_limit, rag
from casework.case.stages import Stage
from statute.calendars import england
from statute.facts import Event
from statute.local_time import start_of_day
from statute.timeline import timeline
from tests.casework.said import TO_CONSULTING, TO_DRAFTING, TO_FINAL, act, case

ENGLAND = england()


def at(day: str) -> datetime:
    return start_of_day(date.fromisoformat(day)) + timedelta(hours=9)


def coming(
    found: Case, now: datetime, done: frozenset = frozenset(), excused: frozenset = frozenset()
) -> tuple[Moment, ...]:
    clocks = timeline(facts_of(found.events), now.date())
    return agenda(clocks, found.stage, excused, done, now, ENGLAND)


def of_rule(moments: tuple[Moment, ...], rule: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(m.on.isoformat(), m.kind, m.roles) for m in moments if m.rule == rule]


def test_the_ladder_of_a_limit_climbs_from_the_officer_to_the_head_of_service() -> None:
    moments = coming(case("request_received 2024-03-04"), at("2024-03-04"))
    officer, manager = ("case_officer",), ("case_officer", "team_manager")
    assert of_rule(moments, "reg5.decide_to_assess") == [
        ("2024-03-28", "reminder", officer),  # Easter lies between
        ("2024-04-08", "reminder", manager),
        ("2024-04-12", "reminder", manager),
        ("2024-04-16", "breach_alert", manager),
        ("2024-04-23", "breach_continues", ("team_manager", "head_of_service")),
    ]


def test_a_moment_is_at_the_beginning_of_its_day_in_england_in_summer_too() -> None:
    alert = next(
        m for m in coming(case("request_received 2024-03-04"), at("2024-03-04")) if m.kind == "breach_alert"
    )
    assert alert.at == datetime(2024, 4, 15, 23, tzinfo=UTC)


def test_a_limit_that_is_met_has_no_moments() -> None:
    assert not of_rule(coming(case(*TO_DRAFTING[:2]), at("2024-04-10")), "reg5.decide_to_assess")


def test_each_piece_of_advice_has_a_ladder_of_its_own() -> None:
    asked = case(*TO_DRAFTING[:3], "advice_requested 2024-04-15 health")
    found = [
        m
        for m in coming(asked, at("2024-04-15"))
        if m.rule == "reg8.advice_return" and m.kind == "breach_alert"
    ]
    assert [(m.of, m.on.isoformat()) for m in found] == [("school", "2024-05-24"), ("health", "2024-05-28")]


def test_only_the_latest_of_several_missed_steps_comes_and_at_once() -> None:
    moments = coming(case("request_received 2024-03-04"), at("2024-04-10"))
    assert of_rule(moments, "reg5.decide_to_assess")[:2] == [
        ("2024-04-08", "reminder", ("case_officer", "team_manager")),
        ("2024-04-12", "reminder", ("case_officer", "team_manager")),
    ]


def test_a_recorded_step_does_not_come_again_nor_does_an_earlier_one() -> None:
    found = case("request_received 2024-03-04")
    first = coming(found, at("2024-04-10"))[0]
    again = coming(found, at("2024-04-10"), frozenset({first.key}))
    assert first.key not in {m.key for m in again}
    assert of_rule(again, "reg5.decide_to_assess")[0][0] == "2024-04-12"


def test_a_breach_goes_on_every_five_working_days() -> None:
    found, done, days = case("request_received 2024-03-04"), frozenset(), []
    now = at("2024-04-16")
    for _ in range(4):
        moment = next(m for m in coming(found, now, done) if m.rule == "reg5.decide_to_assess")
        days.append((moment.on.isoformat(), moment.kind))
        done |= {moment.key}
        now = max(now, moment.at)
    assert days == [
        ("2024-04-16", "breach_alert"),
        ("2024-04-23", "breach_continues"),
        ("2024-04-30", "breach_continues"),
        ("2024-05-08", "breach_continues"),  # the May bank holiday lies between
    ]


def test_an_excused_limit_is_not_escalated() -> None:
    found = case("request_received 2024-03-04")
    excused = frozenset({("reg5.decide_to_assess", None, date(2024, 4, 15))})
    assert not of_rule(coming(found, at("2024-04-10"), excused=excused), "reg5.decide_to_assess")


def test_the_close_of_a_window_of_the_family_alerts_no_one() -> None:
    moments = coming(case(*TO_CONSULTING), at("2024-06-10"))
    assert of_rule(moments, "reg13_1.representations") == [("2024-06-25", "window_closed", ())]


def test_late_advice_is_not_escalated_once_the_plan_is_issued() -> None:
    late = case(*TO_DRAFTING[:3], "plan_agreed 2024-06-03", *TO_FINAL[5:])
    assert not of_rule(coming(late, at("2024-07-02")), "reg8.advice_return")


def test_a_case_that_has_ended_has_no_agenda() -> None:
    assert coming(case(TO_DRAFTING[0], "withdrawn 2024-03-10"), at("2024-03-11")) == ()


def test_a_limit_that_was_late_when_a_refusal_closed_it_is_not_chased() -> None:
    refused = case(*TO_DRAFTING[:3], "plan_refused 2024-08-01")
    today = date(2024, 8, 2)
    clocks = timeline(facts_of(refused.events), today)
    (late,) = [one for one in clocks if one.rule == "reg13_2.final_plan"]
    assert (late.status, late.closed_on) == ("overdue", date(2024, 8, 1))
    assert not of_rule(coming(refused, at("2024-08-02")), "reg13_2.final_plan")
    assert next_limit(clocks) is None and rag(clocks, refused.stage, False, today, ENGLAND) == "green"
    assert is_closed(timeline(facts_of(refused.events), date(2024, 10, 8)), refused.stage, False)


def test_a_proclaimed_bank_holiday_moves_the_reminders() -> None:
    found = case("request_received 2024-03-04", act("bank_holiday_proclaimed 2024-03-05", day="2024-04-11"))
    clocks = timeline(facts_of(found.events), date(2024, 3, 5))
    moments = agenda(
        clocks, found.stage, frozenset(), frozenset(), at("2024-03-05"), england(proclaimed(found.events))
    )
    assert of_rule(moments, "reg5.decide_to_assess")[0][0] == "2024-03-27"


@pytest.mark.parametrize(
    ("day", "colour"),
    [("2024-03-04", "green"), ("2024-03-28", "amber"), ("2024-04-15", "amber"), ("2024-04-16", "red")],
)
def test_a_case_is_amber_ten_working_days_before_a_limit_and_red_once_it_is_breached(
    day: str, colour: str
) -> None:
    found, today = case("request_received 2024-03-04"), date.fromisoformat(day)
    clocks = timeline(facts_of(found.events), today)
    assert rag(clocks, found.stage, False, today, ENGLAND) == colour
    assert rag(clocks, found.stage, True, today, ENGLAND) == "closed"


def test_the_next_limit_is_the_one_longest_overdue_else_the_nearest() -> None:
    found = next_limit(timeline(facts_of(case("request_received 2024-03-04").events), date(2024, 4, 1)))
    assert found is not None
    assert found.rule == "reg5.decide_to_assess"


def test_a_refused_case_stays_open_until_the_familys_time_is_over() -> None:
    refused = case(TO_DRAFTING[0], "assessment_refused 2024-04-10")
    last = date(2024, 6, 10)
    for today, disputed, closed in (
        (last, False, False),
        (last + timedelta(1), False, True),
        (last + timedelta(1), True, False),
    ):
        clocks = timeline(facts_of(refused.events), today)
        assert is_closed(clocks, refused.stage, disputed) is closed


def test_a_case_that_has_ended_is_closed_and_one_that_is_undecided_never_is() -> None:
    assert is_closed((), Stage.DIED, True)
    assert not is_closed((), Stage.DRAFTING, False)


@given(st.dates(date(2015, 1, 1), date(2045, 1, 1)), st.integers(0, 400))
def test_the_agenda_always_ends_and_never_repeats(received: date, later: int) -> None:
    found = case(f"request_received {received}")
    now = start_of_day(received + timedelta(days=later)) + timedelta(hours=9)
    moments = coming(found, now)
    assert len({m.key for m in moments}) == len(moments)
    assert moments
    assert all(m.told_on(m.on).endswith(".") for m in moments)


def test_a_reminder_that_was_missed_says_how_long_is_left_on_the_day_that_it_is_told() -> None:
    moment = Moment(
        date(2024, 4, 1),
        "reminder",
        "reg5.decide_to_assess",
        None,
        date(2024, 4, 15),
        -10,
        ("case_officer",),
        "Decision",
        "reg 5",
    )
    said = {day: moment.told_on(date(2024, 4, day)).rpartition(", ")[2] for day in (1, 14, 15)}
    assert said == {1: "in 14 days.", 14: "tomorrow.", 15: "today."}


def test_those_who_owe_advice_are_asked_again_at_two_four_five_and_six_weeks_until_it_is_in() -> None:
    owing = case(*TO_DRAFTING[:3])  # asked on 11 April 2024
    chased = [m for m in coming(owing, at("2024-04-11")) if m.kind == "chase"]
    assert [(m.on.isoformat(), m.roles) for m in chased] == [
        ("2024-04-25", ("adviser",)),
        ("2024-05-09", ("adviser",)),
        ("2024-05-16", ("adviser",)),
        ("2024-05-23", ("adviser",)),
    ]
    assert chased[-1].told_on(chased[-1].on).endswith("today.")
    assert not [m for m in coming(case(*TO_DRAFTING[:4]), at("2024-05-11")) if m.kind == "chase"]


def test_late_advice_alerts_the_manager_of_the_service() -> None:
    owing = case(*TO_DRAFTING[:3])
    alerts = {m.kind: m.roles for m in coming(owing, at("2024-04-11")) if m.rule == "reg8.advice_return"}
    assert alerts["breach_alert"] == ("case_officer", "team_manager", "service_manager")
    assert alerts["breach_continues"] == ("team_manager", "head_of_service", "service_manager")


def test_the_familys_own_views_are_no_service_in_breach() -> None:
    owing = case(*TO_DRAFTING[:2], "advice_requested 2024-04-11 parent")
    alerts = [
        m for m in coming(owing, at("2024-04-11")) if m.rule == "reg8.advice_return" and m.kind != "chase"
    ]
    assert [(m.kind, m.roles) for m in alerts] == [
        ("reminder", ("case_officer",)),
        ("not_answered", ("case_officer",)),
    ]


def test_only_a_breach_of_the_great_limits_is_alerted_at_once() -> None:
    owing = case(*TO_DRAFTING[:3])
    urgent = {(m.kind, m.rule) for m in coming(owing, at("2024-04-11")) if m.is_urgent}
    assert urgent == {("breach_alert", "reg10.no_plan"), ("breach_alert", "reg13_2.final_plan")}
    undecided = coming(case("request_received 2024-03-04"), at("2024-03-05"))
    assert ("breach_alert", "reg5.decide_to_assess") in {(m.kind, m.rule) for m in undecided if m.is_urgent}


def test_a_setting_is_asked_again_for_its_reply() -> None:
    found = case(*TO_CONSULTING, "setting_consulted 2024-06-11 urn-1")
    (chase,) = [m for m in coming(found, at("2024-06-11")) if m.kind == "chase"]
    assert (chase.on.isoformat(), chase.roles, chase.of) == ("2024-06-21", ("setting",), "urn-1")


def test_a_recorded_chase_does_not_hide_the_reminders() -> None:
    owing = case(*TO_DRAFTING[:3])
    now = at("2024-05-16")
    all_of_it = coming(owing, at("2024-04-11"))
    done = frozenset(m.key for m in all_of_it if m.at <= now)
    later = [(m.kind, m.step) for m in coming(owing, now, done) if m.rule == "reg8.advice_return"]
    assert later[:3] == [("reminder", -1), ("chase", -94), ("breach_alert", 0)]


def test_a_changed_draft_starts_the_family_s_time_again_and_ends_that_of_the_first() -> None:
    changed = case(*TO_CONSULTING, "representations_received 2024-06-12", "draft_issued 2024-06-18")
    windows = of_rule(coming(changed, at("2024-06-18")), "reg13_1.representations")
    assert windows == [("2024-07-03", "window_closed", ())]
    assert of_rule(coming(changed, at("2024-06-26")), "reg13_1.representations") == windows


def test_a_late_adviser_is_asked_to_send_advice_now() -> None:
    found = case(*TO_DRAFTING[:3])
    (chase,) = [m for m in coming(found, at("2024-06-20")) if m.kind == "chase"]
    assert chase.told_on(date(2024, 6, 20)).endswith("please send it now.")
    assert "please send it by" in chase.told_on(chase.due_on)


def test_a_reminder_that_comes_after_its_limit_says_when_that_was() -> None:
    found = case(*TO_DRAFTING[:3])
    reminder = next(m for m in coming(found, at("2024-04-12")) if m.kind == "reminder")
    late = reminder.told_on(reminder.due_on + timedelta(days=17))
    assert ": it was due on " in late and "days" not in late


def test_an_acknowledged_breach_has_no_alerts_until_after_its_planned_day_and_other_limits_do() -> None:
    found, now = case("request_received 2024-03-04"), at("2024-04-17")
    clocks = timeline(facts_of(found.events), now.date())
    alert = Moment(
        date(2024, 4, 16), "breach_alert", "reg5.decide_to_assess", None, date(2024, 4, 15), 0, (), "", ""
    )

    def next_one(planned: dict[tuple[str, str | None], date], *done: Moment, now: datetime = now) -> Moment:
        keys = {alert.key, *(moment.key for moment in done)}
        moments = agenda(clocks, found.stage, frozenset(), keys, now, ENGLAND, Chasing(planned))
        return next(m for m in moments if m.kind == "breach_continues" and m.rule == alert.rule)

    def continues(planned: dict[tuple[str, str | None], date]) -> str:
        return next_one(planned).on.isoformat()

    assert continues({}) == "2024-04-23"
    assert (
        continues({(alert.rule, None): date(2024, 4, 30)}) == "2024-05-01"
    )  # a working day after the planned one
    assert (
        continues({(alert.rule, None): date(2024, 5, 3)}) == "2024-05-07"
    )  # over a weekend and a bank holiday
    plan = {(alert.rule, None): date(2024, 4, 30)}
    told = next_one(plan)
    then = next_one(plan, told, now=at("2024-05-02"))
    assert (told.step, then.on, then.step) == (11, date(2024, 5, 8), 15)  # and then on every fifth again
    assert continues({(alert.rule, None): date(2024, 4, 22)}) == "2024-04-23"
    assert continues({(alert.rule, "health"): date(2024, 4, 30)}) == "2024-04-23"


def test_the_last_plan_for_a_breach_counts() -> None:
    found = [
        Event(
            "breach_acknowledged",
            date(2024, 4, day),
            None,
            {"rule": "r", "plan": "n", "planned_on": f"2024-05-{day}"},
        )
        for day in (17, 20)
    ]
    assert planned(found) == {("r", None): date(2024, 5, 20)}
