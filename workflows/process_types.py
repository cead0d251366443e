"""The workflow type of each kind of process, made when it is asked for.

The sandbox imports this module again for each cold workflow and asks for one type. Making all of them took 40 ms; one takes 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from temporalio import workflow

from casework.processes.process import Process
from casework.processes.registry import PROCESSES
from workflows.definitions import defined
from workflows.handlers import ACTS_IN
from workflows.process import ProcessWorkflow
from workflows.process_messages import ProcessOpening, ProcessOutcome


def _workflow_of(process: Process[Any]) -> type[ProcessWorkflow]:
    """Make the workflow type of a kind of process, with an update and a signal for each of its acts."""
    name = process.workflow

    def __init__(self: ProcessWorkflow, given: ProcessOpening) -> None:  # noqa: N807 - the method of the class
        self._begin(given)

    async def run(self: ProcessWorkflow, given: ProcessOpening) -> ProcessOutcome:
        """Record what happens, tell the cases, and wait for the next act or moment."""
        return await self._proceed()

    for method in (__init__, run):
        method.__qualname__ = f"{name}.{method.__name__}"  # the SDK refuses methods of a local class
        del method.__annotations__["self"]  # the SDK reads every annotated parameter as an argument
    body = {
        "PROCESS": process,
        "__doc__": process.details,
        "__module__": __name__,
        "__init__": workflow.init(__init__),
        "run": workflow.run(run),
    }
    return defined(name)(type(name, (ACTS_IN[process.kind], ProcessWorkflow), body))


def __getattr__(name: str) -> type[ProcessWorkflow]:
    """Make the workflow type that is asked for."""
    process = _BY_WORKFLOW.get(name)
    if process is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    made = globals()[name] = _workflow_of(process)
    return made


_BY_WORKFLOW: Mapping[str, Process[Any]] = {each.workflow: each for each in PROCESSES}
