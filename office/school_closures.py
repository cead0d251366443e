"""How school closures affect a case: during a consultation, and as possible exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.case.law_of_case import law_of_case
from casework.case.ledger_line import events_of
from office.refusals import no_such_case
from records import cases, ledger, school_closures, settings
from records.database import Database
from statute.clock_roles import ClockRole
from statute.pack import GroundType
from statute.school_closures import proposed_exceptions

_REPLY_DAYS = timedelta(days=15)
"""The time that a setting has to answer (SEND Code 9.83)."""
_LIMITS = (ClockRole.DECIDE_TO_ASSESS, ClockRole.DECIDE_ON_A_PLAN, ClockRole.FINAL_PLAN)
"""The limits of a request that a closure can excuse."""
_CLOSURE_OF: dict[str, GroundType] = {
    "school": "closure_school",
    "education": "closure_school",
    "early_years": "closure_early_years",
    "nursery": "closure_early_years",
}
"""The advisers that close when schools close, and the type of ground that their closure gives."""
_YEAR = timedelta(days=366)


def closure_of(
    session: Session, action: str, of: str | None, on: date, fields: Mapping[str, Any]
) -> dict[str, str]:
    """Return the known school closure within the 15 days of a consultation, unless the act already gives one."""
    if action != "setting_consulted" or of is None or "reopens_on" in fields:
        return {}
    urn = of.removeprefix("urn-")
    setting = settings.setting_of(session, urn)
    if setting is None:
        return {}
    found = school_closures.closures_between(session, setting.authority, urn, on, on + _REPLY_DAYS)
    if not found:
        return {}
    longest = max(found, key=lambda one: one.days)
    return {"closed_from": longest.first_closed_day.isoformat(), "reopens_on": longest.reopens_on.isoformat()}


def proposals(database: Database, case_id: str, authority: str) -> list[dict[str, Any]]:
    """Return the exceptions that an authority's school closures may give grounds for.

    Each still needs its reason, its evidence, a person who accepts it, and the day the family was told. Raises
    NoSuchCase.
    """
    told = []
    with database.read() as session:
        row, lines = cases.find(session, case_id), ledger.facts_of(session, case_id)
        if row is None or not lines:
            raise no_such_case(case_id)
        pack = law_of_case(row.pin).pack
        for event in events_of(lines):
            if event.event != "advice_requested" or event.on is None or event.of not in _CLOSURE_OF:
                continue
            near = school_closures.closures_between(
                session, authority, event.of, event.on - _YEAR, event.on + _YEAR
            )
            grounds = [
                one
                for role in _LIMITS
                for one in pack.grounds_of(role)
                if one.ground == _CLOSURE_OF[event.of]
            ]
            for ground in grounds:
                for claim in proposed_exceptions(
                    near, event.on, authority=authority, setting=event.of, ground=ground
                ):
                    told.append(
                        {
                            "ground": claim.ground,
                            "of": event.of,
                            "advice_asked_on": event.on.isoformat(),
                            "closed_from": claim.closed_from.isoformat() if claim.closed_from else None,
                            "reopens_on": claim.reopens_on.isoformat() if claim.reopens_on else None,
                        }
                    )
    return told
