"""Every act of the catalogue as an update with a validator, and as a signal for systems that cannot wait.

The handlers are made from the catalogue so that an act is described in one place; in a history each has its own
name, such as `draft_issued`.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from temporalio import workflow

from casework.acts import CATALOGUE, Action
from workflows.messages import ActMessage, Receipt


class _Case(Protocol):
    def check_act(self, message: ActMessage) -> None: ...

    async def do_act(self, message: ActMessage) -> Receipt: ...

    async def hear_act(self, message: ActMessage) -> None: ...


C = TypeVar("C", bound=type[_Case])


def with_acts(case: C) -> C:
    """Give a workflow class an update and a signal for each act. Applied before `workflow.defn` looks for them."""
    for action in CATALOGUE.values():
        _add_update(case, action)
        _add_signal(case, action)
    return case


def _add_update(case: type[_Case], action: Action) -> None:
    async def update(self: _Case, message: ActMessage) -> Receipt:
        return await self.do_act(message)

    def check(self: _Case, message: ActMessage) -> None:
        self.check_act(message)

    update.__name__ = f"update_{action.name}"
    update.__doc__ = f"{action.title}."
    defined = workflow.update(name=action.name, description=action.title)(update)
    defined.validator(check)
    setattr(case, update.__name__, defined)


def _add_signal(case: type[_Case], action: Action) -> None:
    async def signal(self: _Case, message: ActMessage) -> None:
        await self.hear_act(message)

    signal.__name__ = f"signal_{action.name}"
    signal.__doc__ = f"{action.title}, without waiting for the answer."
    defined = workflow.signal(
        name=action.name, description=f"{action.title}, without waiting for the answer"
    )(signal)
    setattr(case, signal.__name__, defined)
