"""The models of the processes beside cases, made for each group of what its kinds declare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Union

from pydantic import Field, create_model

from casework.case.actions import Action
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import GROUPS, of_group
from casework.processes.shapes import Asked, Code, Day, Text, Told
from office.processes import belongs_to_cases
from statute.words import capital

_TYPES: dict[str, Any] = {
    "code": Code,
    "id": Code,
    "ids": Code,
    "date": Day,
    "flag": bool,
    "text": Text,
}
"""What a particular of an act is, by its kind."""


@dataclass(frozen=True, slots=True)
class Models:
    """What is read of a group: a page of its list, one of them whole, what a case tells of it; and what calls one."""

    page: type[Told]
    whole: type[Told]
    in_case: type[Told]
    call: type[Asked] | None
    called: type[Told]


class ListOfProcesses(Told):
    """A list for a return or a table. The keys of a row are those of `columns`, each with its heading."""

    list: str
    title: str
    columns: dict[str, str]
    rows: Sequence[dict[str, str]]


@lru_cache
def models_of(group: Group) -> Models:
    """The models of a group."""
    kinds = of_group(group)
    one, several = capital(group.noun), capital(group.path)
    short = _together(group, f"{one}InShort", [each.shapes.short for each in kinds])
    cursor = Field(default=None, description="The cursor of the next page.")
    page = {group.path: (list[short], ...), "next": (str | None, cursor)}  # type: ignore[valid-type]
    told = [each.shapes.in_case for each in kinds if each.shapes.in_case is not None]
    return Models(
        page=_made(several, Told, f"{several}, page by page.", page),
        whole=_together(group, one, [each.shapes.whole for each in kinds]),
        in_case=_together(group, f"{one}InCase", told) if told else short,
        call=next((call for each in kinds if (call := _call(one, each)) is not None), None),
        called=_made(f"{one}Called", Told, f"A {group.noun} that was called.", {group.noun: (str, ...)}),
    )


def in_case() -> dict[str, Any]:
    """What a case tells of the processes beside it, as fields of its model."""
    shown = (group for group in GROUPS if group.in_cases)
    return {group.case_key: (list[models_of(group).in_case], ...) for group in shown}  # type: ignore[misc]


def of_case() -> Any:
    """What is read of any process that belongs to one case."""
    return Union[tuple(models_of(group).in_case for group in GROUPS if belongs_to_cases(group))]  # noqa: UP007


def _call(one: str, process: Process[Any]) -> type[Asked] | None:
    """What calls a process: the model that its kind declares, or one of the act that calls it in a case."""
    if process.shapes.call is not None or process.called_with is None:
        return process.shapes.call
    action = process.acts[process.called_with]
    fields: dict[str, Any] = {"case": (Code, ...), **fields_of_call(action)}
    return create_model(f"{one}Call", __base__=Asked, __doc__=f"{action.title}.", **fields)


def fields_of_call(action: Action) -> dict[str, Any]:
    """Return the day and the fields of the act that calls a process, as fields of a model."""
    day = Field(default=None, description="The day it took effect; today where it is not given.")
    fields: dict[str, Any] = {"on": (Day | None, day)}
    for each in action.fields:
        one_of: Any = Literal[each.choices] if each.choices else _TYPES[each.kind]
        kind: Any = list[one_of] if each.is_list else one_of
        asks = Field(description=each.asks) if each.required else Field(default=None, description=each.asks)
        fields[each.name] = (kind if each.required else kind | None, asks)
    return fields


def _together(group: Group, name: str, models: Sequence[type[Told]]) -> type[Told]:
    """One model of the models of several kinds, under the name of the first that all of them share."""
    if len(models) == 1 and group.noun in models[0].model_fields:
        return models[0]
    shared: type[Told] = next(
        each for each in models[0].__mro__ if all(issubclass(one, each) for one in models)
    )
    is_own = group.noun in shared.model_fields
    fields: dict[str, Any] = {"kind": (Literal[tuple(each.kind for each in of_group(group))], ...)}
    if not is_own:
        fields[group.noun] = (str, ...)
    bases = tuple(dict.fromkeys(models))
    return _made(shared.__name__ if is_own else name, bases, shared.__doc__ or "", fields)


def _made(
    name: str, base: type[Told] | tuple[type[Told], ...], about: str, fields: dict[str, Any]
) -> type[Told]:
    """A model with some fields, each its type and its default."""
    bases = base if isinstance(base, tuple) else (base,)
    return create_model(name, __base__=bases, __doc__=about, **fields)
