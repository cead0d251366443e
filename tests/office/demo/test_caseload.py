"""The plan of the demo caseload: near the national figures, the same for the same seed, and every number with its source."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

import pytest
import yaml

import office.demo
from office.demo.caseload import Place, Wanted, caseload
from office.demo.planned import DemoSetting, PlannedCase
from office.demo.rates import shipped
from office.demo.sittings import ADVISED, CHAIR, LISTED, MEMBERS
from office.sample_people import sample_people
from tests.office.demo.places import PLACE

UNTIL = date(2026, 11, 28)
FOLDER = Path(office.demo.__file__).parent
WEEK = 7


def planned(seed: int = 1, size: int = 800, years: int = 2) -> list[PlannedCase]:
    return list(caseload(Wanted(seed, years, size, UNTIL), PLACE, shipped()))


@pytest.fixture(scope="module")
def cases() -> list[PlannedCase]:
    return planned()


def day_of(case: PlannedCase, *actions: str) -> date | None:
    return next((act.on for act in case.acts if act.action in actions and act.on <= UNTIL), None)


def requests(cases: list[PlannedCase]) -> list[PlannedCase]:
    return [one for one in cases if one.row.get("opens") != "ceasing"]


def test_as_many_requests_come_as_are_wanted_and_more_than_in_the_year_before(
    cases: list[PlannedCase],
) -> None:
    last_year = UNTIL - timedelta(days=365)
    last = [one for one in requests(cases) if one.received_on > last_year]
    before = [one for one in requests(cases) if one.received_on <= last_year]
    assert len(last) == pytest.approx(800, rel=0.1)
    assert len(last) / len(before) == pytest.approx(1.05, abs=0.12)
    by_month = Counter(one.received_on.month for one in requests(cases))
    assert by_month[8] < min(count for month, count in by_month.items() if month != 8)
    assert len(cases) - len(requests(cases)) == pytest.approx(len(requests(cases)) * 0.303, rel=0.2)


def test_refusals_and_weeks_are_near_the_national_figures(cases: list[PlannedCase]) -> None:
    decided = Counter(
        next(act.action for act in one.acts if act.action.startswith("assessment_"))
        for one in cases
        if day_of(one, "assessment_agreed", "assessment_refused")
    )
    assert decided["assessment_refused"] / decided.total() == pytest.approx(0.2206, abs=0.03)
    weeks = [
        (final_on - one.received_on).days / WEEK
        for one in cases
        if (final_on := day_of(one, "final_issued"))
        and final_on > UNTIL - timedelta(days=365)
        and not day_of(one, "exception_claimed")
    ]
    assert mean(each <= 20 for each in weeks) == pytest.approx(0.461, abs=0.08)
    assert mean(weeks) == pytest.approx(24.0, abs=2.0)
    assert 0.03 < mean(each > 52 for each in weeks) < 0.13
    plans = [one for one in cases if day_of(one, "final_issued")]
    exceptions = [one for one in plans if day_of(one, "exception_claimed")]
    assert len(exceptions) / len(plans) == pytest.approx(0.052, abs=0.02)


def test_the_load_of_the_officers_is_shared(cases: list[PlannedCase]) -> None:
    counts = Counter((one.team, one.officer) for one in cases)
    assert set(counts) == {
        (team, officer) for team, officers in PLACE.officers.items() for officer in officers
    }
    assert max(counts.values()) < 2 * min(counts.values())


def test_the_same_seed_gives_the_same_caseload_and_another_seed_another() -> None:
    assert planned(3, 40) == planned(3, 40)
    assert planned(3, 40) != planned(4, 40)


def test_a_decision_on_a_plan_follows_the_advice_of_a_sitting_on_that_day(cases: list[PlannedCase]) -> None:
    members = {one for one, _ in MEMBERS}
    assert members <= set(sample_people()) and CHAIR in members
    decided = [one for one in cases if day_of(one, "plan_agreed", "plan_refused")]
    carried = 0
    for one in decided:
        listed = [act for act in one.acts if act.action == LISTED]
        advised = next(act for act in one.acts if act.action == ADVISED)
        decision = next(act for act in one.acts if act.action in ("plan_agreed", "plan_refused"))
        wanted = {"plan_agreed": "make_plan", "plan_refused": "do_not_make_plan"}[decision.action]
        assert advised.on == decision.on and advised.fields["recommendation"] == wanted
        assert listed[-1].fields["sitting"] == advised.fields["sitting"]
        carried += len(listed) - 1
    assert carried / len(decided) == pytest.approx(0.1, abs=0.04)


def test_a_case_that_waits_for_a_coming_sitting_says_so_and_records_nothing_of_it(
    cases: list[PlannedCase],
) -> None:
    waiting = [one for one in cases if one.waits_for is not None]
    assert len(waiting) > 5
    for one in waiting:
        assert one.waits_for is not None and one.waits_for >= UNTIL
        done = [act for act in one.acts if act.recorded_on < UNTIL]
        assert ADVISED not in {act.action for act in done}
        assert all(date.fromisoformat(act.fields["sits_on"]) < UNTIL for act in done if act.action == LISTED)


def test_every_number_has_its_source_and_its_use() -> None:
    content = yaml.safe_load((FOLDER / "rates.yaml").read_text(encoding="utf-8"))
    code = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    for group, names in content.items():
        for name, told in names.items():
            assert set(told) == {"value", "source"} and told["source"], (group, name)
            assert f'"{group}.{name}"' in code or f'"{name}"' in code, (group, name)


def test_an_authority_with_one_setting_and_one_officer_has_a_caseload_too() -> None:
    small = Place({"only": ["officer-1"]}, [DemoSetting("urn-1", "Sample School", 0, 25)], "manager-1")
    assert list(caseload(Wanted(1, 1, 10, UNTIL), small, shipped()))
