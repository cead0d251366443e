"""Measure a simulation of bands over 10,000 cases: `python -m bench.bands`."""

from __future__ import annotations

import random
import time
from datetime import date
from typing import Any

from casework.money.simulation import BandedCase, simulate
from office.money import shipped_framework

CASES = 10_000
AIM_SECONDS = 10.0
SEED = 20260401
METHOD = (
    f"{CASES:,} cases with levels drawn from a fixed seed are banded by the shipped matrix and priced on one day. The result "
    "is the processor time of the simulation, with its sums by type of setting and band."
)


def measure() -> dict[str, Any]:
    """Return the seconds of processor time that one simulation takes."""
    framework = shipped_framework("needs-matrix")
    chance = random.Random(SEED)
    types = [one.id for one in framework.setting_types]
    cases = [
        BandedCase(
            f"case-{number}",
            chance.choice(types),
            {one.id: chance.choice(one.levels).level for one in framework.categories},
            chance.choice(framework.bands).id,
            chance.randrange(1_700_000),
        )
        for number in range(CASES)
    ]
    begun = time.process_time()
    found = simulate(cases, framework, date(2026, 10, 1))
    seconds = time.process_time() - begun
    return {"cases": found.whole.cases, "seconds": seconds, "aim_seconds": AIM_SECONDS, "method": METHOD}


if __name__ == "__main__":
    result = measure()
    print(f"{result['cases']:,} cases in {result['seconds']:.2f} s; the aim is {result['aim_seconds']:.0f} s")
