"""Sittings of the panel as people read and fill them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.access.permissions import Person, Right, Scope, refused, scope_of
from casework.processes.panel.sitting import OTHER_ROLES, PANEL_ACTS, ROLES, Member
from office.gate import thing_of
from office.panel import Call, sitting_as_json
from records import cases, people, sittings, staff
from records.database import Database
from starter.console.views.answers import Answers, read
from starter.console.views.beside import plain
from starter.console.views.question import Option, Question
from statute.words import capital, listed, short_date

NO_DAY = frozenset({"list_case", "papers_ready", "carry_over", "call_off"})
"""What takes effect when it is recorded; the other acts are those of the day of the sitting."""
ADVICE: Mapping[str, tuple[str, ...]] = {
    "assess": ("assess", "do_not_assess", "more_information"),
    "plan": ("make_plan", "do_not_make_plan", "more_information"),
}
_OTHERS = 3
_STAGES = {
    "panel_listing": ("running", "Listing"),
    "panel_sitting": ("running", "Sitting"),
    "panel_inquorate": ("overdue", "Not quorate"),
    "panel_signed_off": ("met", "Signed off"),
    "panel_called_off": ("closed", "Called off"),
}


def rows(database: Database, person: Person, today: date, *, past: bool) -> list[dict[str, Any]]:
    """The sittings that a person may see: those to come and those that wait for something, or those that are over."""
    found = []
    with database.read() as session:
        known = staff.names(session)
        for row in sittings.select_sittings(session):
            over = row.status in ("panel_signed_off", "panel_called_off")
            if (
                over is not past
                or refused(person, Right.SEE_PANEL, thing_of(session, row.sitting_id)) is not None
            ):
                continue
            items = row.content["items"]
            found.append(
                {
                    "sitting": row.sitting_id,
                    "sits_on": row.sits_on,
                    "papers_by": row.papers_by,
                    "days": (row.sits_on - today).days,
                    "stage": _STAGES[row.status],
                    "chair": known.get(row.content["chair"], row.content["chair"]),
                    "cases": len(items),
                    "without_papers": sum(not item["papers"] for item in items),
                }
            )
    return found if past else list(reversed(found))


def sitting(database: Database, person: Person, sitting_id: str) -> dict[str, Any]:
    """A sitting for one who may see it: its members, its agenda with papers and advice, and what may be recorded. Raises ActRefused."""
    told = sitting_as_json(database, sitting_id)
    over = told["stage"] in ("panel_signed_off", "panel_called_off")
    with database.read() as session:
        thing = thing_of(session, sitting_id)
        known = staff.names(session)
        runs = refused(person, Right.RUN_PANEL, thing) is None and not over
        items = [
            _item(session, person, item, runs=runs, held=told["present"] is not None)
            for item in told["items"]
        ]
    there = set(told["present"] or ())
    signers = told["signers"] if told.get("signers") is not None else [told["chair"]]
    return {
        **told,
        "sits_on": date.fromisoformat(told["sits_on"]),
        "papers_by": date.fromisoformat(told["papers_by"]),
        "stage": _STAGES[told["stage"]],
        "over": over,
        "runs": runs,
        "quorate": told["present"] is None or not told["missing_roles"],
        "missing": listed([ROLES[role] for role in told["missing_roles"]]) if told["missing_roles"] else "",
        "chair_name": known.get(told["chair"], told["chair"]),
        "members": [
            {
                "id": one["id"],
                "name": known.get(one["id"], one["id"]),
                "role": capital(plain(one["role"])),
                "chair": one["id"] == told["chair"],
                "there": None if told["present"] is None else one["id"] in there,
            }
            for one in told["members"]
        ],
        "items": items,
        "signs": person.id in signers,
        "signer_names": listed((known.get(each, each) for each in signers), "or") if signers else "",
        "chair_signs": told["chair"] in signers,
    }


def _item(session: Any, person: Person, item: dict[str, Any], *, runs: bool, held: bool) -> dict[str, Any]:
    thing = thing_of(session, item["case"])
    seen = refused(person, Right.SEE_CASE, thing) is None
    personal = refused(person, Right.SEE_PERSONAL, thing) is None
    intake = people.intake_of(session, item["case"]) if personal else None
    return {
        **item,
        "seen": seen,
        "name": intake.child_name if intake else None,
        "asked": "Whether to assess" if item["about"] == "assess" else "Whether to make a plan",
        "advice": capital(plain(item["recommendation"])) if item["recommendation"] else None,
        "reason": item["reason"] if personal else None,
        "dissent": item["dissent"] if personal else None,
        "acts": [
            {"action": name, "title": PANEL_ACTS[name].title}
            for name, may in (
                ("papers_ready", not item["papers"]),
                ("recommend", held),
                ("carry_over", True),
            )
            if runs and seen and may
        ],
    }  # fmt: skip


def may_call(person: Person) -> bool:
    """Whether somebody calls sittings and lists cases: those who run every sitting, not its chair alone."""
    return scope_of(person, Right.RUN_PANEL) is Scope.ALL


def offered(
    database: Database, person: Person, sitting_id: str, case_id: str | None
) -> dict[str, tuple[Option, ...]]:
    """The choices that a sitting itself gives for an act at it."""
    with database.read() as session:
        row = sittings.find(session, sitting_id)
        assert row is not None
        known = staff.names(session)
        others = [
            one
            for one in sittings.select_sittings(session)
            if one.sitting_id != sitting_id and one.status == "panel_listing"
        ]
        about = next((item["about"] for item in row.content["items"] if item["case"] == case_id), None)
    members = tuple(
        (one["id"], f"{known.get(one['id'], one['id'])} ({plain(one['role'])})")
        for one in row.content["members"]
    )
    return {
        "present": members,
        "to": tuple((one.sitting_id, f"{short_date(one.sits_on)} ({one.sitting_id})") for one in others),
        "recommendation": tuple((each, capital(plain(each))) for each in ADVICE.get(about or "", ())),
        "about": (("assess", "Whether to assess"), ("plan", "Whether to make a plan")),
        "case": (),
    }


def case_title(database: Database, person: Person, case_id: str) -> str:
    """What a case is called by one who may see it: the child's name where that is theirs to see."""
    with database.read() as session:
        row = cases.find(session, case_id)
        if row is None or refused(person, Right.SEE_PERSONAL, thing_of(session, case_id)) is not None:
            return case_id
        intake = people.intake_of(session, case_id)
    return intake.child_name if intake else case_id


def new_questions(known: Mapping[str, str]) -> tuple[Question, ...]:
    """What is asked when a sitting is called. `known` are those who sit on panels, by id."""
    options: tuple[Option, ...] = tuple((each, f"{name} ({each})") for each, name in known.items())
    kind = "list" if options else "code"
    asked = [
        Question("sits_on", "When does it sit?", "date", required=True),
        Question("papers_by", "By when are papers due? (optional)", "date"),
        *(
            Question(f"for_{role}", f"Who sits for {said}?", kind, required=True, options=options)
            for role, said in ROLES.items()
        ),
    ]
    roles = tuple((each, capital(plain(each))) for each in (*OTHER_ROLES, *ROLES))
    for place in range(1, _OTHERS + 1):
        asked.append(Question(f"other_{place}", f"Another member {place} (optional)", kind, options=options))
        asked.append(
            Question(f"other_{place}_role", f"What member {place} sits for (optional)", "list", options=roles)
        )
    asked.append(
        Question(
            "chair",
            "Who takes the chair, and signs it off?",
            kind,
            "One of the members.",
            required=True,
            options=options,
        )
    )
    return tuple(asked)


def call_of(
    asked: tuple[Question, ...], raw: Mapping[str, list[str]], today: date
) -> tuple[Answers, Call | None]:
    """The sitting that a form asks for; None where something is wrong with it."""
    answers = read(asked, raw, today)
    errors = dict(answers.errors)
    given = answers.fields
    members = [Member(str(given[f"for_{role}"]), role) for role in ROLES if f"for_{role}" in given]
    for place in range(1, _OTHERS + 1):
        who, role = given.get(f"other_{place}"), given.get(f"other_{place}_role")
        if who and not role:
            errors[f"other_{place}_role"] = f"Say what member {place} sits for."
        elif who:
            members.append(Member(str(who), str(role)))
    if errors:
        return Answers(raw, None, None, given, errors), None
    papers = date.fromisoformat(given["papers_by"]) if given.get("papers_by") else None
    return answers, Call(date.fromisoformat(given["sits_on"]), tuple(members), str(given["chair"]), papers)
