"""Every alert to staff, made of samples: each kind of moment and act with each of its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from casework.case.actions import Act
from casework.case.moment import Moment, MomentKind
from casework.forecast.early_warning import EARLY_WARNING, PLAN_PASSED, Decided, EarlyWarning, notices_of
from casework.letters.held_message import HeldMessage, Reason, alert_of
from casework.letters.notices import of_act, of_moment
from tests.casework.letters.samples import NOW, dispatch

TODAY = date(2024, 6, 3)
DAYS: dict[str, Any] = {
    name: f"2024-07-{place:02}"
    for place, name in enumerate(
        ("response_by", "evidence_by", "hearing_on", "start_by", "refusal_by", "draft_by", "due_on"), start=1
    )
}
ACTS: tuple[tuple[str, tuple[dict[str, Any], ...]], ...] = (
    ("panel_papers_late", ({}, {"sits_on": "2024-06-10"})),
    (
        "panel_carried_over",
        tuple(
            {"why": why, **more}
            for why in ("not_reached", "papers_missing", "inquorate", "more_information", "asked_by_family", "other")
            for more in ({}, {"sits_on": "2024-06-10"})
        ),
    ),
    (
        "panel_not_held",
        (
            *({"why": why} for why in ("inquorate", "not_held", "not_signed_off", "other")),
            {"why": "inquorate", "missing": ["health", "social_care"], "sits_on": "2024-06-10"},
        ),
    ),
    ("panel_recommended", ({"recommendation": "not_assess", "sits_on": "2024-06-10"},)),
    ("mediator_declined", ({},)),
    ("mediator_stood_down", ({},)),
    ("mediator_proposed_dates", ({}, {"dates": ["2024-06-10", "2024-06-17", "2024-06-18"]})),
    ("mediation_session_not_held", ({}, {"why": "family_unavailable"})),
    (
        "mediation_outcome",
        (
            {"outcome": "agreed"}, {"outcome": "partly"}, {"outcome": "partly", "agreed_on": "education"},
            {"outcome": "partly", "agreed_on": ["education", "social_care"]}, {"outcome": "none"},
        ),
    ),
    (
        "mediation_waits",
        tuple(
            {"why": why, **more}
            for why in (
                "none_listed", "agreement_missing", "no_mediator", "no_session", "agreement_late", "certificate_late",
                "health_body_late", "health_mediation_late", "other",
            )
            for more in ({}, {"by": "2024-06-10"})
        ),
    ),
    ("tribunal_directions", ({}, *({name: day} for name, day in DAYS.items()), DAYS)),
    (
        "appeal_waits",
        tuple(
            {"why": why, **more}
            for why in (
                "response_near", "response_late", "evidence_near", "evidence_late", "hearing_near",
                "hearing_not_recorded", "order_late", "other",
            )
            for more in ({}, {"by": "2024-06-10"})
        ),
    ),
    ("provision_not_delivered", ({"answers": "health"}, {"answers": "health", "reason": "note-1"})),
    ("provision_answer_assigned", ({"answers": "health"},)),
    ("provision_answered", tuple({"outcome": outcome} for outcome in ("provided_again", "not_found", "other"))),
    (
        "provision_concern_waits",
        tuple(
            {"why": why, "answers": "health", **more}
            for why in ("due_soon", "due_next", "target_missed", "still_missed", "other")
            for more in ({}, {"answer_by": "2024-06-10"})
        ),
    ),
    ("placement_referred", ({}, {"tier": "tier_2"})),
    (
        "placement_waits",
        tuple(
            {"why": why, "about": about, **more}
            for why in ("due_soon", "missed")
            for about in ("decide", "review")
            for more in ({}, {"day": "2024-06-10"})
        ),
    ),
    ("placement_unmarked", ({}, {"day": "2024-06-10", "provider": "urn-900001"})),
    ("placement_checks_end", ({}, {"day": "2024-06-10"})),
    ("provision_report_closed", ({"why": "no_reply"}, {"why": "other"})),
)  # fmt: skip


def alerts() -> Iterator[str]:
    """Yield each alert as its kind, its reader and its sentence."""
    from tests.casework.letters.test_notices import TO_DRAFTING, case, clocks

    waiting = clocks(case(*TO_DRAFTING[:4]))
    for action, samples in ACTS:
        for fields in samples:
            for limits in ((), waiting):
                for one in of_act(Act(action, TODAY, "concern-1", fields), TODAY, limits):
                    if one.to_role != "family":
                        yield f"{one.kind} to {one.to_role}: {one.text}"
    for kind in get_args(MomentKind):
        for of, after in ((None, ""), ("school", "The family can still appeal.")):
            for days in (-9, -1, 0, 1, 12):
                moment = Moment(
                    TODAY, kind, "reg13_2.final_plan", of, TODAY - timedelta(days=days), 0, ("case_officer",),
                    "Final plan sent", "reg 13(2)", after_window=after,
                )  # fmt: skip
                (one,) = of_moment(moment, TODAY)
                yield f"{one.kind} to {one.to_role}: {one.text}"
    for reason in get_args(Reason):
        for channel in ("letter", "email", "sms"):
            held = HeldMessage(dispatch("draft_plan", channel=channel), reason)
            due_at = datetime(2024, 4, 13, 7, tzinfo=UTC)
            yield f"held: {held.what}"
            yield f"message_held to team_manager: {alert_of(held, due_at, NOW).text}"
    for alert in (EARLY_WARNING, PLAN_PASSED):
        because = "Advice from the educational psychologist usually takes longer."
        warning = EarlyWarning(
            "case-a", "final_plan", 1, date(2024, 7, 22), TODAY, 70, because, plan_passed=TODAY
        )
        for one in notices_of(Decided(warning, alert), TODAY):
            yield f"{one.kind} to {one.to_role}: {one.text}"
