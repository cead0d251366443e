"""The answers on the check page of an act in a process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.processes.question import Question
from starter.console.views.answers import Answers
from statute.words import short_date


def summary(asked: tuple[Question, ...], answers: Answers) -> list[dict[str, str]]:
    """Return the rows of the check page: question name, label and answer."""
    rows = []
    for question in asked:
        value: Any = {"on": answers.on, "of": answers.of}.get(
            question.name, answers.fields.get(question.name)
        )
        if value is None or value == []:
            continue
        label = "Date" if question.name == "on" else question.label.removesuffix(" (optional)").rstrip("?")
        rows.append({"name": question.name, "label": label, "text": _answer_text(question, value)})
    return rows


def _answer_text(question: Question, value: Any) -> str:
    options = dict(question.options)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return short_date(value)
    if question.kind in ("setting", "settings"):
        several = value if isinstance(value, list) else [value]
        return "\n".join(_setting_text(str(one).removeprefix("urn-"), options) for one in several)
    if question.kind == "date":
        return short_date(date.fromisoformat(value))
    if isinstance(value, list):
        return "\n".join(options.get(str(each), str(each)) for each in value)
    return options.get(str(value), str(value))


def _setting_text(urn: str, options: Mapping[str, str]) -> str:
    """Return the name and number of a setting. A name that was found by its number may end with the number already."""
    name = options.get(urn)
    if name is None or urn in name:
        return name or f"URN {urn}"
    return f"{name} (URN {urn})"
