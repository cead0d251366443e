"""A workflow in the sandbox takes over the SDK's definition of its class, with the handlers of its own class."""

from __future__ import annotations

from typing import Any

import pytest
from temporalio import workflow
from temporalio.worker.workflow_sandbox._importer import Importer, RestrictionContext

from engine.plugin import sandbox_restrictions
from workflows.all_workflows import OF_PROCESSES
from workflows.case import EhcpCase

_DEFINITION = "__temporal_workflow_definition"


def in_sandbox(cls: type) -> Any:
    """Return a class as the sandbox imports it, for a workflow that is not in the cache."""
    importer = Importer(sandbox_restrictions(), RestrictionContext(), workflow_module_name=cls.__module__)
    found: dict[str, Any] = {}
    workflow.unsafe._set_in_sandbox(True)
    try:
        with importer.applied():
            exec(f"from {cls.__module__} import {cls.__name__} as found", found)
    finally:
        workflow.unsafe._set_in_sandbox(False)
    return found["found"]


@pytest.mark.parametrize("cls", [EhcpCase, *OF_PROCESSES.values()], ids=lambda cls: cls.__name__)
def test_it_has_every_handler_and_each_is_of_its_own_class(cls: type) -> None:
    inside = in_sandbox(cls)
    taken, known = getattr(inside, _DEFINITION), getattr(cls, _DEFINITION)
    assert inside is not cls and taken.cls is inside
    assert (taken.name, taken.arg_types, taken.ret_type) == (known.name, known.arg_types, known.ret_type)
    for kind in ("signals", "queries", "updates"):
        handlers, outside = getattr(taken, kind), getattr(known, kind)
        assert handlers.keys() == outside.keys() and handlers
        assert all(handlers[name].fn.__name__ == outside[name].fn.__name__ for name in outside)
        assert all(handlers[name].fn.__name__ in dir(inside) for name in outside)
    assert getattr(taken.run_fn, _DEFINITION) is taken


def test_its_own_methods_refer_to_what_the_sandbox_restricts() -> None:
    inside = in_sandbox(EhcpCase)
    taken = getattr(inside, _DEFINITION)
    for own in (taken.run_fn, *(each.fn for each in taken.queries.values())):
        outside = getattr(EhcpCase, own.__name__)
        assert own is not outside and own.__globals__ is not outside.__globals__


def test_a_definition_is_what_the_sdk_makes_of_the_class() -> None:
    known = getattr(EhcpCase, _DEFINITION)
    again = type(
        "EhcpCase", EhcpCase.__bases__, {k: v for k, v in vars(EhcpCase).items() if k != _DEFINITION}
    )
    made = getattr(workflow.defn(name="EhcpCase")(again), _DEFINITION)
    for kind in ("signals", "queries", "updates"):
        assert getattr(made, kind) == getattr(known, kind)
