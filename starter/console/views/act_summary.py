"""The answers on the check page of an act in a process."""

from __future__ import annotations

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
    if question.kind == "setting":
        urn = str(value).removeprefix("urn-")
        return f"{options[urn]} (URN {urn})" if urn in options else f"URN {urn}"
    if question.kind == "date":
        return short_date(date.fromisoformat(value))
    if isinstance(value, list):
        return "\n".join(options.get(str(each), str(each)) for each in value)
    return options.get(str(value), str(value))
