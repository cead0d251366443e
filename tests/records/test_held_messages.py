"""Which messages are held until a person does something."""

from __future__ import annotations

from datetime import timedelta

from casework.letters.dispatch import Dispatch
from casework.letters.held_message import alert_of
from records import outbox
from records.database import Database
from records.held_messages import held_messages
from tests.casework.letters.samples import NOW, dispatch

OLD = NOW - timedelta(days=3)


def one(name: str, **more: object) -> Dispatch:
    return dispatch("draft_plan", dispatch_id=name, **{"queued_at": OLD, **more})


def test_what_waits_for_a_person_is_held_and_what_is_on_its_way_is_not(database: Database) -> None:
    with database.write() as session:
        outbox.put(
            session,
            [
                one("approval", status="second_look", queued_at=NOW),
                one("moved", status="stale"),
                one("moved-today", status="stale", queued_at=NOW),
                one("missing", attempts=2),
                one("missing-today", attempts=2, queued_at=NOW),
                one("fresh"),
                one("mail", channel="email", attempts=2),
                one("ours", to_role="case_officer", status="stale"),
                one("recalled", status="recalled"),
            ],
        )
        outbox.put(session, [one("again")], held=True)
        found = held_messages(session, NOW - timedelta(days=1))
    assert {each.dispatch.dispatch_id: each.reason for each in found} == {
        "moved": "recipient",
        "missing": "incomplete",
        "again": "review",
        "approval": "second_look",
    }


def test_the_alert_gives_the_age_and_nothing_personal(database: Database) -> None:
    with database.write() as session:
        outbox.put(session, [one("moved", status="stale", problem="Ash Example moved")])
        (held,) = held_messages(session, NOW)
    alert = alert_of(held, NOW + timedelta(days=1), NOW)
    assert alert.text == (
        "The letter of 10 April 2024 to the family (draft plan) is held. It waits for the right person or address. It has "
        "been held for 4 days."
    )
    assert (alert.to_role, alert.status, alert.party_id, alert.problem) == (
        "team_manager",
        "digest",
        None,
        None,
    )
    assert alert.dispatch_id == "moved.h20240411"
