"""The notices of the acts that a review reports to its case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import day_in, to_inside
from casework.processes import limit_alerts
from casework.processes.annual_review.moments import KIND, ROLES
from statute.words import long_date

ANSWERED, INVITED, PAPERS, PUT_OFF, REPORTED = (
    "review_request_answered",
    "review_invitation",
    "review_papers",
    "review_put_off",
    "review_report",
)
CONSULTATION, COPY = "setting_consultation", "final_plan_copy"
"""The letters to a setting and the health body that a case sends too."""
COMING, TO_HOLD, WAITS, OUTCOME = "review_coming", "review_to_hold", "review_waits", "review_outcome"
_OUTCOMES = {"maintain": "plan_maintained"}
_FAMILY = {
    "review_request_answered": ANSWERED,
    "review_invited": INVITED,
    "review_papers_shared": PAPERS,
    "review_put_off": PUT_OFF,
    "review_reported": REPORTED,
    "review_amendments_sent": "amendment_notice",
    "review_plan_sent": "amended_final_plan",
    "review_not_amending": "plan_not_amended",
}
"""The kind of the letter to the family for each report that it is told of, besides the decision."""
_SERVICES = ("health_body", "social_care")
_OTHERS = {
    "review_term_listed": COMING,
    "review_invited": f"{INVITED}_copy",
    "review_papers_shared": f"{PAPERS}_copy",
    "review_put_off": f"{PUT_OFF}_copy",
    "review_reported": f"{REPORTED}_copy",
}
"""The kind of the message to the setting, the health body and social care."""


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of an act that a review reports to a case; empty if no one needs to be told."""
    alerts = limit_alerts.notices(KIND, act, on)
    return alerts if alerts is not None else tuple(_each(act, on))


def _each(act: Act, on: date) -> Iterator[Notice]:
    kind = _FAMILY.get(act.action) or _OUTCOMES.get(str(act.fields.get("decision")))
    if kind is not None:
        yield Notice(on, kind, "family", act.action, act.of, _said(kind, act))
    if (other := _OTHERS.get(act.action)) is not None:
        yield from _to_setting(act, on, other)
        yield from (Notice(on, other, role, act.action, act.of, _said(other, act)) for role in _SERVICES)
    match act.action:
        case "review_head_asked":
            yield from _to_setting(act, on, TO_HOLD)
        case "review_outcome_told" | "review_amendments_sent":
            yield from _to_setting(act, on, OUTCOME)
        case "review_setting_consulted":
            yield from _to_setting(act, on, CONSULTATION)
        case "review_plan_sent":
            yield from _to_setting(act, on, COPY)
            yield Notice(on, COPY, "health_body", act.action, act.of, _said(COPY, act))
        case "review_waits":
            why = str(act.fields.get("why"))
            yield from to_inside(ROLES.get(why, ()), act, on, _said(WAITS, act))


def _to_setting(act: Act, on: date, kind: str) -> Iterator[Notice]:
    """Yield a notice to the setting that an act names, if it names one."""
    setting = str(act.fields.get("setting") or "")
    if setting:
        yield Notice(on, kind, "setting", act.action, setting, _said(kind, act))


def _said(kind: str, act: Act) -> str:
    """Return the sentence of a notice, with the days and the outcome that the act gives."""
    fields = act.fields
    day = next((found for name in _DAYS if (found := day_in(act, name)) is not None), None)
    rights = {
        name: long_date(found)
        for name in ("mediation_by", "appeal_by")
        if (found := day_in(act, name)) is not None
    }
    outcome = next((str(fields[name]) for name in _CODES if fields.get(name)), None)
    return sentence(
        kind,
        until=long_date(day) if day else None,
        outcome=outcome,
        why=str(fields["why"]) if fields.get("why") else None,
        law="reg 22(3)" if kind == COPY else None,
        **rights,
    )


_DAYS = ("meeting_on", "answer_amendments_by", "answer_by", "day", "by")
_CODES = ("answer", "decision", "recommends")
