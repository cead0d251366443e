"""Mediation that is not held within 30 days: the adviser is told, and must issue a certificate (regs 36 and 39)."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.disputes.dispute import DAY
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.processes.telling import ProcessMoment

NOT_ARRANGED = "not_arranged"
"""The moment at the end of the 30 days to arrange mediation."""
STAGE = "mediation_not_arranged"


def end_of_the_30_days(arrange_by: date) -> ProcessMoment:
    """The moment after the last day to arrange mediation."""
    said = (
        "if mediation is not held, the adviser is told that it could not be arranged within 30 days (reg 36)"
    )
    return ProcessMoment(arrange_by + DAY, NOT_ARRANGED, said)


def cannot_be_arranged(today: date) -> Act:
    """The act at the end of the 30 days. It starts the adviser's 3 working days to issue the certificate."""
    return Act("mediation_not_arranged", today)


def certificate_notices(act: Act, on: date) -> tuple[Notice, ...]:
    """The notices that ask the adviser for the certificate and tell the family that it is coming."""
    adviser = sentence("certificate_request")
    family = sentence("mediation_not_arranged")
    return (
        Notice(on, act.action, "mediation_adviser", act.action, None, adviser),
        Notice(on, act.action, "family", act.action, None, family),
    )
