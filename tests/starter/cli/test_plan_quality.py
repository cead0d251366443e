"""`ehcp plan quality`, `read` and `sign`, and the same through the API."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from casework.access.permissions import Person, Role
from office.dependencies import read_only_parts
from office.plans import save
from records import staff
from records.database import Database
from starter.api.app import api
from tests.activities.people import NAME
from tests.office.planned_case import CASE, planned
from tests.plans import sample_plan
from tests.running import here as ehcp
from tests.starter.api.conftest import FAST, calling

SIGNS = "--because=The-school-asked-for-it-today"


def _register(database: Database) -> None:
    with database.write() as session:
        for person, role in (("reader-1", "case_officer"), ("manager-1", "team_manager")):
            content = {"id": person, "name": person, "roles": [role], "teams": ["north"]}
            staff.save_sign_in(session, person, content, datetime.now(UTC))


def test_a_version_is_graded_read_and_signed_by_command(tmp_path: Path) -> None:
    with closing(planned(tmp_path)) as database:
        _register(database)
        plan = save(database, CASE, sample_plan(NAME), "officer-1")["plan"]
    shown = ehcp("plan", "quality", plan, "--json", data=tmp_path).json
    grades = [f"--grade={one['letter']}=good" for one in shown["sections"]]
    assert (shown["plan"], shown["readings"]) == (plan, []) and grades
    assert ehcp("plan", "read", plan, *grades, data=tmp_path).err.startswith(
        "A reading or signature has a name"
    )
    assert (
        "is not SECTION=GRADE" in ehcp("plan", "read", plan, "--grade=A", "--by=reader-1", data=tmp_path).err
    )
    assert ehcp("plan", "read", plan, *grades, "--says=Clear.", "--by=reader-1", data=tmp_path).code == 0
    signed = ehcp("plan", "sign", plan, SIGNS, "--by=manager-1", "--json", data=tmp_path).json
    assert [one["by"] for one in (*signed["readings"], *signed["signatures"])] == ["reader-1", "manager-1"]
    said = ehcp("plan", "quality", plan, data=tmp_path).out
    assert "Read by reader-1" in said and "Clear." in said and "Signed by manager-1" in said


def test_a_version_is_graded_read_and_signed_through_the_api(tmp_path: Path) -> None:
    with closing(planned(tmp_path)) as database:
        plan = save(database, CASE, sample_plan(NAME), "officer-1")["plan"]
        officer = Person("reader-1", "Reader", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
        manager = Person("manager-1", "Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
        with calling(api(read_only_parts(database), pace=FAST), database, officer) as caller:
            found = caller.get(f"/plans/{plan}/quality")
            grades = {one["letter"]: "good" for one in found["sections"]}
            missing = caller("POST", f"/plans/{plan}/quality/reading", {"grades": {}})
            assert missing.status_code == 409 and "Select a grade for Section" in missing.json()["detail"]
            read = caller("POST", f"/plans/{plan}/quality/reading", {"grades": grades, "says": "Clear."})
            assert (read.status_code, read.json()["readings"][0]["grades"]) == (201, grades)
            because = {"because": "The school asked for it today."}
            assert caller("POST", f"/plans/{plan}/quality/signature", because).status_code == 403
            signed = caller.as_(manager)("POST", f"/plans/{plan}/quality/signature", because)
            assert signed.json()["signatures"][0]["because"] == because["because"]
