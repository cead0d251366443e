"""The model of one process of any kind: its guard, its moments and its reports, without Temporal and without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bench.model.mail import Differs, Mail, NotYet, Report, act_message, message_of, plain
from casework.case.ledger_line import LedgerLine
from casework.processes.plan_changed import PLAN_TOLD, as_act
from casework.processes.process import Process
from casework.processes.registry import BY_KIND
from casework.processes.telling import ToCase
from statute.facts import Event
from statute.local_time import london_date
from statute.words import capital
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

_ADOPTED = frozenset({"case_opened", "process_begun", "not_told"})
"""Steps that say what the engine did, not what the rules lead to."""


class ProcessModel:
    """A process that is carried through the steps of its real ledger, each of which it works out by itself.

    What a look-up found in the records is taken from the ledger. `follow` raises Differs with the first step that is not the
    one that the rules lead to.
    """

    def __init__(self, opening: ProcessOpening, mail: Mail) -> None:
        self.id, self._opening, self._mail = opening.id, opening, mail
        self.process: Process[Any] = BY_KIND[opening.kind]
        self.state = self.process.begin(opening.id, opening.fields, opening.law)
        self.done = frozenset[str]()
        self.seq = 0
        self.today: date | None = None
        self._began_with = {one.request_id: one for one in opening.acts}
        self.states = [self.state]

    @property
    def view(self) -> dict[str, Any]:
        """The state as JSON values."""
        return self.process.view(self.state, self._opening.team)

    @property
    def is_over(self) -> bool:
        """Whether the process is over."""
        return bool(self.state.is_over)

    def why_not(self, message: ActMessage, today: date) -> str | None:
        """Return why an act is refused on a day, in the words of the guard; None if it is recorded."""
        today = max(today, message.on) if message.told else today
        return self.process.refusal(self.state, message.act(), today, message.by)

    def owes(self, message: ActMessage) -> bool:
        """Return whether an act that was passed on must be in the ledger: it concerned the process in every state."""
        return all(
            self.process.concerns(state, message.action)
            and not self.process.knows_already(state, message.act())
            and not state.is_over
            for state in self.states
        )

    def follow(self, ledger: Sequence[LedgerLine]) -> bool:
        """Take up the next step of the real ledger, if there is one. Raises Differs, or NotYet if another must go first."""
        if self.seq == len(ledger):
            return False
        line = ledger[self.seq]
        before, today = self.state, london_date(line.recorded_at)
        match line.kind:
            case "opening":
                event, text = self.process.opened(self.state)
                self._expect(line, event, text, today)
                if self.process.hears_from_plan and self._opening.begun_by is None:
                    self._tell_plan(f"{self.id}-joins", Event("process_begun", today, self.id), today)
            case "act":
                self._act(line, today)
            case "moment":
                self._moment(line, today)
            case _ if line.event == "act_refused":
                self._refused(line)
            case _ if line.event not in _ADOPTED:
                self._not_found(line, today)
        if line.stage != self.state.stage:
            raise Differs(f"{self.id}, step {line.seq}: the stage is {line.stage}, not {self.state.stage}.")
        self.seq, self.today = line.seq, today
        if before is not self.state:
            self.states.append(self.state)
        return True

    def _act(self, line: LedgerLine, today: date) -> None:
        message, is_checked = self._message(line)
        if is_checked and (why := self.why_not(message, today)) is not None:
            raise Differs(f"{self.id} records {line.event} (step {line.seq}), which the model refuses: {why}")
        act, before = message.act(), self.state
        self._expect(
            line,
            act.action,
            self.process.said(before, act, message.by),
            message.on,
            message.by,
            act.fields,
            act.of,
        )
        telling = self.process.told(before, act, message.by, message.told)
        for place, fact in enumerate(self.process.to_plan(before, act), start=1):
            self._tell_plan(f"{self.id}-{line.seq}-plan-{place}", fact, today)
        self.state = self.process.after(before, act)
        self._reports(line.seq, telling, message.by)

    def _message(self, line: LedgerLine) -> tuple[ActMessage, bool]:
        """Return the message that a line records, and whether the guard was asked about it."""
        request_id = line.request_id or ""
        passed = [one for one in self._mail.passed_on if one[1] == request_id and self._is_mine(one[0])]
        if (began_with := self._began_with.get(request_id)) is not None:
            for key in passed:
                del self._mail.passed_on[key]
            return began_with, False
        if (sent := self._mail.take(self.id, line)) is not None:
            return _with_texts(sent, self.process, line), True
        for key in passed:
            if (message := self._mail.passed_on.pop(key)).action == line.event:
                return message, True
        if "-then-" in request_id or "-on-" in request_id:
            return message_of(line, told=True, teller=None, by=line.by), True
        comes_from_another = request_id.endswith("-joins") or "-plan-" in request_id
        if comes_from_another:
            raise NotYet(f"{self.id}: no one told it {line.event} (step {line.seq}, {request_id}).")
        if line.event in self.process.automatic or self.process.wants(self.state) is not None:
            return message_of(line, told=False, teller=None, by=line.by), False
        raise NotYet(f"{self.id}: no one sent {line.event} (step {line.seq}, {request_id}).")

    def _is_mine(self, receiver: str) -> bool:
        case, _, kind = receiver.partition(">")
        return receiver == self.id or (kind == self.process.kind and case in self.process.cases(self.state))

    def _moment(self, line: LedgerLine, today: date) -> None:
        moment = self.process.next_moment(self.state, self.done, self.today or today)
        if moment is None or moment.kind.partition(":")[0] != line.event:
            raise Differs(
                f"{self.id}: {line.event} came (step {line.seq}), expected {moment and moment.kind}."
            )
        if moment.on > today:
            raise Differs(f"{self.id}: {line.event} (step {line.seq}) came before its day.")
        self.done |= {moment.kind}
        before = self.state
        self.state, telling = self.process.after_moment(before, moment.kind, today)
        text = self.process.moment_text(before, moment.kind, telling)
        self._expect(line, line.event, text, today)
        self._reports(line.seq, telling, None)

    def _refused(self, line: LedgerLine) -> None:
        for key, message in list(self._mail.passed_on.items()):
            if not self._is_mine(key[0]) or not line.text.startswith(
                capital(f"{message.action} was refused")
            ):
                continue
            if (why := self.why_not(message, london_date(line.recorded_at))) is not None:
                del self._mail.passed_on[key]
                self._expect(
                    line,
                    "act_refused",
                    f"{message.action} was refused: {why.rstrip('.')}",
                    line.on,
                    message.by,
                )
                return

    def _not_found(self, line: LedgerLine, today: date) -> None:
        """Take up that a look-up found nothing, which is a step of its own."""
        wanted = self.process.wants(self.state)
        answer = self.process.answered(self.state, wanted, None, today) if wanted is not None else None
        if answer is None or answer.event != line.event:
            raise Differs(f"{self.id} has a step {line.seq} that the model does not know: {line.event}.")
        self._expect(line, answer.event, answer.text, today)
        self._reports(line.seq, answer.telling, None)

    def _reports(self, seq: int, telling: Sequence[ToCase], by: str | None) -> None:
        self._mail.reports += [Report(f"{self.id}-{seq}-", fact, by, self.id) for fact in telling]

    def _tell_plan(self, key: str, fact: Event, today: date) -> None:
        plan = self.process.plan(self.state)
        if plan is not None and plan != self.id:
            act = as_act(fact, today, PLAN_TOLD)
            self._mail.passed_on[plan, key] = act_message(act, today, key, self.id)

    def _expect(
        self,
        line: LedgerLine,
        event: str,
        text: str,
        on: date | None,
        by: str | None = None,
        fields: Mapping[str, Any] | None = None,
        of: str | None = None,
    ) -> None:
        said = plain(line)
        expected: dict[str, Any] = {"event": event, "text": f"{capital(text)}.", "on": on}
        if line.kind != "opening":
            expected["by"] = by
        if line.kind == "act":
            expected |= {"fields": dict(fields or {}), "of": of}
        wrong = {name: (said[name], value) for name, value in expected.items() if said[name] != value}
        if wrong:
            raise Differs(f"{self.id}, step {line.seq} ({line.event}): recorded and expected {wrong}.")


def _with_texts(message: ActMessage, process: Process[Any], line: LedgerLine) -> ActMessage:
    """Return a message with the ids under which the records keep its texts."""
    known = process.acts.get(message.action)
    texts = {one.name for one in known.fields if one.kind == "text"} if known else set()
    kept = {name: line.fields[name] for name in texts & message.fields.keys() & line.fields.keys()}
    return message.model_copy(update={"fields": {**message.fields, **kept}}) if kept else message
