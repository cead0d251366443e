"""The plugin that configures client, worker, replayer and tests alike."""

from __future__ import annotations

from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxRestrictions

from engine.converter import data_converter
from engine.data_keys import DataKeys
from engine.keys import KeyRing
from engine.sandbox import CaseRunner

_PURE = (
    "statute",
    "casework",
    "workflows.attributes",
    "workflows.case_processes",
    "workflows.definitions",
    "workflows.handlers",
    "workflows.messages",
    "workflows.ports",
    "workflows.summaries",
    "workflows.concurrency",
    "workflows.process_messages",
    "workflows.case_attributes",
    "workflows.webhook_messages",
    "workflows.words",
    "pydantic",
    "pydantic_core",
    "annotated_types",
)
"""Modules that the sandbox shares instead of importing again: data and pure functions without state."""


def case_plugin(ring: KeyRing, keys: DataKeys | None = None) -> SimplePlugin:
    """Return the plugin with converter, codec and sandbox, for a key ring and the keys of the cases."""
    return SimplePlugin("ehcp", data_converter=data_converter(ring, keys), workflow_runner=sandbox)


def sandbox(_: WorkflowRunner | None) -> WorkflowRunner:
    """Return the sandbox of the workflows."""
    return CaseRunner(restrictions=sandbox_restrictions())


def sandbox_restrictions() -> SandboxRestrictions:
    """Return the restrictions of the sandbox, which shares the pure packages with the worker."""
    return SandboxRestrictions.default.with_passthrough_modules(*_PURE)
