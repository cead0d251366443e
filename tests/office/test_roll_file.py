"""A school's roll is read whole or refused with its lines, and answers only for a pupil who is certainly the child."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casework.access.permissions import Person, Role
from casework.people.census import Census
from casework.people.child import Details
from casework.people.roll import Pupil
from office.dependencies import read_only_parts
from office.refusals import ActRefused
from office.roll_file import KEPT_DAYS, Read, load_roll, on_roll, roll_in
from records import rolls
from records.database import Database
from starter.api.app import api
from tests.databases import new_records
from tests.running import here as ehcp
from tests.starter.api.conftest import FAST, calling

TODAY = date(2026, 11, 28)
HEADER = "UPN,Forename,Surname,DateOfBirth,Sex,Ethnicity,FirstLanguage,LookedAfter,PrimaryNeed,Address1,Town,Postcode,House\n"
LARK = "U602000115007,Lark,Sample,14 May 2018,f,AIND,Polish,no,ds,1 Road,Exampleton,ZZ1 1ZA,Red\n"
WREN = Pupil("Wren Sample", date(2016, 5, 4))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(new_records(tmp_path)) as made:
        yield made


def test_a_roll_is_read_with_what_sen2_needs() -> None:
    read = roll_in((HEADER + LARK).encode(), TODAY)
    assert read.faults == ()
    census = Census(sex="F", ethnicity="AIND", first_language="Polish", looked_after=False, primary_need="DS")
    address = "1 Road\nExampleton\nZZ1 1ZA"
    assert read.pupils == (Pupil("Lark Sample", date(2018, 5, 14), "U602000115007", address, census),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Forename,Surname\nA,B\n", "no DateOfBirth column"),
        ("Forename,Surname,DateOfBirth,Surname\n", "cannot be read"),
        ("Forename,Surname,DateOfBirth\nLark,,2018-05-14\n", "Line 2: it has no Surname."),
        ("Forename,Surname,DateOfBirth\nLark,Sample,soon\n", "is not a date"),
        ("Forename,Surname,DateOfBirth,UPN\nLark,Sample,2018-05-14,X1\n", "must be a letter and 12 digits"),
        ("Forename,Surname,DateOfBirth,Sex\nLark,Sample,2018-05-14,X\n", "Line 2: Sex 'X' is not a code"),
        ("Forename,Surname,DateOfBirth\nLark,Sample,2018-05-14,more\n", "more values than columns"),
        ("Forename,Surname,DateOfBirth\n", "The roll has no pupils"),
    ],
)
def test_a_roll_that_is_not_whole_is_refused(database: Database, text: str, said: str) -> None:
    with pytest.raises(ActRefused, match=said):
        load_roll(database, "900001", roll_in(text.encode(), TODAY))
    with database.read() as session:
        assert rolls.counts(session) == {}


def test_a_new_roll_replaces_the_pupils_of_its_school_and_old_rolls_go(database: Database) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=KEPT_DAYS + 1)
    with database.write() as session:
        rolls.replace_roll(session, "900009", [WREN], long_ago)
    load_roll(database, "900001", roll_in((HEADER + LARK).encode(), TODAY))
    load_roll(database, "900002", Read((WREN, WREN), ()))
    load_roll(database, "900001", Read((WREN,), ()))
    with database.read() as session:
        assert rolls.counts(session) == {"900001": 1, "900002": 2}


def test_only_the_pupil_who_is_certainly_the_child_answers(database: Database) -> None:
    load_roll(database, "900001", roll_in((HEADER + LARK).encode(), TODAY))
    by_number = on_roll(database, Details("Plover Sample", None, "U602000115007"))
    by_name = on_roll(database, Details("sample LARK", date(2018, 5, 14)))
    assert by_number is not None and by_number == by_name
    assert by_number[0].name == "Lark Sample" and by_number[1] == "900001"
    assert on_roll(database, Details("Lark Sample")) is None, "a name is not enough"
    assert on_roll(database, Details("Lark Sample", date(2018, 5, 15))) is None
    load_roll(database, "900002", roll_in((HEADER + LARK).encode(), TODAY))
    assert on_roll(database, Details("Lark Sample", date(2018, 5, 14))) is None, "two schools name the child"


def test_the_rows_of_a_child_are_found_for_the_child_and_destroyed(database: Database) -> None:
    load_roll(database, "900001", roll_in((HEADER + LARK).encode(), TODAY))
    load_roll(database, "900002", Read((WREN,), ()))
    known: list[tuple[str, date | None, str | None]] = [
        ("Old Name", None, "U602000115007"),
        ("Old Name", None, None),
    ]
    with database.write() as session:
        (row,) = rolls.rows_of_child(session, known)
        assert row["name"] == "Lark Sample"
        assert rolls.forget_child(session, known) == 1 and rolls.forget_child(session, []) == 0
        assert rolls.counts(session) == {"900002": 1}


def test_a_roll_is_loaded_by_command_and_through_the_api_with_one_check_of_each_row(tmp_path: Path) -> None:
    file = tmp_path / "roll.csv"
    with closing(new_records(tmp_path)) as made:
        file.write_text(HEADER + LARK + LARK.replace("Sex", "").replace("2018", "soon"))
        refused = ehcp("roll", "load", str(file), "--setting", "900001", data=tmp_path)
        assert refused.code == 1 and "Line 3: DateOfBirth" in refused.err
        assert ehcp("roll", "load", str(file), "--setting", "Oak", data=tmp_path).code == 2
        file.write_text(HEADER + LARK)
        loaded = ehcp("roll", "load", str(file), "--setting", "urn-900001", "--json", data=tmp_path)
        assert loaded.json == {"setting": "900001", "pupils": 1}
        admin = Person("admin-1", "Admin", frozenset({Role.ADMIN}))
        row = {"Forename": "Wren", "Surname": "Sample", "DateOfBirth": "4 May 2016"}
        with calling(api(read_only_parts(made), pace=FAST), made, admin) as caller:
            bad = caller("POST", "/settings/900002/roll", {"pupils": [row, {**row, "DateOfBirth": "soon"}]})
            assert bad.status_code == 409 and "Row 2: DateOfBirth" in bad.json()["detail"]
            assert caller("POST", "/settings/900002/roll", {"pupils": [row]}).json()["pupils"] == 1
        with made.read() as session:
            assert dict(rolls.counts(session)) == {"900001": 1, "900002": 1}


def test_a_pupil_whose_name_has_the_same_letters_is_another_child(database: Database) -> None:
    born_on = date(2016, 5, 4)
    with database.write() as session:
        rolls.replace_roll(session, "900001", [WREN, Pupil("Wner Sample", born_on)], datetime.now(UTC))
    with database.write() as session:
        (found,) = rolls.pupils_like(session, "Sample, Wren", born_on, None)
        assert found.pupil.name == "Wren Sample"
        assert rolls.forget_child(session, [("Wren Sample", born_on, None)]) == 1
        assert [one.pupil.name for one in rolls.pupils_like(session, "Wner Sample", born_on, None)] == [
            "Wner Sample"
        ]
