"""The sandbox of the workflows, without what our converter never asks it for.

The SDK asks the sandboxed workflow, for each payload that it writes or reads, in which context it is; entering the
sandbox for it takes more time than encrypting the payload. Our converter and codec know no context and no external
storage, so the answers are given here. Replaying a case is a third faster for it.
"""

from __future__ import annotations

from typing import Any

from temporalio.converter import SerializationContext, StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import Info


class CaseRunner(SandboxedWorkflowRunner):
    """Runs workflows in the sandbox; the sandbox itself is unchanged."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """A sandboxed workflow that is not asked for contexts."""
        return _WithoutContexts(super().create_instance(det))


class _WithoutContexts(WorkflowInstance):
    def __init__(self, sandboxed: WorkflowInstance) -> None:
        self._sandboxed = sandboxed
        self._nowhere = StorageDriverStoreContext(target=None)

    def activate(self, act: Any) -> Any:
        return self._sandboxed.activate(act)

    def get_serialization_context(self, command_info: Any) -> SerializationContext | None:
        return None

    def get_external_store_context(self, command_info: Any) -> StorageDriverStoreContext:
        return self._nowhere

    def get_info(self) -> Info:
        return self._sandboxed.get_info()

    def get_thread_id(self) -> int | None:
        return self._sandboxed.get_thread_id()
