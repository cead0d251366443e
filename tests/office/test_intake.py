"""A file of requests is accepted completely or not at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from office.bad_intake import BadIntake
from office.intake import Request, read_intake

TODAY = date(2026, 3, 4)
HEAD = "child_name,born_on,received_on,team,source,channel,youth_accommodation,capacity\n"


def read(tmp_path: Path, *rows: str) -> list[Request]:
    file = tmp_path / "intake.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n")
    return read_intake(file, TODAY)


@pytest.mark.parametrize(
    ("code", "source"),
    [("1", "parent"), ("2", "setting"), ("3", "health"), ("4", "social_care"), ("5", "other")],
)
def test_the_codes_of_the_sen2_return_are_known(tmp_path: Path, code: str, source: str) -> None:
    (request,) = read(tmp_path, f"Sample Child,,today,north,{code},,,")
    assert request.source == source


@pytest.mark.parametrize(
    ("born", "capacity", "holder", "year_nine"),
    [
        ("2018-05-05", "", "parent", None),
        ("2011-05-05", "", "parent", True),
        ("2007-05-05", "", "young_person", True),
        ("2007-05-05", "lacks", "parent", True),
        ("2007-05-05", "lacks_and_has_representative", "representative", True),
    ],
)
def test_the_right_holder_is_passed_to_the_workflow_but_not_the_date_of_birth(
    tmp_path: Path, born: str, capacity: str, holder: str, year_nine: bool | None
) -> None:
    (request,) = read(tmp_path, f"Sample Child,{born},today,north,1,post,,{capacity or 'has'}")
    told = request.particulars
    assert (told["right_holder"], told.get("year_nine"), told["channel"]) == (holder, year_nine, "post")
    assert born not in str(told)


def test_relevant_youth_accommodation_starts_the_clocks_of_detained_young_people(tmp_path: Path) -> None:
    (request,) = read(tmp_path, "Sample Child,2010-05-05,today,north,1,,true,has")
    assert request.particulars["detained"] is True


@pytest.mark.parametrize("email", ["not-an-email", "():!;[=|~@x.invalid", "Mum"])
def test_an_e_mail_address_is_checked(tmp_path: Path, email: str) -> None:
    file = tmp_path / "mailed.csv"
    file.write_text(f"child_name,received_on,team,email\nSample First,today,north,{email}\n")
    with pytest.raises(BadIntake, match="is not an e-mail address; write it as name@example"):
        read_intake(file, TODAY)


def test_a_request_says_what_the_child_attends_or_that_it_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "attending.csv"
    file.write_text(
        "child_name,received_on,team,attends\n"
        'Sample First,today,north,"Sample School, 1 Sample Lane"\nSample Second,today,north,None\nSample Third,today,north,\n'
    )
    first, second, third = read_intake(file, TODAY)
    assert (first.attends, first.particulars.get("attends")) == ("Sample School, 1 Sample Lane", None)
    assert (second.attends, second.particulars.get("attends")) == (None, "none")
    assert (third.attends, third.particulars.get("attends")) == (None, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Sample Child,2001-03-04,today,north,1,,,has", "25 or over on 4 March 2026"),
        ("Sample Child,,today,north,9,,,has", "source '9' is not known"),
        ("Sample Child,,today,north,1,pigeon,,has", "channel 'pigeon' is not known"),
        ("Sample Child,,today,north,1,,,maybe", "capacity 'maybe' is not known"),
        ("Sample Child,2027-01-01,today,north,1,,,has", "born_on is after received_on"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(BadIntake, match="Line 3 of") as refused:
        read(tmp_path, "Sample First,,today,north,1,,,has", row)
    assert said in str(refused.value)


def test_two_requests_of_one_file_that_may_be_for_one_child_are_found_before_anything_is_opened(
    tmp_path: Path,
) -> None:
    first = "Sample Child,2015-05-05,today,north,1,,,"
    for second in ("CHILD  sample,2015-05-05,today,north,2,,,", "Sampl\u00e9 Child,,today,north,2,,,"):
        with pytest.raises(BadIntake, match=r"Line 4 of .* may be for the same child as line 2 of"):
            read(tmp_path, first, "Other Child,2015-05-05,today,north,1,,,", second)
        file = tmp_path / "intake.csv"
        assert len(read_intake(file, TODAY, second=True)) == 3
    assert len(read(tmp_path, first, "Sample Child,2016-05-05,today,north,1,,,")) == 2


def test_how_where_and_by_which_officer_a_request_was_received_is_passed_to_the_workflow(
    tmp_path: Path,
) -> None:
    file = tmp_path / "intake.csv"
    file.write_text(
        "child_name,received_on,team,channel,received_where,received_by\nSample Child,today,north,post,town-hall,clerk-1\n"
    )
    (request,) = read_intake(file, TODAY)
    assert request.particulars == {"channel": "post", "received_where": "town-hall", "received_by": "clerk-1"}


def test_a_row_opens_a_case_for_a_plan_that_is_maintained_and_its_reference_may_come_again(
    tmp_path: Path,
) -> None:
    head = HEAD.strip() + ",opens,reference\n"
    file = tmp_path / "later.csv"

    def first(row: str) -> Request:
        file.write_text(head + row + "\n")
        return read_intake(file, TODAY)[0]

    asked = first("Sample Child,2015-05-05,today-9,north,2,,,,reassessment,M-1")
    ceased = first("Sample Child,1999-05-05,today-9,north,,,,,ceasing,M-1")
    assert (asked.opens, asked.source) == ("reassessment", "setting")
    assert (ceased.opens, ceased.source) == ("ceasing", "other")  # at 26: the plan may run on, and be ceased
    years_later = first("Sample Child,2015-05-05,today,north,2,,,,reassessment,M-1")
    once = first("Sample Child,2015-05-05,today-9,north,2,,,,,M-1")
    assert len({asked.key, ceased.key, years_later.key, once.key}) == 4
    with pytest.raises(
        BadIntake, match="opens 'review' is not known; choose from assessment, reassessment, ceasing"
    ):
        first("Sample Child,,today,north,1,,,,review,M-1")
    with pytest.raises(
        BadIntake, match="before the family was told that the plan will cease on 23 February 2026"
    ):
        file.write_text(
            head.strip() + ",acts\nSample Child,,today-9,north,1,,,,ceasing,M-1,mediation_declined today-10\n"
        )
        read_intake(file, TODAY)


def of_family(tmp_path: Path, family: str, born: str = "2018-05-05", name: str = "Sample Child") -> Request:
    file = tmp_path / "family.json"
    row = {"child_name": name, "born_on": born, "received_on": "today", "team": "north", "family": family}
    file.write_text(json.dumps([row]))
    (request,) = read_intake(file, TODAY)
    return request


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("Mum", "family begins with 'Mum', which is not a name; write the name as on an envelope."),
        ("Mum and Dad, 1 Sample Street", "begins with 'Mum and Dad', which is not a name"),
        ("1 Sample Street, Exampleton, ZZ1 1ZZ", "begins with '1 Sample Street', which is an address"),
        ("mary@example.invalid", "which is not a name"),
        ("Mary\tSample, 1 Sample Street", "family contains a tab; remove it."),
        ("Mary Sample, 1 Sample\u0007 Street", "family contains a character that cannot be printed"),
    ],
)
def test_a_family_without_a_name_is_refused_with_what_to_write(
    tmp_path: Path, family: str, said: str
) -> None:
    with pytest.raises(BadIntake) as refused:
        of_family(tmp_path, family)
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["Mum", "Sample\nChild", "Sample\tChild", "12", "a@example.invalid"])
def test_a_childs_name_is_checked(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadIntake, match=r"child_name .*; write the name"):
        of_family(tmp_path, "Mary Sample", name=name)


@pytest.mark.parametrize("email", ["mary@example.invalid\nBcc: x@example.invalid", "mary@\nexample.invalid"])
def test_a_line_break_in_an_e_mail_address_is_refused(tmp_path: Path, email: str) -> None:
    file = tmp_path / "mailed.json"
    file.write_text(
        json.dumps({"child_name": "Sample Child", "received_on": "today", "team": "north", "email": email})
    )
    with pytest.raises(BadIntake, match="is not an e-mail address"):
        read_intake(file, TODAY)


@pytest.mark.parametrize(
    ("family", "born", "waits"),
    [
        ("Mary Sample, 1 Sample Street, Exampleton, ZZ1 1ZZ", "2018-05-05", None),
        ("Mary Sample, 1 Sample Street, Exampleton", "2018-05-05", "a United Kingdom postcode"),
        ("Mary Sample, " + "Line, " * 6 + "ZZ1 1ZZ", "2018-05-05", "at most 7 lines"),
        ("Mary Sample, 1 Sample Street, Exampleton, ZZ1 1ZZ", "2005-03-04", "the young person's own postal"),
        ("Sample Child, 1 Sample Street, Exampleton, ZZ1 1ZZ", "2005-03-04", None),
        ("Mary Sample", "2018-05-05", "a postal address"),
    ],
)
def test_a_request_says_what_the_letters_to_its_family_wait_for(
    tmp_path: Path, family: str, born: str, waits: str | None
) -> None:
    found = of_family(tmp_path, family, born).letters_wait_for
    assert found is None if waits is None else waits in str(found)


@pytest.mark.parametrize("received", ["3 mar 2026", "3 March 2026", "2026-03-03", "today-1"])
def test_a_date_of_a_request_is_read_as_people_write_it(tmp_path: Path, received: str) -> None:
    (request,) = read(tmp_path, f"Sample Child,4 May 2018,{received},north,1,post,,has")
    assert (request.received_on, request.born_on) == (date(2026, 3, 3), date(2018, 5, 4))


@pytest.mark.parametrize(
    ("received", "said"),
    [
        ("3/3/26", "'3/3/26' has a year of two digits; write all four, such as 2026-03-04 or 4 March 2026."),
        ("30 Feb 2026", "'30 Feb 2026' is not a real date: February 2026 has 28 days; correct the day."),
    ],
)
def test_a_date_that_cannot_be_says_what_to_write(tmp_path: Path, received: str, said: str) -> None:
    with pytest.raises(BadIntake) as refused:
        read(tmp_path, f"Sample Child,,{received},north,1,post,,has")
    assert str(refused.value).endswith(said)


def test_a_column_or_key_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text("child_name,received_on,team,child_name\nA Child,today,north,B Child\n")
    with pytest.raises(BadIntake, match=r"The column 'child_name' is there twice; remove or rename one"):
        read_intake(file, TODAY)
    file = tmp_path / "twice.json"
    file.write_text('{"child_name": "A Child", "received_on": "today", "team": "north", "team": "south"}')
    with pytest.raises(BadIntake, match=r"The key 'team' is given twice in one object; keep one of them"):
        read_intake(file, TODAY)


def test_a_line_that_is_not_csv_is_told_with_its_own_number(tmp_path: Path) -> None:
    file = tmp_path / "requests.csv"
    file.write_text('child_name,received_on\nWren Sample,2026-03-04\n"Wren"x,2026-03-04\n')
    with pytest.raises(BadIntake, match=r"^Line 3 of .* is not CSV"):
        read_intake(file, TODAY)
