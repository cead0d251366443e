"""Early support, and the switch of its reform, are read by nothing that decides a date, an act or a right of a case."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from casework.early_support.support_record import COLOURS
from starter.simulate.simulation import scenario_of
from tests.running import ROOT

_REQUESTED = date(2025, 1, 13)
_ROWS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["screen", "rescreen"]),
                "tool": st.just("elim"),
                "colour": st.sampled_from(COLOURS),
            }
        ),
        st.fixed_dictionaries({"kind": st.just("referral"), "service": st.just("speech_therapist")}),
    ),
    max_size=4,
)
_READERS = {"casework.authority.profile"}
"""What else in the pure core may know of early support: the profile, which holds its policy."""


@testing(max_examples=25, deadline=None)
@given(_ROWS, st.integers(min_value=-60, max_value=60))
def test_a_scenario_with_early_support_is_the_same_case(rows: list[dict[str, str]], days: int) -> None:
    events = [
        {"event": "request_received", "on": _REQUESTED.isoformat()},
        {"event": "assessment_agreed", "on": "2025-02-12", "reason": "The test is met."},
    ]
    plain = {"events": events, "until": "2025-06-01"}
    on = (_REQUESTED + timedelta(days=days)).isoformat()
    supported = scenario_of({**plain, "early_support": [{**row, "on": on} for row in rows]})
    bare = scenario_of(plain)
    assert supported.scenes == bare.scenes
    assert (supported.opening.on, supported.opening.fields) == (bare.opening.on, bare.opening.fields)


def test_no_rule_act_guard_or_workflow_reads_early_support_or_the_switch_of_a_reform() -> None:
    found = {
        module
        for floor in ("statute", "casework", "workflows", "activities")
        for path in sorted((ROOT / floor).rglob("*.py"))
        if not (module := ".".join(path.relative_to(ROOT).with_suffix("").parts)).startswith(
            "casework.early_support"
        )
        and _reads(path)
    }
    assert found == _READERS


def _reads(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(each, ast.ImportFrom) and "early_support" in (each.module or "") for each in ast.walk(tree)
    )
