"""The processes that people call in a case, as the registry has them: one of each, and what their commands ask of the gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from casework.access.permissions import Right
from casework.case.actions import Act, Field
from casework.processes.commands import Parameter, Verb, verb_of, verb_that_calls, verb_without_case
from casework.processes.process import Process
from casework.processes.registry import PROCESSES

CALLED: tuple[Process[Any], ...] = tuple(each for each in PROCESSES if each.called_with is not None)


def id_of(process: Process[Any]) -> str:
    """The id of the one that the tests keep."""
    return f"{process.noun}-a-1"


def state_of(process: Process[Any], case_id: str) -> Any:
    """One in which only its first act is recorded."""
    act = process.acts[str(process.called_with)]
    fields = {field.name: _sample(field) for field in act.fields if field.required}
    begun = process.begin(id_of(process), {"case": case_id}, None)
    return process.after(begun, Act(act.name, date(2024, 5, 20), None, fields))


def call_of(process: Process[Any], case_id: str) -> dict[str, Any]:
    """What calls one in a case: the case, and what its first act needs."""
    act = process.acts[str(process.called_with)]
    return {"case": case_id, **{field.name: _sample(field) for field in act.fields if field.required}}


def call_without_case(process: Process[Any]) -> dict[str, Any]:
    """What calls one for a child who has no case."""
    fields = {name: value for name, value in call_of(process, "").items() if name != "case"}
    return {"child": {"name": "Wren Example", "born_on": "2016-01-01"}, "team": "north", **fields}


def act_in(process: Process[Any], case_id: str) -> str:
    """The first act that may be recorded in the one that the tests keep."""
    return process.allowed(state_of(process, case_id), date(2024, 5, 20))[0].name


def asks(case_id: str) -> dict[str, Right]:
    """Every command of theirs with what it asks of the gate."""
    found: dict[str, Right] = {}
    for process in CALLED:
        command = f"{process.group.command} {{}}"
        for verb in _verbs(process):
            first = case_id if verb.act is None else id_of(process)
            found[command.format(" ".join([verb.name, first, *_options(verb, process)]))] = process.rights.act
        if process.may_have_no_case:
            without = verb_without_case(process.acts[str(process.called_with)])
            options = ["--born-on 2016-01-01", "--team north", *_options(without, process)[1:]]
            found[command.format(" ".join([without.name, "Wren", *options]))] = process.rights.act
        found[command.format("list")] = process.rights.see
        found[command.format(f"show {id_of(process)}")] = process.rights.see
        for listing in process.listings:
            found[command.format(f"export {listing.name}")] = process.rights.see
        act = act_in(process, case_id)
        found[command.format(f"act {id_of(process)} {act} --on today")] = process.rights.act
    return found


def _verbs(process: Process[Any]) -> Iterator[Verb]:
    if process.verbs is not None:
        yield from process.verbs
        return
    for name, action in process.acts.items():
        if name not in process.hears:
            yield verb_that_calls(action) if name == process.called_with else verb_of(action)


def _options(verb: Verb, process: Process[Any]) -> list[str]:
    action = process.acts[str(verb.act or process.called_with)]
    return [
        f"{one.flag} {_sample_of(one, action.field(one.field))}"
        for one in verb.parameters
        if one.flag is not None and one.required and one.default is None
    ]


def _sample_of(parameter: Parameter, field: Field | None) -> str:
    return _sample(field) if field is not None else "2016-01-01"


def _sample(field: Field) -> str:
    if field.choices:
        return field.choices[0]
    return "2024-05-20" if field.kind == "date" else "sample-1"
