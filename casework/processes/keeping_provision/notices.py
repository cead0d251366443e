"""The notices of the acts that a concern reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock, is_owed
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER, day_said, to_inside
from casework.processes.keeping_provision.escalation import NO_REPLY, ROLES
from casework.processes.keeping_provision.target import ROLE
from statute.words import long_date

RECEIPT, REOPENED, ANSWER, QUESTION = (
    "provision_concern_received",
    "provision_concern_reopened",
    "provision_concern_answered",
    "provision_question",
)


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that a concern reports to its case; empty if no one needs to be told."""
    concern, answers = act.of, str(act.fields.get("answers") or "")
    match act.action:
        case "provision_not_delivered":
            by = _target(concern, clocks)
            again = "reason" in act.fields
            known = {"outcome": "reopened" if again else None, "until": long_date(by) if by else None}
            kind = REOPENED if again else RECEIPT
            service = sentence(act.action, answers=answers or "the service", **known)
            return (
                Notice(on, kind, "family", act.action, concern, sentence(kind, until=known["until"])),
                Notice(on, act.action, "service_manager", act.action, answers, service),
                *to_inside(OFFICER, act, on, sentence(act.action, **known)),
            )
        case "provision_answer_assigned":
            by = _target(concern, clocks)
            text = sentence(act.action, until=long_date(by) if by else None)
            return (Notice(on, act.action, "service_manager", act.action, answers, text),)
        case "provision_asked_of_setting":
            return (Notice(on, QUESTION, "setting", act.action, act.of, sentence(QUESTION)),)
        case "provision_answered":
            said = outcome_said(str(act.fields.get("outcome") or ""))
            family = sentence(ANSWER, outcome=said, until=day_said(act, "reply_by"))
            return (
                Notice(on, ANSWER, "family", act.action, concern, family),
                *to_inside(OFFICER, act, on, sentence(act.action, outcome=said)),
            )
        case "provision_concern_waits":
            why = str(act.fields.get("why"))
            text = sentence(act.action, why=why, until=day_said(act, "answer_by"))
            return tuple(
                Notice(on, act.action, role, act.action, answers if role == "service_manager" else None, text)
                for role in ROLES.get(why, ())
            )
        case "provision_report_closed" if act.fields.get("why") == NO_REPLY:
            return to_inside(OFFICER, act, on, sentence(act.action))
    return ()


def outcome_said(outcome: str) -> str:
    """What the family reads of an outcome."""
    return sentence("provision_outcome", outcome=outcome)


def _target(concern: str | None, clocks: Iterable[Clock]) -> date | None:
    """The last day of the target of a concern."""
    found = (one.due_on for one in clocks if one.of == concern and one.role == ROLE and is_owed(one))
    return next(found, None)
