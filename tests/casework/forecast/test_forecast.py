"""The forecast of open cases: its chances, days, causes and sentences, and what a change does to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from bench.forecast_lives import AS_AT, calendar, caseload
from casework.case.stages import Stage
from casework.forecast.came_true import Prediction, came_true
from casework.forecast.durations import Stay, durations
from casework.forecast.model import Calendar, Model, Staff, fit
from casework.forecast.pace import HOLIDAY, OFF, TERM, day_kinds
from casework.forecast.places import longer_waits
from casework.forecast.priors import Priors, priors
from casework.forecast.simulation import forecast
from casework.forecast.walk import Changes, new_request, walk
from casework.forecast.what_if import BadWhatIf, WhatIf, what_if
from casework.measures.case_life import AdviceAsked, CaseLife, StageSpan

FEW = priors().model_copy(update={"draws": 40})
LIVES = caseload(1, 260)
MODEL = fit(LIVES, AS_AT, calendar(), Staff(officers=4, weekly_places=4), FEW)
SERVICES = ("educational_psychologist", "health", "school")


def open_case(
    stage: str, received: date, advice: tuple[AdviceAsked, ...] = (), officer: str = "officer-2"
) -> CaseLife:
    """Return an open case that came to its stage in steps of two weeks."""
    path = [
        "received",
        "deciding_to_assess",
        "assessing",
        "deciding_to_issue",
        "drafting",
        "consulting",
        "finalising",
    ]
    behind = path[: path.index(stage)]
    spans = [
        StageSpan(one, received + timedelta(days=14 * place), received + timedelta(days=14 * place + 14))
        for place, one in enumerate(behind)
    ]
    here = StageSpan(stage, received + timedelta(days=14 * len(behind)), None)
    return replace(LIVES[0], case_id="case-here", officer=officer, received_on=received, closed_on=None, advice=advice,
                   stages=(*spans, here), ended_on=None, ended_as=None,
                   due={"decide_to_assess": received + timedelta(weeks=6), "decide_on_a_plan": received + timedelta(weeks=16), "final_plan": received + timedelta(weeks=20)})  # fmt: skip


def told(life: CaseLife, wished: WhatIf | None = None, model: Model = MODEL) -> float:
    """Return the chance that a case misses the twenty weeks."""
    (one,) = forecast([life], model, wished or WhatIf())
    assert one.chance_of_missing_final is not None
    return one.chance_of_missing_final


def test_each_open_case_has_a_forecast_and_the_same_seed_gives_the_same() -> None:
    found = forecast(LIVES, MODEL)
    open_ones = [
        one for one in LIVES if one.stages[-1].to_on is None and one.stages[-1].stage in MODEL.stages
    ]
    assert [one.case_id for one in found] == [one.case_id for one in open_ones]
    assert found == forecast(LIVES, MODEL)
    for one in found:
        assert 0 <= (one.chance_of_missing_final or 0) <= 1
        if one.final_on is not None and one.final_between is not None:
            assert AS_AT < one.final_between[0] <= one.final_on <= one.final_between[1]


def test_the_sentences_are_whole_and_plain() -> None:
    for one in forecast(LIVES, MODEL):
        for sentence in (one.because, one.would_help):
            assert sentence[0].isupper() and sentence.endswith(".")
            assert "_" not in sentence and len(sentence.split()) <= 30, sentence


def test_a_case_that_is_further_on_and_younger_is_safer() -> None:
    young, old = AS_AT - timedelta(weeks=9), AS_AT - timedelta(weeks=18)
    assert told(open_case("drafting", young)) < told(open_case("assessing", old))
    assert told(open_case("assessing", AS_AT - timedelta(weeks=21))) == 1.0


def test_a_slow_officer_and_advice_that_is_out_raise_the_chance() -> None:
    received = AS_AT - timedelta(weeks=16)
    quick, slow = (told(open_case("drafting", received, officer=one)) for one in ("officer-1", "officer-4"))
    assert quick < slow
    asked = AS_AT - timedelta(days=10)
    out = AdviceAsked("educational_psychologist", asked, asked + timedelta(weeks=6), None)
    back = replace(out, received_on=AS_AT)
    assert told(open_case("assessing", received, (out,))) > told(open_case("assessing", received, (back,)))


def test_the_cause_is_the_step_that_takes_longest_beyond_its_plan() -> None:
    received = AS_AT - timedelta(weeks=14)
    asked = AS_AT - timedelta(days=80)
    advice = (
        AdviceAsked("educational_psychologist", asked, asked + timedelta(weeks=6), None),
        AdviceAsked("school", asked, asked + timedelta(weeks=6), asked + timedelta(days=9)),
    )
    life = replace(open_case("assessing", received, advice))
    (one,) = forecast([life], MODEL)
    assert one.cause == "educational_psychologist"
    assert one.because.startswith("Advice from the educational psychologist will probably take about")
    assert (one.next_limit, one.next_due_on) == ("decide_on_a_plan", received + timedelta(weeks=16))


def test_a_case_that_has_ended_or_is_no_request_has_no_forecast() -> None:
    life = open_case("drafting", AS_AT - timedelta(weeks=10))
    ended = replace(life, stages=(*life.stages[:-1], StageSpan("withdrawn", AS_AT, None)))
    assert forecast([ended, replace(life, is_request=False), replace(life, closed_on=AS_AT)], MODEL) == []


def test_more_places_officers_and_quicker_advice_help_and_fewer_hurt() -> None:
    def late(*settings: str) -> float:
        return sum(
            one.chance_of_missing_final or 0 for one in forecast(LIVES, MODEL, what_if(settings, SERVICES))
        )

    today = late()
    for better, worse in (
        ("panel_weekly=12", "panel_weekly=2"), ("officers=+3", "officers=1"), ("ep_return_days=-14", "ep_return_days=+14"),
    ):  # fmt: skip
        assert late(better) < today < late(worse), better
    assert late("panel_weekly=4") == late("officers=4") == today


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("pannel=3", "'pannel' cannot be set; write one of panel_weekly, officers, ep_return_days, health_return_days, school_return_days."),
        ("officers=many", "officers needs a whole number such as 12, +2 or -7, not 'many'."),
        ("officers=0", "officers needs a whole number such as 12, +2 or -7, not '0'."),
        ("=3", "'=3' cannot be set; write one of panel_weekly, officers, ep_return_days, health_return_days, school_return_days."),
    ],
)  # fmt: skip
def test_a_key_that_is_not_known_is_told_with_the_known_ones(setting: str, said: str) -> None:
    with pytest.raises(BadWhatIf, match=r"cannot be set|whole number") as refused:
        what_if([setting], SERVICES)
    assert str(refused.value) == said


@pytest.mark.parametrize("setting", ["officers=-500", "panel_weekly=-900", "school_return_days=-90"])
def test_a_change_that_leaves_less_than_one_is_refused_with_todays_number(setting: str) -> None:
    with pytest.raises(
        BadWhatIf, match=r" is about \d+ today, and this change leaves less than 1; write"
    ) as refused:
        forecast(LIVES, MODEL, what_if([setting], SERVICES))
    assert refused.value.key == setting.partition("=")[0]


def test_without_own_cases_the_national_figures_come_out() -> None:
    """46.1% of the plans of 2025 were in time and they took 24.0 weeks on average; 22.8% of the requests of 2019 were refused."""
    model = fit([], date(2025, 12, 31), Calendar(lambda day: day.weekday() < 5), given=priors())
    random, requests = Random(1), 1200
    weeks, refused = [], 0
    for number in range(requests):
        received = model.as_at + timedelta(days=number * 365 // requests)
        course = walk(new_request(model, model.pace.at(received)), model, random, Changes())
        refused += course.ended_as == Stage.ASSESSMENT_REFUSED
        if course.ended_as == Stage.PLAN_ISSUED:
            weeks.append((model.pace.day_of(course.ended) - received).days / 7)
    assert sum(weeks) / len(weeks) == pytest.approx(24.0, abs=1.0)
    assert sum(one <= 20 for one in weeks) / len(weeks) == pytest.approx(0.461, abs=0.04)
    assert refused / requests == pytest.approx(0.228, abs=0.04)


def test_an_authority_that_only_took_cases_over_has_a_forecast_from_the_prior() -> None:
    """How long advice took before the take-over does not count, so no service has durations of its own."""
    received = AS_AT - timedelta(weeks=10)
    asked = tuple(
        AdviceAsked(service, AS_AT - timedelta(days=20), AS_AT + timedelta(days=22), None)
        for service in SERVICES
    )
    taken_over = replace(
        open_case("assessing", received, asked),
        taken_over=True,
        decided_to_assess_on=AS_AT - timedelta(days=21),
    )
    model = fit([taken_over], AS_AT, calendar(), Staff(officers=4, weekly_places=4), FEW)
    assert model.usual_services == tuple(sorted(SERVICES)) and not model.services
    (one,) = forecast([taken_over], model)
    assert one.chance_of_missing_final is not None and 0 < one.chance_of_missing_final <= 1


def test_few_own_cases_are_drawn_to_the_prior_and_many_outweigh_it() -> None:
    prior = priors().stages["drafting"].left_by
    none, few, many = (
        durations([Stay(-1, 40, True)] * number, prior, 5).over_by[20] for number in (0, 3, 300)
    )
    assert none == pytest.approx(prior(20.5), abs=0.01)
    assert many < few < none and many < 0.15


def test_a_stay_that_has_not_ended_counts_until_it_was_last_seen() -> None:
    without = durations([Stay(-1, 5, True)] * 50, lambda _: 0.0, 0.001)
    with_open = durations([*[Stay(-1, 5, True)] * 50, *[Stay(-1, 9, False)] * 50], lambda _: 0.0, 0.001)
    assert without.over_by[5] == pytest.approx(1.0, abs=0.01)
    assert with_open.over_by[5] == pytest.approx(0.5, abs=0.01)
    assert durations([Stay(3, 5, True)], lambda _: 0.0, 0.001).over_by[3] == 0.0


def test_expected_departures_are_as_many_as_there_were() -> None:
    stays = [*[Stay(-1, 0, True)] * 95, *[Stay(-1, 6, True)] * 5, Stay(2, 9, False)]
    found = durations(stays, lambda _: 0.0, 0.001)
    assert sum(found.expected(one) for one in stays) == pytest.approx(100, abs=0.1)


def test_the_paces_of_officers_lie_around_that_of_the_authority() -> None:
    paces = MODEL.officer_pace.values()
    assert min(paces) < 0.9 and max(paces) > 1.1 and sum(paces) / len(paces) == pytest.approx(1.0, abs=0.3)


def test_a_draw_is_always_later_than_the_age() -> None:
    found = durations([Stay(-1, 5, True)] * 50, priors().stages["drafting"].left_by, 5)
    for age in (-1, 0, 4, 5, 60, 499, 700):
        assert all(found.draw(chance, age) > age for chance in (0.0, 0.5, 0.999))


def test_days_off_and_school_holidays_pass_more_slowly() -> None:
    days = day_kinds(date(2025, 7, 21), date(2025, 7, 27), lambda day: day.weekday() < 5, [(date(2025, 7, 24), date(2025, 9, 1))])  # fmt: skip
    assert list(days.kinds) == [TERM, TERM, TERM, HOLIDAY, HOLIDAY, OFF, OFF]
    before = MODEL.pace.before
    august = MODEL.pace.between(date(2025, 8, 4), date(2025, 8, 18))
    assert august < 0.8 * MODEL.pace.between(date(2025, 6, 2), date(2025, 6, 16))
    assert all(later >= earlier for earlier, later in pairwise(before))


def test_the_queue_moves_in_order_of_arrival() -> None:
    waits = longer_waits([[100.0], [100.0], [None], [101.0]], 100.0, 5.0, 2.5)
    assert [one[0] for one in waits] == [1.0, 2.0, 0.0, 3.0]
    assert longer_waits([[100.0], [None]], 100.0, 5.0, 5.0) == [[0.0], [0.0]]


def test_what_came_true_is_told_for_limits_that_have_ended() -> None:
    life = LIVES[0]
    left = next(one for one in life.stages if one.stage == "deciding_to_assess").to_on
    assert left is not None
    made = [
        Prediction(life.case_id, left - timedelta(days=20), "decide_to_assess", due, 0.6, "received")
        for due in (left, left - timedelta(days=1), AS_AT)
    ]
    assert [one.missed for one in came_true(made, {life.case_id: life}, AS_AT)] == [False, True]
    assert came_true(made, {}, AS_AT) == []


def test_all_numbers_of_the_shipped_file_are_read() -> None:
    assert set(Priors.model_fields) == set(priors().model_dump())
    assert {stage.value for stage in (Stage.RECEIVED, Stage.FINALISING)} <= set(priors().stages)
