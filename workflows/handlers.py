"""Handlers for every act: an update with a validator, and a signal for systems that cannot wait.

They are made from the catalogue, so that an act is described in one place. In a history each has its own name, such as
`draft_issued`. They are made once and shared with the sandbox: a hundred of them for each cached case would take most of
its memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature

from temporalio import workflow

from casework.case.acts import CATALOGUE, Action
from casework.processes.registry import PROCESSES
from workflows.messages import ActMessage, Receipt

REFUSED = "Refused"
"""The failure type of a refused act. Its message is the sentence for the person."""


class Acts:
    """The acts of a workflow. Subclasses check an act, do it and answer, or do it without an answer."""

    def check_act(self, message: ActMessage) -> None:
        """Raise ApplicationError for an act that may not be recorded."""
        raise NotImplementedError

    async def do_act(self, message: ActMessage) -> Receipt:
        """Record an act and return its receipt."""
        raise NotImplementedError

    async def hear_act(self, message: ActMessage) -> None:
        """Record an act whose sender does not wait for an answer."""
        raise NotImplementedError


class ActsOnCase(Acts):
    """The acts in a case, each an update and a signal."""


def _give_handlers(owner: type[Acts], action: Action) -> None:
    class Handlers(Acts):
        async def update(self, message: ActMessage) -> Receipt:
            return await self.do_act(message)

        def check(self, message: ActMessage) -> None:
            self.check_act(message)

        async def signal(self, message: ActMessage) -> None:
            await self.hear_act(message)

    for each in (Handlers.update, Handlers.check):
        setattr(each, "__signature__", signature(each))  # noqa: B010 - read once here, not for every cached case
    update, signal = Handlers.update, Handlers.signal
    update.__name__, signal.__name__ = f"update_{action.name}", f"signal_{action.name}"
    defined = workflow.update(name=action.name, description=action.title)(update)
    defined.validator(Handlers.check)
    setattr(owner, update.__name__, defined)
    without = f"{action.title}, without waiting for the answer"
    setattr(owner, signal.__name__, workflow.signal(name=action.name, description=without)(signal))


def _acts_in(kind: str, actions: Mapping[str, Action]) -> type[Acts]:
    """Make a class with the handlers of these acts."""
    made = type(f"ActsIn{kind.title()}", (Acts,), {})
    for action in actions.values():
        _give_handlers(made, action)
    return made


for _action in CATALOGUE.values():
    _give_handlers(ActsOnCase, _action)

ACTS_IN: Mapping[str, type[Acts]] = {each.kind: _acts_in(each.kind, each.acts) for each in PROCESSES}
"""The class with the handlers for each kind of process."""
