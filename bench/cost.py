"""CPU of one whole case, by program: `python -m bench.cost [CASES [ROUNDS]]`. Rates say less on a busy machine.

In each round, in this order: whole cases; cases without their final plan, so that no plan and no review begins; openings
only; the bare workflow; and the bare workflow that also begins a plan and a review. Between two of them the programs come
to rest, so that letters and processes of a case are counted with it. The last lines are the medians and the shares.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from bench import cases
from bench.cpu import cpu_of
from bench.place import Place, place

_REST_SECONDS = 3.0
Run = Callable[[Place, list[float]], Awaitable[str]]


async def _opening(here: Place, _: list[float]) -> str:
    return (await here.office.open(cases.request(0)))[0]


async def _without_plan(here: Place, waits: list[float]) -> str:
    return await cases.whole_case(here, waits, until="final_issued")


KINDS: Final[dict[str, Run]] = {
    "a whole case": cases.whole_case,
    "without its final plan": _without_plan,
    "an opening": _opening,
    "the bare workflow": cases.bare_case,
    "the bare workflow with plan and review": cases.whole_bare_case,
}


async def measure(here: Place, count: int, rounds: int) -> dict[str, dict[str, float]]:
    """Return the median CPU milliseconds of each kind by program."""
    programs = {**here.programs, "bare worker": here.bare.pid, "caller": os.getpid()}
    found: dict[str, dict[str, list[float]]] = {kind: {name: [] for name in programs} for kind in KINDS}
    for number in range(rounds + 1):
        for kind, run in KINDS.items():
            before = cpu_of(programs)
            await cases.per_second(run, here, count)
            await asyncio.sleep(_REST_SECONDS)
            used = cpu_of(programs)
            if number:  # the first round warms up
                for name in programs:
                    found[kind][name].append((used[name] - before[name]) / count * 1000)
    return {kind: {name: statistics.median(each) for name, each in by.items()} for kind, by in found.items()}


def table(found: dict[str, dict[str, float]]) -> str:
    """Return the figures as Markdown, with the shares of the bare workflows."""
    names = list(next(iter(found.values())))
    lines = [
        f"| CPU in ms | {' | '.join(names)} | together |",
        f"|---|{'---|' * (len(names) + 1)}",
    ]
    for kind, by in found.items():
        told = " | ".join(f"{by[name]:.0f}" for name in names)
        lines.append(f"| {kind[0].upper()}{kind[1:]} | {told} | {sum(by.values()):.0f} |")
    whole = sum(found["a whole case"].values())
    for kind in ("the bare workflow", "the bare workflow with plan and review"):
        lines.append(f"\nA whole case takes {whole / sum(found[kind].values()):.2f} of the CPU of {kind}.")
    return "\n".join(lines)


async def _main(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with place(Path(folder) / "cost") as here:
            print(table(await measure(here, count, rounds)))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(_main(*(given + [20, 3][len(given) :])))
