"""A sandbox of the workflows that the SDK enters less often.

For each payload that a workflow writes or reads, the SDK enters the sandbox to ask for its context, which takes longer
than encrypting the payload. The context is the workflow itself, except for signals to other workflows and starts of
child workflows, so only those enter the sandbox. This makes replaying a case a third faster.
"""

from __future__ import annotations

from typing import Any

from temporalio.api.enums.v1 import CommandType
from temporalio.converter import (
    SerializationContext,
    StorageDriverStoreContext,
    WorkflowSerializationContext,
)
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import Info

_TO_OTHERS = frozenset(
    {
        CommandType.COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION,
        CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION,
    }
)


_CHECKED: set[str] = set()
"""The modules that this process has imported in a sandbox to check them."""


class CaseRunner(SandboxedWorkflowRunner):
    """Runs workflows in the sandbox; the sandbox itself is unchanged."""

    def prepare_workflow(self, defn: Any) -> None:
        """Check that the sandbox can import the module of a workflow, once for each module.

        The SDK imports it for each workflow, and the workflows of all kinds of process are of one module: replaying a
        recorded history took half as long again.
        """
        module = defn.cls.__module__
        if module not in _CHECKED:
            super().prepare_workflow(defn)
            _CHECKED.add(module)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """A sandboxed workflow that is asked for contexts only where they are another's."""
        own = WorkflowSerializationContext(namespace=det.info.namespace, workflow_id=det.info.workflow_id)
        return _Own(super().create_instance(det), own)


class _Own(WorkflowInstance):
    def __init__(self, sandboxed: WorkflowInstance, own: WorkflowSerializationContext) -> None:
        self._sandboxed, self._own = sandboxed, own
        self._nowhere = StorageDriverStoreContext(target=None)

    def activate(self, act: Any) -> Any:
        return self._sandboxed.activate(act)

    def get_serialization_context(self, command_info: Any) -> SerializationContext | None:
        if command_info is not None and command_info.command_type in _TO_OTHERS:
            return self._sandboxed.get_serialization_context(command_info)
        return self._own

    def get_external_store_context(self, command_info: Any) -> StorageDriverStoreContext:
        return self._nowhere

    def get_info(self) -> Info:
        return self._sandboxed.get_info()

    def get_thread_id(self) -> int | None:
        return self._sandboxed.get_thread_id()
