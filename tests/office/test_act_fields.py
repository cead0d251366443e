"""The fields of an act as people write them."""

from __future__ import annotations

from casework.case.acts import CATALOGUE
from casework.case.guard import malformed
from office.act_fields import with_lists


def test_a_date_in_a_field_is_read_with_the_name_of_its_month() -> None:
    action = CATALOGUE["exception_claimed"]
    fields = with_lists(action, {"from": "4 mar 2026", "to": "2026-03-20", "because": "4 mar 2026"})
    assert fields == {"from": "2026-03-04", "to": "2026-03-20", "because": "4 mar 2026"}


def test_a_date_in_a_field_that_cannot_be_says_what_to_write() -> None:
    action = CATALOGUE["exception_claimed"]
    known = {"ground": "reg13(3)(a)", "because": "note", "evidence": "doc-1", "approved_by": "manager-1"}
    days = {"from": "2026-03-04", "to": "2026-03-20", "family_told_on": "2026-03-20"}
    fields = with_lists(action, {**known, **days, "from": "30 Feb 2026"})
    said = malformed("exception_claimed", None, fields)
    assert said == "from='30 Feb 2026' is not a real date: February 2026 has 28 days; correct the day."
    fields = with_lists(action, {**known, **days, "to": "4/3/26"})
    assert "has a year of two digits" in str(malformed("exception_claimed", None, fields))
