"""Whether an act may be recorded in a placement: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, malformed
from casework.processes.ap_placement.acts import ACTS, AUTOMATIC, EVIDENCE, HOLIDAY
from casework.processes.ap_placement.placement import IDENTIFIED_BY, Placement
from casework.processes.ap_placement.warnings import stopping, unidentified, warnings
from statute.words import short_date

_THERE = frozenset({"started", "returning"})
_BEFORE = frozenset({"approved", "matched", "planned"})
_OPEN = frozenset({"referred", "ready", "refused", "other_help", *_BEFORE, *_THERE, "returned"})
_WHEN: Mapping[str, tuple[frozenset[str], str]] = {
    "screen_referral": (frozenset({"referred"}), "The referral is already screened."),
    "decide_education": (_OPEN, ""),
    "decide_placement": (frozenset({"ready"}), "Screen the referral first; the panel decides once, on a complete referral."),
    "match_provider": (_BEFORE, "A pupil is matched to a provider after the panel approved and before the placement starts."),
    "check_provider": (frozenset({"matched", "planned", *_THERE}), "Match the pupil to a provider first."),
    "count_again": (_OPEN, ""),
    "agree_objectives": (_BEFORE, "The placement plan is agreed after the panel approved and before the placement starts."),
    "early_review": (_OPEN, ""),
    "override_warning": (frozenset({"matched", "planned", "approved"}), "There is nothing to override now."),
    "start_placement": (frozenset({"planned"}), "Record the placement plan first, with its objectives and what shows that the pupil is ready to return."),
    "mark_attendance": (_THERE, "Attendance is recorded while the pupil is in the placement."),
    "review_placement": (_THERE, "A placement is reviewed while the pupil is in it."),
    "extend_placement": (_THERE, "A placement is extended while the pupil is in it."),
    "plan_return": (frozenset({"started"}), "A return is planned while the pupil is in the placement."),
    "record_return": (_THERE, "The pupil is not in the placement."),
    "check_return": (frozenset({"returned"}), "Record the return first."),
    "move_on": (frozenset({*_THERE, "returned"}), "The pupil is not in the placement."),
    "end_early": (_THERE, "The placement has not started; close the referral instead."),
    "give_as_evidence": (frozenset({*_THERE, "returned"}), "There is no evidence of a placement that has not started."),
    "close_referral": (_OPEN, ""),
}  # fmt: skip
"""The stages in which each act may be recorded, and the sentence for the others."""
_URN, _UKPRN, _COMPANY, _POSTCODE = (
    r"\d{6}",
    r"\d{8}",
    r"[A-Z0-9]{2}\d{6}",
    r"[A-Z]{1,2}\d[A-Z0-9]?\d[A-Z]{2}",
)
_SHAPES = {
    "urn": (_URN, "URN must be 6 digits, such as 100000."),
    "ukprn": (_UKPRN, "UKPRN must be 8 digits, such as 10000000."),
    "company_number": (_COMPANY, "Company number must be 8 characters: 2 letters or digits and 6 digits, such as 01234567."),
    "postcode": (_POSTCODE, "Postcode must be a real postcode without a space, such as ZZ11ZZ."),
    "sessions": (r"[1-9]|10", "Sessions a week must be a number from 1 to 10."),
    "marks": (r"[PAN]{10}", "Marks by session must be 10 letters, each P, A or N, such as PPPPAANNPP."),
    "cost": (r"\d{1,6}(\.\d{2})?", "The cost must be an amount in pounds, such as 450 or 450.50."),
    "suspended_days": (r"\d{1,2}", "The number of school days must be a number, such as 8."),
    "marked": (r"\d|10", "The number of sessions must be a number from 0 to 10."),
    "attended": (r"\d|10", "The number of sessions must be a number from 0 to 10."),
}  # fmt: skip


def refusal(placement: Placement, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded in a placement today, in one sentence; None if it may."""
    if act.action == EVIDENCE and placement.case is None:
        return "This pupil had no case. If a request comes, its case shows this placement without more; leave this out."
    if act.action in AUTOMATIC and act.action != HOLIDAY:
        return f"{ACTS[act.action].title} happens automatically; leave it out."
    return (
        malformed("placement", ACTS, act)
        or _badly_written(act)
        or not_now(placement, act.action)
        or _misdated(placement, act, today)
        or _not_so(placement, act)
    )


def allowed(placement: Placement) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(
        action
        for name, action in ACTS.items()
        if name in _WHEN
        and not_now(placement, name) is None
        and not (name == EVIDENCE and placement.case is None)
    )


def not_now(placement: Placement, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if placement.is_over:
        return "The placement is over. Make a new referral if the pupil needs alternative provision again."
    if action == "refer_placement":
        return "The referral is already made." if placement.facts else None
    if action not in _WHEN:
        return None
    stages, why = _WHEN[action]
    if placement.stage_code not in stages:
        return why or "The referral is closed."
    if action == "early_review" and not placement.child_has_plan:
        return "The child has no plan, so there is no review of a plan to record."
    if action == "override_warning" and not any(one.stops for one in warnings(placement, date.min)):
        return "There is nothing to override now." if not placement.provider.get("checked_until") else None
    if action == "close_referral" and placement.stage_code in _THERE:
        return "The pupil is in the placement; record the return, the move or the early end instead."
    return None


def _badly_written(act: Act) -> str | None:
    for name, (shape, why) in _SHAPES.items():
        written = act.fields.get(name)
        if written is not None and not re.fullmatch(shape, str(written)):
            return why
    for span in act.fields.get("closed") or ():
        if not _is_closure(str(span)):
            return "A closure must be two real dates, the first before the second, such as 2026-05-25/2026-06-01."
    return None


def _is_closure(span: str) -> bool:
    first, _, again = span.partition("/")
    try:
        return date.fromisoformat(first) < date.fromisoformat(again)
    except ValueError:
        return False


def _misdated(placement: Placement, act: Act, today: date) -> str | None:
    if act.on is None:
        return None
    if (why := in_future(act.on, today)) is not None:
        return why
    referred, started = placement.on("refer_placement"), placement.started_on
    if act.action == HOLIDAY:
        return None
    if referred is not None and act.on < referred:
        return f"{short_date(act.on)} is before the referral on {short_date(referred)}; correct the date."
    if started is not None and placement.stage_code in (*_THERE, "returned") and act.on < started:
        return f"{short_date(act.on)} is before the start on {short_date(started)}; correct the date."
    left = placement.left_on
    if act.action == "check_return" and left is not None and act.on < left:
        return f"{short_date(act.on)} is before the return on {short_date(left)}; correct the date."
    return None


def _not_so(placement: Placement, act: Act) -> str | None:
    checks = {
        "refer_placement": _referral,
        "decide_placement": _decision,
        "match_provider": _match,
        "start_placement": _start,
        "mark_attendance": _attendance,
        "extend_placement": _extension,
        "override_warning": _override,
    }
    check = checks.get(act.action)
    return check(placement, act) if check is not None else None


def _referral(placement: Placement, act: Act) -> str | None:
    fields = act.fields
    if fields["exclusion"] == "none":
        return None
    if fields.get("excluded_on") is None:
        return "Enter the first school day of the exclusion."
    if fields["exclusion"] == "suspended" and fields.get("suspended_days") is None:
        return "Enter how many school days the suspension lasts."
    first = date.fromisoformat(str(fields["excluded_on"]))
    if act.on is not None and first > act.on:
        return f"The exclusion cannot begin on {short_date(first)}, after the referral; correct the date."
    return None


def _decision(placement: Placement, act: Act) -> str | None:
    if act.fields["decision"] in ("refuse", "other_help") and placement.education is None:
        return (
            "Record the section 19 decision first, with its reasons: a refusal of a placement does not end the duty of the Education "
            "Act 1996 s.19."
        )
    return None


def _match(placement: Placement, act: Act) -> str | None:
    given = [name for name in IDENTIFIED_BY if act.fields.get(name)]
    if len(given) > 1:
        return "Enter only one of URN, UKPRN and type: a type is for a provider that has neither number."
    end = date.fromisoformat(str(act.fields["planned_end"]))
    if act.on is not None and end < act.on:
        return f"The planned last day, {short_date(end)}, is in the past; correct the date."
    if act.fields["pattern"] == "FT" and int(act.fields["sessions"]) < 10:
        return "A full-time place has 10 sessions a week; enter 10, or choose part time."
    return None


def _start(placement: Placement, act: Act) -> str | None:
    if placement.tier == "tier_1":
        return None
    if placement.last("match_provider") is None:
        return "Match the pupil to a provider first."
    if unidentified(placement):
        return "The provider is not on the approved list and has no URN, UKPRN or type; match the pupil again with one of them."
    found = stopping(placement, act.on) if act.on is not None else None
    return (
        f"{found.text} To go on, record why under “Go on despite a warning”." if found is not None else None
    )


def _attendance(placement: Placement, act: Act) -> str | None:
    if int(act.fields["attended"]) > int(act.fields["marked"]):
        return "The pupil cannot attend more sessions than were marked; correct the numbers."
    if (marks := act.fields.get("marks")) is not None and not _agree(act, str(marks)):
        return (
            "The marks by session do not add up to the numbers of sessions; correct the marks or the numbers."
        )
    if date.fromisoformat(str(act.fields["week"])).weekday() != 0:
        return "The week must be given by its Monday; correct the date."
    return None


def _agree(act: Act, marks: str) -> bool:
    """Return whether the marks by session have the given numbers of marked and attended sessions."""
    present, absent = marks.count("P"), marks.count("A")
    return (present + absent, present) == (int(act.fields["marked"]), int(act.fields["attended"]))


def _extension(placement: Placement, act: Act) -> str | None:
    until = date.fromisoformat(str(act.fields["until"]))
    if act.on is not None and until <= act.on:
        return f"The new last day, {short_date(until)}, is not after today’s decision; correct the date."
    return None


def _override(placement: Placement, act: Act) -> str | None:
    codes = [one.code for one in warnings(placement, act.on or date.min) if one.stops]
    if act.fields["warning"] not in codes:
        return "That warning does not hold now; choose one that the page shows."
    return None
