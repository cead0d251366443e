"""Every workflow, for the worker, replays and tests."""

from __future__ import annotations

from collections.abc import Mapping

from casework.case.law_vocabulary import is_of_law
from casework.processes.registry import PROCESSES
from workflows import process_types
from workflows.case import EhcpCase
from workflows.nightly import NIGHTLY_TYPE, Nightly
from workflows.process import ProcessWorkflow
from workflows.webhooks import WEBHOOK_TYPES, WEBHOOK_WORKFLOWS

OF_PROCESSES: Mapping[str, type[ProcessWorkflow]] = {
    each.kind: getattr(process_types, each.workflow) for each in PROCESSES
}
"""The workflow type of each kind of process."""

WORKFLOWS: tuple[type, ...] = (EhcpCase, *OF_PROCESSES.values(), Nightly, *WEBHOOK_WORKFLOWS)
OF_NO_CASE = WEBHOOK_TYPES | {NIGHTLY_TYPE}
"""The types of the workflows that are of no case; no ledger holds them."""

is_of_law("")  # the rule packs are read here, since a workflow reads no file
