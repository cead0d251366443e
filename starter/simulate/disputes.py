"""Disputes in a scenario: the real mediations and appeals that its case starts, each on a virtual clock of its own.

An event of a scenario that only a mediation or an appeal knows (invite_mediator, record_directions) is recorded there;
one that the case knows too is recorded there where it says who did it, as in "by": "mediator-1".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from temporalio.testing import WorkflowEnvironment

from casework.authority.profile import Contact, Mediator, Profile
from casework.case.acts import CATALOGUE
from casework.processes.appeal.appeal import APPEAL_ACTS
from casework.processes.mediation.mediation import MEDIATION_ACTS
from office.refusals import ActRefused
from records.database import Database
from records.profile import keep_profile
from starter.simulate.virtual_time import MORNING, Played, PlayedBeside, Scene
from statute.local_time import start_of_day

_A_MINUTE = timedelta(minutes=1)
"""By so much a case's clock is moved beyond a moment of its dispute, so that it hears of it on that day: two clocks that
are each moved some hundred times drift apart by a second or two."""


def kind_of(action: str, by: str | None) -> str | None:
    """In which kind of dispute an event of a scenario is recorded; None where it is an act on the case."""
    if action in CATALOGUE and by is None:
        return None
    if action in MEDIATION_ACTS:
        return "mediation"
    return "appeal" if action in APPEAL_ACTS else None


def keep_mediators(database: Database, mediators: Iterable[str]) -> None:
    """Load an authority's particulars that list these mediators, known by their ids alone."""
    listed = {each: Mediator(name=each) for each in mediators}
    if listed:
        ours = Profile(authority=Contact(name="The authority of the scenario"), mediators=listed)
        with database.write() as session:
            keep_profile(session, ours.model_dump(mode="json"), None, datetime.now(UTC))


class DisputesPlayed:
    """The disputes of a scenario, beside its case."""

    def __init__(self, environment: WorkflowEnvironment, database: Database, case: Played) -> None:
        self._environment, self._database, self._case = environment, database, case
        self._disputes: dict[str, tuple[str, PlayedBeside]] = {}

    async def find(self) -> None:
        """Take up what the case has started since, and wait until the case and they have told one another all."""
        await self._find()
        while any([await each.settle() for _, each in self._disputes.values()]):
            await self._find()

    async def _find(self) -> None:
        view = await self._case.settle()
        for one in view.disputes if view else ():
            if one.id not in self._disputes:
                beside = PlayedBeside(
                    self._environment, self._database, one.id, self._case.opening.clock_starts_at
                )
                await beside.read_clock()
                self._disputes[one.id] = (one.kind, beside)

    def all(self) -> tuple[str, ...]:
        """The ids of every dispute, in the order of their beginning."""
        return tuple(self._disputes)

    async def go_to(self, instant: datetime) -> None:
        """Let every moment come until an instant, in order of time: the case hears of it on its day."""
        await self.find()
        while True:
            coming = [
                (at, each)
                for _, each in self._disputes.values()
                if (at := await each.moments_until(instant)) is not None
            ]
            if not coming:
                break
            at, first = min(coming, key=lambda pair: pair[0])
            await self._case.go_to(at + _A_MINUTE)
            await first.go_to(at + 2 * _A_MINUTE)
            await first.settle()
            await self.find()
        for _, each in self._disputes.values():
            await each.go_to(instant)

    async def act(self, kind: str, scene: Scene) -> None:
        """Record an act in the last dispute of a kind. Raises ActRefused."""
        found = [each for known, each in self._disputes.values() if known == kind]
        if not found:
            raise ActRefused(f"There is no {kind} yet; it begins with the first step of a dispute.")
        await self._case.go_to(start_of_day(scene.on) + MORNING)
        await found[-1].act(scene, scene.by)
        await found[-1].settle()
        await self.find()
