"""The model of one case: its guard, its law and its agenda, without Temporal and without a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from activities.transitions import opening_in
from bench.model.mail import Differs, Mail, NotYet, difference, message_of, plain
from casework.case import take_over as takeover
from casework.case.acts import BY_THE_SERVICE, CATALOGUE
from casework.case.case import after, began, window_closed
from casework.case.guard import refusal
from casework.case.ledger_line import LedgerLine
from casework.case.outlook import Outlook, outlook_of
from casework.case.recording import Recorded, record
from casework.case.transition import ActDone, Refusal, Transition
from casework.case.transition_notices import notices_of
from casework.letters.notice import Notice
from casework.processes.registry import OF_ONE_CASE
from statute.facts import Event
from statute.local_time import london_date
from workflows import messages
from workflows.case_processes import message_for, message_of_opening, messages_for_processes
from workflows.messages import ActMessage


class CaseModel:
    """A case that is carried through the steps of its real ledger, each of which it works out by itself.

    `follow` raises Differs with the first step that is not the one that the law and the acts lead to.
    """

    outlook: Outlook

    def __init__(self, opening: messages.Opening, mail: Mail) -> None:
        self.id, self._opening, self._mail = opening.case_id, opening, mail
        event = Event(opening.event, opening.on, None, opening.fields, opening.not_after)
        self.case = began(event)
        self.lines: tuple[LedgerLine, ...] = ()
        self.notices: dict[int, tuple[Notice, ...]] = {}
        """The notices that each step sends."""
        for act in opening.acts:
            mail.send(self.id, act)

    @property
    def seq(self) -> int:
        """The number of the last step."""
        return self.lines[-1].seq if self.lines else 0

    @property
    def is_over(self) -> bool:
        """Whether the case is closed."""
        return bool(self.lines) and self.outlook.closed

    def why_not(self, message: ActMessage, today: date) -> str | None:
        """Return why an act is refused on a day, in the words of the guard; None if it is recorded."""
        if self.lines and self.outlook.closed:
            stage = self.case.stage.replace("_", " ")
            return f"The case is closed ({stage}); nothing more can be recorded in it."
        case, earliest = self.case, self.outlook.earliest_final if self.lines else None
        today = max(today, message.on) if message.told else today
        for act in message.acts():
            for missing in takeover.implied(case, act, earliest) if message.take_over else ():
                case = after(case, missing)
            needs_reasons = self.seq > 0 and not message.take_over
            known = message.actor_known
            why = refusal(case, act, today, earliest, actor_known=known, needs_reasons=needs_reasons)
            if why is not None:
                return why
            case = after(case, act)
        return None

    def follow(self, ledger: Sequence[LedgerLine]) -> bool:
        """Take up the next step of the real ledger, if there is one. Raises Differs, or NotYet if another must go first."""
        group = [line for line in ledger if line.seq == self.seq + 1]
        if not group:
            return False
        transition, message = self._transition(group)
        (recorded,) = record(self.lines, [transition])
        if _said(recorded.lines) != _said(group) and group[-1] is not ledger[-1]:
            recorded = self._not_last(recorded)
        if (expected := _said(recorded.lines)) != (found := _said(group)):
            raise Differs(f"{self.id}, step {group[0].seq}: {difference(found, expected)}")
        self._take_up(transition, recorded, message)
        return True

    def _not_last(self, recorded: Recorded) -> Recorded:
        """Return what a step leads to that was recorded together with later ones: only the last has the moments that had come."""
        own = tuple(one for one in recorded.lines if one.kind != "moment" and one.event != "case_closed")
        outlook = outlook_of((*self.lines, *own), recorded.transition.recorded_at)
        notices = notices_of(recorded.transition, outlook.obligations)
        return Recorded(recorded.transition, own, notices, outlook)

    def _transition(self, group: Sequence[LedgerLine]) -> tuple[Transition, ActMessage | None]:
        first = group[0]
        what: dict[str, Any] = {}
        message = None
        if first.kind == "opening":
            what["opening"] = opening_in(self._opening)
        elif first.kind == "act":
            message = self._message(group)
            if (why := self.why_not(message, london_date(first.recorded_at))) is not None:
                raise Differs(
                    f"{self.id} records {first.event} (step {first.seq}), which the model refuses: {why}"
                )
            what |= {"acts": self._done(message), "request_id": message.request_id or None}
        elif first.event == "act_refused":
            what["refusal"] = self._refused(first)
        elif first.kind == "moment":
            what["moments"] = self._moments(group)
        else:
            raise Differs(f"{self.id} has a step {first.seq} that the model does not know: {first.event}.")
        stage = self.case.stage
        return Transition(seq=first.seq, recorded_at=first.recorded_at, stage=stage, **what), message

    def _message(self, group: Sequence[LedgerLine]) -> ActMessage:
        line = next(one for one in reversed(group) if one.kind == "act")
        message = self._mail.take(self.id, line) or self._mail.report_for(
            self.id, line.request_id or "", line
        )
        if message is None and (line.event in BY_THE_SERVICE or (line.request_id or "").count("-then-")):
            message = message_of(line, told=True, teller=None, by=line.by)
        if message is None:
            raise NotYet(f"{self.id}: no one sent {line.event} (step {line.seq}, {line.request_id}).")
        return _with_texts(message, line)

    def _done(self, message: ActMessage) -> tuple[ActDone, ...]:
        done = []
        for act in message.acts():
            earliest = self.outlook.earliest_final
            missing = takeover.implied(self.case, act, earliest) if message.take_over else ()
            for each in (*missing, act):
                self.case = after(self.case, each)
                done.append(ActDone(each, self.case.stage, message.by, message.told_before))
        return tuple(done)

    def _refused(self, line: LedgerLine) -> Refusal:
        action, why = str(line.fields["action"]), line.text.partition(" refused: ")[2]
        for report in self._mail.reports:
            fact = report.fact
            if (fact.case, fact.action) != (self.id, action):
                continue
            today = london_date(line.recorded_at)
            told = ActMessage(
                action=action,
                on=fact.on or today,
                of=fact.of,
                fields=dict(fact.fields),
                by=report.by,
                told=True,
            )
            if self.why_not(told, today) == why:
                self._mail.reports.remove(report)
                return Refusal(action, why)
        raise NotYet(f"{self.id} refused {action} (step {line.seq}), which no one reported: {why}")

    def _moments(self, group: Sequence[LedgerLine]) -> tuple[Any, ...]:
        coming = self.outlook.open_agenda
        if not coming:
            raise Differs(f"{self.id}: nothing was due, and {group[0].event} came (step {group[0].seq}).")
        at = max(coming[0].at, self.outlook.now)
        if group[0].recorded_at < at:
            raise Differs(f"{self.id}: {group[0].event} (step {group[0].seq}) came before its day.")
        moments = tuple(each for each in coming if max(each.at, self.outlook.now) == at)
        for moment in moments:
            if moment.kind == "window_closed":
                self.case = window_closed(self.case, moment.role)
        return moments

    def _take_up(self, transition: Transition, recorded: Recorded, message: ActMessage | None) -> None:
        self.lines, self.outlook = recorded.outlook.lines, recorded.outlook
        self.notices[transition.seq] = tuple(recorded.notices)
        if not transition.moments:
            for line in recorded.lines:
                if line.kind == "moment" and line.event == "window_closed":
                    role = self.outlook.law.pack.role_of(str(line.fields["rule"]))
                    self.case = window_closed(self.case, role)
        if transition.opening is not None:
            self._pass_on(message_of_opening(self._opening))
        if message is not None:
            acts = [
                messages.ActDone(
                    action=done.act.action,
                    on=done.act.on,
                    of=done.act.of,
                    fields=dict(done.act.fields),
                    stage=done.stage,
                    by=done.by,
                )
                for done in transition.acts
            ]
            self._pass_on(messages_for_processes(acts, message, self.id, transition.seq))

    def _pass_on(self, told: Iterable[ActMessage]) -> None:
        for message in told:
            for process in OF_ONE_CASE:
                if (passed := message_for(process, message)) is not None:
                    self._mail.passed_on[f"{self.id}>{process.kind}", message.request_id] = passed


def _said(lines: Iterable[LedgerLine]) -> list[Any]:
    return [plain(line) for line in lines]


def _with_texts(message: ActMessage, line: LedgerLine) -> ActMessage:
    """Return a message with the ids under which the records keep its texts."""
    known = CATALOGUE.get(message.action)
    texts = {one.name for one in known.fields if one.kind == "text"} if known else set()
    kept = {name: line.fields[name] for name in texts & message.fields.keys() & line.fields.keys()}
    return message.model_copy(update={"fields": {**message.fields, **kept}}) if kept else message
