"""The form that calls a sitting: its members, proposed from the last sitting, and the waiting cases to list at once."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from casework.case.actions import Act
from casework.case.stages import Stage
from casework.processes.form import plain
from casework.processes.page import as_date
from casework.processes.panel.quorum import OTHER_ROLES, ROLES
from casework.processes.process_pages import Given
from casework.processes.question import Question
from casework.processes.reader import Reader
from statute.words import capital

ASKED_IN: Mapping[Stage, str] = {
    Stage.DECIDING_TO_ASSESS: "assess",
    Stage.ASSESSING: "plan",
    Stage.DECIDING_TO_ISSUE: "plan",
}
"""What the panel is asked about a case that waits in a stage."""
_OTHERS = 3
"""The number of members that the form asks for besides those of the three services."""
_MOST_CASES = 20
"""The most waiting cases that the form offers. More can be listed on the page of the sitting."""
_BETWEEN = ":"
"""What stands between a case and the question about it in the value of its box."""


def questions(reader: Reader) -> tuple[Question, ...]:
    """Return the questions of the form."""
    options = reader.staff("panel_chair", "panel_member")
    kind = "list" if options else "code"
    asked = [
        Question("sits_on", "Date of the sitting", "date", required=True),
        Question("papers_by", "Date papers are due (optional)", "date"),
        *(
            Question(f"for_{role}", f"Member for {said}", kind, required=True, options=options)
            for role, said in ROLES.items()
        ),
    ]
    roles = tuple((each, capital(plain(each))) for each in (*OTHER_ROLES, *ROLES))
    for place in range(1, _OTHERS + 1):
        asked += [
            Question(f"other_{place}", f"Another member {place} (optional)", kind, options=options),
            Question(
                f"other_{place}_role",
                f"Service or role of member {place} (optional)",
                "list",
                options=roles,
            ),
        ]
    hint = "Choose one of the members. The chair signs the sitting off."
    asked.append(Question("chair", "Chair", kind, hint, required=True, options=options))
    waiting = tuple(
        (f"{case}{_BETWEEN}{about}", text)
        for stage, about in ASKED_IN.items()
        for case, text in reader.cases_in((stage,))
    )[:_MOST_CASES]
    if waiting:
        hint = "You can list more on the page of the sitting"
        asked.append(
            Question(
                "cases",
                "Which waiting cases do you list now? (optional)",
                "checkboxes",
                hint,
                options=waiting,
            )
        )
    return tuple(asked)


def proposed(last: Mapping[str, Any] | None, days: Sequence[str], today: date) -> dict[str, Sequence[str]]:
    """Return the answers to begin with: the next of the council's `days` of the week, and the members of the last sitting.

    The day is after today and after the last sitting. Without days of the council it is left open.
    """
    after = max(today, as_date(last["sits_on"])) if last is not None else today
    found: dict[str, Sequence[str]] = {}
    if days:
        week = (after + timedelta(days=ahead) for ahead in range(1, len(day_name) + 1))
        sits_on = next(day for day in week if day_name[day.weekday()].lower() in days)
        found |= {f"sits_on-{part}": [str(getattr(sits_on, part))] for part in ("day", "month", "year")}
    if last is None:
        return found
    found["chair"] = [str(last["chair"])]
    others = []
    for member in last["members"]:
        name = f"for_{member['role']}"
        if member["role"] in ROLES and name not in found:
            found[name] = [str(member["id"])]
        else:
            others.append(member)
    for place, member in enumerate(others[:_OTHERS], start=1):
        found |= {f"other_{place}": [str(member["id"])], f"other_{place}_role": [str(member["role"])]}
    return found


def given(answers: Mapping[str, Any]) -> Given:
    """Return the opening of the sitting from the answers, and the acts that list its first cases."""
    members = [
        {"id": str(answers[f"for_{role}"]), "role": role} for role in ROLES if f"for_{role}" in answers
    ]
    errors = {}
    for place in range(1, _OTHERS + 1):
        who, role = answers.get(f"other_{place}"), answers.get(f"other_{place}_role")
        if who and not role:
            errors[f"other_{place}_role"] = f"Choose the service or role of member {place}"
        elif who:
            members.append({"id": str(who), "role": str(role)})
    named = {name: answers[name] for name in ("sits_on", "papers_by", "chair") if answers.get(name)}
    listed = [str(each).partition(_BETWEEN) for each in answers.get("cases") or ()]
    then = tuple(Act("list_case", None, case, {"about": about}) for case, _, about in listed)
    return Given({**named, "members": members}, errors, then)
