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

from starter.simulate.virtual_time import virtual_server
from tests.workflows.killed_worker import KilledWorker
from tests.workflows.walks import WALKS, Walk, walked

pytestmark = [pytest.mark.xdist_group("model"), pytest.mark.timeout(1800)]

SEEDS = tuple(os.environ.get("EHCP_MODEL_SEEDS", "1").split(","))
STEPS = int(os.environ.get("EHCP_MODEL_STEPS", "8"))
KILLS = int(os.environ.get("EHCP_MODEL_KILLS", "1"))
_BETWEEN_KILLS = float(os.environ.get("EHCP_MODEL_SECONDS", "4"))
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
                await asyncio.gather(*under_way.values(), return_exceptions=True)
                yield {key: task.result() for key, task in under_way.items() if task.exception() is None}
                for task in under_way.values():
                    task.result()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", list(WALKS))
async def test_a_workflow_records_and_refuses_what_the_model_does(walks: Walks, name: str, seed: str) -> None:
    walk = walks[name, seed]
    assert walk.wrong == []
    assert walk.recorded or walk.refused
