"""One e-mail a day for everything that an adviser or a setting owes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from casework.letters.digest import DIGEST, digests, is_digested
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
    found = digests([("a@example.org", one), ("b@example.org", other), ("a@example.org", two)], EIGHT)
    assert [members for _, members in found] == [("case-1-3-1", "case-2-3-1"), ("case-3-3-1",)]
    first = found[0][0]
    assert [case_id for case_id, _ in json.loads(first.text)] == ["case-1", "case-2"]
    assert first.dispatch_id.startswith(f"{DIGEST}20240411-") and first.case_id == first.kind == "digest"


def test_the_same_lines_make_the_same_digest_so_that_it_is_queued_once() -> None:
    (one,) = digests([("a", dispatch("chase"))], EIGHT)
    assert digests([("a", dispatch("chase"))], EIGHT) == [one]
    (other,) = digests([("b", dispatch("chase"))], EIGHT)
    assert other[0].dispatch_id != one[0].dispatch_id
