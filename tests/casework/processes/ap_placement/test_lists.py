"""Census rows with exactly the codes of the census, and the list of children who are not in full-time education."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.processes.ap_placement.codes import codes_of, content_of, in_words
from casework.processes.ap_placement.lists import LISTS
from casework.processes.listing import Pupil
from tests.casework.processes.ap_placement.placements import START, act, match, placement, refer, to_start

PUPIL = Pupil("case-1", "Sample, Robin", date(2014, 5, 1), "A123456789012", "F")
SCHOOL, AUTHORITY, ON_ROLL, NOT_IN_FULL, CHECKS = LISTS
TODAY = date(2026, 5, 20)


def test_the_codes_are_those_of_the_census_and_no_others() -> None:
    assert codes_of("reason") == ("BHS", "SUS", "EXR", "MHN", "PHN", "OTH")
    assert codes_of("setting_type") == ("NFE", "OOT", "OTH", "WBP")
    assert codes_of("pattern") == ("FT", "PT")
    assert codes_of("sen") == ("N", "K", "E")
    assert codes_of("admission_reason") == ("ASP", "EHC", "MHN", "NEW", "OTH", "PEX", "PHN", "RHE")


def test_a_row_has_the_fields_of_the_school_census() -> None:
    matched = match(
        commissioner="school",
        postcode="ZZ11ZZ",
        company_number="AB123456",
        urn=None,
        setting_type="OOT",
        pattern="PT",
        sessions="4",
    )
    left = act("record_return", "2026-06-05", sen_leaving="E")
    row = SCHOOL.row(placement(*to_start(matched), START, left), PUPIL, TODAY)
    assert row == {
        "upn": "A123456789012", "surname_forename": "Sample, Robin", "dob": "2014-05-01", "sex": "F",
        "urn": "", "ukprn": "", "apsettingtype": "OOT", "placementreason": "BHS", "entrydate": "2026-04-27", "leavingdate": "2026-06-05",
        "apattendancepattern": "PT", "apsessionsperweek": "4", "senprovisionentry": "K", "senprovisionleaving": "E",
        "applacementpostcode": "ZZ11ZZ", "companynumber": "AB123456",
    }  # fmt: skip
    assert list(row) == list(SCHOOL.columns)
    assert AUTHORITY.row(placement(*to_start(matched), START), PUPIL, TODAY) is None


def test_a_row_has_the_fields_of_the_alternative_provision_census() -> None:
    row = AUTHORITY.row(placement(*to_start(), START), PUPIL, TODAY)
    assert row is not None and list(row) == list(AUTHORITY.columns)
    assert (row["urn"], row["apsettingtype"], row["primaryreason"], row["prevurn"]) == (
        "900009",
        "",
        "BHS",
        "900002",
    )
    assert (row["association"], row["leavingdate"], row["apsessionsperweek"]) == ("S", "", "10")


def test_support_in_the_school_and_a_placement_that_has_not_started_are_in_no_census() -> None:
    assert AUTHORITY.row(placement(*to_start(tier="tier_1"), START), PUPIL, TODAY) is None
    assert AUTHORITY.row(placement(*to_start()), PUPIL, TODAY) is None


@pytest.mark.parametrize(
    ("acts", "now"),
    [
        ((refer(exclusion="permanent", excluded_on="2026-04-13"),), "Waiting for a place"),
        (
            (
                *to_start(match(pattern="PT", sessions="4"), exclusion="permanent", excluded_on="2026-04-13"),
                START,
            ),
            "Part time, 4 sessions a week",
        ),
        ((*to_start(), START), None),
        ((refer(), act("close_referral", "2026-04-21", why="not_needed")), None),
    ],
)
def test_who_is_not_in_full_time_education_since_when_and_why(acts: tuple[Any, ...], now: str | None) -> None:
    row = NOT_IN_FULL.row(placement(*acts), PUPIL, TODAY)
    assert (row["now"] if row else None) == now
    if row is not None:
        assert (row["since"], row["days"], row["why"]) == ("13 April 2026", "37", "Off-site for behaviour")
        assert row["decision"] == "No decision yet"


def test_a_pupil_on_the_roll_of_the_provider_is_in_its_census() -> None:
    main = placement(*to_start(match(registration="main", admission_reason="PEX")), START)
    row = ON_ROLL.row(main, PUPIL, TODAY)
    assert row is not None and (row["urn"], row["prevurn"], row["apreason"]) == ("900009", "900002", "PEX")
    assert ON_ROLL.row(placement(*to_start(), START), PUPIL, TODAY) is None


def test_a_check_that_runs_out_is_listed_four_weeks_before_and_until_the_pupil_has_left() -> None:
    def looked_up(until: str) -> Any:
        return act("take_in_provider", "2026-04-27", has_list=True, listed=True, checked_until=until)

    there = placement(*to_start(), START, looked_up("2026-06-10"))
    assert CHECKS.row(there, PUPIL, TODAY) == {
        "name": PUPIL.name, "case": "case-1", "provider": "bridge-centre", "until": "10 June 2026", "days": "21",
    }  # fmt: skip
    assert CHECKS.row(placement(*to_start(), START, looked_up("2026-12-10")), PUPIL, TODAY) is None
    over = CHECKS.row(placement(*to_start(), START, looked_up("2026-05-01")), PUPIL, TODAY)
    assert over is not None and over["days"] == "Ran out"
    assert CHECKS.row(placement(*to_start(), START), PUPIL, TODAY) is None


def test_each_list_of_codes_says_whether_it_was_read_and_a_code_without_words_refers_to_the_guide() -> None:
    read, sources = content_of("codes")["read"], content_of("codes")["sources"]
    assert set(read) == {"reason", "setting_type", "pattern", "sen", "admission_reason", "association"}
    for one in read.values():
        assert one["source"] in sources and {one["codes"], one["words"]} <= {"verified", "derived"}
    for code in ("ASP", "NEW", "RHE"):
        assert in_words("admission_reason", code) == f"{code}, as in the Department’s guide to the census"


@pytest.mark.parametrize(
    ("registration", "code"), [("single", "C"), ("main", "M"), ("subsidiary", "S"), ("none", "")]
)
def test_a_registration_has_the_code_of_its_association(registration: str, code: str) -> None:
    row = AUTHORITY.row(placement(*to_start(match(registration=registration)), START), PUPIL, TODAY)
    assert row is not None and row["association"] == code
