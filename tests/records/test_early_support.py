"""Early support is kept once, found by child, goes with the child's last case and is in what is held on a child."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from casework.early_support.support_record import KeptRecord, record_of
from casework.people.child import Details
from records import children, early_support, retention, subject_access
from records.database import Database
from records.tables import EARLY_SUPPORT
from tests.records.test_retention import plant

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
TODAY = date(2026, 5, 3)
QUINTESSA = Details("Quintessa Example", date(1990, 2, 3))
WREN = Details("Wren Sample", date(2021, 1, 1), "U602000115007")


def kept(child: Details, kind: str = "screen", on: date = date(2026, 2, 3), **told: Any) -> KeptRecord:
    return KeptRecord(
        child, "900001", record_of(kind, on, told or {"tool": "elim", "colour": "red"}, None, TODAY)
    )


def test_the_same_record_is_kept_once_and_a_corrected_one_replaces_it(database: Database) -> None:
    with database.write() as session:
        first = early_support.keep_records(session, [kept(WREN), kept(QUINTESSA)], "officer-1", NOW)
        again = early_support.keep_records(session, [kept(WREN)], "officer-1", NOW)
        corrected = kept(WREN, tool="elim", colour="amber")
        after = early_support.keep_records(session, [corrected], "officer-2", NOW)
    assert (first["added"], again["unchanged"], after["changed"]) == (2, 1, 1)
    with database.read() as session:
        (found,) = early_support.records_of(session, [("Another Name", None, WREN.upn)])
        assert found.record.get("colour") == "amber"
        assert len(early_support.rows_of_child(session, [("WREN, Sample", WREN.born_on, None)])) == 2
        assert early_support.count_by_kind(session) == {"screen": 2}
        each = early_support.records_of_each(session, {"a": [("Wren Sample", WREN.born_on, None)], "b": []})
        assert (len(each["a"]), each["b"]) == (1, [])


def test_children_whose_names_have_the_same_letters_keep_records_of_their_own(database: Database) -> None:
    ann, nan = (Details(name, date(2021, 1, 1)) for name in ("Ann Lea Sample", "Nan Lea Sample"))
    amber = kept(nan, tool="elim", colour="amber")
    with database.write() as session:
        first = early_support.keep_records(session, [kept(ann), kept(nan)], "officer-1", NOW)
        second = early_support.keep_records(session, [amber, kept(ann)], "officer-1", NOW)
    assert (first["added"], second["changed"], second["unchanged"]) == (2, 1, 1)
    with database.read() as session:
        for child, colour in ((ann, "red"), (nan, "amber")):
            (found,) = early_support.records_of(session, [(child.name, child.born_on, None)])
            assert (found.kept.child.name, found.record.get("colour")) == (child.name, colour)
        assert len(early_support.rows_of_child(session, [(ann.name, ann.born_on, None)])) == 1


def test_screened_children_are_read_again_once_a_record_has_changed(database: Database) -> None:
    def colours() -> list[str]:
        with database.read() as session:
            return [
                str(one.record.get("colour"))
                for each in early_support.screened_children(session)
                for one in each
            ]

    assert colours() == []
    with database.write() as session:
        early_support.keep_records(session, [kept(WREN)], "officer-1", NOW)
    assert (colours(), colours()) == (["red"], ["red"])
    with database.write() as session:
        early_support.keep_records(
            session, [kept(WREN, tool="elim", colour="amber")], "officer-1", NOW + timedelta(seconds=1)
        )
    assert colours() == ["amber"]
    with database.write() as session:
        early_support.forget_child(session, [("Wren Sample", WREN.born_on, WREN.upn)])
    assert colours() == []


def test_cases_are_found_by_child_and_old_records_without_a_case_go(database: Database) -> None:
    plant(database, "case-one", plan=False)
    old = date(2020, 1, 1)
    with database.write() as session:
        given = [
            kept(WREN, on=date(2021, 6, 1)),
            kept(QUINTESSA, on=old),
            kept(Details("Ash Sample", old), on=old),
        ]
        early_support.keep_records(session, given, "officer-1", NOW)
        (with_case, without) = early_support.cases_of_each(session, [QUINTESSA, WREN])
        assert ([one.case_id for one in with_case], without) == (["case-one"], ())
        assert early_support.remove_old(session, date(2021, 1, 1)) == 1
    with database.read() as session:
        assert {one.child.name for one in early_support.all_current(session)} == {
            "Wren Sample",
            "Quintessa Example",
        }


def test_it_is_in_what_is_held_on_a_child_and_goes_with_the_last_case(database: Database) -> None:
    for case in ("case-one", "case-two"):
        plant(database, case, plan=False)
    with database.write() as session:
        early_support.keep_records(session, [kept(QUINTESSA), kept(WREN)], "officer-1", NOW)
        group = children.group(session, children.record_of_case(session, "case-one"))
        rows = subject_access.rows_of(session, ["case-one"], group)["early_support"]
        assert [one["name"] for one in rows] == ["Quintessa Example"]
        removed = [
            retention.destroy_rows(session, [case])["early_support"] for case in ("case-one", "case-two")
        ]
        assert sum(removed) == 1
        assert session.scalar(select(func.count()).select_from(EARLY_SUPPORT)) == 1
