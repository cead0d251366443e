"""An office whose acts are recorded at once, without a Temporal server, for tests of pages."""

from __future__ import annotations

from activities.recording import Recorder
from office.dependencies import Parts
from records.database import Database
from tests.activities.steps import Story
from workflows.messages import ActMessage


class Desk:
    """Records the acts of one case in the records, one after another."""

    def __init__(self, database: Database, story: Story) -> None:
        self.database, self.story = database, story
        story.record(database)

    async def act(self, case_id: str, message: ActMessage) -> None:
        """Record an act, for each adviser or setting that it names."""
        assert case_id == self.story.case_id
        for of in (message.of or "").split(","):
            self.story.then(f"{message.action} {message.on} {of}", **message.fields)
            last = len(self.story.steps)
            Recorder(self.database).record_transition(self.story.request(last, last))

    async def office(self) -> Desk:
        """Stand in for the office of a console."""
        return self


def at_desk(parts: Parts, story: Story) -> Desk:
    """Let the console of these parts record the acts of one case."""
    desk = Desk(parts.database, story)
    parts.office = desk.office  # type: ignore[assignment, method-assign]
    return desk
