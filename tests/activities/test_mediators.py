"""Finding the mediator whom a mediation invites, in the authority's list as it was loaded last."""

from __future__ import annotations

from datetime import UTC, datetime

from activities.mediators import MediatorFinder
from casework.authority.profile import Contact, Mediator, Profile
from records.database import Database
from records.disputes import DisputeRow, save
from records.profile import keep_profile
from workflows.proceeding_messages import FindMediator

NOW = datetime(2024, 5, 1, 9, tzinfo=UTC)
ANYBODY = FindMediator(mediation="mediation-9")


def listed(database: Database, *mediators: str) -> None:
    names = {each: Mediator(name=f"Sample {each}", email=f"{each}@mediators.invalid") for each in mediators}
    ours = Profile(authority=Contact(name="Sample authority"), mediators=names)
    with database.write() as session:
        keep_profile(session, ours.model_dump(mode="json"), None, NOW)


def mediating(database: Database, place: int, mediator: str, *, is_over: bool = False) -> None:
    row = DisputeRow(
        f"mediation-{place}",
        f"case-{place}",
        "mediation",
        "mediation_arranging",
        mediator,
        1,
        {},
        is_over,
        NOW,
    )
    with database.write() as session:
        save(session, row)


def test_the_mediator_with_the_fewest_open_mediations_is_found(database: Database) -> None:
    finder = MediatorFinder(database)
    assert finder.find_mediator(ANYBODY) is None  # no list was loaded
    listed(database, "a", "b")
    assert finder.find_mediator(ANYBODY) == "a"
    mediating(database, 1, "a")
    mediating(database, 2, "b", is_over=True)
    assert finder.find_mediator(ANYBODY) == "b"
    assert finder.find_mediator(FindMediator(mediation="mediation-9", but=("b",))) == "a"
    assert finder.find_mediator(FindMediator(mediation="mediation-9", but=("b", "a"))) is None
