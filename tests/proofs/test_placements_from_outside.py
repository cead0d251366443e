"""Placements on scenarios and term dates of an authority, whose days a script counts again from the calendar."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Opened, days_ago
from tests.running import ROOT, Up, ehcp

pytestmark = pytest.mark.timeout(600)  # each scenario is played on virtual time
CENSUS = {
    "primaryreason": {"BHS", "SUS", "EXR", "MHN", "PHN", "OTH"},
    "apattendancepattern": {"FT", "PT"},
    "senprovisionentry": {"N", "K", "E"},
    "association": {"C", "M", "S", ""},
}
"""The codes of the Department for Education, written here once more."""
BANK_HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25)}
HALF_TERM = (date(2026, 5, 25), date(2026, 6, 1))
"""The first day that the school is closed, and the day on which it is open again."""
MONDAY = date(2026, 5, 18)


def sixth_school_day(first: date) -> date:
    days = (first + timedelta(days=each) for each in range(40))
    school = [
        day
        for day in days
        if day.weekday() < 5 and day not in BANK_HOLIDAYS and not HALF_TERM[0] <= day < HALF_TERM[1]
    ]
    return school[5]


REFERRED: dict[str, Any] = {
    "on": str(MONDAY), "by": "officer-1", "tier": "tier_2", "reason": "SUS", "home_school": "urn-900002", "sen": "K",
    "exclusion": "suspended", "excluded_on": str(MONDAY), "suspended_days": "8", "closed": [f"{HALF_TERM[0]}/{HALF_TERM[1]}"],
    "aim": "A safe return.", "tried": "A mentor since March.",
}  # fmt: skip
MATCH: dict[str, Any] = {
    "act": "match_provider", "on": "2026-05-20", "provider": "urn-900009", "pattern": "PT", "sessions": "4",
    "registration": "subsidiary", "commissioner": "authority", "planned_end": "2026-08-24", "urn": "900009",
}  # fmt: skip


def steps(**match: Any) -> list[dict[str, Any]]:
    """A placement from the screening to its start on 1 June, in which no session is ever marked."""
    return [
        {"act": "screen_referral", "on": "2026-05-19", "outcome": "ready"},
        {"act": "decide_placement", "on": "2026-05-19", "decision": "approve", "reason": "It can help."},
        {key: value for key, value in {**MATCH, **match}.items() if value is not None},
        {"act": "agree_objectives", "on": "2026-05-21", "objectives": "Ten lessons.", "return_criteria": "Two weeks.", "contact": "Fridays."},
        {"act": "start_placement", "on": "2026-06-01"},
    ]  # fmt: skip


def simulated(acts: list[dict[str, Any]], until: str, **referred: Any) -> dict[str, Any]:
    scenario = {
        "events": [
            {"event": "request_received", "on": "2026-01-05", "source": "parent"},
            {"event": "officer_assigned", "on": "2026-01-05", "officer": "officer-1", "team": "north"},
            {"event": "assessment_refused", "on": "2026-02-06", "reason": "The school meets the needs."},
        ],
        "placements": [{**REFERRED, **referred, "acts": acts}],
        "until": until,
    }
    answer = ehcp("simulate", "-", "--json", stdin=json.dumps(scenario))
    assert answer.code == 0, answer.err
    told: dict[str, Any] = answer.json
    return told


def limits(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (one,) = told["processes"]
    return {each["title"]: each for each in one["limits"]}


def notices(told: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    (one,) = told["processes"]
    return [(each["on"], each["to_role"]) for each in one["notices"] if each["kind"] == kind]


@pytest.fixture(scope="module")
def watched() -> dict[str, Any]:
    """A placement of twelve weeks that no one ends, and whose provider marks nothing."""
    return simulated(steps(), "2026-08-26")


def test_the_duty_of_the_school_falls_on_the_sixth_school_day_across_a_bank_holiday_and_half_term(watched: dict[str, Any]) -> None:  # fmt: skip
    duty = limits(watched)["Full-time education from the sixth school day of a suspension"]
    assert sixth_school_day(MONDAY) == date(2026, 6, 1)
    assert (duty["kind"], duty["due_on"]) == ("limit", "2026-06-01")


def test_week_ten_of_twelve_alerts_the_owner_and_says_that_it_is_local_policy(
    watched: dict[str, Any],
) -> None:
    (end,) = (one for title, one in limits(watched).items() if "end" in title.lower())
    start = date(2026, 6, 1)
    assert end["due_on"] == str(start + timedelta(weeks=12))
    assert end["kind"] == "target" and "local policy" in end["title"] and "local policy" in end["citation"]
    assert "statutory" not in json.dumps(end).lower()
    week_ten = str(start + timedelta(weeks=10))
    assert (week_ten, "case_officer") in notices(watched, "placement_waits")
    late = str(start + timedelta(weeks=12, days=1))
    assert (late, "team_manager") in notices(watched, "placement_waits")


def test_two_sessions_without_a_mark_chase_the_provider_each_week(watched: dict[str, Any]) -> None:
    chased = [on for on, role in notices(watched, "placement_sessions") if role == "setting"]
    assert chased[:3] == ["2026-06-08", "2026-06-15", "2026-06-22"], (
        "each Monday after a week of four sessions"
    )
    assert ("2026-06-08", "case_officer") in notices(watched, "placement_unmarked")


def test_a_child_with_a_plan_starts_only_after_an_override_with_its_reason() -> None:
    acts = steps()
    override = {"act": "override_warning", "on": "2026-06-02", "warning": "outside_the_plan", "why": "The family asks for it."}  # fmt: skip
    again = {"act": "start_placement", "on": "2026-06-02"}
    told = simulated([*acts, override, again], "2026-06-05", tier="tier_3", sen="E")
    (refused,) = told["refused"]
    assert refused["action"] == "start_placement"
    assert all(part in refused["why"] for part in ("s.42", "s.44", "early review"))
    (one,) = told["processes"]
    done = [line["event"] for line in one["ledger"]]
    assert done.index("override_warning") < done.index("start_placement")


def test_full_time_education_at_an_unregistered_provider_is_warned() -> None:
    acts = steps(
        pattern="FT", sessions="10", urn=None, provider="workshop", setting_type="OTH", postcode="ZZ11ZZ"
    )
    override = {
        "act": "override_warning",
        "on": "2026-05-29",
        "warning": "outside_the_plan",
        "why": "The family asks.",
    }
    (refused,) = simulated([*acts[:-1], override, acts[-1]], "2026-06-05", sen="E")["refused"]
    assert refused["action"] == "start_placement" and "regist" in refused["why"]


def test_no_education_is_looked_at_again_and_the_history_says_who_decided() -> None:
    none = {"act": "decide_education", "on": "2026-05-20", "education": "none", "reason": "He is in school.", "evidence": "The register."}  # fmt: skip
    told = simulated([steps()[0], none], "2026-09-01")
    (again,) = (one for title, one in limits(told).items() if "again" in title.lower())
    assert again["due_on"] == "2026-08-20" and again["kind"] == "target"
    (one,) = told["processes"]
    (line,) = (each for each in one["ledger"] if each["event"] == "decide_education")
    assert (line["by"], line["on"]) == ("officer-1", "2026-05-20"), "the history says who decided"


@pytest.fixture
def referred(office: Up, opened: Opened, tmp_path: Path) -> Iterator[str]:
    """A pupil who was referred in a running office, with term dates of the school from a file."""
    assert office("settings", "load", str(ROOT / "samples" / "settings.csv")).code == 0
    case = opened(60)
    words = (
        "--tier",
        "tier_2",
        "--reason",
        "BHS",
        "--home-school",
        "urn-900002",
        "--sen",
        "K",
        "--exclusion",
        "none",
    )
    told = office("placement", "refer-placement", case, "--on", days_ago(20), *words, "--aim", "A", "--tried", "B", "--json")  # fmt: skip
    assert told.code == 0, told.err
    yield told.json["placement"]


def act(office: Up, placement: str, name: str, on: str, **fields: str) -> Any:
    pairs = [word for key, value in fields.items() for word in ("--set", f"{key}={value}")]
    return office("placement", "act", placement, name, "--on", on, *pairs)


@pytest.mark.xdist_group("office")
def test_a_urn_and_a_type_together_are_refused_and_an_extension_needs_a_reason_and_the_export_has_the_codes(office: Up, referred: str) -> None:  # fmt: skip
    assert act(office, referred, "screen_referral", days_ago(19), outcome="ready").code == 0
    assert (
        act(office, referred, "decide_placement", days_ago(18), decision="approve", reason="It helps.").code
        == 0
    )
    none = {"education": "none", "reason": "He is in school.", "evidence": "The register."}
    assert act(office, referred, "decide_education", days_ago(18), **none).code == 0
    shown = office("placement", "show", referred, "--json").json
    assert shown["education_decisions"] == [{"on": days_ago(18), **none}], "and on what evidence"
    match = {key: value for key, value in MATCH.items() if key not in ("act", "on")} | {
        "planned_end": days_ago(-60)
    }
    both = act(office, referred, "match_provider", days_ago(17), **match, setting_type="OTH")
    assert (both.code, "URN" in both.err and "type" in both.err.lower()) == (1, True), both.err
    assert act(office, referred, "match_provider", days_ago(17), **match).code == 0
    plan = {"objectives": "Ten lessons.", "return_criteria": "Two weeks.", "contact": "Fridays."}
    assert act(office, referred, "agree_objectives", days_ago(16), **plan).code == 0
    started = act(office, referred, "start_placement", days_ago(15))
    if started.code:  # the provider is on no approved list of this office
        why = act(
            office, referred, "override_warning", days_ago(15), warning="not_on_the_list", why="Visited."
        )
        assert why.code == 0, (started.err, why.err)
        assert act(office, referred, "start_placement", days_ago(15)).code == 0
    bare = act(office, referred, "extend_placement", "today", until=days_ago(-90))
    assert bare.code != 0 and "reason" in bare.err
    rows = list(
        csv.DictReader(io.StringIO(office("placement", "export", "alternative-provision-census").out))
    )
    for row in rows:
        assert {name: value for name, value in row.items() if value not in CENSUS.get(name, {value})} == {}
        assert sum(bool(row[name]) for name in ("urn", "ukprn", "apsettingtype")) == 1
    (one,) = (row for row in rows if (row["entrydate"], row["prevurn"]) == (days_ago(15), "900002"))
    assert set(CENSUS) < set(one)
    assert [one[name] for name in CENSUS] == ["BHS", "PT", "K", "S"]
