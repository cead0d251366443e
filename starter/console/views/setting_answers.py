"""Answers that name a setting by words: the setting that they mean, or the settings to choose from."""

from __future__ import annotations

from dataclasses import replace

from casework.processes.question import Question
from office.setting_fields import MOST_MATCHES, settings_called, why_unclear
from records.database import Database
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
        questions.append(question)
    return tuple(questions), answers, errors
