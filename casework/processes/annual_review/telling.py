"""What a review reports to its case, which sends the letters; if the case has closed, the review sends them itself."""

from __future__ import annotations

from datetime import date
from functools import partial

from casework.case.actions import Act
from casework.processes.annual_review.limits import latest_meeting_on, obligations_of, rights_of
from casework.processes.annual_review.review import LAW, Review, after
from casework.processes.telling import ToCase, reported
from statute.clock_roles import ClockRole


def told(before: Review, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act; `before` is the review before it."""
    fields, then = act.fields, after(before, act)
    setting = then.holds_it or then.setting

    fact = partial(reported, before.case, before.id, act.on)
    meeting = then.meeting_on.isoformat() if then.meeting_on else None
    at = {"setting": setting, "meeting_on": meeting}
    rights = rights_of(before, act, act.on) if act.on is not None else {}
    answer_by = rights.pop("answer_amendments_by", None)
    match act.action:
        case "answer_request":
            return fact("review_request_answered", answer=fields["answer"], reason=fields["reason"])
        case "send_term_list":
            latest = latest_meeting_on(before)
            by = latest.isoformat() if latest else None
            return fact(
                "review_term_listed", setting=setting, by=by, term_begins_on=fields.get("term_begins_on")
            )
        case "arrange_meeting" if then.holds_it is not None:
            return fact("review_head_asked", **at, place=fields.get("place"))
        case "send_invitations":
            place = before.in_last("place", "arrange_meeting")
            return fact("review_invited", **at, place=place, invited=fields.get("invited"))
        case "send_papers":
            return fact("review_papers_shared", **at, papers=fields.get("papers"))
        case "adjourn_meeting":
            return fact("review_put_off", **at, reason=fields["reason"])
        case "send_report":
            kept = {name: fields.get(name) for name in ("document", "recommends", "differences")}
            return fact("review_reported", setting=setting, **kept)
        case "decide_review" if fields["decision"] == "maintain":
            said = {"decision": fields["decision"], "reason": fields.get("reason"), "setting": setting}
            return fact("review_outcome_told", fact=LAW[act.action], **said, **rights)
        case "serve_amendments":
            sent = {"note": fields["amendments"], "document": fields.get("document"), "setting": setting}
            return fact(
                "review_amendments_sent", fact=LAW[act.action], answer_amendments_by=answer_by, **sent
            )
        case "consult_setting":
            asked = {"setting": fields["setting"], "document": fields.get("document")}
            return fact(
                "review_setting_consulted",
                fact=LAW["serve_amendments"],
                answer_by=_answer_by(then, act, str(fields["setting"])),
                **asked,
            )
        case "send_amended_plan":
            sent = {"document": fields["document"], "setting": fields.get("setting")}
            return fact("review_plan_sent", fact=LAW[act.action], **sent, **rights)
        case "decide_not_to_amend":
            return fact("review_not_amending", fact=LAW[act.action], reason=fields["reason"], **rights)
    return ()


def _answer_by(review: Review, act: Act, setting: str) -> str | None:
    on = act.on or date.min
    found = (
        one.due_on.isoformat()
        for one in obligations_of(review, on)
        if one.role == ClockRole.ANSWER_THE_CONSULTATION and one.of == setting and one.started_on == act.on
    )
    return next(found, None)
