"""Who is told before and after each limit, and when a provider is chased or its checks run out."""

from __future__ import annotations

from datetime import date

from casework.case.acts import Act
from casework.processes.ap_placement import moments
from casework.processes.ap_placement.notices import notices
from casework.processes.ap_placement.placement import Placement
from casework.processes.ap_placement.telling import told
from tests.casework.processes.ap_placement.placements import START, act, match, placement, refer, to_start

MARKED = act("mark_attendance", "2026-05-01", week="2026-04-27", marked="10", attended="10")
LISTED = {"has_list": True, "listed": True, "urn": "900009", "is_registered": True}


def coming(found: Placement, until: str, today: str = "2026-04-27") -> list[tuple[str, str]]:
    """The moments of a placement until a day, one after the other."""
    done: frozenset[str] = frozenset()
    day, last, came = date.fromisoformat(today), date.fromisoformat(until), []
    while (one := moments.next_moment(found, done, day)) is not None and one.on <= last:
        done |= {one.kind}
        day = max(day, one.on)
        found, _ = moments.after_moment(found, one.kind, one.on)
        came.append((day.isoformat(), one.kind.rpartition(":")[0]))
    return came


def roles(found: Placement, kind: str) -> list[str]:
    _, (fact,) = moments.after_moment(found, kind, date.max)
    one = Act(fact.action, date(2026, 6, 1), fact.of, fact.fields)
    return [notice.to_role for notice in notices(one, date(2026, 6, 1))]


def marked(*weeks: str) -> tuple[Act, ...]:
    return tuple(
        act("mark_attendance", "2026-07-31", week=week, marked="10", attended="10") for week in weeks
    )


def test_the_officer_is_told_in_week_ten_of_twelve_and_the_manager_when_it_is_missed() -> None:
    there = placement(*to_start(match(pattern="PT", sessions="1")), START)
    assert coming(there, "2026-08-01") == [
        ("2026-06-01", "due_soon:review"),
        ("2026-06-09", "missed:review"),
        ("2026-07-06", "due_soon:end"),
        ("2026-07-21", "missed:end"),
    ]
    assert roles(there, "due_soon:end:2026-07-20") == ["case_officer"]
    assert roles(there, "missed:end:2026-07-20") == ["case_officer", "team_manager"]


def test_two_sessions_without_a_mark_chase_the_provider_after_each_week() -> None:
    there = placement(*to_start(), START, MARKED)
    chased = [one for one in coming(there, "2026-05-31", "2026-05-01") if "unmarked" in one[1]]
    assert chased == [("2026-05-11", "sessions_unmarked:week"), ("2026-05-18", "sessions_unmarked:week"), ("2026-05-26", "sessions_unmarked:week")]  # fmt: skip
    assert roles(there, "sessions_unmarked:week:2026-05-04") == ["case_officer"]
    school = placement(*to_start(match(provider="urn-900009")), START)
    assert roles(school, "sessions_unmarked:week:2026-05-04") == ["setting", "case_officer"]


def test_a_start_that_is_recorded_late_chases_the_last_week_only() -> None:
    there = placement(*to_start(), START)
    assert [one for one in coming(there, "2026-06-15", "2026-06-15") if "unmarked" in one[1]] == [
        ("2026-06-15", "sessions_unmarked:week")
    ]


def test_one_session_without_a_mark_and_a_closed_week_chase_nobody() -> None:
    nine = act("mark_attendance", "2026-05-01", week="2026-04-27", marked="9", attended="9")
    closed = act("take_in_policy", "2026-04-20", limits={}, closed=[["2026-05-02", "2026-06-01"]])
    acts = to_start()
    there = placement(*acts[:1], closed, *acts[1:], START, nine)
    assert [one for one in coming(there, "2026-06-05", "2026-05-01") if "unmarked" in one[1]] == []
    assert ("2026-06-08", "sessions_unmarked:week") in coming(there, "2026-06-08", "2026-05-01")


def test_a_check_that_runs_out_is_looked_at_four_weeks_before_and_when_it_is_over() -> None:
    until = act("take_in_provider", "2026-04-23", **LISTED, checked_until="2026-06-30")
    acts = to_start()
    there = placement(*acts[:4], until, *acts[4:], START)
    found = [one for one in coming(there, "2026-07-31") if "checks" in one[1]]
    assert found == [("2026-06-02", "provider_checks:soon"), ("2026-07-01", "provider_checks:over")]
    again = act("take_in_provider", "2026-06-02", **LISTED, checked_until="2026-06-30")
    (fact,) = told(there, again)
    assert (fact.action, fact.fields) == ("placement_checks_end", {"day": "2026-06-30"})
    told_roles = [
        one.to_role for one in notices(Act(fact.action, fact.on, fact.of, fact.fields), date(2026, 6, 2))
    ]
    assert told_roles == ["case_officer", "team_manager"]
    renewed = act("take_in_provider", "2026-06-02", **LISTED, checked_until="2027-06-30")
    assert told(there, renewed) == ()


def test_what_was_missed_before_the_referral_comes_at_once_and_once() -> None:
    late = placement(refer("2026-05-20", exclusion="permanent", excluded_on="2026-04-20"))
    assert coming(late, "2026-06-30", "2026-05-20") == [("2026-05-20", "missed:excluded")]
    assert roles(late, "missed:excluded:2026-04-27") == ["case_officer", "team_manager", "head_of_service"]
    assert moments.is_missed(late, frozenset({"missed:excluded:2026-04-27"}))


def test_every_moment_says_in_english_what_it_waits_for() -> None:
    there = placement(*to_start(), START)
    found = moments.next_moment(there, frozenset(), date(2026, 4, 27))
    assert (
        found is not None
        and found.said == "if sessions of the week of 27 April 2026 have no mark, the provider is chased"
    )
    for kind in (
        "due_soon:end:2026-07-20",
        "missed:end:2026-07-20",
        "sessions_unmarked:week:2026-05-04",
        "provider_checks:soon:2026-06-30",
    ):
        assert "2026" in moments.moment_text(kind)
