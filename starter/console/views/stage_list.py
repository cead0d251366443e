"""The stages of a case as a task list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.case.stages import STAGE_CLAUSES, Stage
from starter.console.views import labels
from statute.words import capital, short_date

ENDS = frozenset({"withdrawn", "moved_away", "died", "aged_out"})
"""The acts, and stages of the same name, that end a case."""
_PATH = (
    "deciding_to_assess",
    "assessing",
    "deciding_to_issue",
    "drafting",
    "consulting",
    "finalising",
    "plan_issued",
)
_REFUSED_AFTER = {"assessment_refused": "deciding_to_assess", "plan_refused": "deciding_to_issue"}


def stage_list(case: Mapping[str, Any], lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the stages as a task list: done (with date), current, and to come.

    A re-assessment has stages only once it is agreed, from the advice stage.
    """
    lines, path = _lines_and_path(case, lines)
    stage = str(case["stage"])
    current = _REFUSED_AFTER.get(stage, "deciding_to_assess" if stage == "received" else stage)
    reached: dict[str, str | None] = {}
    for line in lines:
        reached.setdefault("deciding_to_assess" if line["stage"] == "received" else line["stage"], line["on"])
    now = (
        path.index(current)
        if current in path
        else max((path.index(one) for one in reached if one in path), default=0)
    )
    rows = []
    for place, each in enumerate(path):
        left = next(
            (reached[later] for later in (*path[place + 1 :], *_REFUSED_AFTER) if later in reached), None
        )
        if place < now or (place == now and stage in ("plan_issued", *_REFUSED_AFTER)):
            kind, status = (
                ("met", "Done")
                if each not in _REFUSED_AFTER.values() or stage not in _REFUSED_AFTER or place < now
                else ("late", labels.stage(stage))
            )
            when = reached.get(each) if each == "plan_issued" else left
            hint = f"Done {short_date(date.fromisoformat(when))}" if when else ""
        elif place == now and current in path and not case["closed_on"]:
            kind, status, hint = "running", "Now", capital(STAGE_CLAUSES[Stage(stage)])
        else:
            kind, status, hint = (
                "later",
                "Not started" if stage not in _REFUSED_AFTER and stage not in ENDS else "Not reached",
                "",
            )
        rows.append(
            {
                "name": labels.stage(each),
                "kind": kind,
                "status": status,
                "hint": hint,
                "now": kind == "running",
            }
        )
    return rows


def _lines_and_path(
    case: Mapping[str, Any], lines: Sequence[dict[str, Any]]
) -> tuple[Sequence[dict[str, Any]], tuple[str, ...]]:
    """Return the ledger lines and the stages that apply to the kind of case."""
    if case["opens"] == "assessment":
        return lines, _PATH
    from_advice = _PATH[_PATH.index("assessing") :]
    agreed = next((at for at, line in enumerate(lines) if line["stage"] in from_advice[:-1]), None)
    return (lines[agreed:], from_advice) if agreed is not None else ([], ())
