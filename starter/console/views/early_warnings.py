"""The pages of early warnings: deadlines at risk with the plan for each, and what came true of each week's predictions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.case.casework_acts import WARNING_ANSWERED
from casework.forecast.early_warning import EarlyWarning
from casework.forecast.prediction_weeks import in_all
from office import bulk_acts
from office.team_scope import team_scope
from records import early_warnings, local_policy, prediction_weeks, tray
from records.early_warnings import Answer
from starter.console.views.manager import manager_frame

_WEEKS = 26
"""How many weeks the page of predictions shows."""


def at_risk(session: Session, person: Person, today: date) -> dict[str, Any]:
    """Return the deadlines at risk, first those without a plan."""
    shown = manager_frame(session, person, "/manager/warnings", today)
    people: Mapping[str, str] = shown["people"]
    found = early_warnings.open_warnings(session, team_scope(person))
    ids = {one.warning.case_id for one in found}
    plans, names = early_warnings.answers(session, ids), tray.names_of(session, ids)
    rows = [
        {
            **row(one.warning, plans.get((one.warning.case_id, one.warning.limit)), people, today),
            "name": names.get(one.warning.case_id, one.warning.case_id),
            "officer": people.get(one.officer, one.officer) if one.officer else "Not assigned",
        }
        for one in found
    ]
    return {
        **shown,
        "rows": sorted(rows, key=lambda one: not one["needs_plan"]),
        "from_percent": local_policy.policy_now(session).warnings.from_percent,
        "named": len(names),
    }


def of_case(session: Session, case_id: str, people: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    """Return the warnings of a case that are not over, each with its plan."""
    plans = early_warnings.answers(session, [case_id])
    return [
        row(one, plans.get((case_id, one.limit)), people, today)
        for one in early_warnings.open_of_case(session, case_id)
    ]


def row(
    warning: EarlyWarning, answer: Answer | None, people: Mapping[str, str], today: date
) -> dict[str, Any]:
    """Return a warning in words, with the plan that answers it, if there is one since it was raised."""
    return {
        "key": bulk_acts.BulkRow(warning.case_id, None, {"limit": warning.limit}).key,
        "needs_plan": early_warnings.needs_plan(warning, answer, today),
        "case_id": warning.case_id,
        "title": warning.title,
        "due_on": warning.due_on,
        "percent": warning.percent,
        "because": warning.because,
        "raised_on": warning.raised_on,
        "plan": {
            "until": answer.planned_on,
            "by": people.get(answer.by or "", answer.by or "an unnamed person"),
            "passed": answer.has_passed(today),
        }
        if answer is not None and answer.answers(warning)
        else None,
        "href": f"/cases/{warning.case_id}/act/{WARNING_ANSWERED}?{urlencode({'limit': warning.limit})}",
    }


def predictions(session: Session, person: Person, today: date) -> dict[str, Any]:
    """Return what came true of the predictions of each week, for the teams of a manager together."""
    shown = manager_frame(session, person, "/manager/warnings", today)
    warnings = local_policy.policy_now(session).warnings
    found = in_all(prediction_weeks.weeks(session, team_scope(person).teams, _WEEKS))
    counted = [one for one in found if one.predicted or one.missed]
    return {
        **shown,
        "weeks": found,
        "from_percent": warnings.from_percent,
        "foretold_weeks": warnings.foretold_weeks,
        "hits": sum(one.hits for one in counted),
        "predicted": sum(one.predicted for one in counted),
        "missed": sum(one.missed for one in counted),
    }
