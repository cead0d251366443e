"""Answers that name a setting by words: the setting that they mean, or the settings to choose from."""

from __future__ import annotations

import re
from dataclasses import replace

from casework.processes.question import Question
from office.setting_fields import MOST_MATCHES, settings_called, urn_of, why_unclear
from records.database import Database
from records.settings import names_of_settings
from starter.console.views.answers import Raw

Asked = tuple[Question, ...]


def with_settings_found(
    database: Database, asked: Asked, raw: Raw
) -> tuple[Asked, dict[str, list[str]], dict[str, str]]:
    """Return the questions, the raw answers and the errors by question, after looking up each setting that was entered.

    A setting that is found becomes its number, and the question offers it by name. Where several match, the question
    offers them all.
    """
    questions: list[Question] = []
    answers = {name: list(values) for name, values in raw.items()}
    errors: dict[str, str] = {}
    for question in asked:
        written = [one.strip() for one in raw.get(question.name, ()) if one.strip()]
        if question.kind == "setting" and len(written) == 1 and written[0] not in dict(question.options):
            found = settings_called(database, written[0])
            if len(found) == 1:
                answers[question.name] = [found[0][0]]
            else:
                errors[question.name] = why_unclear(written[0], found)
            if 0 < len(found) <= MOST_MATCHES and all(name for _, name in found):
                question = replace(question, options=(*question.options, *found))
        elif question.kind == "settings":
            question = replace(question, options=(*question.options, *_named(database, question, written)))
        questions.append(question)
    return tuple(questions), answers, errors


def _named(database: Database, question: Question, written: list[str]) -> list[tuple[str, str]]:
    """Return the settings of the register whose numbers were entered, and that the question does not offer yet."""
    numbers = [urn for text in written for each in re.split(r"[\s,;]+", text) if (urn := urn_of(each))]
    with database.read() as session:
        found = names_of_settings(session, numbers)
    return [
        (urn, found[urn]) for urn in dict.fromkeys(numbers) if urn in found.keys() - dict(question.options)
    ]
