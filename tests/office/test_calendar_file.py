"""The calendar file."""

from datetime import date, timedelta

from icalendar import Calendar

from office.calendar_file import calendar_file
from statute.facts import Event, Facts
from statute.timeline import timeline

KNOWN = Facts(
    (
        Event("request_received", date(2024, 3, 4)),
        Event("advice_requested", date(2024, 4, 10), "school, résumé"),
    )
)


def file_of(as_at: str) -> str:
    day = date.fromisoformat(as_at)
    return calendar_file(timeline(KNOWN, day), case="case-1", as_at=day)


def test_lines_end_in_crlf_and_no_line_is_longer_than_75_octets() -> None:
    text = file_of("2024-04-20")
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_each_last_day_is_an_all_day_event() -> None:
    text = file_of("2024-04-20").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 5
    assert (
        "DTSTART;VALUE=DATE:20240722\r\nDTEND;VALUE=DATE:20240723\r\nSUMMARY:Final plan sent: last day"
        in text
    )
    assert "\\, " in text and "SEND Regulations 2014 reg 13(2)" in text


def test_an_event_keeps_its_uid_on_another_day_of_asking() -> None:
    def uids(as_at: str) -> list[str]:
        return [line for line in file_of(as_at).split("\r\n") if line.startswith("UID:")]

    assert uids("2024-04-20") == uids("2024-09-01")
    assert len(set(uids("2024-04-20"))) == 5


def test_an_obligation_that_runs_reminds_a_week_before_and_one_that_is_met_does_not() -> None:
    running = Calendar.from_ical(file_of("2024-04-20")).walk("VALARM")
    assert running and {alarm["TRIGGER"].dt for alarm in running} == {timedelta(days=-7)}
    assert len(running) < file_of("2024-04-20").count("BEGIN:VEVENT") + 1
