"""Who is told of the acts that only the process knows: the panel's advice, and the tailored list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.acts import Act
from casework.case.clock import Clock, is_owed
from casework.case.rag import next_limit
from casework.letters.notice import Notice
from casework.settings.tailored_list import RIGHTS
from statute.clock_roles import ClockRole
from statute.words import listed, long_date, short_date

OFFICER = ("case_officer",)
MANAGER = ("case_officer", "team_manager")
_NO_ADVICE = {
    "inquorate": "was not quorate",
    "not_held": "is not recorded as held",
    "not_signed_off": "has not been signed off",
}
_CARRIED = {
    "not_reached": "it was not reached",
    "papers_missing": "its papers were missing",
    "inquorate": "the panel was not quorate",
    "more_information": "the panel asks for more information",
    "asked_by_family": "the family asked for it",
}
_MEDIATION_WAITS = {
    "none_listed": "No mediator on the authority's list can be invited. Please invite one: mediation must be arranged within 30 days of the request (reg 36).",
    "agreement_missing": "Something was agreed at mediation, and the agreement is not recorded. Its limits run from its own date (reg 42).",
    "no_mediator": "No mediator has accepted yet. Mediation must be arranged within 30 days of the request (reg 36).",
    "no_session": "No session is confirmed yet. Mediation must be arranged within 30 days of the request (reg 36).",
    "agreement_late": "What was agreed at mediation is not recorded as done, and its last day is over (reg 42).",
    "certificate_late": "The mediation certificate is not recorded as issued, and the adviser's 3 working days are over (regs 34 and 39): it was due on {}. The family may need it to appeal.",
    "health_body_late": "The health body is not recorded as told that mediation is wanted, and the 3 working days for it are over (reg 35): it was due on {}.",
    "health_mediation_late": "Mediation with the health body is not recorded as held, and its 30 days are over (reg 35): it was due on {}.",
}
_APPEAL_WAITS = {
    "response_near": "The Tribunal's last day for the response is near",
    "response_late": "The response is not recorded as sent, and the Tribunal's last day for it is over",
    "evidence_near": "The Tribunal's last day for evidence is near",
    "evidence_late": "The evidence is not recorded as sent, and the Tribunal's last day for it is over",
    "hearing_near": "The hearing of the appeal is near",
    "hearing_not_recorded": "The day of the hearing is over, and nothing is recorded of it",
    "order_late": "What the Tribunal ordered, or the authority conceded, is not recorded as done, and its last day is over",
}


def of_process(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act of the process; none where nobody need be told."""
    sits = _day(act, "sits_on")
    the_panel = f"The panel of {short_date(sits)}" if sits else "The panel"
    match act.action:
        case "tailored_list_sent":
            text = (
                f"Here is a list of schools and colleges that may suit, with the reasons for each. {RIGHTS}"
            )
            return (Notice(on, "tailored_list", "family", act.action, None, text),)
        case "exception_claimed" if _day(act, "family_told_on") in (None, act.on):
            text = f"A step may be late, and the regulations know why: {act.fields.get('ground')}."
            return (Notice(on, "exception_told", "family", act.action, act.of, text),)
        case "family_meeting_asked":
            return _inside(
                OFFICER,
                act,
                on,
                "The family asks for a meeting about the draft plan; it may require one (s.38(2)(b)(ii)).",
            )
        case "panel_papers_late":
            return _inside(
                OFFICER,
                act,
                on,
                f"{the_panel} has no papers for this case, and they were due. It will sit all the same.",
            )
        case "panel_carried_over":
            why = _CARRIED.get(str(act.fields.get("why")), "no reason is given")
            to = f" to {long_date(sits)}" if sits else ""
            return _inside(OFFICER, act, on, f"The panel carried this case over{to}: {why}." + _still(clocks))
        case "panel_not_held":
            why = _NO_ADVICE.get(str(act.fields.get("why")), "did not sit")
            if missing := act.fields.get("missing"):
                why += f" (nobody was there for {listed(str(each).replace('_', ' ') for each in missing)})"
            return _inside(
                MANAGER, act, on, f"{the_panel} {why}, and gives no advice on this case." + _still(clocks)
            )
        case "panel_recommended":
            advised = str(act.fields.get("recommendation")).replace("_", " ")
            return _inside(
                OFFICER,
                act,
                on,
                f"{the_panel} advises: {advised}. The decision is the authority's own." + _still(clocks),
            )
        case "mediator_invited":
            mediator = str(act.fields.get("mediator"))
            by = next(
                (one.due_on for one in clocks if one.role == ClockRole.ARRANGE_MEDIATION and is_owed(one)),
                None,
            )
            until = f" Mediation must be held by {long_date(by)} (reg 36)." if by else ""
            text = f"You are invited to mediate a dispute, {act.fields.get('mediation')}. Please accept or decline, and propose dates.{until}"
            return (Notice(on, act.action, "mediator", act.action, mediator, text),)
        case "mediation_session_confirmed":
            when = _day(act, "session_on")
            text = (
                f"Mediation will be held on {long_date(when)}."
                if when
                else "The day of the mediation is confirmed."
            )
            return tuple(
                Notice(on, act.action, role, act.action, None, text) for role in ("family", "case_officer")
            )
        case "mediator_declined" | "mediator_stood_down":
            text = (
                "The mediator does not mediate. The next of the authority's list is invited, if there is one."
            )
            return _inside(OFFICER, act, on, text)
        case "mediator_proposed_dates" if dates := act.fields.get("dates"):
            offered = listed(long_date(date.fromisoformat(str(each))) for each in dates)
            text = f"The mediator offers {offered}. Name who decides for the authority, and confirm one."
            return _inside(OFFICER, act, on, text)
        case "mediation_session_not_held":
            why = str(act.fields.get("why", "no reason given")).replace("_", " ")
            return _inside(
                MANAGER, act, on, f"The session of the mediation was not held: {why}." + _still(clocks)
            )
        case "mediation_outcome":
            return _inside(OFFICER, act, on, _outcome(act))
        case "mediation_waits":
            waits = _MEDIATION_WAITS.get(str(act.fields.get("why")), "The mediation waits.")
            by = _day(act, "by")
            return _inside(MANAGER, act, on, waits.format(long_date(by) if by else "a day that is over"))
        case "mediation_not_arranged":
            adviser = "Mediation could not be arranged within 30 days. Please issue the certificate within 3 working days (reg 39)."
            family = (
                "We could not arrange mediation within 30 days. The mediation adviser will send you a certificate, with "
                "which you may appeal; you may still take part in mediation."
            )
            return (
                Notice(on, act.action, "mediation_adviser", act.action, None, adviser),
                Notice(on, act.action, "family", act.action, None, family),
            )
        case "tribunal_directions":
            return _inside(OFFICER, act, on, _directions(act))
        case "appeal_waits":
            what = _APPEAL_WAITS.get(str(act.fields.get("why")), "The appeal waits")
            by = _day(act, "by")
            return _inside(MANAGER, act, on, f"{what}: {long_date(by)}." if by else f"{what}.")
    return ()  # fmt: skip


def _outcome(act: Act) -> str:
    written = act.fields.get("agreed_on") or ()
    agreed_on = [
        str(each).replace("_", " ") for each in ((written,) if isinstance(written, str) else written)
    ]
    certificate = "The adviser issues the certificate within 3 working days (reg 39)."
    match act.fields.get("outcome"):
        case "agreed":
            return f"Everything was agreed at mediation. Record the agreement: its limits run from its date (reg 42). {certificate}"
        case "partly":
            what = f" ({listed(agreed_on)})" if agreed_on else ""
            return f"Part was agreed at mediation{what}. Record the agreement: its limits run from its date (reg 42). {certificate}"
    return f"Nothing was agreed at mediation. {certificate}"


def _directions(act: Act) -> str:
    said = [
        f"{what} {long_date(when)}"
        for name, what in (
            ("response_by", "the response by"),
            ("evidence_by", "final evidence by"),
            ("hearing_on", "the hearing on"),
            ("start_by", "the family to be told of the assessment by"),
            ("refusal_by", "the family to be told by, if no plan follows,"),
            ("draft_by", "the draft plan by"),
            ("due_on", "what it ordered to be done by"),
        )
        if (when := _day(act, name)) is not None
    ]
    return f"The Tribunal gave directions: {listed(said)}." if said else "The Tribunal gave directions."


def _inside(roles: tuple[str, ...], act: Act, on: date, text: str) -> tuple[Notice, ...]:
    return tuple(Notice(on, act.action, role, act.action, None, text) for role in roles)


def _still(clocks: Iterable[Clock]) -> str:
    """A panel advises and holds no limit up: the next one is told with whatever the panel did or did not do."""
    limit = next_limit(clocks)
    return (
        f" No limit waits for the panel: {limit.title} is due on {long_date(limit.due_on)}." if limit else ""
    )


def _day(act: Act, name: str) -> date | None:
    written = act.fields.get(name)
    return date.fromisoformat(str(written)) if written else None
