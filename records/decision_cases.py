"""The request of a case that a decision opens: the same child and the same people as the case of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.people.parties import NAMED_BY
from records import parties
from records.tables import INTAKES
from records.upsert import insert_new


def register_again(session: Session, parent: str, case_id: str, on: date, at: datetime) -> bool:
    """Store a request for the child of a case under another case id, once. Returns False if the parent has no request."""
    found = session.execute(select(INTAKES).where(INTAKES.c.case_id == parent)).mappings().one_or_none()
    if found is None:
        return False
    again = {
        "intake_key": case_id,
        "case_id": case_id,
        "received_on": on,
        "registered_at": at,
        "started": False,
    }
    if insert_new(session, INTAKES, {**found, **again}, key=("intake_key",)):
        known = [
            one
            for one in parties.of_case(session, parent)
            if one.is_active and one.relationship not in NAMED_BY
        ]
        for place, party in enumerate(known):
            copy = replace(party, party_id=parties.new_id(), case_id=case_id)
            parties.add(session, copy, at + timedelta(microseconds=place), None)
    return True
