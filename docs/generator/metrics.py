"""The reference of our metrics, read from the program that serves them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import Metric

from docs.generator.tables import cell, code, table
from engine.metrics import Caseload, families
from records.database import Database
from records.measures import Measures

OURS = "ehcp_"
_NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
_MEASURED = Measures({("assessing", "green"): 1}, 0, {3: 1}, 0, {}, _NOW, _NOW)


def metrics() -> dict[str, Metric]:
    """Every metric of ours by its name."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'records.db'}")
        database.migrate()
        served = [*REGISTRY.collect(), *Caseload(database, date(2026, 6, 1), lambda: _NOW).collect()]
        database.close()
    found = {each.name: each for each in (*served, *families(_MEASURED, _NOW))}
    return {_served(each): each for each in found.values() if each.name.startswith(OURS)}


def _served(metric: Metric) -> str:
    return f"{metric.name}_total" if metric.type == "counter" else metric.name


def page() -> str:
    """The page of our metrics."""
    rows = ([code(name), cell(each.documentation), each.type] for name, each in metrics().items())
    return "\n".join(
        (
            "# Metrics\n",
            "A worker serves these on the address of `EHCP_METRICS`. Temporal's own metrics are on that of "
            "`EHCP_SDK_METRICS`. Nothing in them names a person.\n",
            table(("Metric", "What it counts", "Kind"), rows),
        )
    )
