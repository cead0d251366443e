"""The two limits of a transfer, the days planned back from them, and the alerts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.case.actions import Act
from casework.plans.plan_limit import PlanLimit
from casework.processes.phase_transfer.limits import (
    AMEND,
    SEND,
    final_by,
    obligations_of,
    planned_back,
    steps_planned_back,
    target_of,
)
from casework.processes.phase_transfer.moments import next_moment
from casework.processes.phase_transfer.process import PROCESS
from tests.casework.processes.phase_transfer.transfers import day, done, transfer

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("fields", "due_on", "target"),
    [
        ({}, "2027-02-14", "2027-02-12"),
        ({"year": 2028}, "2028-02-14", "2028-02-14"),
        ({"from_phase": "secondary", "to_phase": "post16"}, "2027-03-30", "2027-03-30"),
        (
            {"from_phase": "post16", "to_phase": "post16", "transfer_on": "2027-09-01"},
            "2027-04-01",
            "2027-04-01",
        ),
    ],
)
def test_the_last_lawful_day_is_the_day_before_and_the_target_a_working_day(
    fields: dict[str, object], due_on: str, target: str
) -> None:
    first = final_by(transfer(**fields), TODAY)
    assert first is not None and first.role == AMEND
    assert (first.due_on, target_of(first)) == (day(due_on), day(target))


@pytest.mark.parametrize(
    ("notice", "role", "due_on"),
    [
        ("2026-12-04", SEND, "2027-01-29"),
        ("2026-12-18", SEND, "2027-02-12"),
        ("2027-01-08", AMEND, "2027-02-14"),
    ],
)
def test_eight_weeks_from_the_notice_end_first_if_it_goes_out_early(
    notice: str, role: str, due_on: str
) -> None:
    state = done(transfer(), ("send_notice", notice))
    first = final_by(state, day(notice))
    assert first is not None and (first.role, first.due_on) == (role, day(due_on))
    assert {one.role for one in obligations_of(state, day(notice))} == {AMEND, SEND}


def test_the_days_are_planned_back_from_the_working_target_each_with_its_reason() -> None:
    steps = planned_back(transfer(), TODAY)
    assert [(one.step, one.on.isoformat()) for one in steps] == [
        ("ask", "2026-10-09"),
        ("invite", "2026-11-06"),
        ("review", "2026-11-20"),
        ("notice", "2026-12-18"),
        ("consult", "2027-01-22"),
        ("final", "2027-02-12"),
    ]
    assert [one.because.partition(". ")[0].partition(":")[0] for one in steps[:-1]] == [
        "4 weeks before the invitations to the review of Friday 6 November 2026.",
        "2 weeks before the last day that leaves time for the meeting, Friday 20 November 2026.",
        "4 weeks before the notice of Friday 18 December 2026, because the decision must follow the meeting within 4 weeks.",
        "8 weeks before Friday 12 February 2027",
        "3 weeks before Friday 12 February 2027",
    ]
    assert steps[-1].because == (
        "The plan must be amended before the day that the law sets: the last lawful day is Sunday 14 February 2027. "
        "That is not a working day, so aim for Friday 12 February 2027 (local target)."
    )
    early = planned_back(done(transfer(), ("send_notice", "2026-12-04")), day("2026-12-04"))
    assert early[-1].on == day("2027-01-29") and early[-1].because.startswith("Eight weeks from the notice")


def test_each_planned_step_has_its_weeks_and_what_they_rest_on() -> None:
    rows = steps_planned_back()
    assert set(rows) == {one.step for one in planned_back(transfer(), TODAY)} - {"final"}
    assert all(int(row["weeks"]) > 0 and row["basis"] for row in rows.values())


def test_keeping_the_plan_or_sending_the_final_plan_meets_both_limits() -> None:
    kept = done(transfer(), ("keep_plan", "2026-11-20"))
    final = {"names": "type_only", "kind_of_setting": "special"}
    sent = done(transfer(), ("send_notice", "2026-12-04"), ("issue_final", "2027-01-29", final))
    refused = done(transfer(), ("send_notice", "2026-12-04"), ("keep_plan", "2027-01-20"))
    for state in (kept, sent, refused):
        assert final_by(state, day("2027-03-01")) is None
    assert {one.status for one in obligations_of(sent, day("2027-03-01"))} == {"met"}


def test_a_final_plan_after_the_day_is_late_and_the_eight_weeks_are_counted_apart() -> None:
    final = {"names": "setting", "setting": "urn-900002"}
    state = done(transfer(), ("send_notice", "2027-01-08"), ("issue_final", "2027-02-16", final))
    found = {one.role: (one.status, one.days_late) for one in obligations_of(state, day("2027-03-01"))}
    assert found == {AMEND: ("late", 2), SEND: ("met", 0)}


def played(state: object, until: str, *, at: str = "2026-09-01") -> list[tuple[str, str]]:
    """The moments that come by themselves up to a day."""
    came: list[tuple[str, str]] = []
    done_, today = frozenset[str](), day(at)
    while (moment := next_moment(state, done_, today)) is not None and moment.on <= day(until):  # type: ignore[arg-type]
        today = max(today, moment.on)
        came.append((today.isoformat(), moment.kind.partition(":")[0]))
        done_ |= {moment.kind}
    return came


def test_planned_days_and_the_last_day_of_the_law_alert_people_if_no_one_acts() -> None:
    came = played(transfer(), "2027-02-22")
    assert [one for one in came if one[1] == "step_waits"] == [
        ("2026-10-10", "step_waits"), ("2026-11-21", "step_waits"), ("2026-12-19", "step_waits"), ("2027-01-23", "step_waits"),
    ]  # fmt: skip
    assert [why for _, why in came[-5:]] == [
        "limit_due_soon", "limit_due_next", "limit_last_day", "limit_missed", "limit_still_missed",
    ]  # fmt: skip
    assert [on for on, _ in came[-3:]] == ["2027-02-14", "2027-02-15", "2027-02-22"]


def test_a_setting_that_does_not_answer_alerts_the_officer_and_stops_nothing() -> None:
    asked = {"settings": ["urn-900002", "urn-900003"], "reply_by": "2027-01-15"}
    state = done(
        transfer(), ("send_notice", "2026-12-18"), ("consult_settings", "2026-12-21", asked),
        ("record_reply", "2027-01-04", {"setting": "urn-900002", "answer": "no_place"}),
    )  # fmt: skip
    assert ("2027-01-16", "settings_silent") in played(state, "2027-01-20", at="2027-01-05")
    told = PROCESS.as_json(PROCESS.view(state, None), day("2027-01-20"))
    assert "issue_final" in [one["action"] for one in told["actions"]]
    assert told["consulted"] == [
        {"setting": "urn-900002", "answer": "no_place"},
        {"setting": "urn-900003", "answer": None},
    ]


def test_the_limit_of_the_law_counts_for_the_figures_and_no_longer_once_the_move_will_not_happen() -> None:
    """Measures count the last lawful day, and the day on which the plan was final."""
    told = PlanLimit("phase_transfer", date(2026, 9, 1), date(2027, 2, 14), None)
    assert PROCESS.plan_limits(transfer()) == (told,)
    final = done(transfer(), ("issue_final", "2027-02-10", {"names": "setting", "setting": "urn-900002"}))
    assert PROCESS.plan_limits(final) == (replace(told, met_on=date(2027, 2, 10)),)
    closed = PROCESS.after(transfer(), Act("close_transfer", date(2026, 11, 2), None, {"why": "moved_away"}))
    assert PROCESS.plan_limits(closed) == ()
