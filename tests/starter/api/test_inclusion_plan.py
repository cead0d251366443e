"""The frozen evidence of a plan for the local area over the API, of its draft and of each published version."""

from __future__ import annotations

from casework.access.permissions import Person, Role
from records.database import Database
from tests.starter.api.conftest import Caller
from tests.starter.inclusion_plans import PARTNER, PLAN, put_plan

AT = f"/inclusion-plans/{PLAN}"


def test_the_evidence_of_a_version_is_what_it_was_signed_off_with(reader: Caller, database: Database) -> None:
    with database.write() as session:
        put_plan(session)
    first, second, draft = (
        reader.get(f"{AT}/{path}") for path in ("versions/1/evidence", "versions/2/evidence", "evidence")
    )
    versions = {one["number"]: one["evidence"] for one in reader.get(AT)["published"]}
    assert versions == {1: first["id"], 2: second["id"]} and first["id"] != second["id"]
    assert draft["id"] == second["id"], "the refresh has frozen none of its own yet"
    tables = {one["id"]: one for one in first["tables"]}
    need = tables["plans_need_phase"]
    assert need["columns"] and all(len(row["cells"]) == len(need["columns"]) for row in need["rows"])
    assert tables["voice"]["absent"] and not tables["voice"]["rows"]
    missing = reader("GET", f"{AT}/versions/9/evidence")
    assert missing.status_code == 409 and "not published" in missing.json()["detail"]


def test_a_partner_reads_the_evidence_of_the_plan_that_they_sign_only(
    reader: Caller, database: Database
) -> None:
    with database.write() as session:
        put_plan(session)
        put_plan(session, "strategy-b")
    partner = reader.as_(Person(PARTNER, "Sample Partner", frozenset({Role.PARTNER})))
    other = reader.as_(Person("partner-9", "Sample Other", frozenset({Role.PARTNER})))
    assert partner.get(f"{AT}/versions/1/evidence")["id"] == reader.get(f"{AT}/versions/1/evidence")["id"]
    assert partner.get("/me")["rights"] == {"see_inclusion_plan": "own", "act_in_inclusion_plan": "own"}
    refused = other("GET", f"{AT}/versions/1/evidence")
    assert refused.status_code in (404, 409) and other.get("/inclusion-plans")["inclusion-plans"] == []
    assert partner("GET", "/cases").status_code == 403
