"""The notices of the acts that a mediation reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock, is_owed
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER, OFFICER, day_said, next_limit_facts, to_inside
from casework.processes.mediation.deemed_certificate import certificate_notices
from statute.clock_roles import ClockRole
from statute.words import listed, long_date


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that a mediation reports to a case; empty if no one needs to be told."""
    match act.action:
        case "mediator_invited":
            mediator = str(act.fields.get("mediator"))
            by = next(
                (one.due_on for one in clocks if one.role == ClockRole.ARRANGE_MEDIATION and is_owed(one)),
                None,
            )
            dispute = str(act.fields.get("mediation"))
            text = sentence("mediator_invited", dispute=dispute, until=long_date(by) if by else None)
            return (Notice(on, act.action, "mediator", act.action, mediator, text),)
        case "mediation_session_confirmed":
            text = sentence("mediation_session_confirmed", until=day_said(act, "session_on"))
            return tuple(
                Notice(on, act.action, role, act.action, None, text) for role in ("family", "case_officer")
            )
        case "mediator_declined" | "mediator_stood_down":
            return to_inside(OFFICER, act, on, sentence(act.action))
        case "mediator_proposed_dates" if dates := act.fields.get("dates"):
            offered = listed(long_date(date.fromisoformat(str(each))) for each in dates)
            return to_inside(OFFICER, act, on, sentence(act.action, dates=offered))
        case "mediation_session_not_held":
            why = str(act.fields.get("why", "no reason given")).replace("_", " ")
            text = sentence(act.action, why=why, **next_limit_facts(clocks))
            return to_inside(MANAGER, act, on, text)
        case "mediation_outcome":
            agreed = _agreed(act)
            text = sentence(
                act.action,
                outcome=str(act.fields.get("outcome")),
                agreed=listed(agreed) if agreed else None,
            )
            return to_inside(OFFICER, act, on, text)
        case "mediation_waits":
            text = sentence(act.action, why=str(act.fields.get("why")), until=day_said(act, "by"))
            return to_inside(MANAGER, act, on, text)
        case "mediation_not_arranged":
            return certificate_notices(act, on)
    return ()  # fmt: skip


def _agreed(act: Act) -> list[str]:
    """The issues on which agreement was reached, in words."""
    written = act.fields.get("agreed_on") or ()
    return [str(each).replace("_", " ") for each in ((written,) if isinstance(written, str) else written)]
