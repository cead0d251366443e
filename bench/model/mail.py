"""What the workflows of the model owe one another: reports to cases, acts passed on to processes, and acts of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.ledger_line import LedgerLine
from casework.processes.telling import ToCase
from workflows.messages import ActMessage


class Differs(Exception):  # noqa: N818 - named for what it says
    """The ledger is not what the model expects; the message is a sentence."""


class NotYet(Exception):  # noqa: N818 - named for what it says
    """A line follows from something that the model has not reached yet."""


@dataclass(frozen=True, slots=True)
class Report:
    """A fact that a process reports to a case; `of_step` is the start of the request id under which it arrives."""

    of_step: str
    fact: ToCase
    by: str | None
    teller: str


@dataclass
class Mail:
    """Everything that was sent and has not arrived yet."""

    acts: dict[tuple[str, str], ActMessage] = field(default_factory=dict)
    """What people sent, by receiver and request id."""
    reports: list[Report] = field(default_factory=list)
    passed_on: dict[tuple[str, str], ActMessage] = field(default_factory=dict)
    """Acts that a case, a process or a plan passes on, by receiver and request id."""

    def send(self, receiver: str, message: ActMessage) -> None:
        """Note what a person sends."""
        self.acts[receiver, message.request_id] = message

    def report_for(self, case_id: str, request_id: str, line: LedgerLine) -> ActMessage | None:
        """Return the report that a line of a case records, and take it out; None if none is on its way."""
        for report in self.reports:
            fact = report.fact
            if (
                request_id.startswith(report.of_step)
                and (fact.case, fact.action, fact.of) == (case_id, line.event, line.of)
                and dict(fact.fields) == dict(line.fields)
                and fact.on in (None, line.on)
            ):
                self.reports.remove(report)
                return message_of(line, told=True, teller=report.teller, by=report.by)
        return None

    def take(self, receiver: str, line: LedgerLine) -> ActMessage | None:
        """Return the act of a person that a line records, and take it out; None if no one sent it."""
        found = self.acts.pop((receiver, line.request_id or ""), None)
        if found is None:
            return None
        if (found.action, found.on) != (line.event, line.on):
            raise Differs(
                f"{receiver} records {line.event} on {line.on} under {line.request_id}, which is "
                f"{found.action} on {found.on}."
            )
        return found


def message_of(line: LedgerLine, *, told: bool, teller: str | None, by: str | None) -> ActMessage:
    """Return the message that leads to a line."""
    if line.on is None:
        raise Differs(f"{line.event} (step {line.seq}) has no day.")
    return ActMessage(
        action=line.event,
        on=line.on,
        of=line.of,
        fields=dict(line.fields),
        by=by,
        request_id=line.request_id or "",
        told=told,
        teller=teller,
    )


def act_message(act: Act, today: date, request_id: str, teller: str) -> ActMessage:
    """Return the message in which an act is passed on."""
    return ActMessage(
        action=act.action,
        on=act.on or today,
        of=act.of,
        fields=dict(act.fields),
        request_id=request_id,
        told=True,
        teller=teller,
    )


def plain(line: LedgerLine) -> Mapping[str, Any]:
    """Return what a line says, without its place in the chain."""
    return {
        "seq": line.seq,
        "kind": line.kind,
        "event": line.event,
        "on": line.on,
        "of": line.of,
        "stage": line.stage,
        "text": line.text,
        "fields": dict(line.fields),
        "by": line.by,
        "late": line.late,
        "not_after": line.not_after,
        "request_id": line.request_id,
    }


def difference(found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]) -> str:
    """Return where the lines of a step are not the expected ones, in one sentence."""
    if [one["event"] for one in found] != [one["event"] for one in expected]:
        return f"recorded {[one['event'] for one in found]}, expected {[one['event'] for one in expected]}."
    wrong = {
        name: (was[name], wanted[name])
        for was, wanted in zip(found, expected, strict=True)
        for name in was
        if was[name] != wanted[name]
    }
    return f"recorded and expected {wrong}."
