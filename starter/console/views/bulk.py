"""The views of one act in several cases: the selection, the check page and the result."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.case.acts import CATALOGUE
from casework.processes.question import Question
from office.bulk_acts import Result
from records import cases, staff, tray
from records.management import Batch
from starter.console.views.answers import Answers, answer_text, plain_label, with_plain_words
from starter.console.views.today import may_be_named
from statute.words import short_date


def frame(
    session: Session, who: Person, batch: Batch, results: Sequence[Result], case_ids: Collection[str]
) -> dict[str, Any]:
    """Return what every page of a batch shows. `named` is the number of children's names, for the access log."""
    rows = cases.those(session, sorted(case_ids))
    names = tray.names_of(session, [row.case_id for row in rows.values() if may_be_named(who, row)])
    people = staff.names(session)
    return {
        "title": CATALOGUE[batch.kind].title,
        "batch": batch.batch_id,
        "names": names,
        "named": len(names),
        "results": [
            {"row": one.row, "done": one.done, "why": with_plain_words(one.why, people) if one.why else None}
            for one in results
        ],
        "done": sum(one.done for one in results),
        "left": sum(not one.done for one in results),
        "plain": lambda why: with_plain_words(why, people),
    }


def summary(questions: Sequence[Question], answers: Answers) -> list[dict[str, str]]:
    """Return the answers that are the same for every row: name of the question, label and answer."""
    rows = []
    for one in questions:
        if one.name == "on" and answers.on is not None:
            rows.append({"name": "on", "label": "Date", "text": short_date(answers.on)})
        elif one.name in answers.fields:
            text = answer_text(one, answers.fields[one.name])
            rows.append({"name": one.name, "label": plain_label(one), "text": text})
    return rows
