"""Each measure counts what its definition says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.measures.case_life import AdviceAsked, CaseLife, StageSpan
from casework.measures.conditions import BadCondition, columns_of, read_condition
from casework.measures.counting import age_band, count, rows_of
from casework.measures.life_rows import case_row, span_rows
from casework.measures.measure import CUTS, GROUPS, MEASURES, Count, Cut, Period, census_before, measured
from casework.plans.plan_limit import PlanLimit
from records.tables import CASE_LIVES, CASE_SPANS

AS_AT = date(2026, 9, 30)
PERIOD = Period(AS_AT)
EMPTY = CaseLife(
    case_id="case-1", child_id="child-1", team="north", officer="officer-1", rule_pack="england-2014", is_request=True,
    taken_over=False, source="parent", received_on=date(2026, 1, 5), decided_to_assess_on=None, agreed_to_assess=None,
    decided_on_plan_on=None, agreed_to_plan=None, draft_on=None, final_on=None, ended_on=None, ended_as=None,
    plan_ended_on=None, plan_ended_as=None, transferred_in_on=None, closed_on=None, due={}, excused=frozenset(),
    claimed=frozenset(), stages=(StageSpan("received", date(2026, 1, 5), None),),
)  # fmt: skip
ALSO = replace(EMPTY, case_id="case-2", child_id="child-2")


def with_plan(days: int, *, excused: bool = False, number: int = 1) -> CaseLife:
    received = date(2026, 9, 1) - timedelta(days=days)
    roles = frozenset({"final_plan"} if excused else ())
    return replace(
        EMPTY, case_id=f"case-{number}", received_on=received, final_on=date(2026, 9, 1), excused=roles, claimed=roles
    )  # fmt: skip


def counted(measure: str, *lives: CaseLife) -> Count:
    return count(MEASURES[measure], rows_of(lives), PERIOD)[None]


def test_exceptions_leave_both_the_numerator_and_the_denominator() -> None:
    lives = (
        with_plan(140, number=1), with_plan(141, number=2), with_plan(100, excused=True, number=3),
        with_plan(400, excused=True, number=4),
    )  # fmt: skip
    assert counted("plans_in_20_weeks_including", *lives) == Count(2, 4, 4)
    assert counted("plans_in_20_weeks_excluding", *lives) == Count(1, 2, 2)
    assert counted("average_weeks_excluding", *lives) == Count(281, 2, 2)
    assert measured(MEASURES["average_weeks_excluding"], Count(281, 2, 2)).value == 20.1
    assert counted("exceptions_accepted", *lives) == Count(2, 4, 4)
    assert [counted(name, *lives).numerator for name in ("plans_in_20_to_52_weeks", "plans_over_a_year")] == [
        1,
        1,
    ]


def test_the_figures_of_2019_and_2022_are_those_that_were_published() -> None:
    published = (
        (31313, 53327, 58.7), (29895, 49519, 60.4), (41448, 90392, 45.9), (39407, 84866, 46.4),
    )  # fmt: skip
    for above, below, value in published:
        assert measured(MEASURES["plans_in_20_weeks_including"], Count(above, below)).value == value


def test_a_case_counts_in_the_year_in_which_its_plan_was_sent() -> None:
    before = replace(with_plan(100), final_on=date(2025, 12, 31))
    after = replace(with_plan(100), final_on=date(2026, 10, 1))
    assert counted("plans_in_20_weeks_including", before, after) == Count(0, 0, 0)
    by_month = count(
        MEASURES["plans_in_20_weeks_including"],
        rows_of([before, with_plan(90)]),
        Period(AS_AT, True),
        "month",
    )
    assert set(by_month) == {"2025-12", "2026-09"}


def test_an_open_request_past_its_20_weeks_is_counted_as_late() -> None:
    stages = (StageSpan("assessing", date(2026, 1, 5), None),)
    late = replace(EMPTY, due={"final_plan": date(2026, 5, 25)}, stages=stages)
    today = replace(ALSO, due={"final_plan": AS_AT}, stages=stages)
    refused = replace(late, case_id="case-3", stages=(StageSpan("plan_refused", date(2026, 1, 5), None),))
    assert counted("open_and_late", late, today, refused) == Count(1, 2, 2)


def test_advice_that_came_late_or_not_at_all_is_late_and_advice_no_longer_needed_is_left_out() -> None:
    due = date(2026, 3, 1)
    asked = date(2026, 1, 18)
    advice = (
        AdviceAsked("school", asked, due, due),
        AdviceAsked("health", asked, due, due + timedelta(days=1)),
        AdviceAsked("educational_psychologist", asked, due, None),
        AdviceAsked("social_care", asked, due, None, closed_on=due),
        AdviceAsked("early_years", asked, due, None, closed_on=due + timedelta(days=1)),
        AdviceAsked("other", asked, AS_AT, None),
    )
    life = replace(EMPTY, advice=advice)
    assert counted("advice_late", life) == Count(3, 4, 1)
    by_service = count(MEASURES["advice_late"], rows_of([life]), PERIOD, "service")
    assert by_service["health"] == Count(1, 1, 1) and "social_care" not in by_service


def test_reviews_count_once_their_four_weeks_are_over() -> None:
    limits = (
        PlanLimit("review_meeting", date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 1)),
        PlanLimit("review_meeting", date(2026, 4, 1), date(2026, 4, 29), None),
        PlanLimit("review_meeting", date(2026, 9, 20), date(2026, 10, 18), None),
        PlanLimit("phase_transfer", date(2026, 1, 2), date(2026, 2, 14), date(2026, 2, 20)),
    )
    life = replace(EMPTY, plan_limits=limits)
    assert counted("reviews_in_4_weeks", life) == Count(1, 2, 1)
    assert counted("phase_transfers_in_time", life) == Count(0, 1, 1)


def test_limits_of_processes_count_and_one_that_the_case_counts_too_counts_once() -> None:
    of_case = PlanLimit("phase_transfer", date(2026, 1, 2), date(2026, 2, 14), date(2026, 2, 20))
    same = replace(of_case, from_on=date(2025, 9, 1), met_on=None)
    other = PlanLimit("phase_transfer", date(2025, 9, 1), date(2026, 3, 30), date(2026, 3, 2))
    life = replace(EMPTY, plan_limits=(of_case,), process_limits=(same, other))
    assert counted("phase_transfers_in_time", life) == Count(1, 2, 1)
    assert counted("phase_transfers_in_time", replace(EMPTY, process_limits=(other,))) == Count(1, 1, 1)


def test_of_a_past_day_a_limit_is_as_it_was_known_then() -> None:
    limit = PlanLimit("phase_transfer", date(2025, 9, 1), date(2026, 2, 14), date(2026, 2, 2))
    assert limit.known_on(date(2025, 8, 31)) is None
    assert limit.known_on(date(2026, 2, 1)) == replace(limit, met_on=None)
    assert limit.known_on(date(2026, 2, 2)) == limit


def test_the_appeal_rate_says_which_part_of_its_denominator_is_missing() -> None:
    held = replace(with_plan(100), final_on=date(2026, 1, 10))
    ended = replace(held, case_id="case-2", plan_ended_on=date(2026, 1, 14), plan_ended_as="cease")
    refused = replace(EMPTY, case_id="case-3", decided_to_assess_on=date(2026, 2, 1), agreed_to_assess=False)
    assert census_before(AS_AT) == date(2026, 1, 15)
    assert counted("appeal_rate", held, ended, refused) == Count(0, 2, 0)
    told = measured(MEASURES["appeal_rate"], Count(0, 2, 0))
    assert told.value == 0.0 and "Plans ended because needs were met" in told.absent


def test_a_measure_of_nothing_says_why_it_has_no_value() -> None:
    told = measured(MEASURES["refusals_in_16_weeks"], Count())
    assert told.value is None and told.absent == "There were no refusals to make a plan."
    assert measured(MEASURES["requests"], Count()).value == 0.0


def test_an_age_is_that_of_31_august() -> None:
    for born, band in (
        (date(2021, 8, 31), "5 to 10"), (date(2021, 9, 1), "Under 5"), (date(2015, 9, 1), "5 to 10"),
        (date(2015, 8, 31), "11 to 15"), (date(2000, 8, 1), "Over 25"), (None, None),
    ):  # fmt: skip
        assert age_band(born, PERIOD) == band


def test_every_definition_can_be_counted_and_says_what_it_means() -> None:
    columns = {"case": set(CASE_LIVES.c.keys()), "span": set(CASE_SPANS.c.keys())}
    for measure in MEASURES.values():
        known = columns["case" if measure.of == "case" else "span"]
        for condition in (*measure.counted, *measure.met):
            assert columns_of(condition) <= known, measure.id
        assert {measure.by, measure.sum} - {None} <= known
        assert measure.group in GROUPS and measure.definition.endswith(".")
        assert (measure.unit == "weeks") == (measure.sum is not None)
        assert bool(measure.meets) == bool(measure.met or measure.ratio), measure.id
    rows = [case_row(EMPTY), *span_rows(replace(EMPTY, advice=(AdviceAsked("school", AS_AT, None, None),)))]
    assert set(rows[0]) == columns["case"]
    assert set(rows[1]) == columns["span"] - {"case_id", "place"}


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_adds_up_to_the_whole(cut: Cut) -> None:
    lives = rows_of([with_plan(100), with_plan(300, number=2)])
    measure = next(one for one in MEASURES.values() if one.has_cut(cut))
    parts = count(measure, lives, Period(AS_AT, cut == "month"), cut)
    assert sum(one.denominator for one in parts.values()) == count(measure, lives, PERIOD)[None].denominator


def test_a_condition_that_is_not_one_is_refused() -> None:
    with pytest.raises(BadCondition, match="is not a condition"):
        read_condition("final_on ~ 3")
