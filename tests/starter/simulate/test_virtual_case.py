"""A case on virtual time without a workflow has the ledger that the real workflow gives it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import pytest

from office.demo.virtual_case import VirtualCase
from starter.simulate.virtual_time import is_text
from statute.local_time import start_of_day
from tests.starter.simulate.stories import played
from workflows.messages import Opening

pytestmark = pytest.mark.xdist_group("stories")  # a story is played once for all that is asked of it
_SHOWN = ("sequence", "kind", "event", "on", "of", "stage", "text", "recorded_late")


def acts_of(told: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The acts of a story's ledger, those of one step together."""
    acts = [line for line in told["ledger"] if line["kind"] == "act"]
    return [list(lines) for _, lines in groupby(acts, key=lambda line: line["sequence"])]


@pytest.mark.parametrize("story", ["smooth", "late-advice"])
def test_its_ledger_is_that_of_the_workflow(story: str) -> None:
    told = played(story)
    first, pinned = told["ledger"][0], ("rule_pack", "rule_pack_hash", "calendar", "calendar_hash")
    fields = {name: value for name, value in first["fields"].items() if name not in pinned}
    opening = Opening(case_id=told["case"], on=date.fromisoformat(first["on"]), fields=fields)
    case = VirtualCase(opening, datetime.fromisoformat(first["recorded_at"]))
    for lines in acts_of(told):
        one = lines[0]
        of = ",".join(line["of"] for line in lines) if one["of"] else None
        at = datetime.fromisoformat(one["recorded_at"])
        kept = {
            name: "note" if is_text(one["event"], name) else value for name, value in one["fields"].items()
        }
        case.act(one["event"], date.fromisoformat(one["on"]), at, of, kept, one["by"] or "scenario")
    case.go_to(start_of_day(date.fromisoformat(told["until"]) + timedelta(days=1)))
    made = [
        {
            "sequence": line.seq,
            "kind": line.kind,
            "event": line.event,
            "on": line.on.isoformat() if line.on else None,
            "of": line.of,
            "stage": line.stage,
            "text": line.text,
            "recorded_late": line.late,
        }
        for line in case.outlook.lines
    ]
    assert made == [{name: line[name] for name in _SHOWN} for line in told["ledger"]]
