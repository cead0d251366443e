"""One case on virtual time: the acts and the moments of its agenda, each recorded on its day as its workflow records them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from activities.recording import answer_of
from activities.transitions import transition_of
from casework.case.acts import Act
from casework.case.case import after, began, window_closed
from casework.case.guard import refusal, warnings
from casework.case.moment import Moment
from casework.case.outlook import Outlook
from casework.case.recording import Recorded, record
from office.refusals import ActRefused
from statute.facts import Event
from statute.local_time import london_date
from workflows.messages import (
    ActDone,
    Carried,
    CarriedAct,
    CaseInput,
    MomentMessage,
    Opening,
    Receipt,
    Transition,
)

_NO_OFFSET = timedelta()


class VirtualCase:
    """A case whose clock is moved on by hand. `steps` are its transitions with what the recorder makes of each."""

    def __init__(self, opening: Opening, at: datetime) -> None:
        self.opening, self.steps = opening, list[tuple[Transition, Recorded]]()
        self._case = began(Event(opening.event, opening.on, None, opening.fields, opening.not_after))
        self._receipts: list[Receipt] = []
        self._append(at, opening=opening)

    @property
    def outlook(self) -> Outlook:
        """What is due in it, as at its last step."""
        return self.steps[-1][1].outlook

    def go_to(self, at: datetime) -> None:
        """Record the moments of its agenda up to an instant, each at its own."""
        while (coming := self.outlook.open_agenda) and (next_at := max(coming[0].at, self.outlook.now)) <= at:
            moments = tuple(each for each in coming if max(each.at, self.outlook.now) == next_at)
            self._close_windows(moments)
            self._append(next_at, moments=tuple(MomentMessage.pinned(each) for each in moments))

    def act(
        self, action: str, on: date, at: datetime, of: str | None, fields: Mapping[str, Any], by: str
    ) -> None:
        """Record an act at an instant. Raises ActRefused where the guard of everyday recording refuses it."""
        self.go_to(at)
        if self.outlook.closed:
            raise ActRefused(f"{self.opening.case_id} is closed; {action} on {on} comes too late.")
        done, said, today = list[ActDone](), list[str](), london_date(at)
        for one in of.split(",") if of else [None]:
            act = Act(action, on, one, fields)
            why = refusal(self._case, act, today, self.outlook.earliest_final, needs_reasons=True)
            if why is not None:
                raise ActRefused(f"{self.opening.case_id}, {action} on {on}: {why}")
            said += warnings(self._case, act, today)
            self._case = after(self._case, act)
            told = {"action": action, "on": on, "of": one, "fields": dict(fields), "by": by}
            done.append(ActDone(**told, stage=self._case.stage, told_before=True))
        seq = len(self.steps) + 1
        receipt = Receipt(
            case=self.opening.case_id,
            request_id=f"{self.opening.case_id}-demo-{seq}",
            action=action,
            on=on,
            of=of,
            stage=self._case.stage,
            sequence=seq,
            recorded_at=at,
            warnings=tuple(dict.fromkeys(said)),
        )
        self._receipts.append(receipt)
        self._append(at, acts=tuple(done), receipt=receipt)

    def carried(self) -> CaseInput:
        """Return the input with which a workflow goes on from here, as after the workflow continued as new."""
        outlook = answer_of(self.outlook)
        return CaseInput(
            opening=self.opening,
            carried=Carried(
                stage=self._case.stage,
                facts=tuple(_carried(each) for each in self._case.events),
                transitions=tuple(transition for transition, _ in self.steps),
                receipts=tuple(self._receipts),
                outlook=outlook,
                offset=_NO_OFFSET,
            ),
        )

    def _append(self, at: datetime, **what: Any) -> None:
        """Record one step, and note the moments that had come with it."""
        seq = len(self.steps) + 1
        transition = Transition(seq=seq, recorded_at=at, stage=self._case.stage, **what)
        before = self.outlook.lines if self.steps else ()
        (recorded,) = record(before, [transition_of(transition)])
        self.steps.append((transition, recorded))
        if not transition.moments:
            pinned = recorded.outlook.law.pack
            came = (
                line for line in recorded.lines if line.kind == "moment" and line.event == "window_closed"
            )
            for line in came:
                self._case = window_closed(self._case, pinned.role_of(str(line.fields["rule"])))

    def _close_windows(self, moments: tuple[Moment, ...]) -> None:
        for moment in moments:
            if moment.kind == "window_closed":
                self._case = window_closed(self._case, moment.role)


def _carried(event: Event) -> CarriedAct:
    return CarriedAct(
        event=event.event, on=event.on, of=event.of, fields=dict(event.fields), not_after=event.not_after
    )
