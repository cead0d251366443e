"""Measure a tailored list over as many settings as England has: `python -m bench.lists`."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from casework.settings.settings import NEEDS, Directory, Setting
from casework.settings.tailored_list import Wishes, tailored_list
from office.settings_register import read_register

SETTINGS = 25_000
AIM_MS = 50.0
ROUNDS = 60
SEED = 20140901
_ACROSS, _UP = 450_000, 550_000
METHOD = (
    f"{SETTINGS:,} settings, made from the rows of the sample extract, are spread over a square of England's size, and again "
    "over a square of 40 by 40 km, where every list considers thousands. Each list is for a place, an age and needs "
    f"drawn from a fixed seed, within 10 miles. The result is the processor time of {ROUNDS} lists: the slowest over England, and "
    "the median in the city."
)


def measure() -> dict[str, Any]:
    """Return the milliseconds of the slowest list over the whole country, and of the median list in one city."""
    rows = read_register(Path(__file__).parent.parent / "samples" / "settings.csv").settings
    return {
        "country_ms": _taken(rows, _ACROSS, _UP)[0],
        "city_ms": _taken(rows, 40_000, 40_000)[1],
        "aim_ms": AIM_MS,
        "method": METHOD,
    }


def _taken(rows: tuple[Setting, ...], across: int, up: int) -> tuple[float, float]:
    """Return the slowest list and the median, in milliseconds."""
    chance = random.Random(SEED)
    directory = Directory(
        replace(
            chance.choice(rows),
            urn=str(100_000 + number),
            easting=chance.randrange(across),
            northing=chance.randrange(up),
        )
        for number in range(SETTINGS)
    )
    taken = []
    for _ in range(ROUNDS):
        wishes = Wishes(
            age=chance.randint(3, 19),
            needs=tuple(chance.sample(sorted(NEEDS), 2)),
            easting=chance.randrange(across),
            northing=chance.randrange(up),
        )
        begun = time.process_time()
        tailored_list(directory, wishes)
        taken.append((time.process_time() - begun) * 1000)
    return max(taken), statistics.median(taken)


if __name__ == "__main__":
    found = measure()
    print(f"{found['country_ms']:.1f} ms over the country, {found['city_ms']:.1f} ms in one city")
