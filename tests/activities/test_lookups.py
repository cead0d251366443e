"""Looking up what a process needs: the mediator to invite, from the authority's current list."""

from __future__ import annotations

from datetime import UTC, datetime

from activities.lookups import RecordsLookup
from casework.authority.profile import Contact, Mediator, Profile
from casework.processes.mediation.mediation import Mediation
from casework.processes.mediation.process import PROCESS
from records.database import Database
from records.processes import ProcessRow, save
from records.profile import keep_profile
from statute.facts import Event
from workflows.process_messages import LookUp

NOW = datetime(2024, 5, 1, 9, tzinfo=UTC)


def listed(database: Database, *mediators: str) -> None:
    names = {each: Mediator(name=f"Sample {each}", email=f"{each}@mediators.invalid") for each in mediators}
    ours = Profile(authority=Contact(name="Sample authority"), mediators=names)
    with database.write() as session:
        keep_profile(session, ours.model_dump(mode="json"), None, NOW)


def mediating(database: Database, place: int, mediator: str, *, is_over: bool = False) -> None:
    row = ProcessRow(
        process_id=f"mediation-{place}",
        kind=PROCESS.kind,
        case_id=f"case-{place}",
        team=None,
        status="mediation_arranging",
        due_on=None,
        seq=1,
        content={},
        is_over=is_over,
        changed_at=NOW,
    )
    with database.write() as session:
        save(session, row, [f"case-{place}"], {mediator})


def found(database: Database, *but: str) -> str | None:
    asked = Event("mediation_requested", NOW.date())
    state = Mediation(
        "mediation-9", "case-9", "assessment_refused", NOW.date(), facts=(asked,), passed_over=but
    )
    wanted = PROCESS.wants(state)
    assert wanted is not None
    request = LookUp(
        kind=PROCESS.kind, id=state.id, name=wanted.name, key=wanted.key, view=PROCESS.view(state, None)
    )
    chosen: str | None = RecordsLookup(database).look_up(request).chosen
    return chosen


def test_the_mediator_with_the_fewest_open_mediations_is_found(database: Database) -> None:
    assert found(database) is None  # no list was loaded
    listed(database, "a", "b")
    assert found(database) == "a"
    mediating(database, 1, "a")
    mediating(database, 2, "b", is_over=True)
    assert found(database) == "b"
    assert found(database, "b") == "a"
    assert found(database, "b", "a") is None
