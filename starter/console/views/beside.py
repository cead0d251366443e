"""An act at a sitting or in a dispute as questions, and its answers as the act takes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Action, Field
from starter.console.views.answers import Answers
from starter.console.views.question import MOST_OPTIONS, Option, Question
from statute.words import capital, short_date

DAYS_OFFERED = 3
"""How many days a mediator is asked for; they may offer others later."""
_BODIES: tuple[Option, ...] = (("health", "The health body"), ("social_care", "Social care"))


def plain(code: object) -> str:
    """A code of a sitting or dispute as words; `education` is a service here, and no adviser."""
    return str(code).replace("_", " ")


def questions(
    action: Action,
    offered: Mapping[str, tuple[Option, ...]],
    *,
    day: bool = True,
    labels: Mapping[str, str] | None = None,
) -> tuple[Question, ...]:
    """What is asked. `offered` are the choices that a sitting or dispute itself gives."""
    asked: list[Question] = []
    if day:
        asked.append(
            Question(
                "on",
                f"When was it that {action.said}?",
                "today",
                "The day it took effect, not the day you record it.",
                required=True,
            )
        )
    if action.of == "body":
        asked.append(Question("of", "Which body?", "radios", required=True, options=_BODIES, of=True))
    if action.of == "case" and "case" in offered:
        asked.append(_one(Field("case", "id", True), "The number of the case", offered))
    for field in action.fields:
        if action.name == "propose_dates" and field.name == "dates":
            asked += _days()
        else:
            asked.append(_one(field, (labels or {}).get(field.name), offered))
    return tuple(asked)


def _days() -> list[Question]:
    return [
        Question(
            f"day_{place}",
            f"Day {place}" if place == 1 else f"Day {place} (optional)",
            "date",
            required=place == 1,
        )
        for place in range(1, DAYS_OFFERED + 1)
    ]


def _one(field: Field, label: str | None, offered: Mapping[str, tuple[Option, ...]]) -> Question:
    label = label or capital(field.asks or plain(field.name))
    label = label if field.required else f"{label} (optional)"
    options = offered.get(field.name) or tuple((each, capital(plain(each))) for each in field.choices)
    if field.kind == "date" and not options:
        return Question(field.name, label, "date", required=field.required)
    if field.kind == "text":
        return Question(field.name, label, "words", required=field.required)
    if field.kind == "flag":
        return Question(
            field.name, label, "radios", required=field.required, options=(("true", "Yes"), ("false", "No"))
        )
    if not options:
        return Question(field.name, label, "code", required=field.required)
    kind = "checkboxes" if field.is_list else "radios" if len(options) <= MOST_OPTIONS else "list"
    return Question(field.name, label, kind, required=field.required, options=options)


def fields_of(action: Action, answers: Answers) -> dict[str, Any]:
    """The particulars of the act, its days together."""
    fields = dict(answers.fields)
    days = [fields.pop(name) for name in sorted(fields) if name.startswith("day_")]
    if days:
        fields["dates"] = days
    fields.pop("case", None)
    return fields


def summary(asked: tuple[Question, ...], answers: Answers) -> list[dict[str, str]]:
    """The answers as they are checked before they are recorded."""
    rows = []
    for question in asked:
        value: Any = {"on": answers.on, "of": answers.of}.get(
            question.name, answers.fields.get(question.name)
        )
        if value is None or value == []:
            continue
        label = "Date" if question.name == "on" else question.label.removesuffix(" (optional)").rstrip("?")
        rows.append({"name": question.name, "label": label, "text": _said(question, value)})
    return rows


def _said(question: Question, value: Any) -> str:
    options = dict(question.options)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return short_date(value)
    if question.kind == "date":
        return short_date(date.fromisoformat(value))
    if isinstance(value, list):
        return "\n".join(options.get(str(each), str(each)) for each in value)
    return options.get(str(value), str(value))
