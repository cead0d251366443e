"""The notices of the acts that a mediation reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock, is_owed
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER, OFFICER, day_in, next_limit_in_words, to_inside
from casework.processes.mediation.deemed_certificate import certificate_notices
from statute.clock_roles import ClockRole
from statute.words import listed, long_date

_WAITS = {
    "none_listed": "No mediator on the authority's list can be invited. Please invite one: mediation must be arranged within 30 days of the request (reg 36).",
    "agreement_missing": "Something was agreed at mediation, but the agreement is not recorded. Please record it: its limits run from its date (reg 42).",
    "no_mediator": "No mediator has accepted yet. Mediation must be arranged within 30 days of the request (reg 36).",
    "no_session": "No session is confirmed yet. Mediation must be arranged within 30 days of the request (reg 36).",
    "agreement_late": "What was agreed at mediation is not recorded as done, and its last day has passed (reg 42).",
    "certificate_late": "The mediation certificate is not recorded as issued, and the adviser's 3 working days have passed (regs 34 and 39): it was due on {}. The family may need it to appeal.",
    "health_body_late": "The health body is not recorded as told that mediation is wanted, and the 3 working days for this have passed (reg 35): it was due on {}.",
    "health_mediation_late": "Mediation with the health body is not recorded as held, and its 30 days have passed (reg 35): it was due on {}.",
}


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
            when = day_in(act, "session_on")
            text = sentence("mediation_session_confirmed", until=long_date(when) if when else None)
            return tuple(
                Notice(on, act.action, role, act.action, None, text) for role in ("family", "case_officer")
            )
        case "mediator_declined" | "mediator_stood_down":
            text = "The mediator will not mediate. We invite the next one on the authority's list, if there is one."
            return to_inside(OFFICER, act, on, text)
        case "mediator_proposed_dates" if dates := act.fields.get("dates"):
            offered = listed(long_date(date.fromisoformat(str(each))) for each in dates)
            text = f"The mediator offers {offered}. Name who decides for the authority, and confirm one of these dates."
            return to_inside(OFFICER, act, on, text)
        case "mediation_session_not_held":
            why = str(act.fields.get("why", "no reason given")).replace("_", " ")
            return to_inside(
                MANAGER,
                act,
                on,
                f"The session of the mediation was not held: {why}." + next_limit_in_words(clocks),
            )
        case "mediation_outcome":
            return to_inside(OFFICER, act, on, _outcome(act))
        case "mediation_waits":
            waits = _WAITS.get(str(act.fields.get("why")), "Something in the mediation is not done yet.")
            by = day_in(act, "by")
            return to_inside(MANAGER, act, on, waits.format(long_date(by) if by else "a day that has passed"))
        case "mediation_not_arranged":
            return certificate_notices(act, on)
    return ()  # fmt: skip


def _outcome(act: Act) -> str:
    written = act.fields.get("agreed_on") or ()
    agreed_on = [
        str(each).replace("_", " ") for each in ((written,) if isinstance(written, str) else written)
    ]
    certificate = "The adviser must issue the certificate within 3 working days (reg 39)."
    match act.fields.get("outcome"):
        case "agreed":
            return f"Everything was agreed at mediation. Record the agreement: its limits run from its date (reg 42). {certificate}"
        case "partly":
            what = f" ({listed(agreed_on)})" if agreed_on else ""
            return f"Part was agreed at mediation{what}. Record the agreement: its limits run from its date (reg 42). {certificate}"
    return f"Nothing was agreed at mediation. {certificate}"
