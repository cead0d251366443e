"""One e-mail a day for everything that an adviser or a setting owes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from casework.letters.digest import DIGEST, Line, digests, is_digested
from casework.letters.notice import Notice
from tests.casework.letters.samples import dispatch

EIGHT = datetime(2024, 4, 11, 7, tzinfo=UTC)


def test_only_advisers_and_settings_are_chased_in_a_digest() -> None:
    def chased(role: str, kind: str = "chase") -> bool:
        return is_digested(Notice(EIGHT.date(), kind, role, "about", None, "text"))

    assert chased("adviser") and chased("setting")
    assert not chased("family") and not chased("adviser", "advice_request")


def test_the_lines_of_one_address_are_one_digest_in_their_order() -> None:
    one, two, other = (
        dispatch("chase", case_id=f"case-{n}", dispatch_id=f"case-{n}-3-1", to_role="adviser")
        for n in (1, 2, 3)
    )
    a, b = "a@example.org", "b@example.org"
    found = digests([Line(a, one), Line(b, other), Line(a, two)], EIGHT, "https://ehcp.example.org")
    assert [members for _, members in found] == [("case-1-3-1", "case-2-3-1"), ("case-3-3-1",)]
    first = found[0][0]
    assert [row["case_id"] for row in json.loads(first.text)] == ["case-1", "case-2"]
    assert {row["link"] for row in json.loads(first.text)} == {None}
    assert first.dispatch_id.startswith(f"{DIGEST}20240411-") and first.case_id == first.kind == "digest"


def test_the_same_lines_make_the_same_digest_so_that_it_is_queued_once() -> None:
    (one,) = digests([Line("a", dispatch("chase"))], EIGHT)
    assert digests([Line("a", dispatch("chase"))], EIGHT) == [one]
    (other,) = digests([Line("b", dispatch("chase"))], EIGHT)
    assert other[0].dispatch_id != one[0].dispatch_id


def test_our_own_people_get_everything_but_urgent_alerts_in_one_digest_a_day_with_links() -> None:
    for kind in ("reminder", "breach_alert", "breach_continues", "not_answered", "act_refused"):
        notice = Notice(EIGHT.date(), kind, "case_officer", "about", None, "text")
        assert is_digested(notice) and not is_digested(replace(notice, is_urgent=True))
    mine = dispatch("reminder", to_role="case_officer", case_id="case-1", dispatch_id="case-1-3-1")
    also = dispatch("breach_alert", to_role="team_manager", case_id="case-2", dispatch_id="case-2-3-1")
    chase = dispatch("chase", to_role="adviser", of="health", dispatch_id="case-3-3-1")
    a = "a@example.org"
    lines = [Line(a, mine, "officer-1"), Line(a, also, "north"), Line(a, chase)]
    staff, adviser = digests(lines, EIGHT, "https://ehcp.example.org")
    assert (staff[0].kind, staff[0].of, staff[1]) == (
        "staff_digest",
        "officer-1",
        ("case-1-3-1", "case-2-3-1"),
    )
    links = [row["link"] for row in json.loads(staff[0].text)]
    assert links == ["https://ehcp.example.org/cases/case-1", "https://ehcp.example.org/cases/case-2"]
    assert (adviser[0].kind, adviser[0].of) == ("digest", "health")
