"""One row a case with all its days, from which anyone can count the measures again. It holds no names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import IO, Any

from casework.measures.case_life import CaseLife
from casework.measures.life_rows import ADVICE, DISPUTE, PLAN_LIMIT, STAGE, case_row, span_rows

COLUMNS = (
    "case_id", "child_id", "team", "officer", "rule_pack", "is_request", "taken_over", "source", "received_on",
    "decided_to_assess_on", "agreed_to_assess", "decided_on_plan_on", "agreed_to_plan", "draft_on", "final_on", "ended_on",
    "ended_as", "plan_ended_on", "plan_ended_as", "transferred_in_on", "closed_on", "stage", "decide_due_on", "plan_due_on",
    "final_due_on", "final_excused", "final_claimed", "born_on", "sex", "ethnicity", "need", "setting", "setting_kind",
    "stages", "advice", "disputes", "plan_limits",
)  # fmt: skip
"""The columns, in order. The last four hold several things, each in its parts."""
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "stages": (STAGE, ("name", "from_on", "to_on")),
    "advice": (ADVICE, ("name", "from_on", "due_on", "to_on", "closed_on")),
    "disputes": (DISPUTE, ("name", "about", "from_on", "to_on", "outcome", "held_on")),
    "plan_limits": (PLAN_LIMIT, ("name", "from_on", "due_on", "to_on", "closed_on")),
}
"""What stands in each column with several things: things are separated by a semicolon, their parts by a bar."""


def write_cases(file: IO[str], lives: Iterable[CaseLife]) -> int:
    """Write one row a case as CSV. Returns the number of cases."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    number = 0
    for life in lives:
        writer.writerow(_row(life))
        number += 1
    return number


def _row(life: CaseLife) -> list[str]:
    known: dict[str, Any] = {**case_row(life), "stage": life.stage}
    spans = list(span_rows(life))
    for column, (kind, parts) in PARTS.items():
        things = [span for span in spans if span["kind"] == kind]
        known[column] = ";".join("|".join(_text(one[part]) for part in parts) for one in things)
    return [_text(known[name] if name in known else getattr(life, name)) for name in COLUMNS]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)
