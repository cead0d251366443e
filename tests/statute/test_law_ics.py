"""The calendar file."""

from law_says import day, facts

from statute.ics import calendar_file
from statute.timeline import timeline

KNOWN = facts("request_received 2024-03-04", "advice_requested 2024-04-10 school, résumé")


def file_of(as_at: str) -> str:
    return calendar_file(timeline(KNOWN, day(as_at)), case="case-1", as_at=day(as_at))


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
