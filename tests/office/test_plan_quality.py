"""The grade is kept with its version, and a final plan below the council's grade needs a manager's signature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.plans.grades import GRADES
from office import papers
from office.plan_quality import graded, second_reading, sign, to_look_at
from office.plans import save
from office.refusals import ActRefused
from records import plan_gradings, retention
from records.database import Database
from records.profile import keep_profile
from records.tray import Within
from tests.activities.people import NAME
from tests.office.planned_case import CASE, NOW, planned
from tests.plans import sample_plan


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    policy = {"signature_below": "good", "second_reader_percent": 100, "seed": "spring"}
    with found.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "plan_quality": policy}, None, NOW)
    yield found
    found.close()


def thin_plan() -> dict[str, Any]:
    """A plan that is lawful and says little."""
    content = sample_plan(NAME)
    content["about"] |= {"views_of_child": "", "views_of_family": "", "communication": ""}
    for area in content["areas"].values():
        for row in area["rows"]:
            row |= {"need": "Speech.", "outcome": "", "provision": [{"what": "Regular support"}]}
    return content


def refused(database: Database, action: str, document: str) -> str | None:
    named = {"setting": "urn-900001"} if action == "final_issued" else {}
    with database.read() as session:
        found, code = papers.findings_to_accept(
            session, papers.CATALOGUE[action], {"document": document, **named}
        )
        accepted = {"findings_accepted_by": "m-1", "findings_seen": code} if found else {}
        return papers.why_not(session, CASE, action, {"document": document, **named, **accepted})


def test_a_final_plan_below_the_grade_is_refused_until_a_manager_signs_with_a_reason(
    database: Database,
) -> None:
    plan = save(database, CASE, thin_plan(), "officer-1")["plan"]
    assert refused(database, "draft_issued", plan) is None, "the policy is about final plans"
    why = str(refused(database, "final_issued", plan))
    assert (
        why.startswith("By local policy a final plan below Good needs a manager’s signature")
        and why.count(". ") == 0
    )
    for by, because, said in (("manager-1", "short", "reason in a sentence"), ("officer-1", "The family agreed to it.", "another manager")):  # fmt: skip
        with pytest.raises(ActRefused, match=said):
            sign(database, CASE, plan, by, because)
    sign(database, CASE, plan, "manager-1", "The family asked for it before the holidays.")
    assert refused(database, "final_issued", plan) is None
    with database.write() as session:
        sent = papers.read_in(
            session, CASE, "final_issued", {"document": plan, "setting": "urn-900001"}, "officer-1"
        )
    assert refused(database, "final_issued", sent["document"]) is None, "the signature goes with Section I"
    better = save(database, CASE, sample_plan(NAME), "officer-1")["plan"]
    assert (
        refused(database, "final_issued", better) is None and graded(database, CASE, better).signatures == ()
    )


def test_without_a_policy_no_grade_stops_a_plan(database: Database) -> None:
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}}, None, NOW)
    assert refused(database, "final_issued", save(database, CASE, thin_plan(), "officer-1")["plan"]) is None


def test_the_grade_stays_with_its_version_and_a_second_reader_adds_theirs(database: Database) -> None:
    plan = save(database, CASE, sample_plan(NAME), "officer-1")["plan"]
    save(database, CASE, sample_plan(NAME), "officer-1")
    with database.read() as session:
        assert [one.kind for one in plan_gradings.of_plan(session, plan)] == ["checks"]
    found = graded(database, CASE, plan)
    assert found.is_drawn and found.quality.grade == "strong" and not found.needs_signature
    grades = {one.letter: GRADES[1].name for one in found.quality.sections}
    with pytest.raises(ActRefused, match="Section F: Special educational provision"):
        second_reading(database, CASE, plan, "officer-2", ({**grades, "F": ""}, ""))
    with pytest.raises(ActRefused, match="Ask another person"):
        second_reading(database, CASE, plan, "officer-1", (grades, ""))
    second_reading(database, CASE, plan, "officer-2", (grades, "Say how it is measured."))
    (reading,) = graded(database, CASE, plan).readings
    assert (reading.by, reading.because, reading.content["grades"]) == (
        "officer-2",
        "Say how it is measured.",
        grades,
    )
    with pytest.raises(ActRefused, match="no such version"):
        graded(database, "case-other", plan)
    with database.write() as session:
        assert retention.destroy_rows(session, [CASE])["plan_gradings"] == 2


def test_a_manager_sees_the_latest_versions_that_wait_and_only_those_of_their_teams(
    database: Database,
) -> None:
    within = Within("manager-1", frozenset({"north"}), own=False)

    def waiting(of: Within = within) -> list[tuple[str, bool, bool]]:
        with database.read() as session:
            return [(one["plan"], one["to_read"], one["to_sign"]) for one in to_look_at(session, of)]

    save(database, CASE, sample_plan(NAME), "officer-1")
    plan = save(database, CASE, thin_plan(), "officer-1")["plan"]
    assert (
        waiting() == [(plan, True, True)]
        and waiting(Within("manager-2", frozenset({"south"}), own=False)) == []
    )
    sign(database, CASE, plan, "manager-1", "The family asked for it before the holidays.")
    assert waiting() == [(plan, True, False)]
    grades = {one.letter: GRADES[1].name for one in graded(database, CASE, plan).quality.sections}
    second_reading(database, CASE, plan, "officer-2", (grades, ""))
    assert waiting() == []
