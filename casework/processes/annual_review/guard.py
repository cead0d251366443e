"""Whether an act may be recorded in a review: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, malformed
from casework.processes.annual_review.acts import ACTS, AUTOMATIC, BEGIN, FAMILY, YEARLY
from casework.processes.annual_review.limits import obligations_of
from casework.processes.annual_review.review import Review
from statute.clock_roles import ClockRole
from statute.words import short_date

_BEFORE = frozenset(
    {"scheduled", "term_list_sent", "arranged", "invited", "papers_out", "adjourned", "not_held_in_time"}
)
_HELD = frozenset({"held", "reported", "setting_silent"})
_DECIDED = frozenset({"decided_amend"})
_NOTICE = frozenset({"notice_sent", "answered", "consulting"})
_OPEN = _BEFORE | _HELD | _DECIDED | _NOTICE
_FORMS = _BEFORE | _HELD
_WHEN: Mapping[str, tuple[frozenset[str], str]] = {
    "answer_request": (frozenset({"asked_for"}), "No request for a review waits for an answer."),
    "send_term_list": (frozenset({"scheduled", "not_held_in_time"}), "The services are told before the meeting is arranged."),
    "arrange_meeting": (_BEFORE, "The meeting was held already."),
    "send_invitations": (_BEFORE - {"scheduled", "term_list_sent"}, "Arrange the meeting first."),
    "send_papers": (_BEFORE - {"scheduled", "term_list_sent"}, "Arrange the meeting first."),
    "adjourn_meeting": (_BEFORE - {"scheduled", "term_list_sent"}, "There is no meeting to put off. Arrange it first."),
    "hold_meeting": (_BEFORE, "The meeting was held already."),
    "record_background": (_FORMS, "The decision is made; the background can no longer change it."),
    "record_outcomes": (_FORMS, "The decision is made; record this in the next review."),
    "check_provision": (_FORMS, "The decision is made. Raise a concern if provision is missing."),
    "record_view": (_FORMS, "The decision is made; record this in the next review."),
    "record_preparation": (_FORMS, "The decision is made; record this in the next review."),
    "send_report": (frozenset({"held", "setting_silent", "decided_amend", "notice_sent"}), "The report follows the meeting. Record the meeting first."),
    "decide_review": (_HELD, "The decision follows the meeting. Record the meeting first."),
    "serve_amendments": (_HELD | _DECIDED, "The notice follows the meeting and is sent once."),
    "record_representations": (_NOTICE, "Send the notice of amendments first."),
    "consult_setting": (_NOTICE, "Send the notice of amendments first."),
    "record_setting_answer": (frozenset({"consulting"}), "No setting was consulted."),
    "send_amended_plan": (_NOTICE, "Send the notice of amendments first."),
    "decide_not_to_amend": (_NOTICE, "No amendments were proposed. Decide to keep the plan as it is."),
    "end_review": (_OPEN | {"asked_for"}, ""),
}  # fmt: skip
"""The stages in which each act may be recorded, and the sentence for the others."""
_ENTERED = frozenset({"year_taught", "attendance", "suspensions"})


def refusal(review: Review, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded in a review today, in one sentence; None if it may."""
    if act.action in AUTOMATIC:
        return "The review is closed." if review.is_over else _misdated(review, act, today)
    return (
        malformed("review", ACTS, act)
        or _not_now(review, act.action)
        or _misdated(review, act, today)
        or _not_so(review, act)
        or _too_early(review, act, today)
    )


def allowed(review: Review) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in the order of a review."""
    return tuple(
        action
        for action in ACTS.values()
        if action.name not in AUTOMATIC | {BEGIN} and _not_now(review, action.name) is None
    )


def _not_now(review: Review, action: str) -> str | None:
    if action == BEGIN:
        return "The review has begun already." if review.facts or review.by_plan else None
    if review.is_over:
        return "The review is closed. Record this in the next review, or begin an early one."
    stages, why = _WHEN[action]
    if review.stage_code not in stages:
        return "Answer the request for a review first." if review.waits_for_answer else why
    if action == "send_report" and review.last("send_report") is not None:
        return "The report was sent already."
    return None


def _misdated(review: Review, act: Act, today: date) -> str | None:
    if act.on is None:
        return None
    if (why := in_future(act.on, today)) is not None:
        return why
    for name, before in (("hold_meeting", "the meeting"), ("serve_amendments", "the notice")):
        if name == "hold_meeting" and act.action not in ("send_report", "decide_review", "serve_amendments"):
            continue
        since = review.on(name)
        if since is not None and act.on < since:
            return f"{short_date(act.on)} is before {before} on {short_date(since)}; correct the date."
    return None


def _not_so(review: Review, act: Act) -> str | None:
    fields = act.fields
    match act.action:
        case "begin_review" if fields["why"] == "family_asked" and fields["asked_by"] != FAMILY:
            return "The reason says that the family asked, but someone else is named as asking; correct one of them."
        case "begin_review" if fields["why"] == YEARLY and fields["asked_by"] != "authority":
            return "The authority begins the yearly review; choose the reason of an early review."
        case "arrange_meeting" if review.attends_no_setting and fields.get("setting"):
            return "The child attends no setting, so the authority holds the meeting; leave the setting out."
        case "arrange_meeting" | "adjourn_meeting":
            day = date.fromisoformat(str(fields["meeting_on"]))
            if act.on is not None and day < act.on:
                return f"The meeting on {short_date(day)} is before the day on which it was arranged; correct the date."
        case "record_background":
            return _numbers(fields)
        case "send_report" if review.prepares_for_adulthood and review.last("record_preparation") is None:
            return "From school year 9 a review prepares for adulthood; record that preparation before the report."
        case "decide_review" if fields["decision"] == "cease" and not fields.get("reason"):
            return "Give the reasons for the decision to cease; the family reads them."
    return None


def _numbers(fields: Mapping[str, object]) -> str | None:
    for name in _ENTERED & set(fields):
        if not str(fields[name]).removeprefix("-").isdecimal():
            return f"{name}={fields[name]!r} is not a whole number, such as 9."
    attendance = fields.get("attendance")
    return "Attendance must be between 0 and 100." if attendance and int(str(attendance)) > 100 else None


def _too_early(review: Review, act: Act, today: date) -> str | None:
    """Return that the family still has time to answer the amendments, if a final plan would come too early."""
    if act.action != "send_amended_plan" or act.on is None:
        return None
    window = next(
        (one for one in obligations_of(review, today) if one.role == ClockRole.ANSWER_THE_AMENDMENTS), None
    )
    if window is None or act.on > window.due_on or review.last("record_representations") is not None:
        return None
    return (
        f"The family has until {short_date(window.due_on)} to answer the proposed amendments; send the plan after that day, "
        "or record the family's answer."
    )
