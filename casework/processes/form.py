"""The questions of a form for an act of a process, and its answers as fields of the act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.case.actions import TEAM_READS, Action, Field
from casework.processes.question import MOST_OPTIONS, Option, Question
from statute.words import capital

Choices = Mapping[str, tuple[Option, ...]]
"""The options of each field, by its name."""
_BODIES: tuple[Option, ...] = (("health", "The health body"), ("social_care", "Social care"))
_DAY = "day_"


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
        else:
            asked.append(_one(field, choices))
    return tuple(asked)


def fields_of(answers: Mapping[str, Any], days: Mapping[str, int]) -> dict[str, Any]:
    """The fields of an act from the answers of its form: days are put together, and the case is left out."""
    fields = {name: value for name, value in answers.items() if name != "case"}
    for name, count in days.items():
        given = [fields.pop(f"{_DAY}{place}", None) for place in range(1, count + 1)]
        if any(given):
            fields[name] = [day for day in given if day]
    return fields


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
    if field.kind == "date" and not options:
        return Question(field.name, label, "date", required=field.required)
    if field.kind == "text":
        return Question(field.name, label, "words", field.readers or TEAM_READS, required=field.required)
    if field.kind == "flag":
        yes_or_no = (("true", "Yes"), ("false", "No"))
        return Question(field.name, label, "radios", required=field.required, options=yes_or_no)
    if not options:
        return Question(field.name, label, "code", required=field.required)
    kind = "checkboxes" if field.is_list else "radios" if len(options) <= MOST_OPTIONS else "list"
    return Question(field.name, label, kind, required=field.required, options=options)
