"""Answers that name a setting by words: the setting that they mean, or the settings to choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.processes.question import Question
from office.setting_fields import MOST_MATCHES, settings_called, urn_of, why_unclear
from records.database import Database
from starter.console.views.answers import Answers, Raw, read

Asked = tuple[Question, ...]
HINT = "Enter its name, town or number (URN), such as 900001"


@dataclass(frozen=True, slots=True)
class SettingField:
    """The field of a form for one setting: its question with the settings to choose from, and what was entered."""

    question: Question
    answers: Answers

    @property
    def urn(self) -> str:
        """The number of the setting that was found, or an empty text."""
        name = self.question.name
        found = self.answers.of if name == "of" else self.answers.fields.get(name)
        return "" if self.error is not None else str(found or "").removeprefix("urn-")

    @property
    def error(self) -> str | None:
        """What is wrong with what was entered, or None."""
        return self.answers.errors.get(self.question.name)

    @property
    def blank(self) -> SettingField:
        """The field as a form first shows it, without an error."""
        return replace(self, answers=replace(self.answers, errors={}))

    def refused(self, sentence: str) -> SettingField:
        """Return the field with a refusal as its error."""
        return replace(self, answers=replace(self.answers, errors={self.question.name: sentence}))


def setting_field(
    database: Database,
    name: str,
    label: str,
    written: Sequence[str],
    *,
    required: bool = False,
    hint: str = HINT,
) -> SettingField:
    """Return the field for one setting after looking up what was entered: a name, a town or a number."""
    question = Question(name, label, "setting", hint, required=required)
    asked, raw, unclear = with_settings_found(database, (question,), {name: list(written)})
    answers = read(asked, raw, date.min)
    return SettingField(asked[0], replace(answers, errors={**answers.errors, **unclear}))


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
        if question.kind in ("settings", "setting"):
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
