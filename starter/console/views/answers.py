"""What somebody answered on the pages of an act: read whole, with a sentence for each answer that cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.actions import Action
from casework.case.acts import ADVISERS, Act
from casework.processes.question import Question
from starter.console.views.case import File
from starter.console.views.questions import LONGEST_TEXT
from statute.words import capital, listed, short_date

TODAY, OTHER = "today", "other"
_ORDINARY = frozenset({"from", "to", "because"})
"""Particulars that are words of any sentence: a refusal is about them where it says `from=` or `from:`."""
_URN = re.compile(r"(urn-)?\d{5,7}")
Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers as they were given (`raw`), as the act takes them, and what is wrong, by question."""

    raw: Raw
    on: date | None
    of: str | None
    fields: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """A single answer as it was given."""
        values = self.raw.get(name, ())
        return values[0] if values else ""

    def act(self, action: Action) -> Act:
        """The act as the guard reads it; free text stands as an id would."""
        plain = {
            each.name: "note" if each.kind == "text" else self.fields[each.name]
            for each in action.fields
            if each.name in self.fields
        }
        return Act(action.name, self.on, self.of, plain)


def read(asked: Sequence[Question], raw: Raw, today: date) -> Answers:
    """Read the answers to some questions."""
    errors: dict[str, str] = {}
    found: dict[str, Any] = {}
    for question in asked:
        value, wrong = _read(question, raw, today)
        if wrong is not None:
            errors[question.name] = wrong
        elif value not in (None, "", []):
            found[question.name] = value
    on, of = found.pop("on", None), found.pop("of", None)
    return Answers(raw, on, ",".join(of) if isinstance(of, list) else of, found, errors)


def _read(question: Question, raw: Raw, today: date) -> tuple[Any, str | None]:
    values = [each.strip() for each in raw.get(question.name, ()) if each.strip()]
    match question.kind:
        case "today":
            is_written = any(raw.get(f"on-{part}", [""])[0].strip() for part in ("day", "month", "year"))
            if values == [TODAY] and is_written:
                return None, "You chose today and wrote another day; keep one of the two."
            if values == [TODAY]:
                return today, None
            if not values and not is_written:
                return None, "Say on which day it was."
            return _date("on", raw, required=True)
        case "date":
            day, wrong = _date(question.name, raw, required=question.required)
            return (day.isoformat() if day else None), wrong
        case "words":
            text = "\n".join(values)
            if len(text) > LONGEST_TEXT:
                return None, f"Write at most {LONGEST_TEXT:,} characters; these are {len(text):,}."
            return text, (
                None if text or not question.required else f"{plain_label(question)}: write it here."
            )
        case "settings":
            return _settings(question, values)
        case "setting":
            found, wrong = _settings(question, values)
            return (found[0] if found else None), wrong
    options = {value for value, _ in question.options}
    known = (
        options | ADVISERS.keys() | {each for each in values if _URN.fullmatch(each)}
        if question.of
        else options
    )
    if question.options and not set(values) <= known:
        return None, f"{plain_label(question)}: choose from what is offered."
    if question.required and not values:
        how = "choose one" if question.kind in ("radios", "list") else "choose at least one"
        return None, f"{plain_label(question)}: {how if question.options else 'write it here'}."
    if question.kind == "checkboxes":
        is_one = question.name in ("approved_by", "findings_accepted_by")
        return (values[0] if is_one and values else values), None
    if set(options) == {"true", "false"}:
        return ({"true": True, "false": False}.get(values[0]) if values else None), None
    return (values[0] if values else None), None


def plain_label(question: Question) -> str:
    """What a question is called in a list of answers."""
    return question.label.removesuffix(" (optional)").rstrip("?.")


def _settings(question: Question, values: Sequence[str]) -> tuple[list[str] | None, str | None]:
    words_given = [each for text in values for each in re.split(r"[\s,;]+", text) if each]
    bad = [each for each in words_given if not _URN.fullmatch(each)]
    if bad:
        return None, f"{bad[0]} is not a number of the register; a URN has six figures, such as 900001."
    if question.required and not words_given:
        return None, f"{plain_label(question)}: give the number of at least one."
    return [f"urn-{each.removeprefix('urn-')}" for each in dict.fromkeys(words_given)], None


def _date(name: str, raw: Raw, *, required: bool) -> tuple[date | None, str | None]:
    parts = {part: (raw.get(f"{name}-{part}", [""])[0]).strip() for part in ("day", "month", "year")}
    missing = [part for part, text in parts.items() if not text]
    if len(missing) == 3:
        return None, ("Write the day, month and year." if required else None)
    if missing:
        return None, f"The date must have a {listed(missing)}."
    if not all(text.isascii() and text.isdecimal() for text in parts.values()) or len(parts["year"]) != 4:
        return None, "Write the date in figures, such as 27 3 2026."
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])), None
    except ValueError:
        return None, f"{parts['day']} {parts['month']} {parts['year']} is not a day of the calendar."


def written(line: Mapping[str, Any], asked: Sequence[Question]) -> Raw:
    """What was recorded once, as answers: so that it can be recorded anew with something changed."""
    raw: dict[str, list[str]] = {}
    values = {**line["fields"], "of": line["of"], "on": line["on"]}
    for question in asked:
        value = values.get(question.name)
        if value in (None, "", []) or question.name == "approved_by":
            continue
        if question.kind in ("date", "today"):
            year, month, day = str(value).split("-")
            raw |= {
                f"{question.name}-{part}": [str(int(text))]
                for part, text in (("day", day), ("month", month), ("year", year))
            }
            if question.kind == "today":
                raw["on"] = [OTHER]
        elif isinstance(value, bool):
            raw[question.name] = ["true" if value else "false"]
        else:
            raw[question.name] = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    return raw


def target(question: Question, answers: Answers) -> str:
    """Where the summary of errors leads: the first thing to mend."""
    if question.kind == "today":
        return "on-today" if not answers.one("on-day") and answers.one("on") != OTHER else "on-day"
    return f"{question.name}-day" if question.kind == "date" else question.name


def urns(asked: Sequence[Question], answers: Answers) -> dict[str, list[str]]:
    """The numbers of settings that were written, by question."""
    found = {}
    for question in asked:
        if question.kind == "settings" and answers.of:
            found[question.name] = [of.removeprefix("urn-") for of in answers.of.split(",")]
        elif question.kind == "setting" and question.name in answers.fields:
            found[question.name] = [str(answers.fields[question.name]).removeprefix("urn-")]
    return found


def placed(asked: Sequence[Question], answers: Answers, sentence: str) -> dict[str, str]:
    """A refusal beside the answer that it is about, where its words say which; else beside the day."""
    for question in asked:
        name = re.escape(question.name)
        wanted = rf"\b{name}(=|:)" if question.name in _ORDINARY else rf"\b{name}\b"
        if question.name not in ("on", "of") and re.search(wanted, sentence[:1].lower() + sentence[1:]):
            return {question.name: sentence}
    if (
        answers.of
        and any(of in sentence for of in answers.of.split(","))
        and any(one.name == "of" for one in asked)
    ):
        return {"of": sentence}
    return {"on": sentence}


def summary(file: File, asked: Sequence[Question], answers: Answers) -> list[dict[str, str]]:
    """The answers as they are checked before they are recorded."""
    rows = []
    for question in asked:
        if question.name == "on":
            text = f"{short_date(answers.on)}" if answers.on else ""
            label = "Date"
        elif question.name == "of":
            text = "\n".join(capital(file.whose(of)) for of in (answers.of or "").split(",") if of)
            label = "Whose" if question.kind != "settings" else "Settings"
        else:
            if question.name not in answers.fields:
                continue
            value = answers.fields[question.name]
            text = file.whose(value) if question.kind == "setting" else said(question, value)
            label = plain_label(question)
        rows.append({"name": question.name, "label": label, "text": text or "Not given"})
    return rows


def said(question: Question, value: Any) -> str:
    """An answer as people read it."""
    options = dict(question.options)
    if isinstance(value, list):
        return "\n".join(options.get(str(each)) or str(each) for each in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if question.kind == "date":
        return short_date(date.fromisoformat(value))
    return options.get(value, str(value))


def with_plain_words(sentence: str, staff: Mapping[str, str] | None = None) -> str:
    """A refusal without codes, where people know an adviser, or somebody of the staff, by a name."""
    for code in sorted(re.findall(r"\b[A-Za-z]+[_-][A-Za-z0-9_-]+\b", sentence), key=len, reverse=True):
        said = (staff or {}).get(code) or ADVISERS.get(code)
        if said is not None:
            sentence = re.sub(rf"(?<![\w-]){re.escape(code)}(?![\w-])", said, sentence)
    return capital(sentence)
