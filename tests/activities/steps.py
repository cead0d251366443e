"""Short notation for transitions, for tests that record without Temporal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from activities.recording import Recorder
from casework.case.acts import Act
from casework.case.case import after, began
from casework.case.openings import BEGINNINGS
from records.database import Database
from statute.facts import Event
from statute.local_time import start_of_day
from workflows.messages import ActDone, MomentMessage, Opening, Outlook, Receipt, RecordRequest, Transition

NINE = timedelta(hours=9)


def at_nine(day: str) -> datetime:
    """Return nine in the morning on a local day."""
    return start_of_day(date.fromisoformat(day)) + NINE


class Story:
    """The transitions of a case, as its workflow would send them to the records."""

    def __init__(
        self, case_id: str = "case-abc234def567", received: str = "2024-03-04", opens: str = "assessment"
    ) -> None:
        self.case_id = case_id
        on = date.fromisoformat(received)
        beginning = BEGINNINGS[opens]
        self._case = began(Event(beginning.event, on, None, beginning.fields))
        opening = Opening(
            case_id=case_id,
            event=beginning.event,
            on=on,
            fields={"source": "parent", **beginning.fields},
            officer="officer-1",
            team="north",
        )
        self.steps = [
            Transition(seq=1, recorded_at=at_nine(received), stage=self._case.stage, opening=opening)
        ]

    def then(self, *said: str, **fields: str) -> Story:
        """Add acts such as "assessment_agreed 2024-04-10" or "advice_requested 2024-04-11 school"."""
        for one in said:
            action, on, *of = one.split()
            self._add(Act(action, date.fromisoformat(on), of[0] if of else None, fields))
        return self

    def _add(self, act: Act) -> None:
        assert act.on is not None
        self._case = after(self._case, act)
        seq, at = len(self.steps) + 1, at_nine(act.on.isoformat())
        done = ActDone(
            action=act.action, on=act.on, of=act.of, fields=dict(act.fields), stage=self._case.stage
        )
        receipt = Receipt(
            case=self.case_id,
            request_id=f"request-{seq}",
            action=act.action,
            on=act.on,
            of=act.of,
            stage=self._case.stage,
            sequence=seq,
            recorded_at=at,
        )
        self.steps.append(
            Transition(seq=seq, recorded_at=at, stage=self._case.stage, acts=(done,), receipt=receipt)
        )

    def moments(self, moments: tuple[MomentMessage, ...], day: str) -> Story:
        """Add moments that come, or are recorded, on a day."""
        step = Transition(
            seq=len(self.steps) + 1, recorded_at=at_nine(day), stage=self._case.stage, moments=moments
        )
        self.steps.append(step)
        return self

    def request(self, first: int = 1, last: int | None = None) -> RecordRequest:
        """Return the steps from `first` to `last` as one request."""
        chosen = tuple(step for step in self.steps if first <= step.seq <= (last or len(self.steps)))
        return RecordRequest(case_id=self.case_id, run_id="run-1", transitions=chosen)

    def record(self, database: Database) -> Outlook:
        """Record every step, one after the other. Returns the last outlook."""
        recorder = Recorder(database)
        for step in self.steps:
            outlook = recorder.record_transition(self.request(step.seq, step.seq))
        return outlook
