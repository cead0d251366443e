"""The notices of the acts that a concern reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock, is_owed
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER, day_in, to_inside
from casework.processes.keeping_provision.escalation import DUE_NEXT, DUE_SOON, MISSED, NO_REPLY, ROLES
from casework.processes.keeping_provision.target import ROLE
from statute.words import long_date

RECEIPT, REOPENED, ANSWER, QUESTION = (
    "provision_concern_received",
    "provision_concern_reopened",
    "provision_concern_answered",
    "provision_question",
)
_DUTY = "The duty to secure the provision is immediate (CFA 2014 s.42); the target is local policy."
_WAITS = {
    DUE_SOON: "A concern that provision in Section F is not delivered is waiting for your answer. The local target is {}.",
    DUE_NEXT: "A concern that provision in Section F is not delivered is not answered. The local target is {}, the next working day.",
    MISSED: "A concern that provision in Section F is not delivered was not answered by {}, and the local target is missed.",
}
_STILL = (
    "A concern that provision in Section F is not delivered is still not answered. The local target was {}."
)


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that a concern reports to its case; empty if no one needs to be told."""
    concern, answers = act.of, str(act.fields.get("answers") or "")
    match act.action:
        case "provision_not_delivered":
            by = _target(concern, clocks)
            again = "reason" in act.fields
            until = f" The local target to answer is {long_date(by)}." if by else ""
            what = "was reopened" if again else "was raised"
            inside = f"A concern {what} that provision in Section F is not delivered.{until} {_DUTY}"
            kind = REOPENED if again else RECEIPT
            family = sentence(kind, until=long_date(by) if by else None)
            return (
                Notice(on, kind, "family", act.action, concern, family),
                Notice(on, act.action, "service_manager", act.action, answers, f"{inside} Please answer it."),
                *to_inside(OFFICER, act, on, inside),
            )
        case "provision_answer_assigned":
            by = _target(concern, clocks)
            until = f" The local target is {long_date(by)}." if by else ""
            text = f"Please answer a concern that provision in Section F is not delivered.{until} {_DUTY}"
            return (Notice(on, act.action, "service_manager", act.action, answers, text),)
        case "provision_asked_of_setting":
            return (Notice(on, QUESTION, "setting", act.action, act.of, sentence(QUESTION)),)
        case "provision_answered":
            said = outcome_said(str(act.fields.get("outcome") or ""))
            by = day_in(act, "reply_by")
            family = sentence(ANSWER, outcome=said, until=long_date(by) if by else None)
            return (
                Notice(on, ANSWER, "family", act.action, concern, family),
                *to_inside(
                    OFFICER, act, on, f"A concern about provision was answered. The family was told: {said}"
                ),
            )
        case "provision_concern_waits":
            why, by = str(act.fields.get("why")), day_in(act, "answer_by")
            text = f"{_WAITS.get(why, _STILL).format(long_date(by) if by else 'an earlier day')} {_DUTY}"
            return tuple(
                Notice(on, act.action, role, act.action, answers if role == "service_manager" else None, text)
                for role in ROLES.get(why, ())
            )
        case "provision_report_closed" if act.fields.get("why") == NO_REPLY:
            return to_inside(
                OFFICER,
                act,
                on,
                "The family did not reply to the answer about provision, and the concern was closed.",
            )
    return ()


def outcome_said(outcome: str) -> str:
    """What the family reads of an outcome."""
    return sentence("provision_outcome", outcome=outcome)


def _target(concern: str | None, clocks: Iterable[Clock]) -> date | None:
    """The last day of the target of a concern."""
    found = (one.due_on for one in clocks if one.of == concern and one.role == ROLE and is_owed(one))
    return next(found, None)
