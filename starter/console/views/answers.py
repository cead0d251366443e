"""Read the answers to the questions of a form, with an error message for each invalid answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.actions import Action
from casework.case.acts import ADVISERS, Act
from casework.processes.form import wrong_closures
from casework.processes.question import Question
from office.refusals import ActRefused, NoSuchCase
from starter.console.views import labels
from starter.console.views.case import File
from starter.console.views.questions import LONGEST_TEXT
from statute.words import capital, listed, short_date
from statute.written_date import month_number

TODAY, OTHER = "today", "other"
_COMMON_WORDS = frozenset({"from", "to", "because"})
"""Field names that are also common words. A refusal is about such a field only if it has `from=` or `from:`."""
_URN = re.compile(r"(urn-)?\d{5,7}")
Raw = Mapping[str, Sequence[str]]
_NEEDS_NO_ARTICLE = frozenset(
    [
        "a",
        "an",
        "any",
        "how",
        "its",
        "the",
        "their",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "who",
        "whose",
        "why",
    ]
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers as sent (`raw`), as values for the act, and the errors by name of the question."""

    raw: Raw
    on: date | None
    of: str | None
    fields: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """Return the first answer to a question as sent, or an empty string."""
        values = self.raw.get(name, ())
        return values[0] if values else ""

    def act(self, action: Action) -> Act:
        """Return the act for the guard to check. Free text is replaced, because the guard only sees ids."""
        plain = {
            each.name: "note" if each.kind == "text" else self.fields[each.name]
            for each in action.fields
            if each.name in self.fields
        }
        return Act(action.name, self.on, self.of, plain)


def read(asked: Sequence[Question], raw: Raw, today: date) -> Answers:
    """Read and check the answers to some questions. An act that no one is asked the date of takes effect today."""
    errors: dict[str, str] = {}
    found: dict[str, Any] = {}
    for question in asked:
        value, error = _read(question, raw, today)
        if error is not None:
            errors[question.name] = error
        elif value not in (None, "", []):
            found[question.name] = value
    errors |= wrong_closures(found)
    on, of = found.pop("on", None), found.pop("of", None)
    if not any(one.name == "on" for one in asked):
        on = today
    return Answers(raw, on, ",".join(of) if isinstance(of, list) else of, found, errors)


def _read(question: Question, raw: Raw, today: date) -> tuple[Any, str | None]:
    values = [each.strip() for each in raw.get(question.name, ()) if each.strip()]
    match question.kind:
        case "today":
            return _today_or_date(question, values, raw, today)
        case "date":
            day, error = _date(question, raw)
            return (day.isoformat() if day else None), error
        case "words":
            return _text(question, values)
        case "settings":
            return _settings(question, values)
        case "codes":
            return _codes(question, values)
        case "setting":
            found, error = _settings(question, values)
            if error is None and found is not None and len(found) > 1:
                error = "Select one setting or enter another, not both"
            return (found[0] if found else None), error
    return _choice(question, values)


def _today_or_date(
    question: Question, values: Sequence[str], raw: Raw, today: date
) -> tuple[date | None, str | None]:
    has_date = any(raw.get(f"on-{part}", [""])[0].strip() for part in ("day", "month", "year"))
    if values == [TODAY] and has_date:
        return None, "Select today or enter another date, not both"
    if values == [TODAY]:
        return today, None
    if not values and not has_date:
        return None, f"Enter the date for “{question.label}”"
    return _date(question, raw)


def _text(question: Question, values: Sequence[str]) -> tuple[str | None, str | None]:
    text = "\n".join(values)
    if len(text) > LONGEST_TEXT:
        return (
            None,
            f"{_subject(question)} must be {LONGEST_TEXT:,} characters or less. You have {len(text):,}",
        )
    return text, None if text or not question.required else f"Enter {_object(question)}"


def _choice(question: Question, values: Sequence[str]) -> tuple[Any, str | None]:
    options = {value for value, _ in question.options}
    known = (
        options | ADVISERS.keys() | {each for each in values if _URN.fullmatch(each)}
        if question.of
        else options
    )
    if question.options and not set(values) <= known:
        return None, f"Select {_object(question)} from the options"
    if question.required and not values:
        return None, f"{'Select' if question.options else 'Enter'} {_object(question)}"
    if question.kind == "checkboxes":
        is_one = question.name in ("approved_by", "findings_accepted_by")
        return (values[0] if is_one and values else values), None
    if set(options) == {"true", "false"}:
        return ({"true": True, "false": False}.get(values[0]) if values else None), None
    return (values[0] if values else None), None


def plain_label(question: Question) -> str:
    """Return the label of a question for a list of answers."""
    return question.label.removesuffix(" (optional)").rstrip("?.")


def _subject(question: Question) -> str:
    """Return the words for a question at the start of an error message: 'Date of birth', 'The answer to “Why?”'."""
    label = question.label.removesuffix(" (optional)")
    return f"The answer to “{label}”" if label.endswith("?") else label


def _object(question: Question) -> str:
    """Return the words for a question after a verb: 'the date of birth', 'an answer to “Who asked?”'."""
    label = question.label.removesuffix(" (optional)")
    if label.endswith("?"):
        return f"an answer to “{label}”"
    label = label.rstrip(".")
    first = label.partition(" ")[0]
    lowered = label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]
    return lowered if first.lower() in _NEEDS_NO_ARTICLE else f"the {lowered}"


def _codes(question: Question, values: Sequence[str]) -> tuple[list[str] | None, str | None]:
    codes = [each for text in values for each in re.split(r"[\s,;]+", text) if each]
    return codes, None if codes or not question.required else f"Enter {_object(question)}"


def _settings(question: Question, values: Sequence[str]) -> tuple[list[str] | None, str | None]:
    numbers = [each for text in values for each in re.split(r"[\s,;]+", text) if each]
    bad = [each for each in numbers if not _URN.fullmatch(each)]
    if bad:
        return None, f"{bad[0]} is not a URN. A URN has 6 digits, such as 900001"
    if question.required and not numbers:
        return (
            None,
            f"Enter {_object(question)}" if question.kind == "setting" else "Enter at least one setting",
        )
    return [f"urn-{each.removeprefix('urn-')}" for each in dict.fromkeys(numbers)], None


def _date(question: Question, raw: Raw) -> tuple[date | None, str | None]:
    parts = {part: (raw.get(f"{question.name}-{part}", [""])[0]).strip() for part in ("day", "month", "year")}
    subject = f"Date for “{question.label}”" if question.label.endswith("?") else _subject(question)
    missing = [part for part, text in parts.items() if not text]
    if len(missing) == 3:
        wanted = f"the date for “{question.label}”" if question.label.endswith("?") else _object(question)
        return None, (f"Enter {wanted}" if question.required else None)
    if missing:
        return None, f"{subject} must include a {listed(missing)}"
    if (month := month_number(parts["month"])) is not None:
        parts["month"] = str(month)
    if not all(text.isascii() and text.isdecimal() for text in parts.values()):
        return None, f"{subject} must be in numbers, such as 27 3 2026"
    if len(parts["year"]) != 4:
        return None, f"{subject} must have a year of 4 digits, such as 2026"
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])), None
    except ValueError:
        return None, f"{subject} must be a real date"


def raw_of_line(line: Mapping[str, Any], asked: Sequence[Question]) -> Raw:
    """Return a ledger line as raw answers, so that a person can change them and record the act again."""
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
    """Return the id of the input that the error summary links to."""
    if question.kind == "today":
        return "on-today" if not answers.first("on-day") and answers.first("on") != OTHER else "on-day"
    return f"{question.name}-day" if question.kind == "date" else question.name


def urns(asked: Sequence[Question], answers: Answers) -> dict[str, list[str]]:
    """Return the URNs that were entered, by name of the question."""
    found = {}
    for question in asked:
        if question.kind == "settings" and answers.of:
            found[question.name] = [of.removeprefix("urn-") for of in answers.of.split(",")]
        elif question.kind == "setting" and question.name in answers.fields:
            found[question.name] = [str(answers.fields[question.name]).removeprefix("urn-")]
    return found


def error_at(asked: Sequence[Question], answers: Answers, sentence: str) -> dict[str, str]:
    """Return a refusal as an error of the question that its words name, otherwise of the date or the first question."""
    for question in asked:
        name = re.escape(question.name)
        wanted = rf"\b{name}(=|:)" if question.name in _COMMON_WORDS else rf"\b{name}\b"
        if question.name not in ("on", "of") and re.search(wanted, sentence[:1].lower() + sentence[1:]):
            return {question.name: sentence}
    if (
        answers.of
        and any(of in sentence for of in answers.of.split(","))
        and any(one.name == "of" for one in asked)
    ):
        return {"of": sentence}
    names = [one.name for one in asked]
    return {"on" if "on" in names or not names else names[0]: sentence}


def wrong_case(refusal: ActRefused) -> dict[str, str]:
    """Return a refusal about the case that a person entered as an error of its question."""
    if isinstance(refusal, NoSuchCase):
        return {"case": "There is no case with this number. Check it, or search for the case"}
    return {"case": with_plain_words(str(refusal))}


def summary(file: File, asked: Sequence[Question], answers: Answers) -> list[dict[str, str]]:
    """Return the rows of the check page: question name, label and answer."""
    rows = []
    for question in asked:
        if question.name == "on":
            text = f"{short_date(answers.on)}" if answers.on else ""
            label = "Date"
        elif question.name == "of":
            text = "\n".join(capital(file.party_name(of)) for of in (answers.of or "").split(",") if of)
            label = "Settings" if question.kind == "settings" else plain_label(question)
        else:
            if question.name not in answers.fields:
                continue
            value = answers.fields[question.name]
            text = file.party_name(value) if question.kind == "setting" else answer_text(question, value)
            label = plain_label(question)
        rows.append({"name": question.name, "label": label, "text": text or "Not given"})
    return rows


def answer_text(question: Question, value: Any) -> str:
    """Return an answer in words."""
    options = dict(question.options)
    if isinstance(value, list):
        return "\n".join(options.get(str(each)) or str(each) for each in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if question.kind == "date":
        return short_date(date.fromisoformat(value))
    return options.get(value, str(value))


def with_plain_words(sentence: str, staff: Mapping[str, str] | None = None) -> str:
    """Return a refusal with names in place of codes of advisers and ids of staff, and without commands."""
    for code in sorted(re.findall(r"\b[A-Za-z]+[_-][A-Za-z0-9_-]+\b", sentence), key=len, reverse=True):
        name = (staff or {}).get(code) or ADVISERS.get(code)
        if name is not None:
            sentence = re.sub(rf"(?<![\w-]){re.escape(code)}(?![\w-])", name, sentence)
    return capital(labels.without_commands(sentence))
