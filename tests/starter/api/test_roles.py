"""Every role against every operation. The operations come from the app: a new one without a line here fails."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from casework.access.permissions import Person, Right, Role
from casework.processes.panel.sitting import Sitting
from casework.processes.registry import BY_KIND, has_reviews
from office.dependencies import read_only_parts
from office.money import shipped
from office.plans import save
from records.database import Database
from starter.api.app import api
from tests.plans import sample_plan
from tests.running import ROOT
from tests.starter import called
from tests.starter.api.conftest import FAST, HEAD, Caller, calling
from tests.starter.inclusion_plans import put_plan
from tests.starter.processes import put

_CASEWORK = {Role.CASE_OFFICER, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE}
_PANEL = {Role.PANEL_CHAIR, Role.PANEL_MEMBER}
_CASELOAD = _CASEWORK | {Role.ANALYST, Role.AUDITOR, Role.OPS}
_ALL = set(Role)
_ADMIN = {Role.ADMIN}
_MANAGERS = {Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE}
_PLAN_READERS = _CASEWORK | {Role.ANALYST, Role.AUDITOR, Role.PARTNER}

ACT = {"action": "withdrawn", "on": "2024-05-01"}
REQUEST = {
    "requests": [
        {"child_name": "Sample Child", "received_on": "2024-03-04", "team": "north", "officer": None}
    ]
}
AREA_PLAN = {"type": "local_strategy", "lead": "manager-1", "signer": "head-1"}
SITTING = {"sits_on": "2024-03-04", "chair": "a", "members": [{"id": "a", "role": "health"}]}
ROLL = {"pupils": [{"Forename": "Lark", "Surname": "Sample", "DateOfBirth": "2018-05-14"}]}
FACTS: dict[str, Any] = {"events": []}
STANDARDS = (ROOT / "samples" / "standards.yaml").read_text(encoding="utf-8")
FRAMEWORK = shipped()["hours"]
PROFILE = {"setting_type": "mainstream", "levels": {"individual": {"level": 0}, "group": {"level": 0}}}
DECISION = {"starts_on": "2024-05-01", "decided_on": "2024-05-01", "covers": "yes"}
WARNINGS = {
    "warnings": [{"case": "case-a", "limit": "final_plan"}],
    "plan": "A locum writes the advice.",
    "planned_on": "2099-01-01",
    "check": True,
}
PAYMENT = "case,from,to,amount,reference\ncase-a,2024-04-01,2024-04-30,1,R1\n"

TABLE: dict[str, tuple[set[Role], Any]] = {
    "GET /me": (_ALL, None),
    "GET /cases": (_CASELOAD, None),
    "GET /cases/{case_id}": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /cases/{case_id}?personal=true": (_CASEWORK, None),
    "GET /cases/{case_id}/ledger": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /cases/{case_id}/ledger?personal=true": (_CASEWORK, None),
    "GET /cases/{case_id}/notices": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /cases/{case_id}/acts": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /cases/{case_id}/plans": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /cases/{case_id}/disputes": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /children/{child_id}": (
        _CASEWORK | _PANEL | {Role.AUDITOR},
        None,
    ),  # there is none: those who may, are told so
    "GET /children/{child_id}?personal=true": (_CASEWORK | _PANEL, None),
    "POST /children/{child_id}/merge": (_CASEWORK, {"into": "child-none", "reason": "They are one child."}),
    "POST /children/{child_id}/split": (_CASEWORK, {"reason": "They are two children."}),
    "POST /cases/{case_id}/acts": (_CASEWORK, ACT),
    "POST /cases/{case_id}/past-work": (_CASEWORK, {"acts": [ACT], "check": True}),
    "POST /cases/{case_id}/plans": (_CASEWORK, sample_plan()),
    "POST /cases/{case_id}/lists": (_CASEWORK, {"needs": ["ASD"], "origin": "1,1"}),
    "POST /requests": (_CASEWORK, REQUEST),
    "POST /early-support": (
        _CASEWORK,
        {
            "records": [
                {
                    "child_name": "Sample Child",
                    "born_on": "2020-01-01",
                    "setting": "900001",
                    "kind": "screen",
                    "on": "2024-02-03",
                    "tool": "elim",
                    "colour": "red",
                }
            ]
        },
    ),
    "GET /cases/{case_id}/early-support": (_CASEWORK, None),
    "GET /early-support/cohorts": (_CASELOAD, None),
    "GET /plans/template": (_ALL, None),
    "GET /plans/{plan_id}": (_CASEWORK, None),
    "GET /plans/{plan_id}/findings": (_CASEWORK, None),
    "GET /plans/{plan_id}/print": (_CASEWORK, None),
    "GET /plans/{plan_id}/quality": (_CASEWORK, None),
    "POST /plans/{plan_id}/quality/reading": (_CASEWORK, {"grades": {}}),
    "POST /plans/{plan_id}/quality/signature": (
        {Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE},
        {"because": "It was read with the school."},
    ),
    "GET /lists/{list_id}": (_CASEWORK | _PANEL, None),  # there is none: those who may, are told so
    "GET /disputes": (_CASEWORK | {Role.MEDIATOR, Role.AUDITOR}, None),
    "GET /disputes/{dispute_id}": (_CASEWORK | {Role.MEDIATOR, Role.AUDITOR}, None),
    "POST /disputes/{dispute_id}/acts": (_CASEWORK | {Role.MEDIATOR}, ACT),
    "GET /sittings": (_CASEWORK | _PANEL, None),
    "GET /sittings/{sitting_id}": (_CASEWORK | {Role.PANEL_CHAIR}, None),  # its chair is the one who asks
    "POST /sittings": (_CASEWORK | {Role.PANEL_CHAIR}, SITTING),
    "POST /sittings/{sitting_id}/acts": (_CASEWORK | {Role.PANEL_CHAIR}, ACT),
    "GET /cases/{case_id}/maintained-plans": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /maintained-plans": (_CASEWORK | _PANEL | {Role.AUDITOR}, None),
    "GET /maintained-plans/{plan_id}": (_CASEWORK | {Role.AUDITOR}, None),
    "POST /maintained-plans/{plan_id}/acts": (_CASEWORK, ACT),
    "GET /inclusion-plans": (_PLAN_READERS, None),
    "GET /inclusion-plans/{strategy_id}": (
        _PLAN_READERS,
        None,
    ),  # a partner's own, or they are told there is none
    "GET /inclusion-plans/{strategy_id}/evidence": (_PLAN_READERS, None),
    "GET /inclusion-plans/{strategy_id}/versions/{number}/evidence": (_PLAN_READERS, None),
    "POST /inclusion-plans": (_MANAGERS, AREA_PLAN),
    "POST /inclusion-plans/{strategy_id}/acts": (_MANAGERS | {Role.PARTNER}, ACT),
    "GET /cases/{case_id}/bands": (_CASEWORK, None),
    "POST /cases/{case_id}/bands/profile": (_CASEWORK, PROFILE),
    "POST /cases/{case_id}/bands/decision": (_CASEWORK, DECISION),
    "POST /cases/{case_id}/bands/ending": (
        _CASEWORK,
        {"left_on": "2024-05-01", "reason": "The child moved."},
    ),
    "GET /bands/frameworks": (_CASELOAD, None),
    "POST /bands/frameworks": (_MANAGERS, {"text": FRAMEWORK, "check": True}),
    "POST /bands/switches": (_MANAGERS, {"framework": "none", "reason": "It is not used."}),
    "POST /bands/simulations": (_MANAGERS, {"text": FRAMEWORK, "on": "2026-10-01"}),
    "GET /bands/schedule": (_MANAGERS, None),
    "GET /bands/moderation": (_MANAGERS, None),
    "GET /bands/overrides": (_MANAGERS, None),
    "GET /bands/payments": (_MANAGERS, None),
    "POST /bands/payments": (_MANAGERS, {"text": PAYMENT}),
    "GET /forecasts": (_MANAGERS, None),
    "GET /cases/{case_id}/forecast": (_CASEWORK | {Role.AUDITOR}, None),
    "GET /capacity": (_MANAGERS, None),
    "GET /warnings": (_CASEWORK, None),
    "POST /warnings/plans": (_CASEWORK, WARNINGS),
    "GET /services": (_CASELOAD, None),
    "GET /measures": (_CASELOAD, None),
    "GET /measures/{measure}/cases": (_CASELOAD, None),
    "GET /standards": (_CASELOAD, None),
    "POST /standards": (_ADMIN, {"name": "standards.yaml", "content": STANDARDS}),
    "GET /standards/{catalogue}": (_CASELOAD, None),
    "POST /standards/{catalogue}/withdrawals": (
        _ADMIN,
        {"version": "2026.1", "standard": "U-02", "on": "2024-05-01", "because": "It is merged."},
    ),
    "GET /standards-report": (_CASELOAD, None),
    "GET /cases/{case_id}/standards": (_CASEWORK, None),
    "POST /cases/{case_id}/standards": (
        _CASEWORK,
        {"on": "2024-05-01", "links": [{"kind": "evidence", "answer": "met", "standard": "U-01"}]},
    ),
    "GET /settings/{urn}/offer": (_CASELOAD, None),
    "POST /settings/{urn}/offer": (_ADMIN, {"on": "2024-05-01", "standards": ["U-01"]}),
    "POST /settings/{urn}/roll": (_ADMIN, ROLL),
    "POST /timeline": (_ALL, FACTS),
    "GET /rules": (_ALL, None),
    "GET /rules/{rule_id}": (_ALL, None),
    "GET /webhooks": (_ADMIN, None),
    "POST /webhooks": (_ADMIN, {"url": "https://example.org/"}),
    "GET /webhooks/{webhook_id}": (_ADMIN, None),
    "POST /webhooks/{webhook_id}/removal": (_ADMIN, None),
    "POST /webhooks/{webhook_id}/test": (_ADMIN, None),
}
for _process in called.CALLED:
    _path, _one = f"/{_process.group.path}", f"{{{_process.group.noun}_id}}"
    TABLE |= {
        f"GET {_path}": (_CASEWORK | _PANEL | {Role.AUDITOR}, None),
        f"GET /cases/{{case_id}}{_path}": (_CASEWORK | {Role.AUDITOR}, None),
        f"GET {_path}/{_one}": (_CASEWORK | {Role.AUDITOR}, None),
        f"POST {_path}": (_CASEWORK, called.call_of(_process, "case-a")),
        f"POST {_path}/{_one}/acts": (_CASEWORK, ACT),
    }
for _process in (one for one in called.CALLED if one.may_have_no_case):
    TABLE[f"POST /{_process.group.path}/without-case"] = (_CASEWORK, called.call_without_case(_process))
for _group in (one.group for one in called.CALLED if has_reviews(one.group)):
    TABLE |= {
        f"GET /{_group.path}/counts": (_CASELOAD, None),
        f"GET /{_group.path}/counts/{{count}}": (_CASELOAD, None),
        f"GET /{_group.path}/settings/{{setting}}": (_CASELOAD, None),
        f"GET /{_group.path}/planner": (_CASEWORK, None),
        f"POST /{_group.path}/planner/accepted": (
            _CASEWORK,
            {"days": [{"review": "review-none", "on": "2024-05-01"}]},
        ),
        f"POST /{_group.path}/planner/withdrawn": (_CASEWORK, {"reviews": ["review-none"]}),
    }
for _process in (one for one in called.CALLED if one.listings):
    for _list in _process.listings[:1]:
        TABLE[f"GET /{_process.group.path}/lists/{{list_name}}"] = (_CASEWORK | _PANEL, None)
_LISTS = {_each.group.path: _each.listings[0].name for _each in called.CALLED if _each.listings}
MAINTAINED = "maintained-a"
NO_TOKEN = {"GET /health"}


def operations(database: Database) -> dict[str, Any]:
    paths = api(read_only_parts(database)).openapi()["paths"]
    return {f"{method.upper()} {path}": told for path, each in paths.items() for method, told in each.items()}


@pytest.fixture
def ids(database: Database) -> dict[str, str]:
    """Real things to ask for; no dispute, list or webhook, whose absence is told only to those who may ask."""
    sitting = Sitting("sitting-1", date(2024, 5, 1), date(2024, 4, 24), Role.PANEL_CHAIR.value, ())
    with database.write() as session:
        put(session, "panel", sitting, team=None)
        put_plan(session)
        for process in called.CALLED:
            put(session, process.kind, called.state_of(process, "case-a"))
        put(
            session, "maintained_plan", BY_KIND["maintained_plan"].begin(MAINTAINED, {"case": "case-a"}, None)
        )
    plan: str = save(database, "case-a", sample_plan(), None)["plan"]
    return {
        "case_id": "case-a", "child_id": "child-none", "plan_id": plan, "list_id": "list-none", "dispute_id": "mediation-none",
        **{f"{each.group.noun}_id": called.id_of(each) for each in called.CALLED},
        "sitting_id": "sitting-1", "strategy_id": "strategy-a", "number": "1",
        "rule_id": "reg13_2.final_plan", "webhook_id": "webhook-none",
        "catalogue": "ordinarily-available", "urn": "900001", "setting": "urn-900001", "count": "done", "measure": "plans_in_20_weeks_excluding",
    }  # fmt: skip


def test_every_operation_has_its_line(database: Database) -> None:
    known = {line.partition("?")[0] for line in TABLE} | NO_TOKEN
    assert set(operations(database)) == known


ON_POSTGRESQL = (Role.CASE_OFFICER, Role.HEAD_OF_SERVICE, Role.PANEL_CHAIR, Role.MEDIATOR, Role.ADMIN)
"""One role for each scope of a query, all cases, those of a team and a person's own, who are let in everywhere together."""


def test_the_roles_on_postgresql_are_let_in_everywhere_together() -> None:
    assert [line for line, (allowed, _) in TABLE.items() if not allowed & set(ON_POSTGRESQL)] == []


def test_every_role_is_let_in_where_the_table_says_and_refused_with_403_elsewhere(
    reader: Caller, database: Database, ids: dict[str, str]
) -> None:
    for role in Role if database.engine.dialect.name == "sqlite" else ON_POSTGRESQL:
        caller = reader.as_(Person(role.value, "Sample", frozenset({role}), frozenset({"north"})))
        for line, (allowed, body) in TABLE.items():
            method, path = line.split(" ")
            here = {**ids, "list_name": _LISTS.get(path.split("/")[1], "")}
            if path.startswith("/maintained-plans"):  # the plan that is maintained, not its paper
                here["plan_id"] = MAINTAINED
            answer = caller(method, re.sub(r"{(\w+)}", lambda found: here[found[1]], path), body)  # noqa: B023
            expected = role in allowed
            assert (answer.status_code != 403) == expected, f"{role} {line}: {answer.text[:200]}"
            assert answer.status_code not in (401, 422, 500), f"{role} {line}: {answer.text[:200]}"
            if not expected:
                assert answer.json()["detail"].startswith("You may not ")


def test_every_operation_but_health_needs_a_token_and_says_which_rights(database: Database) -> None:
    found = operations(database)
    with calling(api(read_only_parts(database), pace=FAST), database, HEAD) as caller:
        caller.token = None
        for line, told in found.items():
            method, path = line.split(" ")
            answer = caller(method, re.sub(r"{\w+}", "x", path), TABLE.get(line, (None, None))[1])
            assert answer.status_code == (200 if line in NO_TOKEN else 401), line
            ((scheme, scopes),) = (told["security"][0] if line not in NO_TOKEN else {"token": []}).items()
            assert scheme == "token" and set(scopes) <= set(Right)


def test_a_token_holds_no_more_than_the_rights_that_it_was_narrowed_to(reader: Caller) -> None:
    narrow = frozenset({Right.SEE_CASELOAD, Right.SEE_CASE})
    caller = reader.as_(Person("program-1", "Dashboard", frozenset({Role.HEAD_OF_SERVICE}), rights=narrow))
    assert caller("GET", "/cases/case-a").status_code == 200
    for method, path, body in (
        ("GET", "/cases/case-a?personal=true", None),
        ("POST", "/cases/case-a/acts", ACT),
        ("GET", "/sittings", None),
    ):
        refused = caller(method, path, body)
        assert refused.status_code == 403
        assert refused.json()["detail"].endswith("your token does not include that right.")
    assert set(caller.get("/me")["rights"]) == {"see_caseload", "see_case"}


def test_an_officer_sees_the_cases_of_their_own_teams_alone(reader: Caller) -> None:
    for team, seen in (("north", ["case-a"]), ("south", [])):
        officer = reader.as_(Person("o", "O", frozenset({Role.CASE_OFFICER}), frozenset({team})))
        assert [one["case"] for one in officer.get("/cases")["cases"]] == seen
    assert officer("GET", "/cases/case-a").status_code == 403
    refused = officer("POST", "/requests", REQUEST)
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "You may not open cases: it is with team north.",
    )
