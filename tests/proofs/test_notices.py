"""A small run of the proof that every notice is sent exactly once; `make prove-notices` is the whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.notices import prove, report

pytestmark = pytest.mark.long


@pytest.mark.timeout(300)
async def test_every_notice_arrives_once_while_the_provider_fails_and_the_worker_is_killed(
    tmp_path: Path,
) -> None:
    proof = await prove(tmp_path / "var", cases=12, kills=2, lease=5)
    assert proof.wrong == []
    assert (proof.kills, proof.in_between) == (2, 1)
    assert sum(proof.faults.values()) > 3 and proof.retried
    assert proof.taken == proof.expected and sum(proof.expected.values()) > 48
    assert "Every notice arrived exactly once." in report(proof)
