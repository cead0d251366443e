"""Mediations from short lines, for tests: after_all("mediation_requested 2024-05-15")."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.case.acts import Act
from casework.processes.mediation.mediation import (
    Mediation,
    after,
    refusal,
)

DECIDED = date(2024, 5, 1)
BEGUN = Mediation("mediation-1", "case-1", "final_issued", DECIDED)
ASKED = (
    "mediation_adviser_contacted 2024-05-13",
    ("mediation_requested 2024-05-15", {"issues": ["education", "health"]}),
)
ARRANGED = (
    *ASKED,
    ("invite_mediator 2024-05-16", {"mediator": "mediator-1"}),
    ("accept_invitation 2024-05-17", {}, "mediator-1"),
    ("propose_dates 2024-05-17", {"dates": ["2024-06-10", "2024-06-13"]}, "mediator-1"),
    ("name_decision_maker 2024-05-20", {"person": "officer-9"}),
    ("confirm_session 2024-05-21", {"session_on": "2024-06-13"}),
)
HELD = (*ARRANGED, "mediation_held 2024-06-13")
TOLD = (*ASKED, "health_body_told 2024-05-17")
STEPS_DONE = ("health_body_over:2024-05-20", "certificate_over:2024-06-18")
AGREED = (*HELD, ("mediation_agreement 2024-06-13", {"to": "amend_plan"}))
DECLINED = ("mediation_declined 2024-05-13", "mediation_certificate 2024-05-15")
Said = str | tuple[Any, ...]


def act(said: Said) -> tuple[Act, str | None]:
    text, fields, by = (*said, None)[:3] if isinstance(said, tuple) else (said, {}, None)
    name, on = text.split()
    return Act(name, date.fromisoformat(on), None, fields), by


def after_all(*said: Said, of: Mediation = BEGUN) -> Mediation:
    for one in said:
        done, by = act(one)
        assert refusal(of, done, done.on or DECIDED, by) is None, one
        of = after(of, done)
    return of


def why(mediation: Mediation, said: Said, today: str | None = None) -> str | None:
    done, by = act(said)
    assert done.on is not None
    return refusal(mediation, done, date.fromisoformat(today) if today else done.on, by)
