"""The form that corrects or completes a child's details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from casework.people.census import CODES, LABELS
from casework.people.child import Correction
from casework.people.identifiers import plain_number
from casework.processes.question import Question
from starter.console.views.answers import Answers, Raw
from starter.console.views.intake import YES_NO

_TEXTS: tuple[Question, ...] = (
    Question("name", "Name", "code", required=True),
    Question("born_on", "Date of birth", "date"),
    Question("upn", "Unique pupil number (optional)", "code"),
    Question("nhs_number", "NHS number (optional)", "code"),
    Question("address", "Address (optional)", "words", "Each part on its own line, with the postcode last"),
)


def _of_census(name: str) -> Question:
    label = f"{LABELS[name]} (optional)"
    if name in CODES:
        return Question(
            name, label, "radios" if name == "sex" else "list", options=tuple(CODES[name].items())
        )
    if name == "first_language":
        return Question(name, label, "code")
    return Question(name, label, "radios", options=YES_NO)


QUESTIONS: tuple[Question, ...] = (
    *_TEXTS,
    *map(_of_census, LABELS),
    Question("why", "Why do you change the details?", "words", "A sentence, such as: The school gave the pupil number", required=True),
)  # fmt: skip
"""The questions of the form, in order."""
_STARTS = {
    "Unique pupil number": "upn",
    "NHS number": "nhs_number",
    "Date of birth": "born_on",
    "Enter an address": "address",
    "first_language": "first_language",
    "Say why": "why",
}
"""How a refusal begins that is about a field other than the name."""


def raw_of(details: Mapping[str, Any]) -> Raw:
    """Return the details as the answers of the form."""
    raw: dict[str, list[str]] = {}
    for name, value in details.items():
        if value is None:
            continue
        if name == "born_on":
            day = date.fromisoformat(value)
            raw |= {f"born_on-{part}": [str(getattr(day, part))] for part in ("day", "month", "year")}
        elif isinstance(value, bool):
            raw[name] = ["true" if value else "false"]
        else:
            raw[name] = [str(value)]
    return raw


def correction_of(answers: Answers, details: Mapping[str, Any]) -> tuple[Correction | None, dict[str, str]]:
    """Return what differs from the recorded details, or what is wrong, by name of the question."""
    errors = dict(answers.errors)
    told = dict(answers.fields)
    for name in ("upn", "nhs_number"):
        if name in told:
            told[name] = plain_number(str(told[name]))
    emptied = [
        one.name
        for one in QUESTIONS
        if one.name != "why" and one.name not in told and details.get(one.name) is not None
    ]
    for name in emptied:
        errors.setdefault(name, "You can correct a recorded answer but not remove it")
    if errors:
        return None, errors
    changed = {
        one.name: told[one.name]
        for one in fields(Correction)
        if one.name in told and told[one.name] != details.get(one.name)
    }
    if "born_on" in changed:
        changed["born_on"] = date.fromisoformat(changed["born_on"])
    return Correction(**changed), {}


def error_at(refusal: str) -> dict[str, str]:
    """Return a refusal as the error of the question that it is about."""
    return {next((name for start, name in _STARTS.items() if refusal.startswith(start)), "name"): refusal}
