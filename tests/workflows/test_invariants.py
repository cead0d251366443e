"""Invariants of every workflow, port and search attribute."""

from __future__ import annotations

import ast
import inspect
from abc import ABC
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
from temporalio import activity, workflow
from temporalio.common import SearchAttributeIndexedValueType as Indexed

import workflows.case
import workflows.ports
import workflows.process
from activities.decision_cases import DecisionCases
from activities.lookups import RecordsLookup
from activities.nightly import NightlySteps
from activities.process_starts import Beginner
from activities.processes import ProcessRecorder
from activities.recording import Recorder
from activities.webhook_delivery import WebhookTeller
from casework.case.acts import CATALOGUE, Action
from casework.processes.registry import PROCESSES
from workflows.all_workflows import OF_PROCESSES
from workflows.attributes import ALL
from workflows.case import EhcpCase
from workflows.ports import (
    Beginning,
    LookingUp,
    NightlyWork,
    OpeningCases,
    ProcessRecording,
    Recording,
    TellingWebhooks,
)
from workflows.process_effects import is_long

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / "workflows").glob("*.py"))
LIMITS = {Indexed.KEYWORD: 10, Indexed.DATETIME: 3, Indexed.BOOL: 3, Indexed.INT: 3, Indexed.KEYWORD_LIST: 3}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


@pytest.mark.parametrize(
    ("shell", "acts"),
    [
        (EhcpCase, CATALOGUE),
        *((OF_PROCESSES[each.kind], each.acts) for each in PROCESSES),
    ],
)
def test_every_act_is_an_update_with_a_validator_and_a_signal(
    shell: type, acts: Mapping[str, Action]
) -> None:
    defined = workflow._Definition.must_from_class(shell)
    assert set(acts) == set(defined.updates) == set(defined.signals)
    for name, update in defined.updates.items():
        assert update.validator is not None, name
        assert update.description, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_timer_and_activity_carries_a_summary(path: Path) -> None:
    for call in calls(path):
        if name_of(call) in (
            "workflow.sleep",
            "workflow.execute_activity_method",
            "workflow.execute_activity",
        ):
            assert "summary" in {keyword.arg for keyword in call.keywords}, ast.unparse(call)
        elif name_of(call) == "workflow.wait_condition":
            said = {keyword.arg for keyword in call.keywords}
            assert ("timeout" in said) == ("timeout_summary" in said), ast.unparse(call)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_asks_the_machine_for_time_chance_or_files(path: Path) -> None:
    forbidden = {
        "datetime.now",
        "date.today",
        "time.time",
        "random",
        "uuid.uuid4",
        "secrets",
        "open",
        "asyncio.sleep",
    }
    assert not forbidden & {name_of(call) for call in calls(path)}


PORTS = {
    Recording: Recorder,
    ProcessRecording: ProcessRecorder,
    Beginning: Beginner,
    OpeningCases: DecisionCases,
    LookingUp: RecordsLookup,
    TellingWebhooks: WebhookTeller,
    NightlyWork: NightlySteps,
}


@pytest.mark.parametrize("port", PORTS, ids=lambda port: port.__name__)
def test_every_port_has_one_implementation(port: type) -> None:
    assert port.__subclasses__() == [PORTS[port]]
    for name in port.__abstractmethods__:
        asked = activity._Definition.must_from_callable(getattr(port, name))
        done = activity._Definition.must_from_callable(getattr(PORTS[port], name))
        assert (asked.name, asked.arg_types, asked.ret_type) == (done.name, done.arg_types, done.ret_type)


def test_every_port_is_known_here() -> None:
    found = {
        each for _, each in inspect.getmembers(workflows.ports, inspect.isclass) if ABC in each.__bases__
    }
    assert found == set(PORTS)


def test_the_search_attributes_fit_the_server_and_hold_only_codes() -> None:
    counted = Counter(key.indexed_value_type for key in ALL)
    assert all(number <= LIMITS[kind] for kind, number in counted.items())
    assert Indexed.TEXT not in counted


@pytest.mark.parametrize("module", [workflows.case, workflows.process], ids=lambda module: module.__name__)
def test_handlers_are_finished_before_a_workflow_ends_or_goes_on(module: ModuleType) -> None:
    source = inspect.getsource(module)
    assert "await workflow.wait_condition(workflow.all_handlers_finished)" in source
    asks = (
        "is_continue_as_new_suggested() and self._is_quiet",  # a case
        "if self._unfinished or not await is_long(is_light=self.PROCESS.is_light) or self._unfinished:",  # a process
    )
    assert ("continue_as_new(" in source) == any(each in source for each in asks)


def test_a_process_is_not_long_while_a_handler_is_at_work() -> None:
    assert inspect.getsource(is_long).rstrip().endswith("return found and workflow.all_handlers_finished()")


def test_the_worker_knows_no_way_in() -> None:
    imported = {
        node.module or ""
        for node in ast.walk(ast.parse((ROOT / "worker.py").read_text()))
        if isinstance(node, ast.ImportFrom)
    }
    assert not [name for name in imported if name.split(".")[0] == "starter"]
