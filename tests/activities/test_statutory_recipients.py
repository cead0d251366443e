"""The bodies besides the family that the law requires us to notify, and what a consulted setting is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from activities.outbox import drain
from activities.providers.folder import in_folder
from casework.letters.dispatch import Dispatch
from casework.letters.recipients import NOTICES
from casework.people.parties import Address, Party
from casework.plans.plan import plan_of
from office import letters
from office import parties as keeping
from office.refusals import ActRefused
from office.waiting_letters import waiting_letters
from records import outbox, parties, people, plans
from records.database import Database
from tests.activities.people import NAME, files, load_directory, load_profile, register
from tests.activities.steps import Story
from tests.plans import sample_plan

CASE = Story().case_id
NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
SCHOOL = "Sample Larch Primary School\n9 Sample Lane\nExampleton ZZ1 1ZZ"


@pytest.fixture
def known(database: Database) -> Iterator[Database]:
    load_profile(database)
    register(database, CASE)
    yield database


def attends(database: Database, relationship: str = "attended_setting", of: str | None = None) -> None:
    name, postal = SCHOOL.split("\n", 1)
    with database.write() as session:
        party = Party("party-school", CASE, relationship, of, name, address=Address(1, postal))
        parties.add(session, party, NOW, "officer-1")


def notices(database: Database) -> list[Dispatch]:
    with database.read() as session:
        return [one for one in outbox.of_case(session, CASE) if one.kind in NOTICES]


def pages(into: Path, part: str) -> list[str]:
    found = [path for path in files(into) if part in path.name and path.suffix == ".html"]
    return [path.read_text() for path in found]


def test_health_social_care_and_the_head_are_each_told_who_it_is_about_and_nothing_of_needs_or_reasons(
    known: Database, tmp_path: Path
) -> None:
    attends(known)
    with known.write() as session:
        why = people.add_note(session, CASE, "The autism base at school is enough.", None, NOW)
    Story().then("assessment_agreed 2024-04-10", "plan_refused 2024-06-03", reason=why).record(known)
    drain(known, in_folder(tmp_path))
    assert {one.status for one in notices(known)} == {"sent"}
    assert [(one.kind, one.to_role) for one in notices(known)] == [
        ("request_considered_notice", "health_body"),
        ("request_considered_notice", "social_care"),
        ("request_considered_notice", "attended_setting"),
        ("assessment_agreed_notice", "health_body"),
        ("assessment_agreed_notice", "social_care"),
        ("assessment_agreed_notice", "attended_setting"),
        ("plan_refused_notice", "health_body"),
        ("plan_refused_notice", "attended_setting"),
    ]
    health, care, head = pages(tmp_path, "request_considered_notice")
    assert "Sample Integrated Care Board\n3 Invented Street" in health and "regulation 4(2)" in health
    assert "Director of Children&#39;s Services (sample)" in care and SCHOOL in head
    assert "by Monday 15 April 2024 at the latest" in head
    assert all("born on Tuesday 5 May 2015" in page for page in (health, care)) and "born on" not in head
    for page in pages(tmp_path, "_notice"):
        assert NAME in page and "autism" not in page
        assert "Quillfeather family" not in page and "1 Sample Street" not in page


def test_an_unknown_setting_becomes_a_task_and_attending_none_does_not(
    database: Database, known: Database, tmp_path: Path
) -> None:
    Story().record(known)
    head = notices(known)[-1]
    assert (head.to_role, head.status) == ("attended_setting", "stale")
    assert "Add it to the people of this case" in str(head.problem)
    with pytest.raises(ActRefused, match="The setting that the child attends is not recorded"):
        letters.resend(known, head.dispatch_id, "officer-1")
    attends(known, "adviser", "school")  # the school's advice comes from its head (reg 6(1)(b))
    letters.resend(known, head.dispatch_id, "officer-1")
    drain(known, in_folder(tmp_path))
    (told,) = [page for page in pages(tmp_path, "_notice") if SCHOOL in page]
    assert NAME in told
    nowhere = Story("case-nowhere")
    opening = nowhere.steps[0].opening
    assert opening is not None
    fields = {**opening.fields, "attends": "none"}
    nowhere.steps[0] = nowhere.steps[0].model_copy(
        update={"opening": opening.model_copy(update={"fields": fields})}
    )
    nowhere.record(database)
    with database.read() as session:
        roles = [one.to_role for one in outbox.of_case(session, "case-nowhere")]
    assert roles == ["family", "health_body", "social_care"]


def test_a_task_that_is_no_longer_needed_is_recalled(known: Database) -> None:
    Story().record(known)
    head = notices(known)[-1]
    letters.recall(known, head.dispatch_id, "officer-1")
    with known.read() as session:
        assert outbox.tasks(session) == []


def test_the_health_body_is_written_to_once_it_is_known_where(database: Database, tmp_path: Path) -> None:
    load_profile(database, without="health_body")
    register(database, CASE)
    Story().record(database)
    drain(database, in_folder(tmp_path))
    (waiting,) = waiting_letters(database, CASE)
    (lack,) = waiting["lacks"]
    assert lack.startswith("the name and address of the reader (`ehcp party add`")
    assert "of the health body `ehcp authority load FILE`" in lack


def consulted(database: Database, document: str | None) -> Story:
    story = Story().then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03")
    story.then("draft_issued 2024-06-10", **({"document": document} if document else {}))
    story.then("setting_consulted 2024-06-11 urn-900001").record(database)
    return story


def test_a_setting_is_consulted_with_the_draft_that_the_family_was_sent(
    known: Database, tmp_path: Path
) -> None:
    with known.write() as session:
        content = plan_of(sample_plan(NAME)).model_dump(mode="json")
        sent, _ = plans.save_plan(session, CASE, content, None, NOW)
        changed = {**content, "about": {**content["about"], "history": "Written after the draft was sent."}}
        plans.save_plan(session, CASE, changed, None, NOW)
    load_directory(known)
    consulted(known, sent.plan_id)
    drain(known, in_folder(tmp_path))
    names = [path.name for path in files(tmp_path) if "setting_consultation" in path.name]
    assert names == [
        f"{CASE}-5-1-setting_consultation{end}" for end in ("-plan.docx", "-plan.html", ".html", ".pdf")
    ]
    draft, letter = pages(tmp_path, "setting_consultation")
    assert "DRAFT, version 1" in draft and "Written after" not in draft
    assert "The draft of the plan comes with this letter" in letter
    assert "by Wednesday 26 June 2024" in letter and NAME in letter


def test_a_consultation_waits_for_the_address_and_of_a_draft_kept_elsewhere_says_that_it_follows(
    known: Database, tmp_path: Path
) -> None:
    consulted(known, None)
    drain(known, in_folder(tmp_path))
    assert not pages(tmp_path, "setting_consultation")  # the setting has no known address
    (waits,) = [one for one in waiting_letters(known, CASE) if one["kind"] == "setting_consultation"]
    assert "of a setting also `ehcp settings load FILE`" in waits["lacks"][0]
    load_directory(known)
    drain(known, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(minutes=5))
    (letter,) = pages(tmp_path, "setting_consultation")
    assert "Sample Thistle Grove Primary School\n1 Sample Road\nExampleton\nZZ1 1ZZ" in letter
    assert "The draft of the plan does not come with this letter" in letter
    assert date(2024, 6, 11).isoformat() in {path.parent.name for path in files(tmp_path)}


def a_setting_named(database: Database, of: str = "urn-900001") -> None:
    name, postal = SCHOOL.split("\n", 1)
    with database.write() as session:
        party = Party("party-named", CASE, "setting", of, name, address=Address(1, postal))
        parties.add(session, party, NOW, "officer-1")


def test_the_setting_that_the_plan_names_and_the_health_body_are_told_that_it_will_cease(
    known: Database, tmp_path: Path
) -> None:
    a_setting_named(known)
    story = Story().then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03", "draft_issued 2024-06-10")
    story.then("final_issued 2024-07-01", setting="urn-900001")
    story.then("review_decision 2024-09-02", decision="cease").record(known)
    drain(known, in_folder(tmp_path))
    school, health = pages(tmp_path, "plan_to_cease_notice")
    assert SCHOOL in school and "Sample Integrated Care Board" in health
    for page in (school, health):
        assert NAME in page and "On Monday 2 September 2024 we decided to cease to maintain" in page
        assert "Regulations 2014, regulation 31(2)" in page and "section 45(4)" in page
        assert "Please go on with what you provide until we tell you" in page
    assert "born on" in health and "born on" not in school


def test_a_plan_that_was_made_elsewhere_names_a_setting_that_the_officer_is_asked_for(
    known: Database, tmp_path: Path
) -> None:
    Story(opens="ceasing").record(known)
    school = next(one for one in notices(known) if one.to_role == "setting")
    assert school.status == "stale" and "Add it to the people of this case" in str(school.problem)
    with pytest.raises(ActRefused, match="The setting that the plan names is not recorded"):
        letters.resend(known, school.dispatch_id, "officer-1")
    a_setting_named(known)
    letters.resend(known, school.dispatch_id, "officer-1")
    drain(known, in_folder(tmp_path))
    assert [SCHOOL in page for page in pages(tmp_path, "plan_to_cease_notice")].count(True) == 1


def test_for_a_detained_person_the_bodies_in_their_own_regulations_are_notified(
    known: Database, tmp_path: Path
) -> None:
    """SI 2015/62 regs 4(2), 5(1), 5(2) and 13(2); CFA 2014 s.71(6) and (8)."""
    attends(known)
    with known.write() as session:
        why = people.add_note(session, CASE, "Progress on release can be made without one.", None, NOW)
    story = detained(Story()).then("assessment_refused 2024-04-10", reason=why)
    story.record(known)
    drain(known, in_folder(tmp_path))
    waiting = {(one["kind"], one["to_role"]) for one in waiting_letters(known, CASE)}
    assert {
        ("request_considered_in_charge", "youth_accommodation"),  # it is not recorded who is in charge
        ("request_considered_notice", "youth_offending_team"),
        ("request_considered_notice", "detained_health"),
    } <= waiting
    assert not any("1 Sample Street" in page for page in pages(tmp_path, "_notice"))
    for relationship in ("youth_accommodation", "youth_offending_team", "detained_health"):
        keeping.add(
            known,
            Party(
                "",
                CASE,
                relationship,
                name=f"The {relationship}",
                address=Address(1, "8 Sample Road\nZZ1 1ZZ"),
            ),
            "officer-1",
        )
    drain(known, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(minutes=5))
    assert {one.status for one in notices(known)} == {"sent"}
    assert [(one.kind, one.to_role) for one in notices(known) if one.to_role not in USUAL] == [
        ("request_considered_notice", "detained_health"),
        ("request_considered_notice", "youth_offending_team"),
        ("request_considered_in_charge", "youth_accommodation"),
        ("assessment_refused_notice", "detained_health"),
        ("assessment_refused_notice", "youth_offending_team"),
        ("assessment_refused_in_charge", "youth_accommodation"),
    ]
    (considered,) = pages(tmp_path, "request_considered_in_charge")
    assert "section 71(8)" in considered and "You have the right to give us your views" in considered
    (refused,) = pages(tmp_path, "assessment_refused_in_charge")
    assert "Regulations 2015, regulation 5(1)" in refused and "Progress on release" in refused
    told = [page for page in pages(tmp_path, "_notice") if "8 Sample Road" in page]
    assert len(told) == 4 and all("Regulations 2015" in page and "born on" in page for page in told)
    assert not any("Progress on release" in page for page in told)


def test_reg10_of_a_detained_person_without_a_plan_the_bodies_and_the_person_in_charge_are_told(
    known: Database, tmp_path: Path
) -> None:
    """SI 2015/62 reg 10(1) with CFA 2014 s.71(10), and reg 10(2)(a) to (d)."""
    attends(known)
    with known.write() as session:
        why = people.add_note(session, CASE, "Progress on release can be made without one.", None, NOW)
    story = detained(Story()).then("assessment_agreed 2024-04-10").then("plan_refused 2024-06-03", reason=why)
    story.record(known)
    for relationship in ("youth_accommodation", "youth_offending_team", "detained_health"):
        party = Party(
            "", CASE, relationship, name=f"The {relationship}", address=Address(1, "8 Sample Road\nZZ1 1ZZ")
        )
        keeping.add(known, party, "officer-1")
    drain(known, in_folder(tmp_path))
    with known.read() as session:
        sent = [one for one in outbox.of_case(session, CASE) if one.kind == "plan_refused_notice"]
    assert sorted(one.to_role for one in sent) == [
        "attended_setting",
        "detained_health",
        "health_body",
        "youth_offending_team",
    ]
    told = [page for page in pages(tmp_path, "plan_refused_notice") if "8 Sample Road" in page]
    assert len(told) == 2 and all("Regulations 2015" in page for page in told)
    assert not any("Progress on release" in page for page in told)
    (in_charge,) = [one for one in notices(known) if one.kind == "plan_refused_in_charge"]
    assert (in_charge.to_role, in_charge.status) == ("youth_accommodation", "sent")
    (page,) = pages(tmp_path, "plan_refused_in_charge")
    assert "Families Act 2014, section 71(10)" in page and "Progress on release" in page
    assert "after an assessment, not to make an education, health and care plan" in page


def test_nobody_is_in_charge_of_a_child_who_is_not_detained(known: Database) -> None:
    attends(known)
    with known.write() as session:
        why = people.add_note(session, CASE, "The school provides it.", None, NOW)
    Story().then("assessment_agreed 2024-04-10").then("plan_refused 2024-06-03", reason=why).record(known)
    assert "plan_refused_notice" in {one.kind for one in notices(known)}
    assert not any(one.kind.endswith("_in_charge") for one in notices(known))


def test_the_final_plan_of_a_detained_person_is_copied_to_all_six_bodies(known: Database) -> None:
    story = detained(Story()).then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03")
    story.then("draft_issued 2024-06-10").then("final_issued 2024-07-01", setting="urn-900001").record(known)
    with known.read() as session:
        sent = [one for one in outbox.of_case(session, CASE) if one.kind in ("final_plan", "final_plan_copy")]
    assert [one.to_role for one in sent] == [
        "family",
        "setting",
        "health_body",
        "youth_accommodation",
        "youth_offending_team",
        "detained_health",
    ]


USUAL = ("health_body", "social_care", "attended_setting")


def detained(story: Story) -> Story:
    opening = story.steps[0].opening
    assert opening is not None
    fields = {**opening.fields, "detained": True}
    opening = opening.model_copy(update={"fields": fields})
    story.steps[0] = story.steps[0].model_copy(update={"opening": opening})
    return story
