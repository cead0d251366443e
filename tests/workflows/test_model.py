"""The real workflows record what the pure model records, and refuse what it refuses, while their worker is killed.

Each case and each kind of process walks through drawn acts, legal and not, late recordings, repeats and passing days. The
model (bench/model) works out every step, every refusal and every obligation by itself. `make model` walks further.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from casework.processes.registry import PROCESSES
from starter.simulate.virtual_time import virtual_server
from tests.workflows.killed_worker import KilledWorker
from tests.workflows.walks import WALKS, Walk, walked

pytestmark = [pytest.mark.xdist_group("model"), pytest.mark.timeout(1800)]

SEEDS = tuple(os.environ.get("EHCP_MODEL_SEEDS", "1").split(","))
STEPS = int(os.environ.get("EHCP_MODEL_STEPS", "5"))
KILLS = int(os.environ.get("EHCP_MODEL_KILLS", "1"))
_BETWEEN_KILLS = 4.0
"""Seconds between two kills; what is under way then differs from run to run, and the result must not."""
Walks = Mapping[tuple[str, str], Walk]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def walks() -> AsyncIterator[Walks]:
    """Every walk, all at once, while the worker is killed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with virtual_server(folder) as (environment, database):
            address = environment.client.service_client.config.target_host
            with KilledWorker(folder, address) as worker:
                under_way = {
                    (walk, seed): asyncio.create_task(walked(walk, seed, STEPS, environment, database))
                    for walk in WALKS
                    for seed in SEEDS
                }
                for _ in range(KILLS):
                    await asyncio.sleep(_BETWEEN_KILLS)
                    await asyncio.to_thread(worker.kill)
                    await asyncio.to_thread(worker.start)
                found = await asyncio.gather(*under_way.values())
                assert worker.kills == KILLS
                yield dict(zip(under_way, found, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", list(WALKS))
async def test_a_workflow_records_and_refuses_what_the_model_does(walks: Walks, name: str, seed: str) -> None:
    assert walks[name, seed].wrong == []


def test_the_walks_record_and_refuse(walks: Walks) -> None:
    assert all(walk.recorded + walk.refused for walk in walks.values())
    assert {
        walk.world.processes[walk.main].process.kind for walk in walks.values() if walk.main != walk.case
    } == {process.kind for process in PROCESSES}
