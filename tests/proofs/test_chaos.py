"""A seed decides the faults of `make chaos`, so a run that failed can be repeated."""

from __future__ import annotations

import random

import pytest

from bench.chaos import Run, report
from bench.chaos_faults import kinds_of, planned


@pytest.mark.parametrize("records", ["sqlite", "postgresql"])
def test_a_seed_gives_the_same_faults_and_each_kind_before_any_comes_again(records: str) -> None:
    kinds = kinds_of(records, small_disk=True)
    first, again = (planned(random.Random(3), 15, 100, kinds) for _ in range(2))
    assert first == again and len(first) == 15
    assert first != planned(random.Random(4), 15, 100, kinds)
    assert {fault.kind for fault in first[: len(kinds)]} == set(kinds) and len(kinds) in (11, 15)
    assert [fault.after for fault in first] == sorted(fault.after for fault in first)


def test_a_report_tells_how_to_repeat_a_run_that_failed() -> None:
    well, ill = Run(1, "sqlite", 100), Run(2, "postgresql", 100, wrong=["case-a was lost."])
    assert "Nothing acknowledged was lost" in report([well], 12)
    said = report([well, ill], 12)
    assert "NOT PROVED" in said and "case-a was lost." in said
    assert "python -m bench.chaos --seeds 2 --records postgresql --cases 100 --faults 12" in said
