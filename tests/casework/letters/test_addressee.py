"""Who a dispatch is for: the party that it is bound to, or one that was added after it was queued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.letters.addressee import added_since, addressee, bound_to, to_bind
from casework.letters.letter_file import AddressFile
from casework.people.parties import Address
from tests.casework.letters.samples import dispatch, party

BODY = party("health_body")
WAITS = dispatch("final_plan_copy", to_role="health_body")


def test_a_bound_dispatch_is_for_its_party_under_the_address_of_then() -> None:
    bound = dispatch("draft_plan", party_id="party-parent", address_version=1)
    parent = party("parent")
    assert addressee(bound, AddressFile(bound=parent, candidates=(BODY,))) is parent
    assert addressee(bound, AddressFile()) is None


def test_a_dispatch_that_nobody_was_recorded_for_is_for_who_was_added_since() -> None:
    assert addressee(WAITS, AddressFile(candidates=(party("parent"), BODY))) is BODY
    assert addressee(WAITS, AddressFile(candidates=(party("parent"),))) is None
    after, address = bound_to(WAITS, BODY, AddressFile(candidates=(BODY,)))
    assert (after.party_id, after.address_version) == ("party-health_body", 1)
    assert addressee(after, address) is BODY and added_since(after, address) is None


def test_a_letter_that_could_not_be_posted_follows_its_person_to_the_mended_address() -> None:
    before, after = party("parent", address=Address(1)), party("parent")
    now = replace(after, address=replace(after.address, version=2))
    waits = dispatch("draft_plan", party_id="party-parent", address_version=1)
    assert addressee(waits, AddressFile(bound=before, current=now)) is now
    bound, address = bound_to(waits, now, AddressFile(bound=before, current=now))
    assert (bound.address_version, addressee(bound, address)) == (2, now)
    for stays in (
        AddressFile(bound=before, current=before),
        AddressFile(bound=after, current=now),
        AddressFile(bound=before, current=now, content=b"made"),
        AddressFile(bound=before, current=replace(now, ended_on=date(2024, 4, 1))),
    ):
        assert to_bind(waits, stays) is None
    assert to_bind(replace(waits, channel="email"), AddressFile(bound=before, current=now)) is None


@pytest.mark.parametrize("role", ["family", "case_officer", "head_of_service"])
def test_a_message_to_the_family_or_to_our_own_people_is_never_bound_by_itself(role: str) -> None:
    everyone = AddressFile(candidates=(party("parent"), BODY))
    assert added_since(dispatch("reminder", to_role=role), everyone) is None


def test_what_is_made_already_is_not_bound_to_anybody_else() -> None:
    assert added_since(WAITS, AddressFile(candidates=(BODY,), content=b"made")) is None
