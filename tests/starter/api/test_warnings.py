"""Early warnings over the API: listed for who may answer them, and answered many at once, each in its own case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.access.permissions import Person, Role
from casework.forecast.early_warning import EarlyWarning
from records import early_warnings
from tests.conftest import days_ago
from tests.starter.api.conftest import HEAD, Caller, Opens

pytestmark = pytest.mark.xdist_group("office")
OTHER = Person("officer-9", "Sample Other", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
WHY = "Advice from the school usually takes longer."


def warned(whole: Caller, opens: Opens, name: str) -> str:
    """Open a case that is likely to miss its final plan."""
    case = opens(child_name=f"Sample {name}", born_on="2018-05-14", reference=f"ref-{name}")
    raised = date.fromisoformat(days_ago(2))
    due = raised + timedelta(days=70)
    with whole.database.write() as session:
        early_warnings.save(session, EarlyWarning(case, "final_plan", 1, due, raised, 80, WHY))
    return case


def test_one_plan_answers_many_warnings_and_says_of_each_what_became_of_it(
    whole: Caller, opens: Opens
) -> None:
    first, second = (warned(whole, opens, name) for name in ("warned-one", "warned-two"))
    manager = whole.as_(HEAD)
    known = {one["case"]: one for one in manager.get("/warnings")["warnings"]}
    assert known[first]["needs_plan"] and known[first]["plan"] is None and known[first]["because"] == WHY
    by = days_ago(-14)
    asked = {
        "warnings": [{"case": one, "limit": "final_plan"} for one in (first, second, "case-none")],
        "plan": "A locum writes the advice.",
        "planned_on": by,
    }
    checked = manager("POST", "/warnings/plans", {**asked, "check": True})
    assert checked.status_code == 200 and checked.json()["recorded"] == 0
    assert [one["why"] is None for one in checked.json()["rows"]] == [True, True, False]
    done = manager("POST", "/warnings/plans", asked, key="plans-of-today")
    assert done.status_code == 201 and [one["recorded"] for one in done.json()["rows"]] == [True, True, False]
    assert "needs a plan" in done.json()["rows"][2]["why"]
    known = {one["case"]: one for one in manager.get("/warnings")["warnings"]}
    assert known[second]["plan"] == {"planned_on": by, "recorded_by": "head-1", "has_passed": False}
    assert not known[second]["needs_plan"]
    again = manager("POST", "/warnings/plans", asked)
    assert [one["recorded"] for one in again.json()["rows"]] == [False] * 3, "each has its plan now"
    events = [line["event"] for line in whole.get(f"/cases/{first}/ledger")["ledger"]]
    assert events.count("warning_acknowledged") == 1


def test_who_may_not_see_a_case_is_told_the_same_as_of_a_case_without_a_warning(
    whole: Caller, opens: Opens
) -> None:
    case = warned(whole, opens, "warned-three")
    other = whole.as_(OTHER)
    assert case not in str(other.get("/warnings"))
    asked = {
        "warnings": [{"case": one, "limit": "final_plan"} for one in (case, "case-none")],
        "plan": "It waits.",
        "planned_on": days_ago(-3),
    }
    told = other("POST", "/warnings/plans", asked).json()["rows"]
    assert told[0]["why"] == told[1]["why"] and not told[0]["recorded"]
    past = whole.as_(HEAD)("POST", "/warnings/plans", {**asked, "planned_on": days_ago(3)}).json()
    assert past["recorded"] == 0 and "must be for a future day" in past["rows"][0]["why"]
