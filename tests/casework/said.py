"""Cases from short lines, for tests: case("request_received 2024-03-04", "assessment_agreed 2024-04-10")."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.case.acts import Act
from casework.case.case import Case, after, considered, opened
from casework.case.guard import refusal

LATER = date(2030, 1, 1)


def act(text: str, **fields: Any) -> Act:
    name, on, *of = text.split()
    return Act(name, date.fromisoformat(on), of[0] if of else None, fields)


def case(request: str, *acts: str | Act) -> Case:
    """A case after its acts, which the guard must allow."""
    name, on = request.split()
    found = considered(opened(name, date.fromisoformat(on)))
    for said in acts:
        one = act(said) if isinstance(said, str) else said
        why = refusal(found, one, LATER)
        assert why is None, why
        found = after(found, one)
    return found


TO_DRAFTING = (
    "request_received 2024-03-04",
    "assessment_agreed 2024-04-10",
    "advice_requested 2024-04-11 school",
    "advice_received 2024-05-10 school",
    "plan_agreed 2024-06-03",
)
TO_CONSULTING = (*TO_DRAFTING, "draft_issued 2024-06-10")
TO_FINAL = (*TO_CONSULTING, "representations_received 2024-06-20", "final_issued 2024-07-01")


ALL_ASKED = (
    *TO_DRAFTING[:2],
    *(
        f"{event} 2024-0{month}-11 {of}"
        for event, month in (("advice_requested", 4), ("advice_received", 5))
        for of in ("parent", "school", "health", "educational_psychologist", "social_care")
    ),
    *TO_DRAFTING[4:],
    "draft_issued 2024-06-10",
)
"""A case with all the advice that every assessment needs, whose draft is served."""
