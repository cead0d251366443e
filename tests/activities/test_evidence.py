"""The evidence of a plan for the local area, counted from the records and stored under its own id."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from activities.evidence import freeze, gathered, in_area
from casework.inclusion_plan.assumptions import assumed
from casework.processes.lookup import EvidenceWanted
from casework.settings.settings import Setting
from office import council_details
from office.plans import save
from records import inclusion_evidence
from tests.activities.steps import Story
from tests.databases import new_records
from tests.plans import sample_plan

WANTED = EvidenceWanted(date(2030, 1, 1), assumed({}))
_AT = datetime(2030, 1, 1, 9, tzinfo=UTC)


def test_a_setting_is_in_the_area_if_it_is_of_the_authority_of_the_council(tmp_path: Path) -> None:
    known = [
        Setting(str(number), "Invented School", "special", authority, None, None, True)
        for number, authority in enumerate(("383", "Leeds", "Kirklees", " "))
    ]
    with closing(new_records(tmp_path)) as database:
        with database.read() as session:
            assert in_area(session, known) is None, "no council is known"
        council_details.load(
            database,
            {"authority": {"name": "Sample Council"}, "dashboard": {"authority": "Leeds"}},
            "admin-1",
        )
        with database.read() as session:
            assert in_area(session, known) == {"urn-0": True, "urn-1": True, "urn-2": False}
            assert in_area(session, known[3:]) is None


def test_evidence_is_stored_once_and_provision_is_read_from_the_plans(tmp_path: Path) -> None:
    with closing(new_records(tmp_path)) as database:
        for number in range(5):
            Story(f"case-{number}").record(database)
        save(database, "case-1", sample_plan(), None)
        with database.write() as session:
            first = freeze(session, WANTED, _AT)
            assert freeze(session, WANTED, datetime(2031, 1, 1, tzinfo=UTC)) == first
            assert inclusion_evidence.made_at(session, first) == _AT
            rows = list(inclusion_evidence.provisions(session, WANTED.as_at))
            assert {row.case_id for row in rows} == {"case-1"} and all(row.how_often for row in rows)
            found = gathered(session, WANTED)
        assert found.id == first and found.rule_pack.startswith("england")
        assert all(one.rows or one.absent for one in found.tables)
