"""Answers that name a setting by words: the setting that they mean, or the settings to choose from."""

from __future__ import annotations

import re
from dataclasses import replace

from casework.processes.question import Question
from office.setting_fields import MOST_MATCHES, settings_called, urn_of, why_unclear
from records.database import Database
from starter.console.views.answers import Raw

Asked = tuple[Question, ...]


def with_settings_found(
    database: Database, asked: Asked, raw: Raw
) -> tuple[Asked, dict[str, list[str]], dict[str, str]]:
    """Return the questions, the raw answers and the errors by question, after looking up each setting that was entered.

    A setting that is found becomes its number, and the question offers it by name. Where several match, the question
    offers them all in place of the words.
    """
    questions: list[Question] = []
    answers = {name: list(values) for name, values in raw.items()}
    errors: dict[str, str] = {}
    for question in asked:
        written = [one.strip() for one in raw.get(question.name, ()) if one.strip()]
        if question.kind == "settings" or (question.kind == "setting" and len(written) == 1):
            found = _looked_up(database, question, _each_of(database, question, written))
            question, answers[question.name], unclear = found
            errors |= {question.name: unclear} if unclear else {}
        questions.append(question)
    return tuple(questions), answers, errors


def _looked_up(
    database: Database, question: Question, each: list[str]
) -> tuple[Question, list[str], str | None]:
    """Return the question with the settings that it offers now, the answers to it, and what is unclear about the first."""
    offered, answers, unclear = dict(question.options), list[str](), None
    for words in each:
        if words in offered:
            answers.append(words)
            continue
        found = settings_called(database, words)
        is_offered = 0 < len(found) <= MOST_MATCHES and all(name for _, name in found)
        if is_offered:
            offered |= dict(found)
        if len(found) == 1:
            answers.append(found[0][0])
            continue
        unclear = unclear or why_unclear(words, found)
        answers += [] if is_offered else [words]
    return replace(question, options=tuple(offered.items())), answers, unclear


def _each_of(database: Database, question: Question, written: list[str]) -> list[str]:
    """Return the number, or the words, of each setting that was entered: on a line of its own or between commas.

    A comma may also stand within the words for one setting, as in its name and its town.
    """
    if question.kind == "setting":
        return written
    found = []
    for line in (one.strip() for text in written for one in re.split(r"[\n;]+", text) if one.strip()):
        parts = [one.strip() for one in line.split(",") if one.strip()]
        numbers = [one for part in parts for one in part.split()]
        if all(urn_of(one) for one in numbers):
            found += numbers
        elif len(parts) > 1 and not settings_called(database, " ".join(parts)):
            found += parts
        else:
            found.append(" ".join(parts))
    return found
