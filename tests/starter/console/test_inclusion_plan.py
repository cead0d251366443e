"""The pages of a plan for the local area: its list, its sections, its evidence and its published versions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from docx import Document
from starlette.testclient import TestClient

from office.dependencies import Parts, read_only_parts
from records import inclusion_evidence
from records.tables import INCLUSION_EVIDENCE
from tests.casework.processes.area_strategy.plans import started, to_sign, written
from tests.databases import new_records
from tests.starter.console.office import STAFF, TODAY
from tests.starter.console.signed import browser_of
from tests.starter.inclusion_plans import PLAN, put_plan
from tests.starter.processes import put

AT = f"/inclusion-plan/{PLAN}"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("plans"))) as database:
        with database.write() as session:
            put_plan(session)
            put(session, "area_strategy", started(), team=None)
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["head"])


def test_the_page_leads_to_sections_evidence_and_versions(browser: TestClient) -> None:
    page = browser.get(AT).text
    for part in ("sections/vision", "evidence", "versions/1", "versions/2", "versions/2/compare"):
        assert f'href="{AT}/{part}"' in page, part
    assert "Every date here is local policy" in page and "Superseded on 12 January 2027" in page
    assert browser.get("/inclusion-plan").text.count("Local area SEND and inclusion strategy") >= 1


def test_an_officer_reads_a_plan_and_is_offered_nothing(parts: Parts) -> None:
    page = browser_of(parts, STAFF["officer"]).get(AT).text
    assert f'href="{AT}/evidence"' in page and f"{AT}/sections/" not in page and "/act/" not in page


def test_a_partner_sees_the_plan_that_they_sign_and_nothing_else(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["partner"])
    listed = browser.get("/inclusion-plan").text
    assert f'href="{AT}"' in listed and "strategy-1" not in listed and "Start a plan" not in listed
    page = browser.get(AT).text
    assert "partner-forum-1 signs on this page" in page and f"{AT}/sections/" not in page
    for path in ("/evidence", "/versions/2", "/versions/2/compare"):
        assert browser.get(f"{AT}{path}").status_code == 200, path
    hidden, unknown = (browser.get(f"/inclusion-plan/{one}") for one in ("strategy-1", "strategy-none"))
    assert hidden.status_code == unknown.status_code == 404
    for path in ("/", "/search", "/dashboard", "/manager/measures", "/inclusion-plan/new"):
        assert browser.get(path).status_code in (303, 403), path
    assert browser.get("/").headers.get("location") in (None, "/inclusion-plan")


def test_a_partner_signs_for_their_own_organisation_only(parts: Parts) -> None:
    waiting = to_sign(written(started()))
    plan = replace(waiting, id="strategy-c", signers={"parent_carer_forum": "partner-forum-1"})
    with parts.database.write() as session:
        put(session, "area_strategy", plan, team=None)
    at = "/inclusion-plan/strategy-c"
    browser = browser_of(parts, STAFF["partner"])
    page = browser.get(at).text
    assert f"{at}/act/record_sign_off" in page and f"{at}/act/refuse_sign_off" in page
    assert f"{at}/act/publish" not in page and f"{at}/act/name_signer" not in page
    form = browser.get(f"{at}/act/record_sign_off").text
    assert "Parent carer forum" in form and "Local authority" not in form.partition("<main")[2]
    assert browser.get(f"{at}/act/reopen").status_code == 403
    manager = browser_of(parts, STAFF["manager"])
    named = manager.get(f"{at}/act/name_signer").text
    assert "Who signs for this partner?" in named and "They see this plan only" in named


def test_a_section_is_written_where_its_text_stands(browser: TestClient) -> None:
    page = browser.get(f"{AT}/sections/vision").text
    assert (
        "Foreword and vision: write this section" in page
        and 'name="text"' in page
        and "Which section" not in page
    )
    missing = browser.get(f"{AT}/sections/reform")
    assert missing.status_code == 409 or "no such section" in missing.text


def test_the_evidence_has_each_table_with_its_file_or_says_why_not(browser: TestClient) -> None:
    page = browser.get(f"{AT}/evidence").text
    assert "As at 31 December 2026" in page and "What the forecast assumes" in page
    assert "A number from 1 to 4 is shown as *" in page
    assert "The service keeps comments as free text without themes" in page
    file = browser.get(f"{AT}/evidence/plans_need_phase/file")
    assert file.headers["content-type"].startswith("text/csv")
    assert file.text.startswith("Main need,Primary (5 to 10),")
    assert "There is no such table" in browser.get(f"{AT}/evidence/none/file").text


def test_a_plan_without_evidence_says_so_and_offers_to_freeze_it(browser: TestClient) -> None:
    assert "Freeze the evidence to see its tables here." in browser.get("/inclusion-plan/strategy-1").text
    assert "not frozen yet" in browser.get("/inclusion-plan/strategy-1/evidence").text


def test_a_published_version_reads_without_names_as_page_word_and_html(browser: TestClient) -> None:
    page = browser.get(f"{AT}/versions/1").text
    assert "A later version took the place of this one" in page and "Signed off by parent carer forum" in page
    word = browser.get(f"{AT}/versions/2/file")
    text = "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    own = browser.get(f"{AT}/versions/2/file?form=html").text
    for said in (page, text, own):
        assert "plan-lead" not in said and "plan-signer" not in said
        assert "Foreword and vision" in said
    assert "This version is not published" in browser.get(f"{AT}/versions/9").text


def test_what_moved_is_shown_by_table_and_section(browser: TestClient) -> None:
    page = browser.get(f"{AT}/versions/2/compare").text
    assert (
        "From 12 January 2026 to 12 January 2027" in page
        and "Plans in force, by years held and phase" in page
    )
    assert "there is nothing to compare it with" in browser.get(f"{AT}/versions/1/compare").text


def test_evidence_that_was_changed_in_the_database_is_not_shown(parts: Parts) -> None:
    with parts.database.write() as session:
        put_plan(session, "strategy-b")
        ids = [row.evidence_id for row in session.execute(INCLUSION_EVIDENCE.select())]
        assert len(ids) == 2, "the same evidence is kept once"
        kept = inclusion_evidence.find(session, ids[0])
        assert kept is not None
        session.execute(
            INCLUSION_EVIDENCE.update()
            .where(INCLUSION_EVIDENCE.c.evidence_id == ids[0])
            .values(content={**kept.content, "rule_pack": "another"})
        )
        with pytest.raises(inclusion_evidence.ChangedEvidence, match="was changed"):
            inclusion_evidence.find(session, ids[0])
        session.execute(
            INCLUSION_EVIDENCE.update()
            .where(INCLUSION_EVIDENCE.c.evidence_id == ids[0])
            .values(content=kept.content)
        )
