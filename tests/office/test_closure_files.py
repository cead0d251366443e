"""School closures from files of councils."""

from datetime import date
from pathlib import Path

import pytest

from office.closure_files import closures_from_csv, closures_from_ics

CALENDARS = Path(__file__).parent / "calendars"
CSV = """authority,setting,first_closed_day,reopens_on,name
Anyshire,*,2026-07-22,2026-09-02,Summer
Anyshire,Oak School,2026-10-26,2026-11-02,Half term
"""


def test_a_csv_is_read_per_authority_and_setting() -> None:
    summer, half_term = closures_from_csv(CSV).closures
    assert (summer.setting, summer.days, summer.name) == ("*", 42, "Summer")
    assert (half_term.setting, half_term.first_closed_day) == ("Oak School", date(2026, 10, 26))


def test_a_bad_row_is_told_with_its_line_and_the_others_are_kept() -> None:
    text = (
        CSV + "Anyshire,*,2026-12-21,\nAnyshire,*,21/12/2026,2027-01-04\nAnyshire,*,2027-01-04,2026-12-21\n\n"
    )
    found = closures_from_csv("\ufeff" + text)
    assert len(found.closures) == 2
    assert [row.line for row in found.bad_rows] == [4, 5, 6]
    assert "has no reopens_on" in found.bad_rows[0].problem
    assert "YYYY-MM-DD" in found.bad_rows[1].problem
    assert "not after it closes" in found.bad_rows[2].problem


def test_a_csv_without_its_columns_is_refused_at_line_one() -> None:
    assert closures_from_csv("from,to\n1,2\n").bad_rows[0].line == 1
    assert closures_from_csv("").bad_rows[0].line == 1


def test_an_ics_is_read_and_its_end_is_the_day_of_re_opening() -> None:
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "SUMMARY:Summer",
            " holiday",
            "DTSTART;VALUE=DATE:20260722",
            "DTEND;VALUE=DATE:20260902",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20260799",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20261026",
            "RRULE:FREQ=YEARLY",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20261106",
            "END:VEVENT",
            "BEGIN:VEVENT",
        ]
    )
    found = closures_from_ics(text, "Anyshire", "Oak School")
    assert [(closure.name, closure.days) for closure in found.closures] == [("Summerholiday", 42), ("", 1)]
    assert [row.line for row in found.bad_rows] == [8, 11, 18]


def test_a_closure_of_a_wrong_year_is_a_bad_row() -> None:
    head = CSV.splitlines()[0]
    found = closures_from_csv(f"{head}\nAnyshire,*,0026-07-22,0026-09-02\nAnyshire,*,2026-07-22,2062-09-02\n")
    assert [row.line for row in found.bad_rows] == [2, 3]
    assert all("correct the year" in row.problem for row in found.bad_rows)


@pytest.mark.parametrize("text", ["\x00", '"' + "x" * 200_000, "a\r\rb", ";;;"])
def test_what_is_no_csv_is_a_bad_row_and_not_an_error(text: str) -> None:
    assert closures_from_csv(text).bad_rows


@pytest.mark.parametrize(("duration", "days"), [("P42D", 42), ("P6W", 42), ("PT5H", None)])
def test_an_ics_may_give_a_duration_in_place_of_an_end(duration: str, days: int | None) -> None:
    lines = ["BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260722", f"DURATION:{duration}", "END:VEVENT"]
    found = closures_from_ics("\n".join(lines), "Anyshire")
    assert [closure.days for closure in found.closures] == ([days] if days else [])
    assert len(found.bad_rows) == (0 if days else 1)


def read(name: str, only: tuple[str, ...] = ()) -> tuple[list[tuple[str, str, str]], list[str]]:
    """What a file of tests/office/calendars holds: its closures, and why its other events are left out."""
    found = closures_from_ics((CALENDARS / f"{name}.ics").read_text(), "Anyshire", only=only)
    assert not found.bad_rows
    closures = [(str(one.first_closed_day), str(one.reopens_on), one.name) for one in found.closures]
    return closures, [f"{one.line} {one.name}: {one.why}" for one in found.left_out]


def test_midnight_in_another_time_zone_is_the_day_that_begins_here() -> None:
    assert read("utc-midnight-bst") == ([("2026-07-21", "2026-09-02", "Summer starts in UTC")], [])


def test_days_from_midnight_to_midnight_are_a_closure_and_a_meeting_is_left_out() -> None:
    assert read("outlook-midnight") == (
        [("2026-07-22", "2026-09-02", "Summer holiday")],
        ["10 Parents evening: It lasts some hours, not whole days."],
    )


def test_a_cancelled_event_is_left_out_and_its_alarm_is_no_closure() -> None:
    assert read("cancelled-valarm") == ([], ["3 Summer holiday: It is cancelled."])


def test_a_term_is_left_out_unless_a_person_chooses_it() -> None:
    inset = ("2026-09-04", "2026-09-05", "INSET day")
    assert read("terms3") == ([inset], ["4 Autumn term: It is a term, when schools are open."])
    assert read("terms3", only=("autumn TERM",)) == (
        [("2026-11-28", "2027-01-26", "Autumn term")],
        ["10 INSET day: It is not among the events that you chose."],
    )


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("Half term", True),
        ("Half-term holiday", True),
        ("End of summer term: schools closed", True),
        ("Term 2", False),
        ("First day of term", False),
        ("Summer holiday", True),
        ("Determination day", True),
    ],
)
def test_a_term_is_known_by_its_name(name: str, closed: bool) -> None:
    event = f"BEGIN:VEVENT\nSUMMARY:{name}\nDTSTART;VALUE=DATE:20260722\nEND:VEVENT\n"
    assert bool(closures_from_ics(event, "Anyshire").closures) == closed


def test_an_event_of_days_that_begins_at_an_hour_is_a_bad_row() -> None:
    event = "BEGIN:VEVENT\nDTSTART:20260721T153000\nDTEND:20260902T000000\nEND:VEVENT\n"
    (bad,) = closures_from_ics(event, "Anyshire").bad_rows
    assert bad == (1, "It has the time 15:30, and a closure is whole days; give it as an all-day event.")


@pytest.mark.parametrize("text", ["\x00", "garbage", "BEGIN:VEVENT\n\x00\nEND:VEVENT", "END:VEVENT"])
def test_what_is_no_calendar_is_a_bad_row_and_not_an_error(text: str) -> None:
    found = closures_from_ics(text, "Anyshire")
    assert found.bad_rows and not found.closures


def test_a_file_that_is_cut_off_keeps_the_events_before() -> None:
    text = (CALENDARS / "outlook-midnight.ics").read_text()
    found = closures_from_ics(text[: text.index("DTEND:2026100")], "Anyshire")
    assert [one.name for one in found.closures] == ["Summer holiday"]
    assert [bad.line for bad in found.bad_rows] == [10]


def test_a_time_zone_that_the_file_itself_defines_is_used() -> None:
    text = """BEGIN:VCALENDAR
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Customized Time Zone:20270101T010000
DTEND;TZID=Customized Time Zone:20270201T010000
END:VEVENT
END:VCALENDAR
"""
    (one,) = closures_from_ics(text, "Anyshire").closures
    assert (one.first_closed_day, one.reopens_on) == (date(2027, 1, 1), date(2027, 2, 1))


def test_dates_with_the_name_of_a_month_are_read_and_a_column_given_twice_is_refused() -> None:
    head = "authority,setting,first_closed_day,reopens_on"
    (one,) = closures_from_csv(f"{head}\nSampleshire,*,19 dec 2026,4 January 2027\n").closures
    assert (one.first_closed_day.isoformat(), one.reopens_on.isoformat()) == ("2026-12-19", "2027-01-04")
    (bad,) = closures_from_csv(f"{head}\nSampleshire,*,31 Nov 2026,2027-01-04\n").bad_rows
    assert (
        "first_closed_day is '31 Nov 2026', which is not a real date: November 2026 has 30 days"
        in bad.problem
    )
    (twice,) = closures_from_csv(f"{head},setting\nSampleshire,*,2026-12-19,2027-01-04,*\n").bad_rows
    assert "The column 'setting' is there twice" in twice.problem


def test_a_line_that_is_not_csv_is_told_with_its_own_number() -> None:
    endless = "x" * 200_000
    text = f"authority,setting,first_closed_day,reopens_on\nExample,*,2026-07-22,2026-09-02\n{endless},*,2026-07-22,2026-09-02\n"
    (bad,) = closures_from_csv(text).bad_rows
    assert (bad.line, bad.problem.startswith("This line is not CSV")) == (3, True)
