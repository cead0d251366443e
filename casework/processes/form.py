"""The questions of a form for an act of a process, and its answers as fields of the act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from casework.case.actions import TEAM_READS, Action, Field
from casework.processes.question import MOST_OPTIONS, Option, Question
from statute.words import capital

Choices = Mapping[str, tuple[Option, ...]]
"""The options of each field, by its name."""
_BODIES: tuple[Option, ...] = (("health", "The health body"), ("social_care", "Social care"))
_DAY = "day_"
_FIRST, _LAST = "first_day", "last_day"
_CLOSURES = 2
"""The number of closures that a form asks for. The act can be recorded again for more."""
_END = re.compile(rf"(?P<name>\w+)_(?P<end>{_FIRST}|{_LAST})_(?P<place>[1-9])")
"""The name of a question for the first or last day of a closure."""
_SETTING_HINT = "Enter its name, town or number (URN), such as 900001"
_SETTINGS_HINT = "Enter the name, town or number (URN) of each, with a comma between them"
_CODES_HINT = "Put a comma between them"


def plain(code: object) -> str:
    """A code in words."""
    return str(code).replace("_", " ")


def questions(
    action: Action, choices: Choices, *, day: bool = True, days: Mapping[str, int] | None = None
) -> tuple[Question, ...]:
    """The questions of the form that records an act.

    `choices` holds the options of the process; the form asks for a case if it has an entry for `case`. `day` is whether
    the form asks for the day of the act. `days` holds the number of days to ask for in each field that is a list of days.
    """
    asked: list[Question] = []
    if day:
        label, hint = "When did this happen?", "Enter the date it happened"
        asked.append(Question("on", label, "today", hint, required=True))
    if action.of == "body":
        asked.append(Question("of", "Which body?", "radios", required=True, options=_BODIES, of=True))
    if action.of == "case" and "case" in choices:
        asked.append(_which_case(choices["case"]))
    for field in action.fields:
        if count := (days or {}).get(field.name):
            asked += _days(count)
        elif field.holds == "closures":
            asked += _closures(field)
        else:
            asked.append(_one(field, choices))
    return tuple(asked)


def fields_of(answers: Mapping[str, Any], days: Mapping[str, int]) -> dict[str, Any]:
    """The fields of an act from the answers of its form: days are put together, and the case is left out."""
    fields = {name: value for name, value in answers.items() if name != "case"}
    for name, spans in closures_of(fields).items():
        ended = [(first, date.fromisoformat(last) + timedelta(days=1)) for first, last in spans.values()]
        fields = {known: value for known, value in fields.items() if not _is_end_of(name, known)}
        fields[name] = [f"{first}/{again.isoformat()}" for first, again in ended]
    for name, count in days.items():
        given = [fields.pop(f"{_DAY}{place}", None) for place in range(1, count + 1)]
        if any(given):
            fields[name] = [day for day in given if day]
    return fields


def closures_of(answers: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, str]]]:
    """The closures that were entered, by field and place: first and last closed day. A day without the other is both."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for known in answers:
        if (parts := _END.fullmatch(known)) is not None and parts["place"] not in found.get(
            parts["name"], {}
        ):
            ends = [answers.get(f"{parts['name']}_{end}_{parts['place']}") for end in (_FIRST, _LAST)]
            first, last = ends[0] or ends[1], ends[1] or ends[0]
            found.setdefault(parts["name"], {})[parts["place"]] = (str(first), str(last))
    return found


def wrong_closures(answers: Mapping[str, Any]) -> dict[str, str]:
    """The error of each last closed day before its first one, by the name of its question."""
    return {
        f"{name}_{_LAST}_{place}": "Last closed day must be the same as or after the first closed day"
        for name, spans in closures_of(answers).items()
        for place, (first, last) in spans.items()
        if last < first
    }


def _is_end_of(name: str, known: str) -> bool:
    parts = _END.fullmatch(known)
    return parts is not None and parts["name"] == name


def _closures(field: Field) -> list[Question]:
    """The questions for the first and the last day of closures, with the question of the field as hint."""
    return [
        Question(
            f"{field.name}_{end}_{place}",
            f"{'First' if end == _FIRST else 'Last'} closed day of {'a' if place == 1 else 'another'} closure (optional)",
            "date",
            field.asks if end == _FIRST else "",
        )
        for place in range(1, _CLOSURES + 1)
        for end in (_FIRST, _LAST)
    ]


def _days(count: int) -> list[Question]:
    return [
        Question(
            f"{_DAY}{place}",
            f"Day {place}" if place == 1 else f"Day {place} (optional)",
            "date",
            required=place == 1,
        )
        for place in range(1, count + 1)
    ]


def _which_case(waiting: tuple[Option, ...]) -> Question:
    """The question for the case that an act is about: a list of those that wait or, without one, its number."""
    if not waiting:
        return Question("case", "The number of the case", "code", required=True)
    return Question(
        "case", "Which case?", "list", "Your own cases come first", required=True, options=waiting
    )


def _one(field: Field, choices: Choices) -> Question:
    label = capital(field.asks or plain(field.name))
    label = label if field.required else f"{label} (optional)"
    options = choices.get(field.name) or tuple((each, capital(plain(each))) for each in field.choices)
    if field.holds == "setting" and not options:
        kind, hint = ("settings", _SETTINGS_HINT) if field.is_list else ("setting", _SETTING_HINT)
        return Question(field.name, label, kind, hint, required=field.required)
    if field.kind == "date" and not options:
        return Question(field.name, label, "date", required=field.required)
    if field.kind == "text":
        return Question(field.name, label, "words", field.readers or TEAM_READS, required=field.required)
    if field.kind == "flag":
        yes_or_no = (("true", "Yes"), ("false", "No"))
        return Question(field.name, label, "radios", required=field.required, options=yes_or_no)
    if not options and field.is_list:
        return Question(field.name, label, "codes", _CODES_HINT, required=field.required)
    if not options:
        return Question(field.name, label, "code", required=field.required)
    kind = "checkboxes" if field.is_list else "radios" if len(options) <= MOST_OPTIONS else "list"
    return Question(field.name, label, kind, required=field.required, options=options)
