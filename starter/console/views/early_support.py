"""The views of early support: what is due, the records of a case, the form that adds one, and the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.access.permissions import Right
from casework.early_support.cohort import PARTS, CohortTable
from casework.early_support.support_record import FIELDS, KINDS, SupportField, wrong_answers
from casework.processes.question import Question
from casework.small_numbers.suppression import SMALLEST_SHOWN
from office.early_support import CaseSupport, DueRescreen, answers_in_words
from starter.console.views import answers
from starter.console.views.answers import Answers
from starter.console.views.case import File, case_frame
from starter.console.views.labels import plain
from starter.console.views.questions import LONGEST_TEXT
from statute.words import capital

_SHORT = 200
"""The longest answer that has one line; a longer one has a box."""
_FLAGS = (("yes", "Yes"), ("no", "No"))
_COLUMNS: Mapping[str, str] = {"up": "Moved up", "down": "Moved down", "not_rescreened": "Not re-screened"}
MOST_SHOWN = 100
"""The most re-screens that the page lists, the longest overdue first."""
HIDDEN = "–"
"""What stands for a hidden number."""


@dataclass(frozen=True, slots=True)
class Form:
    """The answers to the form of a record, and what is wrong with each."""

    kind: str
    answers: Answers
    written: Mapping[str, str] = field(default_factory=dict)


def due_page(found: Sequence[DueRescreen], names: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the re-screens that are due, with the names of their settings."""
    return {
        "total": len(found),
        "due": [
            {
                "child": one.child.name,
                "born_on": one.child.born_on,
                "case": one.case_id,
                "setting": names.get(one.urn, one.urn),
                "colour": capital(one.colour),
                "due_on": one.due_on,
                "days": (one.due_on - today).days,
            }
            for one in found[:MOST_SHOWN]
        ],
    }


def case_page(file: File, found: CaseSupport, names: Mapping[str, str], *, is_on: bool) -> dict[str, Any]:
    """Return the early support of a case."""
    may_add = is_on and file.personal and file.may(Right.ACT) and not file.case["closed_on"]
    return {
        **case_frame(file, "/early-support"),
        "support": found,
        "is_on": is_on,
        "rows": [
            {
                "kind": KINDS[one.record.kind].title,
                "on": one.record.on,
                "answers": answers_in_words(one.record),
                "setting": names.get(one.kept.urn, one.kept.urn),
                "by": file.staff_name(one.by),
                "early": one.record in found.early,
            }
            for one in reversed(found.records)
        ],
        "may_agree": may_add and any(one["action"] == "advice_sufficient" for one in file.case["actions"]),
        "kinds": [{"name": kind.name, "title": kind.title} for kind in KINDS.values()] if may_add else [],
    }


def questions(kind: str) -> tuple[Question, ...]:
    """Return the questions of a record of a kind: its day, the setting, and its answers."""
    known = KINDS[kind]
    asked = [_question(FIELDS[name], required=name in known.needs) for name in known.fields]
    hint = "Its number in the register. It has 6 digits, such as 900001"
    return (
        Question(
            "on", known.when, "today", "Enter the date it happened, not the date you record it", required=True
        ),
        *asked,
        Question("urn", "School or setting (URN)", "code", hint, required=True),
    )


def read_form(kind: str, raw: Mapping[str, Sequence[str]], today: date) -> Form:
    """Read and check the answers to the form of a record."""
    given = answers.read(questions(kind), raw, today)
    written = {name: answers_of(name, given) for name in KINDS[kind].fields}
    wrong = {name: why for name, why in given.errors.items() if name == "on" or FIELDS_OF_DAYS.get(name)}
    if not given.first("urn").strip():
        wrong["urn"] = "Enter the number of the school or setting"
    if given.on is not None and given.on > today:
        wrong["on"] = "The date it happened must be today or in the past"
    wrong |= {name: why for name, why in wrong_answers(kind, written).items() if name not in wrong}
    return Form(
        kind,
        Answers(raw, given.on, None, {}, wrong),
        {name: value for name, value in written.items() if value},
    )


FIELDS_OF_DAYS = {name: one.sort == "day" for name, one in FIELDS.items()}
"""Whether the answer to a question is a day, which is written in three parts."""


def answers_of(name: str, given: Answers) -> str:
    """Return the answer to a question as a record reads it."""
    return str(given.fields.get(name, "")) if FIELDS_OF_DAYS[name] else given.first(name).strip()


def form_page(file: File, form: Form, urn: str) -> dict[str, Any]:
    """Return the form that adds a record. `urn` is the setting to propose."""
    raw = form.answers.raw or {"on": ["today"], "urn": [urn] if urn else []}
    return {
        "title": f"Add early support: {KINDS[form.kind].title.lower()}",
        "case_id": file.id,
        "case_title": file.intake.child_name if file.intake else file.id,
        "kind": form.kind,
        "questions": questions(form.kind),
        "answers": Answers(raw, form.answers.on, None, {}, form.answers.errors),
        "today": file.today,
        "longest": LONGEST_TEXT,
    }


def _question(asked: SupportField, *, required: bool) -> Question:
    label = asked.asks if required else f"{asked.asks} (optional)"
    hint = f"A number from {asked.least} to {asked.most}" if asked.sort == "number" else ""
    options = (
        tuple(asked.choices.items()) if asked.sort == "choice" else _FLAGS if asked.sort == "flag" else ()
    )
    kinds = {"choice": "radios", "flag": "radios", "day": "date"}
    kind = kinds.get(asked.sort, "words" if asked.longest > _SHORT else "code")
    if not required and asked.sort == "choice":
        kind = "list"
    return Question(asked.name, label, kind, hint, required=required, options=options)


def report_page(table: CohortTable, names: Mapping[str, str], label: str) -> dict[str, Any]:
    """Return the table of screened children, one part after another."""
    parts = []
    for part, (heading, columns) in PARTS.items():
        published = table.parts[part]
        parts.append(
            {
                "key": part,
                "heading": heading,
                "columns": [_COLUMNS.get(one) or capital(plain(one)) for one in columns],
                "rows": [
                    {
                        "setting": names.get(row.partition(" ")[0], row.partition(" ")[0]),
                        "year": row.partition(" ")[2],
                        "screened": published.row_totals[row],
                        "counts": [_shown(published.cells[row, column]) for column in columns],
                    }
                    for row in table.rows
                ],
                "totals": [
                    _shown(published.total),
                    *(_shown(published.column_totals[one]) for one in columns),
                ]
                if table.rows
                else [],
            }
        )
    return {
        "title": "Early support by setting",
        "parts": parts,
        "left_out": table.left_out,
        "smallest": SMALLEST_SHOWN,
        "label": label,
        "as_at": table.as_at,
        "hidden": HIDDEN,
    }


def _shown(number: int | None) -> str:
    return HIDDEN if number is None else str(number)
