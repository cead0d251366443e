"""All cases and processes of the model together: they follow the real ledgers, and say where these differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bench.model.case_model import CaseModel
from bench.model.mail import Differs, Mail, NotYet
from bench.model.process_model import ProcessModel
from casework.case.ledger_line import LedgerLine
from statute.local_time import london_date
from workflows.messages import Opening
from workflows.process_messages import ProcessOpening

Ledgers = Mapping[str, Sequence[LedgerLine]]


@dataclass
class World:
    """Cases and processes by their ids, and what they have sent one another."""

    mail: Mail = field(default_factory=Mail)
    cases: dict[str, CaseModel] = field(default_factory=dict)
    processes: dict[str, ProcessModel] = field(default_factory=dict)
    _failed: dict[str, str] = field(default_factory=dict)

    def open(self, opening: Opening) -> None:
        """Add a case."""
        self.cases[opening.case_id] = CaseModel(opening, self.mail)

    def begin(self, opening: ProcessOpening) -> None:
        """Add a process."""
        if opening.id not in self.processes:
            self.processes[opening.id] = ProcessModel(opening, self.mail)

    def follow(self, ledgers: Ledgers) -> list[str]:
        """Follow every ledger as far as it goes. Returns a sentence for each that differs from the model."""
        waiting: dict[str, str] = {}
        moved = True
        while moved:
            moved = False
            waiting.clear()
            models: dict[str, CaseModel | ProcessModel] = {**self.cases, **self.processes}
            for its_id, model in models.items():
                if its_id in self._failed:
                    continue
                try:
                    while model.follow(ledgers.get(its_id, ())):
                        moved = True
                except NotYet as why:
                    waiting[its_id] = str(why)
                except Differs as why:
                    self._failed[its_id] = str(why)
        return [*self._failed.values(), *waiting.values()]

    def left_over(self, now: Mapping[str, datetime]) -> list[str]:
        """Return a sentence for everything that should have come by now and is in no ledger.

        `now` has the instant on the clock of each case and process that is settled.
        """
        wrong = [
            f"{receiver} never recorded {message.action} ({request_id}), which was sent to it."
            for (receiver, request_id), message in self.mail.acts.items()
        ]
        for report in self.mail.reports:
            case = self.cases.get(report.fact.case)
            if case is not None and not case.is_over:
                wrong.append(f"{report.fact.case} never heard {report.fact.action} from {report.teller}.")
        for (receiver, request_id), message in self.mail.passed_on.items():
            process = self.processes.get(receiver)
            if process is not None and process.owes(message):
                wrong.append(f"{receiver} never heard {message.action} ({request_id}).")
        for its_id, instant in now.items():
            if (missed := self._missed(its_id, instant)) is not None:
                wrong.append(f"{its_id}: {missed} has not come by {instant}.")
        return wrong

    def _missed(self, its_id: str, instant: datetime) -> str | None:
        if (case := self.cases.get(its_id)) is not None:
            return next((one.kind for one in case.outlook.open_agenda if one.at < instant), None)
        process = self.processes[its_id]
        if process.is_over:
            return None
        moment = process.process.next_moment(
            process.state, process.done, process.today or london_date(instant)
        )
        return moment.kind if moment is not None and moment.on <= london_date(instant) else None
