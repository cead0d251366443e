"""A decision is never overwritten: what changed it is kept with it."""

from __future__ import annotations

from datetime import date

from casework.case.decisions import Decision, decisions
from statute.facts import Event


def event(said: str, **fields: str) -> Event:
    name, on = said.split()
    return Event(name, date.fromisoformat(on), None, fields)


def test_a_refusal_that_the_tribunal_overturned_keeps_its_outcome_and_date_and_gets_its_flag() -> None:
    found = decisions(
        [
            event("request_received 2025-01-13"),
            event("assessment_refused 2025-02-20"),
            event("appeal_registered 2025-03-28"),
            event("tribunal_order 2025-07-03", to="assess"),
            event("assessment_agreed 2025-07-10"),
        ]
    )
    assert found == (
        Decision("assessment_refused", date(2025, 2, 20), tribunal=True, changed_by="tribunal", changed_on=date(2025, 7, 3)),
        Decision("assessment_agreed", date(2025, 7, 10)),
    )  # fmt: skip


def test_a_plan_that_mediation_amended_keeps_its_date_and_has_the_flag_of_mediation() -> None:
    final, amended = decisions(
        [
            event("final_issued 2025-05-19"),
            event("mediation_held 2025-07-11"),
            event("mediation_agreement 2025-07-11", to="amend_plan"),
            event("amended_final_issued 2025-08-08"),
            event("mediation_held 2025-09-01"),
            event("mediation_agreement 2025-09-01", to="other"),
        ]
    )
    assert (final.mediation, final.tribunal, final.changed_by) == (True, False, "mediation")
    assert (amended.mediation, amended.changed_by) == (True, None)


def test_the_first_change_of_a_decision_is_kept() -> None:
    (refused,) = decisions(
        [
            event("plan_refused 2025-05-19"),
            event("appeal_registered 2025-06-30"),
            event("appeal_unopposed 2025-07-11", to="make_plan"),
            event("decision_reversed 2025-07-12"),
        ]
    )
    assert (refused.changed_by, str(refused.changed_on)) == ("conceded", "2025-07-11")
