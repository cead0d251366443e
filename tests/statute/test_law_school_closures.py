"""School closures from files of councils, and the exceptions that they propose."""

import pytest
from law_says import claim, day, facts, one

from statute.exceptions import accepted, missing
from statute.facts import ExceptionClaim, Facts
from statute.pack import Ground, load_pack
from statute.school_closures import closures_from_csv, closures_from_ics, proposed_exceptions

CSV = """authority,setting,first_closed_day,reopens_on,name
Anyshire,*,2026-07-22,2026-09-02,Summer
Anyshire,Oak School,2026-10-26,2026-11-02,Half term
"""


def ground(written: str) -> Ground:
    found = load_pack("england-2014").ground(written)
    assert found is not None
    return found


def test_a_csv_is_read_per_authority_and_setting() -> None:
    summer, half_term = closures_from_csv(CSV).closures
    assert (summer.setting, summer.days, summer.name) == ("*", 42, "Summer")
    assert (half_term.setting, half_term.first_closed_day) == ("Oak School", day("2026-10-26"))


def test_a_bad_row_is_told_with_its_line_and_the_others_are_kept() -> None:
    text = (
        CSV + "Anyshire,*,2026-12-21,\nAnyshire,*,21/12/2026,2027-01-04\nAnyshire,*,2027-01-04,2026-12-21\n\n"
    )
    found = closures_from_csv("\ufeff" + text)
    assert len(found.closures) == 2
    assert [row.line for row in found.bad_rows] == [4, 5, 6]
    assert "lacks reopens_on" in found.bad_rows[0].problem
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


def test_a_long_closure_proposes_an_exception_that_a_person_must_complete() -> None:
    closures = closures_from_csv(CSV).closures
    [proposal] = proposed_exceptions(
        closures, day("2026-07-17"), authority="Anyshire", setting="Oak School", ground=ground("reg13(3)(a)")
    )
    assert (proposal.ground, proposal.from_, proposal.to) == (
        "reg13(3)(a)",
        day("2026-07-22"),
        day("2026-09-01"),
    )
    assert missing(proposal) == ("because", "evidence", "approved_by", "family_told_on")
    assert missing(claim("reg13(3)(a)")) == ()


def test_half_term_another_authority_and_another_day_propose_nothing() -> None:
    closures = closures_from_csv(CSV).closures

    def proposed(asked: str, authority: str = "Anyshire") -> int:
        return len(
            proposed_exceptions(
                closures, day(asked), authority=authority, setting="Oak School", ground=ground("reg5(4)(a)")
            )
        )

    assert proposed("2026-10-20") == 0
    assert proposed("2026-07-14") == 0
    assert proposed("2026-08-26") == 0
    assert proposed("2026-07-17", "Othershire") == 0


def test_a_person_accepts_a_proposal_by_adding_every_proof() -> None:
    closures = closures_from_csv(CSV).closures
    [proposal] = proposed_exceptions(
        closures, day("2026-07-17"), authority="Anyshire", setting="Oak School", ground=ground("reg13(3)(a)")
    )
    known = facts("request_received 2026-06-10", "advice_requested 2026-07-17 school")

    def status(claimed: ExceptionClaim) -> str:
        return one("reg13_2.final_plan", Facts(known.events, (claimed,)), "2026-11-12").status

    assert status(proposal) == "overdue"
    complete = accepted(
        proposal,
        because="the school could not be asked in the holiday",
        evidence="doc-3",
        approved_by="manager-1",
        family_told_on=day("2026-07-20"),
    )
    assert status(complete) == "excused"
    with pytest.raises(ValueError, match=r"needs because and evidence; fill it in\.$"):
        accepted(proposal, because=" ", evidence="", approved_by="m", family_told_on=day("2026-07-20"))


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
