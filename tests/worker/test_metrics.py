"""Every metric that an alert or dashboard uses exists, and every alert has a page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from temporalio.client import Client

from engine.configuration import load
from engine.embedded import address_of
from tests.running import ROOT, wait_until
from tests.worker.conftest import PLANTED, Watched

OBSERVABILITY = ROOT / "deploy" / "observability"
RULES = [
    rule
    for group in yaml.safe_load((OBSERVABILITY / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARDS = sorted((OBSERVABILITY / "grafana" / "dashboards").glob("*.json"))
NAME = re.compile(r"\b(?:ehcp|temporal|process)_[a-z_]+\b(?!\s*=)")


def samples(watched: Watched) -> dict[str, list[Any]]:
    text = watched.get("/metrics").text
    text += httpx.get(f"http://127.0.0.1:{watched.sdk_port}/metrics", timeout=10).text
    found: dict[str, list[Any]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(sample)
    return found


def expressions() -> list[str]:
    said = [rule["expr"] for rule in RULES]
    for path in DASHBOARDS:
        said += [
            target["expr"] for panel in json.loads(path.read_text())["panels"] for target in panel["targets"]
        ]
    return said


@pytest.mark.xdist_group("watched")
async def test_every_metric_that_is_watched_is_exported_by_a_running_worker(watched: Watched) -> None:
    watched.open("counted")
    settings = load(watched.data, {})
    client = await Client.connect(address_of(settings))
    stuck = await client.start_workflow("NoSuchWorkflow", id="stuck", task_queue=settings.task_queue)
    failed = "temporal_workflow_task_execution_failed_total"
    wait_until(lambda: failed in samples(watched), "a failed workflow task")
    await stuck.terminate()
    found = samples(watched)
    named = {name for said in expressions() for name in NAME.findall(said)}
    assert len(named) > 15 and named <= set(found), named - set(found)
    labels = {name: {key for one in found[name] for key in one.labels} for name in named}
    for said in expressions():
        for label in re.findall(r"by \(([a-z_, ]+)\)", said):
            assert set(label.split(", ")) - {"instance"} <= set().union(
                *(labels[name] for name in NAME.findall(said))
            ), said


@pytest.mark.xdist_group("watched")
def test_the_metrics_count_the_caseload_without_naming_people(watched: Watched) -> None:
    watched.open("of_nobody")
    found = samples(watched)
    assert sum(one.value for one in found["ehcp_open_cases"] if one.labels["stage"] == "assessing") >= 1
    (whole,) = [one.value for one in found["ehcp_next_due_days_bucket"] if one.labels["le"] == "+Inf"]
    assert whole >= 1 and found["ehcp_records_up"][0].value == 1
    assert sum(one.value for one in found["ehcp_recording_lag_seconds_count"]) >= 1
    text = watched.get("/metrics").text
    assert "case-" not in text and not [word for word in PLANTED.split() if word in text]
    assert PLANTED not in watched.log


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_how_grave_it_is_and_has_a_page(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("critical", "warning")
    page = (ROOT / rule["annotations"]["runbook_url"]).read_text()
    assert rule["annotations"]["summary"].endswith(".")
    for part in ("## Look", "## Fix", "## Afterwards"):
        assert part in page
    for link in re.findall(r"\]\(([^)]+)\)", page):
        assert (ROOT / "deploy" / "runbooks" / link).exists(), link


def test_every_page_is_of_an_alert() -> None:
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "deploy" / "runbooks").glob("*.md")}
    assert pages == {rule["annotations"]["runbook_url"] for rule in RULES}


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_has_panels_that_do_not_lie_upon_each_other(path: Path) -> None:
    board = json.loads(path.read_text())
    taken = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        assert panel["targets"] and panel["title"] and panel["datasource"]["uid"] == "prometheus"
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & cells and max(x for x, _ in cells) < 24
        taken |= cells


@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="Debian's package prometheus has promtool; CI installs it"
)
def test_prometheus_itself_finds_rules_expressions_and_configuration_right(tmp_path: Path) -> None:
    rules = {
        "groups": [
            {
                "name": "panels",
                "rules": [{"record": f"panel:{n}", "expr": e} for n, e in enumerate(expressions())],
            }
        ]
    }
    (tmp_path / "panels.yml").write_text(yaml.safe_dump(rules))
    for words in (["config", OBSERVABILITY / "prometheus.yml"], ["rules", tmp_path / "panels.yml"]):
        done = subprocess.run(["promtool", "check", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
