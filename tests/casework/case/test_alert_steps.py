"""The steps of the alerts of a case: as data, in its ledger, and without any effect on a date of the law."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from casework.authority.local_policy import LocalPolicy
from casework.case.acts import Act
from casework.case.alert_steps import STANDARD, AlertSteps, as_codes, of_codes
from casework.case.casework_acts import STEPS_CHANGED
from casework.case.changed_alerts import ChangedAlerts, Chased, changed_alerts
from casework.case.guard import only_reported, refusal
from casework.case.outlook import Outlook, outlook_of
from casework.case.recording import record
from casework.case.stages import Stage
from casework.case.transition import ActDone, Opening, Transition
from statute.calendars import england
from statute.local_time import start_of_day
from tests.casework.said import LATER, TO_CONSULTING, case

_ROLES = st.lists(
    st.sampled_from(["case_officer", "team_manager", "head_of_service", "service_manager"]),
    min_size=1,
    max_size=4,
    unique=True,
)
_BEFORE = st.lists(st.integers(-40, -1), max_size=7, unique=True).map(sorted)


@st.composite
def policies(draw: st.DrawFn) -> LocalPolicy:
    """Policies with any steps that may be given."""

    def steps(last: list[str] | None) -> list[dict[str, object]]:
        before = [{"working_days": days, "to": draw(_ROLES)} for days in draw(_BEFORE)]
        return [*before, *([{"working_days": 0, "to": last}] if last else [])]

    def of_limit(*more: str) -> dict[str, object]:
        repeats = {"every": draw(st.integers(1, 20)), "to": draw(_ROLES)}
        return {"steps": steps(["case_officer", "team_manager", *more]), "repeats": repeats}

    return LocalPolicy.model_validate(
        {
            "ladders": {
                "limit": of_limit(),
                "late_advice": of_limit("service_manager"),
                "target": {"steps": steps(None)},
                "guidance": {"steps": steps(["case_officer"])},
                "chase_advice_weeks": sorted(draw(st.sets(st.integers(1, 6)))),
                "chase_setting_days": sorted(draw(st.sets(st.integers(1, 15), max_size=5))),
            }
        }
    )


def outlook(steps: AlertSteps | None, on: date, told: int, *acts: str) -> Outlook:
    """A case after some acts, told of steps after the first `told` of them."""
    said = [act.split() for act in acts]
    done = [Act(name, date.fromisoformat(day), of[0] if of else None) for name, day, *of in said]
    if steps is not None:
        at = done[min(told, len(done) - 1)].on if done else on
        done.insert(told + 1, Act(STEPS_CHANGED, at, None, {"policy": "policy-1", "steps": as_codes(steps)}))
    opening = Opening("request_received", date(2024, 3, 4), fields={"source": "parent"})
    first = start_of_day(date(2024, 3, 4)) + timedelta(hours=9)
    made = [Transition(1, first, Stage.DECIDING_TO_ASSESS, opening=opening)]
    found = record((), made)[-1].outlook.lines
    for seq, act in enumerate(done, start=2):
        assert act.on is not None
        at_nine: datetime = start_of_day(act.on) + timedelta(hours=9)
        step = Transition(
            seq,
            at_nine,
            _stage(act.action, found[-1].stage),
            acts=(ActDone(act, _stage(act.action, found[-1].stage)),),
        )
        found = record(found, [step])[-1].outlook.lines
    return outlook_of(found, start_of_day(on) + timedelta(hours=9))


_MOVES = {
    "assessment_agreed": Stage.ASSESSING,
    "plan_agreed": Stage.DRAFTING,
    "draft_issued": Stage.CONSULTING,
}


def _stage(action: str, before: str) -> Stage:
    return _MOVES.get(action, Stage(before))


@testing(max_examples=25, deadline=None)
@given(policies(), st.integers(0, len(TO_CONSULTING) - 1), st.integers(0, 200))
def test_no_steps_move_a_date_of_the_law_a_colour_or_what_may_be_done(
    policy: LocalPolicy, told: int, days: int
) -> None:
    acts, on = TO_CONSULTING[1:], date(2024, 6, 10) + timedelta(days=days)
    plain = outlook(None, on, told, *acts)
    steps = policy.ladders.alert_steps
    chased = outlook(steps, on, told, *acts)
    assert chased.obligations == plain.obligations and chased.at_last == plain.at_last
    assert (chased.stage, chased.rag, chased.earliest_final) == (plain.stage, plain.rag, plain.earliest_final)
    assert (chased.closed, chased.next_limit) == (plain.closed, plain.next_limit)
    windows = [[one for one in each.moments if one.kind == "window_closed"] for each in (plain, chased)]
    assert windows[0] == windows[1]


@testing(max_examples=25, deadline=None)
@given(policies())
def test_steps_are_the_same_after_the_ledger_and_every_code_may_be_a_field(policy: LocalPolicy) -> None:
    steps = policy.ladders.alert_steps
    assert of_codes(as_codes(steps)) == steps
    act = Act(STEPS_CHANGED, date(2024, 3, 5), None, {"policy": "policy-1", "steps": as_codes(steps)})
    assert refusal(case("request_received 2024-03-04"), act, LATER) is None


def test_a_case_is_chased_by_the_steps_that_its_ledger_was_last_given() -> None:
    def reminders(steps: AlertSteps | None) -> list[str]:
        found = outlook(steps, date(2024, 3, 5), 0)
        return [
            one.on.isoformat()
            for one in found.moments
            if one.role == "decide_to_assess" and one.kind == "reminder"
        ]

    twelve = of_codes([*(code.replace("limit:-10:o", "limit:-12:o") for code in as_codes(STANDARD))])
    assert reminders(STANDARD) == reminders(None) == ["2024-03-28", "2024-04-08", "2024-04-12"]
    assert reminders(twelve) == ["2024-03-26", "2024-04-08", "2024-04-12"]


def test_people_cannot_record_it() -> None:
    assert "change the policy of the council" in str(only_reported(STEPS_CHANGED))


def limit(due_on: str) -> Chased:
    return Chased("decide_to_assess", "limit", None, date(2024, 3, 4), date.fromisoformat(due_on))


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2024-03-05", ChangedAlerts(-2, at_once=False, stops=False, begins=False)),
        ("2024-03-27", ChangedAlerts(None, at_once=True, stops=False, begins=False)),
        ("2024-03-29", ChangedAlerts(0, at_once=False, stops=False, begins=False)),
        ("2024-04-16", ChangedAlerts(0, at_once=False, stops=False, begins=False)),
    ],
)
def test_what_a_change_does_to_a_case_is_said_before_it(today: str, found: ChangedAlerts) -> None:
    twelve = of_codes([*(code.replace("limit:-10:o", "limit:-12:o") for code in as_codes(STANDARD))])
    made = changed_alerts([limit("2024-04-15")], STANDARD, twelve, date.fromisoformat(today), england())
    assert made == found
