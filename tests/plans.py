"""A lawful draft plan for a child of a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.running import ROOT, Up

SAMPLE_CHILD = "Wren Example"
_SAMPLE = ROOT / "samples" / "plan.json"


def sample_plan(child: str = SAMPLE_CHILD) -> dict[str, Any]:
    """The plan of the samples, for its own child or, without its family and date of birth, for another."""
    content: dict[str, Any] = json.loads(_SAMPLE.read_text(encoding="utf-8"))
    if child != SAMPLE_CHILD:
        content["about"] |= {"name": child, "born_on": None}
        content["front"]["contacts"] = []
    return content


def save_sample_plan(office: Up, case: str, child: str, folder: Path) -> str:
    """Save the plan of the samples in a case of this child. Returns its id."""
    file = folder / "plan.json"
    file.write_text(json.dumps(sample_plan(child)))
    answer = office("plan", "save", case, str(file), "--json")
    assert answer.code == 0, answer.err
    plan: str = answer.json["plan"]
    return plan
