"""The SDK's definition of a workflow, made once and taken over in the sandbox.

The sandbox executes the module of a workflow again for each workflow that is not in the cache. The SDK then looks at every
member of the class, and a case has 160 handlers: 10 of the 11 ms of a cold case, and half of what an opening cost the worker.
The sandbox shares this module, so that it finds what was made outside. Decision 0120 says what of the SDK this depends on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from temporalio import workflow

_Class = TypeVar("_Class", bound=type)
_DEFINITION = "__temporal_workflow_definition"
_made: dict[str, Any] = {}


def defined(name: str) -> Callable[[_Class], _Class]:
    """Define a workflow class under a name, as `workflow.defn` does."""

    def define(cls: _Class) -> _Class:
        if workflow.unsafe.in_sandbox() and (known := _made.get(name)) is not None:
            _take_over(cls, known)
            return cls
        made = workflow.defn(name=name)(cls)
        _made[name] = getattr(made, _DEFINITION)
        return made

    return define


def _take_over(cls: type, known: Any) -> None:
    """Define a class as its like outside, with its own method and handlers: those refer to what the sandbox restricts."""

    def own(handler: Any) -> Any:
        return getattr(cls, handler.fn.__name__)

    taken = replace(
        known,
        cls=cls,
        run_fn=getattr(cls, known.run_fn.__name__),
        signals={name: own(each).__temporal_signal_definition for name, each in known.signals.items()},
        queries={name: own(each).__temporal_query_definition for name, each in known.queries.items()},
        updates={name: own(each)._defn for name, each in known.updates.items()},
    )
    setattr(cls, _DEFINITION, taken)
    setattr(taken.run_fn, _DEFINITION, taken)
