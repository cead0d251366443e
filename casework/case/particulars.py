"""Whether an act is well formed: its `of`, and the kind and choices of each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act, Action, Field
from statute.words import listed, short_date
from statute.written_date import HOW, read_day

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()/-]{0,63}")


def is_code(written: str) -> bool:
    """Whether text is a code or an id: up to 64 letters, digits and a few signs, without spaces."""
    return _CODE.fullmatch(written) is not None


def malformed(noun: str, acts: Mapping[str, Action], act: Act) -> str | None:
    """What is wrong with the form of an act in what a noun names, in one sentence; None if it is well formed."""
    action = acts.get(act.action)
    if action is None:
        return f"There is no act {act.action!r} in a {noun}; the acts are {listed(acts)}."
    return wrong_shape(action, act)


def in_future(on: date | None, today: date) -> str | None:
    """That a day is in the future, in one sentence; None if it is not, or is not known."""
    if on is None or on <= today:
        return None
    return f"{short_date(on)} is in the future; record it on that day or after."


def wrong_shape(action: Action, act: Act) -> str | None:
    """What is wrong with the fields of an act, in one sentence; None if they are well formed."""
    if action.of and not act.of and action.name != "exception_claimed":
        return f"{action.title} needs to say which {action.of} it is about, such as of={_example(action.of)}."
    if act.of is not None and not action.of:
        return f"{action.title} takes no `of`; leave it out."
    each_of = act.of.split(",") if act.of and action.many else [act.of]
    if any(of is not None and not _CODE.fullmatch(of) for of in each_of):
        return f"of={act.of!r} is not a code; use letters, digits, and any of _ . : ( ) / - without spaces."
    for name in act.fields:
        if action.field(name) is None:
            known = [each.name for each in action.fields]
            hint = f"it takes {listed(known)}." if known else "it takes none."
            return f"{action.title} has no field {name!r}; {hint}"
    for each in action.fields:
        if (said := _bad_value(action, each, act.fields.get(each.name))) is not None:
            return said
    return None


def _example(of: str) -> str:
    return {"adviser": "educational_psychologist", "setting": "urn-100000"}.get(of, of)


def _bad_value(action: Action, field: Field, value: Any) -> str | None:
    if value is None:
        return f"{action.title} needs {field.name}: {field.asks or field.kind}." if field.required else None
    if field.choices:
        for each in value if isinstance(value, list | tuple) else (value,):
            if each not in field.choices:
                return f"{field.name}={each!r} is not known; choose from {listed(field.choices)}."
        return None
    match field.kind:
        case "date":
            try:
                day = read_day(str(value))
            except ValueError as wrong:
                return f"{field.name}={value!r} {wrong}."
            if day.isoformat() != str(value):
                return f"{field.name}={value!r} is not a date; {HOW}."
        case "ids":
            if not isinstance(value, list | tuple) or not all(_CODE.fullmatch(str(each)) for each in value):
                return f"{field.name}={value!r} is not a list of codes; give each without spaces."
        case "flag" if not isinstance(value, bool):
            return f"{field.name}={value!r} is not yes or no; write true or false."
        case "code" | "id" | "text" if not _CODE.fullmatch(str(value)):
            return f"{field.name}={value!r} is not a code; use letters, digits, and any of _ . : ( ) / - without spaces."
    return None
