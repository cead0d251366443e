"""An act that sends a paper needs that paper, and a final plan leaves with the setting of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.case.acts import CATALOGUE
from casework.plans.plan import plan_of
from office import papers
from office.plans import check, save
from office.uploads import Uploads
from records import plans
from records.database import Database
from tests.activities.people import NAME
from tests.office.planned_case import CASE, LARCH, planned
from tests.plans import sample_plan


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    yield found
    found.close()


def refused(database: Database, action: str, **fields: Any) -> str | None:
    with database.read() as session:
        return papers.why_not(session, CASE, action, fields)


def weak_plan() -> dict[str, Any]:
    content = sample_plan(NAME)
    content["areas"]["communication_and_interaction"]["rows"][0]["outcome"] = ""
    return content


@pytest.mark.parametrize("action", sorted(name for name, one in CATALOGUE.items() if one.paper is not None))
def test_an_act_that_says_that_a_paper_was_sent_needs_the_paper(database: Database, action: str) -> None:
    missing = refused(database, action)
    assert missing is not None and missing.count(". ") == 0
    for document in ("doc-none", "plan-none", "letter-1"):
        assert refused(database, action, document=document) is not None
    content = sample_plan(NAME)
    kept = save(database, CASE, content, "officer-1")["plan"]
    named = {"setting": "urn-900001"} if CATALOGUE[action].paper == "final" else {}
    assert refused(database, action, document=kept, **named) is None
    passed_by = refused(database, action)
    assert passed_by is not None and kept in passed_by


def test_a_person_who_was_handed_a_paper_before_needs_evidence_that_is_kept(
    database: Database, tmp_path: Path
) -> None:
    told = {"told_how": "handed_over", "told_evidence": "doc-none"}
    why = refused(database, "draft_issued", **told)
    assert (
        why
        == "This case has no document 'doc-none'; add it to the case, and give its number as told_evidence."
    )
    kept, _ = Uploads(database, tmp_path / "uploads").keep(CASE, "receipt.txt", b"A receipt.", "officer-1")
    assert refused(database, "draft_issued", **{**told, "told_evidence": kept.document_id}) is None


def test_the_findings_of_a_plan_are_read_before_they_are_accepted(database: Database) -> None:
    plan = save(database, CASE, weak_plan(), "officer-1")
    draft = {"document": plan["plan"]}
    assert "no outcome is given" in str(refused(database, "draft_issued", **draft))
    unread = refused(database, "draft_issued", **draft, findings_accepted_by="m-1")
    assert unread is not None and unread.startswith("Read the findings of this plan before you accept them")
    assert plan["code"] not in unread
    accepted = {**draft, "findings_accepted_by": "m-1"}
    assert refused(database, "draft_issued", **accepted, findings_seen="0000000a") == unread
    assert refused(database, "draft_issued", **accepted, findings_seen=plan["code"]) is None
    final = {**accepted, "setting": "urn-900001"}
    assert refused(database, "final_issued", **final, findings_seen=plan["code"]) is not None, "of a draft"
    code = check(database, plan["plan"], final=True)["code"]
    assert refused(database, "final_issued", **final, findings_seen=code) is None


def test_section_i_of_a_final_plan_is_filled_from_the_decision(database: Database) -> None:
    plan = save(database, CASE, sample_plan(NAME), "officer-1")["plan"]
    fields = {"document": plan, "setting": "urn-900001"}
    assert refused(database, "final_issued", **fields) is None
    with database.write() as session:
        added = papers.read_in(session, CASE, "final_issued", fields, "officer-1")
        sent = plans.find_plan(session, added["document"])
        assert sent is not None and sent.version == 2
        placement = plan_of(sent.content).placement
        assert (placement.setting, placement.urn, placement.type) == (LARCH.name, "900001", "mainstream")
        assert papers.read_in(session, CASE, "final_issued", {**fields, **added}, "officer-1") == {}
        again = papers.read_in(session, CASE, "final_issued", fields, "officer-1")
        assert again == added, "the same act makes one version"


@pytest.mark.parametrize("placement", [{"setting": "Sample Hazel School"}, {"urn": "900002"}])
def test_section_i_equals_the_decision(database: Database, placement: dict[str, str]) -> None:
    plan = save(database, CASE, {**sample_plan(NAME), "placement": placement}, "officer-1")["plan"]
    why = refused(database, "final_issued", document=plan, setting="urn-900001")
    assert why is not None and "but Section I of the plan names" in why


def test_the_setting_of_section_i_is_that_of_the_act_if_it_names_none(database: Database) -> None:
    placement = {"setting": "Sample Larch Primary School", "urn": "900001"}
    plan = save(database, CASE, {**sample_plan(NAME), "placement": placement}, "officer-1")["plan"]
    with database.write() as session:
        told = papers.read_in(session, CASE, "final_issued", {"document": plan}, None)
    assert told == {"setting": "urn-900001"}
