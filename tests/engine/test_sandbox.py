"""The sandbox that runs workflows: what a worker checks when it starts."""

from __future__ import annotations

import pytest
from temporalio import workflow
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails

from engine import sandbox
from engine.plugin import sandbox_restrictions
from engine.sandbox import CaseRunner
from workflows.all_workflows import WORKFLOWS


async def test_each_module_with_workflows_is_imported_in_the_sandbox_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_CHECKED", set())
    imported = []

    class Watched(CaseRunner):
        def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
            imported.append(det.defn.cls.__module__)
            return super().create_instance(det)

    for _ in range(2):
        runner = Watched(restrictions=sandbox_restrictions())
        for each in WORKFLOWS:
            runner.prepare_workflow(workflow._Definition.must_from_class(each))
    assert sorted(imported) == sorted({each.__module__ for each in WORKFLOWS})


@workflow.defn
class _Unsafe:
    """A workflow that a test says to be in a module that is not there."""

    @workflow.run
    async def run(self) -> None: ...


async def test_a_module_that_cannot_be_imported_is_refused_each_time() -> None:
    unsafe = workflow._Definition.must_from_class(_Unsafe)
    unsafe.cls.__module__ = "tests.engine.no_such_module"
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="no_such_module"):
            CaseRunner(restrictions=sandbox_restrictions()).prepare_workflow(unsafe)
