"""Every kind of process: each folder of casework/processes with a `process.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from casework.case.actions import Action
from casework.case.clock import Clock
from casework.processes.counted import Counted
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.with_plan import WithPlan
from statute.facts import Event
from statute.pack import RulePack, packs_of_law

_HERE = Path(__file__).parent
_PACKAGE = __name__.rpartition(".")[0]


def _found() -> tuple[Process[Any], ...]:
    """The processes in the order of their folder names, so that the order is the same on every machine."""
    folders = sorted(module.name for module in iter_modules([str(_HERE)]) if module.ispkg)
    names = (f"{_PACKAGE}.{folder}.process" for folder in folders)
    return tuple(import_module(name).PROCESS for name in names if find_spec(name) is not None)


PROCESSES: tuple[Process[Any], ...] = _found()
"""Every kind of process."""
BY_KIND: Mapping[str, Process[Any]] = {process.kind: process for process in PROCESSES}
GROUPS: tuple[Group, ...] = tuple(
    sorted(dict.fromkeys(process.group for process in PROCESSES), key=lambda group: group.shown.page.order)
)
"""The groups of processes, each once, in display order."""
STARTED_BY_CASES: tuple[Process[Any], ...] = tuple(each for each in PROCESSES if each.starts_from)
OF_ONE_CASE: tuple[Process[Any], ...] = tuple(each for each in PROCESSES if each.has_case)
"""The kinds whose processes belong to one case each, with an id made from the id of the case."""
TELLS: tuple[Action, ...] = tuple(action for process in PROCESSES for action in process.tells)
"""The acts that processes add to the catalogue of a case."""
ONLY_TOLD: frozenset[str] = frozenset().union(*(process.only_told for process in PROCESSES))
"""Those of them that people cannot record in a case: only the process reports them."""
ROLES: frozenset[str] = frozenset().union(*(process.roles for process in PROCESSES))
"""The clock roles that processes need from a rule pack, besides those that every case needs."""


def check_roles(pack: RulePack) -> None:
    """Check that a pack has a clock for every role that a process needs. Raises RoleNotBound with the name of the role."""
    pack.require(sorted(ROLES))


def check_packs() -> None:
    """Check every rule pack of the law, before work begins. Raises RoleNotBound with the role's name."""
    for pack in packs_of_law():
        check_roles(pack)


def dropped_limits(
    clocks: Iterable[Clock], events: Iterable[Event]
) -> frozenset[tuple[str, str | None, date]]:
    """The limits of a case that its processes have dropped, so that they are no longer alerted."""
    known, told = tuple(clocks), tuple(events)
    return frozenset().union(*(process.dropped_limits(known, told) for process in PROCESSES))


def process_of(process_id: str) -> Process[Any] | None:
    """The kind of process that an id belongs to, or None for the id of a case."""
    noun = process_id.partition("-")[0]
    return next((process for process in PROCESSES if process.noun == noun), None)


def of_group(group: Group) -> tuple[Process[Any], ...]:
    """The kinds of process in a group."""
    return tuple(process for process in PROCESSES if process.group == group)


def has_reviews(group: Group) -> bool:
    """Whether a group has reviews of plans, which are counted and planned together."""
    return any(type(process).reviewed is not Counted.reviewed for process in of_group(group))


def keeps_plan(process: Process[Any]) -> bool:
    """Whether a kind keeps the life of a plan."""
    return type(process).life is not WithPlan.life


def act_of(name: str) -> Action | None:
    """The act of any process with this name, or None."""
    return next((process.acts[name] for process in PROCESSES if name in process.acts), None)


def refuses(name: str, fields: Mapping[str, Any]) -> str | None:
    """The decision whose test of law judges the reasons of an act of any process; None if the act refuses nothing."""
    found = (
        decision
        for process in PROCESSES
        for (act, field, value), decision in process.refuses.items()
        if act == name and fields.get(field) == value
    )
    return next(found, None)
