"""Early support is loaded whole or not at all, shown with its case, and bars and moves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from activities.digests import gather
from casework.access.permissions import OPERATOR, Person, Role
from casework.case.case import Case
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from casework.early_support.support_record import KINDS
from engine.metrics import rescreens_due
from office import early_support as office
from office.advice import to_ask
from office.child_merging import merge, split
from office.early_support_file import COLUMNS, NEEDED, support_in
from office.gate import Gate
from office.refusals import ActRefused
from office.rescreen_reminders import remind_officers
from office.staff import Caller
from records import access, ledger, outbox, people
from records.database import Database
from records.profile import keep_profile
from records.tables import OBLIGATIONS
from tests.activities.people import NAME
from tests.office.planned_case import CASE, NOW, planned
from tests.running import ROOT

TODAY = date(2024, 6, 10)
OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
SOUTH = Person("officer-s1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
HEAD = "Forename,Surname,DateOfBirth,URN,Kind,Date,Tool,Colour,Support,Tier,TimesAWeek,Weeks,SessionsGiven,Service\n"
WHO = "Zebedee,Quillfeather,2015-05-05,900001"
SCREEN = f"{WHO},screen,2024-02-03,WellComm,Red\n"
WHOLE = (
    HEAD
    + SCREEN
    + f"{WHO},intervention,2024-02-10,,,Sample Talk,Targeted,2,10,17\n"
    + f"{WHO},rescreen,2024-04-27,WellComm,Amber\n"
    + f"{WHO},referral,2024-02-10,,,,,,,,speech_therapist\n"
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    yield found
    found.close()


def load(database: Database, text: str) -> dict[str, int]:
    return office.load(database, support_in(text.encode(), TODAY), "officer-1", TODAY)


def shown(database: Database) -> office.CaseSupport:
    with database.read() as session:
        return office.of_case(session, CASE, TODAY)


def profile(database: Database, **more: object) -> None:
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, **more}, None, NOW)


def obligations(database: Database) -> list[object]:
    with database.read() as session:
        return [dict(row) for row in session.execute(select(OBLIGATIONS)).mappings()]


def test_a_file_is_kept_once_and_stands_with_its_case_in_one_line(database: Database) -> None:
    assert load(database, WHOLE) == {"records": 4, "added": 4, "changed": 0, "unchanged": 0}
    assert load(database, WHOLE)["unchanged"] == 4
    found = shown(database)
    assert found.line.startswith(
        "Screened red on 3 February 2024 (WellComm); re-screened amber on 27 April 2024"
    )
    assert "17 of 20 sessions given" in found.line and "waiting for 17 weeks" in found.line
    assert found.label == "Local policy, not law"
    with database.read() as session:
        assert office.lines_of(session, [CASE, "case-other"], TODAY) == {CASE: found.line}
        told = office.support_as_json(found, CASE)
    assert [one["kind"] for one in told["records"]] == ["screen", "intervention", "referral", "rescreen"]
    assert (told["rescreen_due_on"], [one["early"] for one in told["records"]]) == ("2024-04-27", [False] * 4)


def test_a_file_with_a_bad_line_changes_nothing_and_names_each_line(database: Database) -> None:
    bad = (
        HEAD
        + SCREEN
        + f"{WHO},screen,2024-02-31,WellComm,Red\n{WHO},screen,2024-02-03,WellComm,blue\n,B,2015-05-05,900001,screen,2024-02-03\n"
    )
    with pytest.raises(ActRefused) as refusal:
        load(database, bad)
    for said in (
        "Line 3: Date '2024-02-31' is not a real date",
        "Line 4: Colour must be Red",
        "Line 5: it has no name.",
    ):
        assert said in str(refusal.value)
    with pytest.raises(ActRefused, match="no setting 900999 in the register"):
        load(database, HEAD + SCREEN.replace("900001", "900999"))
    assert shown(database).records == ()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Forename\nA\n", "The file has no Surname column"),
        (b"\xff\xfe", "CSV file in UTF-8"),
        (HEAD.encode(), "The file has no records"),
        (HEAD.replace("Surname", "Forename").encode(), "cannot be read"),
        ((HEAD + SCREEN.strip() + ",,,,,,,,,,,more\n").encode(), "more values than columns"),
        ((HEAD + SCREEN.replace("900001", "Acorn")).encode(), "must be the number of the school"),
        ((HEAD + SCREEN.replace("2015-05-05", "")).encode(), "it has no DateOfBirth"),
        ((HEAD + SCREEN.replace("screen", "scan")).encode(), "Kind must be screen"),
    ],
)
def test_what_is_no_file_of_early_support_is_refused(database: Database, raw: bytes, said: str) -> None:
    with pytest.raises(ActRefused, match=said):
        office.load(database, support_in(raw, TODAY), "officer-1", TODAY)


def test_the_sample_file_is_good() -> None:
    read = support_in((ROOT / "samples" / "early-support.csv").read_bytes(), date(2026, 11, 28))
    assert read.faults == () and len(read.records) > 25
    assert set(NEEDED) <= set(COLUMNS)


def test_a_rescreen_at_week_11_is_flagged_and_week_12_accepted_while_the_rule_is_on(
    database: Database,
) -> None:
    load(database, HEAD + SCREEN + f"{WHO},rescreen,2024-04-20,WellComm,Amber\n")
    found = shown(database)
    assert [one.on for one in found.early] == [date(2024, 4, 20)]
    with database.read() as session:
        (due,) = office.due_rescreens(session, OFFICER, TODAY)
        assert (due.child.name, due.due_on, due.case_id) == (NAME, date(2024, 4, 27), CASE)
        assert rescreens_due(session, TODAY) == 1
        assert office.due_rescreens(session, OFFICER, date(2024, 4, 19)) == []
        assert len(office.due_rescreens(session, OFFICER, date(2024, 4, 20))) == 1
    profile(database, early_support={"rescreen_weeks": None})
    assert shown(database).early == ()
    with database.read() as session:
        assert office.due_rescreens(session, OFFICER, TODAY) == []


def test_a_due_rescreen_is_shown_only_to_those_who_may_read_the_case(database: Database) -> None:
    without_case = SCREEN.replace("Zebedee,Quillfeather", "Lark,Sample")
    load(database, HEAD + SCREEN + without_case)
    with database.write() as session:
        assert [one.child.name for one in office.due_rescreens(session, SOUTH, TODAY)] == ["Lark Sample"]
        assert len(office.due_rescreens(session, OFFICER, TODAY)) == 2
        access.seal(session, CASE, "head-1", "A reason for the seal", datetime.now(UTC))
        manager = Person("manager-north", "M", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
        assert [one.child.name for one in office.due_rescreens(session, manager, TODAY)] == ["Lark Sample"]


def test_from_the_day_it_is_off_nothing_new_is_kept_and_no_date_has_moved(database: Database) -> None:
    before = obligations(database)
    load(database, WHOLE)
    assert obligations(database) == before
    profile(database, reforms={"early_language_support": [{"starts": "2024-06-01", "switched_on": False}]})
    with pytest.raises(ActRefused, match="Early language support is switched off"):
        load(database, WHOLE)
    assert obligations(database) == before
    with database.read() as session:
        assert office.due_rescreens(session, OFFICER, TODAY) == []
        assert rescreens_due(session, TODAY) == 0
        assert office.advisers_for(session, CASE, TODAY) == ()
    assert len(shown(database).records) == 4


def test_early_support_proposes_the_therapist_and_counts_as_no_advice(database: Database) -> None:
    load(database, WHOLE)
    with database.read() as session:
        suggested = office.advisers_for(session, CASE, TODAY)
        case = Case(Stage("assessing"), events_of(ledger.facts_of(session, CASE)))
    assert suggested == ("speech_therapist",)
    assert "speech_therapist" not in to_ask(case)
    assert to_ask(case, suggested)[-1] == "speech_therapist"
    assert {"health", "educational_psychologist"} <= set(to_ask(case, suggested))


def test_it_follows_a_merge_and_a_split_of_children(database: Database) -> None:
    with database.write() as session:
        other = people.Intake(
            "key-2", "case-two", None, "Zeb Quillfeather", date(2015, 5, 5), None, None, "parent", date(2024, 3, 4), "north",
            "officer-1", NOW, True, "child-two",
        )  # fmt: skip
        people.register(session, other)
    caller = Caller(Gate(database, "cli"), OPERATOR)
    load(database, HEAD + SCREEN.replace("Zebedee", "Zeb"))
    assert shown(database).records == ()
    with database.read() as session:
        from records import children

        first = children.record_of_case(session, CASE)
    _case_row(database, "case-two")
    merge(database, caller, "child-two", first, by="head-1", reason="They are one child", today=TODAY)
    assert len(shown(database).records) == 1
    split(database, caller, "child-two", by="head-1", reason="They are two children")
    assert shown(database).records == ()


def _case_row(database: Database, case_id: str) -> None:
    from tests.activities.steps import Story

    Story(case_id).record(database)


def test_a_record_on_a_case_takes_its_child_and_refuses_a_wrong_answer(database: Database) -> None:
    given = ("screen", "2024-02-03", "900001")
    office.record_on_case(database, CASE, given, {"tool": "elim", "colour": "red"}, "officer-1", TODAY)
    (one,) = shown(database).records
    assert (one.kept.child.name, one.by) == (NAME, "officer-1")
    with pytest.raises(ValueError, match="Colour must be"):
        office.record_on_case(database, CASE, given, {"tool": "elim", "colour": "blue"}, "officer-1", TODAY)
    with pytest.raises(ActRefused, match="no school or setting with this number"):
        office.record_on_case(
            database, CASE, (*given[:2], "900999"), {"tool": "elim", "colour": "red"}, "o", TODAY
        )


def test_the_report_counts_requests_of_matched_children(database: Database) -> None:
    others = "".join(
        SCREEN.replace("Zebedee,Quillfeather", f"Child {letter},Sample") for letter in "ABCDEFGHI"
    )
    load(database, HEAD + SCREEN + others)
    with database.read() as session:
        table = office.report(session, TODAY)
        told = office.report_as_json(session, TODAY)
    assert table.screened("900001 2023/24") == 10
    assert table.parts["request"].cells["900001 2023/24", "yes"] is None  # one of ten, so neither is shown
    assert told["rows"][0]["colour"] == {"red": 10, "amber": 0, "green": 0}  # type: ignore[index]
    assert told["rows"][0]["name"] == "Sample Larch Primary School"  # type: ignore[index]


def test_every_column_and_code_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "early-support.md").read_text()
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
    assert [name for name in KINDS if f"`{name}`" not in page] == []


def test_the_officer_of_an_open_case_reads_of_a_due_rescreen_once_in_the_digest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHCP_DIGEST_HOUR", "11")
    load(database, HEAD + SCREEN + SCREEN.replace("Zebedee,Quillfeather", "Lark,Sample"))

    def queued() -> list[outbox.Dispatch]:
        with database.read() as session:
            return [one for one in outbox.of_case(session, CASE) if one.kind == "rescreen_due"]

    remind_officers(database, date(2024, 4, 25))
    assert queued() == [], "it is due two days later"
    for _ in range(2):
        remind_officers(database, date(2024, 4, 26))
    (line,) = queued()
    assert (line.to_role, line.status, line.urgent) == ("case_officer", "digest", False)
    assert line.not_before is not None and line.not_before.astimezone(ZoneInfo("Europe/London")).hour == 11
    assert line.text.startswith("A re-screen of early support is due by Saturday 27 April 2024")
    with database.write() as session:
        gather(session, datetime.now(UTC) + timedelta(days=2), "https://example.org")
        digest = next(one for one in outbox.of_case(session, "digest") if one.kind == "staff_digest")
    assert digest.of == "officer-1" and line.text in digest.text
