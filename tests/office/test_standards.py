"""Catalogues of standards beside a case: each case keeps its version, and what it says of them is a condition of nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.people.census import in_words
from casework.people.parties import ATTENDED, Address, Party
from casework.standards.catalogue import AREAS_OF_NEED, Catalogue
from casework.standards.catalogue_file import BadCatalogue, catalogue_in
from casework.standards.links import ABOVE, AS_STANDARD, EVIDENCE, PROVISION, REASON, REMOVED
from office.office import Office
from office.plans import save
from office.process_acts import act_in
from office.refusals import ActRefused
from office.standard_links import Wish, link, of_case, row_notes, why_not
from office.standard_report import as_json, report_of
from office.standards import catalogues, judged, load, read, shown, withdraw
from records import children, parties, retention, standards
from records.database import Database
from records.profile import keep_profile
from records.subject_access import rows_of
from tests.activities.people import NAME
from tests.activities.people import register as register_child
from tests.activities.steps import Story
from tests.office.planned_case import CASE, NOW, planned
from tests.plans import sample_plan
from tests.running import ROOT
from workflows.messages import ActMessage

SAMPLE = catalogue_in((ROOT / "samples" / "standards.yaml").read_text(encoding="utf-8"), is_csv=False)
TODAY = datetime.now(UTC).date()
MARCH = date(2024, 3, 4)
"""The day on which the request of the case was received."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    yield found
    found.close()


def version(number: str, **changes: object) -> Catalogue:
    return replace(SAMPLE, version=number, **changes)  # type: ignore[arg-type]


def told(database: Database, standard: str) -> str | None:
    (catalogue,) = of_case(database, CASE)["judged_on"]
    return next(str(one["statement"]) for one in catalogue["standards"] if one["id"] == standard)


def test_a_case_keeps_its_version_whatever_is_loaded_later(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    first, *rest = SAMPLE.standards
    changed = version(
        "2024.2", effective_from=date(2024, 2, 1), standards=(replace(first, statement="New words."), *rest)
    )
    found = load(database, changed, "admin-1", TODAY)
    assert (found.is_new, found.changed, found.added) == (True, ("U-01",), ())
    assert told(database, "U-01") == first.statement
    with database.read() as session:
        assert judged(session, CASE) == {SAMPLE.id: "2026.1"}
        assert [one["version"] for one in catalogues(session, TODAY) if one["in_force"]] == ["2024.2"]


def test_two_catalogues_stand_side_by_side_and_a_version_never_changes(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    load(database, replace(SAMPLE, id="inclusion", owner="national"), "admin-1", TODAY)
    assert not load(database, SAMPLE, "admin-1", TODAY).is_new
    with database.read() as session:
        assert judged(session, CASE) == {"inclusion": "2026.1", SAMPLE.id: "2026.1"}
    with pytest.raises(ActRefused, match="a version never changes; give the file a new version"):
        load(database, replace(SAMPLE, title="Another"), "admin-1", TODAY)
    with pytest.raises(ActRefused, match="write one of inclusion/U-01, ordinarily-available/U-01"):
        link(database, CASE, [Wish(EVIDENCE, "met", "U-01")], "officer-1", MARCH)
    link(database, CASE, [Wish(EVIDENCE, "met", "inclusion/U-01")], "officer-1", MARCH)


def test_a_standard_that_is_withdrawn_still_reads_where_it_was_linked(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    link(database, CASE, [Wish(EVIDENCE, "not_tried", "T-01")], "officer-1", MARCH)
    withdraw(database, (SAMPLE.id, "2026.1", "T-01"), (MARCH, "It is merged with T-02.", "admin-1"), TODAY)
    (kept,) = of_case(database, CASE)["links"]
    assert (kept["standard"], kept["statement"], kept["holds"]) == (
        "T-01",
        SAMPLE.find("T-01").statement,
        True,
    )  # type: ignore[union-attr]
    with pytest.raises(ActRefused, match="T-01 is withdrawn; old links still read"):
        link(database, CASE, [Wish(EVIDENCE, "met", "T-01")], "officer-1", TODAY)
    withdraw(database, (SAMPLE.id, "2026.1", None), (date(2024, 1, 1), "It ended.", "admin-1"), TODAY)
    with database.read() as session:
        assert judged(session, CASE) == {SAMPLE.id: "2026.1"}
        told = shown(session, SAMPLE.id, "2026.1", TODAY)
        assert (told["in_force"], told["withdrawn_because"]) == (False, "It ended.")
        assert [one["id"] for one in told["standards"] if one["withdrawn_on"]] == ["T-01"]


def test_the_last_answer_of_a_standard_holds_and_the_history_stays(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    for answer in ("not_tried", "met", REMOVED):
        link(database, CASE, [Wish(EVIDENCE, answer, "U-01")], "officer-1", MARCH)
    assert [(one["answer"], one["holds"]) for one in of_case(database, CASE)["links"]] == [
        ("not_tried", False),
        ("met", False),
        (REMOVED, False),
    ]


def test_a_row_of_section_f_is_a_standard_or_above_and_the_checks_say_which(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    save(database, CASE, sample_plan(NAME), "officer-1")
    first, second, *_ = of_case(database, CASE)["rows"]
    wishes = [Wish(PROVISION, AS_STANDARD, "U-01", first["id"]), Wish(PROVISION, ABOVE, None, second["id"])]
    assert link(database, CASE, wishes, "officer-1", MARCH) == 2
    with database.read() as session:
        notes = row_notes(session, CASE)
    assert notes[first["id"]].startswith("This repeats what every school must do (U-01: ")
    assert notes[second["id"]].startswith("Above the catalogue: no standard provides this.")
    link(database, CASE, [Wish(PROVISION, AS_STANDARD, "S-01", first["id"])], "officer-1", MARCH)
    assert of_case(database, CASE)["rows"][0]["note"].startswith("As the specialist standard S-01")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(EVIDENCE, "perhaps", "U-01"), "'perhaps' is no answer here"),
        (Wish(EVIDENCE, "met", "U-99"), "There is no standard 'U-99'"),
        (Wish(EVIDENCE, "met", "U-01", "doc-9"), "no such document"),
        (Wish(PROVISION, ABOVE, None, "row-x"), "no such row of Section F"),
        (Wish(REASON, "cited", "U-01", "line-9"), "no such recommendation"),
    ],
)
def test_a_link_to_what_the_case_does_not_have_is_refused(database: Database, wish: Wish, said: str) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    with pytest.raises(ActRefused, match=said):
        link(database, CASE, [Wish(EVIDENCE, "met", "U-01"), wish], "officer-1", MARCH)
    assert of_case(database, CASE)["links"] == []


def test_a_refusal_that_names_only_standards_is_refused_and_its_own_words_count(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    statement = SAMPLE.standards[0].statement
    with database.read() as session:
        for reason in ("T-02 not tried.", f"Not shown: {statement}", "Two cycles are missing."):
            assert "s.36(8)" in str(why_not(session, CASE, "assessment_refused", {"reason": reason}))
        assert (
            why_not(
                session, CASE, "assessment_refused", {"reason": "All advice finds her learning at age level."}
            )
            is None
        )
        assert why_not(session, "case-unknown", "plan_refused", {"reason": "Standard not met."}) is not None
        assert why_not(session, CASE, "reasons_given", {"reason": "Standard not met."}) is None, (
            "nothing was refused"
        )


def test_what_is_off_takes_nothing_new_and_still_reads(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    link(database, CASE, [Wish(EVIDENCE, "met", "U-01")], "officer-1", MARCH)
    off = {"national_standards": [{"starts": "2026-01-01", "switched_on": False}]}
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": off}, None, NOW)
    for attempt in (
        lambda: link(database, CASE, [Wish(EVIDENCE, "met", "U-02")], "officer-1", MARCH),
        lambda: load(database, version("3"), "admin-1", TODAY),
        lambda: withdraw(database, (SAMPLE.id, "2026.1", None), (TODAY, "It ended.", "admin-1"), TODAY),
    ):
        with pytest.raises(ActRefused, match="Standards catalogue is switched off"):
            attempt()
    assert len(of_case(database, CASE)["links"]) == 1
    with database.read() as session:
        assert why_not(session, CASE, "plan_refused", {"reason": "Standard not met."}), "the law stays"


def test_the_report_counts_cases_by_setting_and_hides_small_numbers(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    save(database, CASE, sample_plan(NAME), "officer-1")
    for number in range(9):
        case = f"case-{'abcdefghj'[number] * 12}"
        register_child(database, case)
        Story(case).then("assessment_agreed 2024-04-10").record(database)
        school = "Sample Larch Primary School" if number < 6 else "Sample Ash School"
        with database.write() as session:
            for old in (one for one in parties.of_case(session, case) if one.relationship == ATTENDED):
                parties.end(session, old.party_id, NOW.date())
            party = Party(parties.new_id(), case, ATTENDED, name=school, address=Address(1))
            parties.add(session, party, NOW, "officer-1")
        link(database, case, [Wish(EVIDENCE, "not_tried", "T-01")], "officer-1", MARCH)
    row = of_case(database, CASE)["rows"][0]["id"]
    link(database, CASE, [Wish(PROVISION, ABOVE, None, row)], "officer-1", MARCH)
    with database.read() as session:
        found = as_json(report_of(session), TODAY)
    (line,) = found["not_tried"]["rows"]
    assert line["row"].startswith("T-01 A small group works on language")
    assert set(line["cases"]) == {"Sample Ash School", "Sample Larch Primary School"}
    assert line["cases"]["Sample Ash School"] is None, "three cases, and what would give them away"
    assert found["above_the_catalogue"]["total"] is None


def test_what_is_above_the_catalogue_is_told_by_the_main_need_of_the_child(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    save(database, CASE, sample_plan(NAME), "officer-1")
    row = of_case(database, CASE)["rows"][0]
    link(database, CASE, [Wish(PROVISION, ABOVE, None, row["id"])], "officer-1", MARCH)

    def above() -> tuple[str, ...]:
        with database.read() as session:
            return report_of(session).above.rows

    area = AREAS_OF_NEED[row["area"]]
    assert above() == (f"Main need not recorded (row of {area})",)
    with database.write() as session:
        child = children.child_of_case(session, CASE)
        assert child is not None
        known = replace(child.current.details, primary_need="ASD")
        children.add_version(
            session, child.child_id, known, from_on=NOW.date(), by=None, why="Its need is known.", at=NOW
        )
    assert above() == (f"{in_words('primary_need', 'ASD')} (row of {area})",)


def test_what_a_case_says_is_given_to_the_subject_and_destroyed_with_the_case(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    link(database, CASE, [Wish(EVIDENCE, "met", "U-01")], "officer-1", MARCH)
    with database.read() as session:
        assert len(rows_of(session, [CASE], [])["standard_links"]) == 1
    with database.write() as session:
        assert retention.destroy_rows(session, [CASE])["standard_links"] == 1
        assert standards.links_of(session, CASE) == []


def test_an_act_is_refused_before_it_reaches_its_workflow(database: Database) -> None:
    office = Office(client=None, database=database, task_queue="none")  # type: ignore[arg-type]
    message = ActMessage(
        action="plan_refused",
        on=MARCH,
        fields={"reason": "Two cycles were not done."},
        request_id="request-x",
    )
    with pytest.raises(ActRefused, match=r"ss\.36\(8\) and 37\(1\)"):
        asyncio.run(office.act(CASE, message))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"action": "recommend", "fields": {"recommendation": "do_not_assess"}}, r"s\.36\(8\)"),
        (
            {"action": "recommend", "fields": {"recommendation": "do_not_make_plan"}},
            r"ss\.36\(8\) and 37\(1\)",
        ),
    ],
)
def test_a_panel_cannot_advise_to_refuse_because_of_cycles(
    database: Database, act: dict[str, Any], said: str
) -> None:
    office = Office(client=None, database=database, task_queue="none")  # type: ignore[arg-type]
    fields = {**act["fields"], "reason": "Two cycles were not done."}
    message = ActMessage(action=act["action"], on=MARCH, of=CASE, fields=fields, request_id="request-y")
    with pytest.raises(ActRefused, match=said):
        asyncio.run(act_in(office, "sitting-aaaaaaaaaaaa", message))
    with database.read() as session:
        told = {**fields, "recommendation": "make_plan"}
        assert why_not(session, CASE, "panel_recommended", fields), "a paper panel's advice too"
        assert why_not(session, CASE, "panel_recommended", told) is None


def test_a_file_of_another_kind_is_refused_with_its_line() -> None:
    assert read((ROOT / "samples" / "standards.csv").read_bytes(), "Standards.CSV").version == "draft-1"
    with pytest.raises(BadCatalogue, match="Line 2: It is not text in UTF-8"):
        read(b"catalogue: a\n\xff", "standards.yaml")


def test_the_reasons_of_a_recommendation_name_a_standard(database: Database) -> None:
    load(database, SAMPLE, "admin-1", TODAY)
    case = "case-wwwwwwwwwwww"
    register_child(database, case)
    story = Story(case).then("panel_recommended 2024-04-02", recommendation="do_not_assess", chair="chair-1")
    story.record(database)
    (found,) = of_case(database, case)["recommendations"]
    assert found["on"] == "2024-04-02"
    link(database, case, [Wish(REASON, "cited", "T-01", found["id"])], "officer-1", MARCH)
    (kept,) = of_case(database, case)["links"]
    assert (kept["kind"], kept["standard"], kept["thing"]) == (REASON, "T-01", found["id"])
