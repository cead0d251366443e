"""Finding the mediator whom a mediation invites."""

from __future__ import annotations

from temporalio import activity

from casework.authority.profile import profile_of
from casework.processes.mediation.mediator_choice import next_mediator
from records import disputes, profile
from records.database import Database
from workflows.ports import MediatorSearch
from workflows.proceeding_messages import FindMediator


class MediatorFinder(MediatorSearch):
    """Finds a mediator in the authority's list, as it was loaded last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="find_mediator")
    def find_mediator(self, request: FindMediator) -> str | None:
        """Who is to be invited, or None where nobody is left. Only reads: asked again, it may find another."""
        with self._database.read() as session:
            content = profile.profile_content(session)
            busy = disputes.open_by_mediator(session)
        listed = tuple(profile_of(content).mediators) if content else ()
        return next_mediator(listed, busy, request.but)
