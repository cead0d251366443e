"""A message is sent once more to whoever it is for now, and only where that makes sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.letters.letter_file import AddressFile
from casework.letters.resending import sent_again, why_no_addressee, why_not_again
from tests.casework.letters.samples import CASE, NOW, dispatch, party

PARENT = party("parent")
MOVED = replace(PARENT, address=replace(PARENT.address, version=2, postal="2 New Street\nZZ1 1ZZ"))
SENT = dispatch("draft_plan", status="sent", sent_at=NOW, party_id=PARENT.party_id, address_version=1)
HERE = AddressFile(bound=PARENT, current=PARENT)


@pytest.mark.parametrize("status", ["stale", "failed", "returned", "recalled"])
def test_what_did_not_arrive_may_be_sent_again(status: str) -> None:
    assert why_not_again(replace(SENT, status=status), HERE) is None


def test_what_arrived_is_sent_again_only_to_an_address_that_changed() -> None:
    assert "is sent; only what did not arrive" in str(why_not_again(SENT, HERE))
    assert why_not_again(SENT, AddressFile(bound=PARENT, current=MOVED)) is None
    waits = replace(SENT, status="waiting", sent_at=None)
    assert "is waiting" in str(why_not_again(waits, AddressFile(bound=PARENT, current=MOVED)))


def test_nothing_is_sent_again_to_somebody_who_is_gone() -> None:
    gone = replace(PARENT, ended_on=date(2024, 4, 1))
    refused = str(why_not_again(replace(SENT, status="stale"), AddressFile(bound=PARENT, current=gone)))
    assert "ended on 2024-04-01" in refused and "`ehcp party add`" in refused


def test_the_new_message_goes_to_the_address_of_now_under_an_id_of_its_own() -> None:
    new = sent_again(SENT, AddressFile(bound=PARENT, current=MOVED), 2, "officer-1", NOW)
    assert (new.dispatch_id, new.address_version, new.by) == (f"{CASE}-2-1~2", 2, "officer-1")
    assert (new.status, new.sent_at, new.attempts, new.text) == ("waiting", None, 0, SENT.text)


def test_a_family_letter_without_a_party_goes_to_whoever_holds_the_right_and_to_no_one_else() -> None:
    task = dispatch("draft_plan", status="stale")
    young = party("young_person")
    both = AddressFile(candidates=(PARENT, young), holder="young_person")
    assert sent_again(task, both, 1, None, NOW).party_id == young.party_id
    assert sent_again(task, replace(both, holder="parent"), 1, None, NOW).party_id == PARENT.party_id
    assert sent_again(task, AddressFile(), 1, None, NOW).party_id is None
    only_parent = AddressFile(candidates=(PARENT,), holder="young_person")
    new = sent_again(task, only_parent, 1, None, NOW)
    assert new.party_id is None
    assert "The young person now holds the rights" in str(why_no_addressee(new, only_parent))


def test_a_setting_that_must_be_told_and_is_not_recorded_is_asked_for() -> None:
    for role, said in (("attended_setting", "its head must be told"), ("setting", "that the plan names")):
        task = dispatch("notice", status="stale", to_role=role)
        new = sent_again(task, AddressFile(), 1, None, NOW)
        assert said in str(why_no_addressee(new, AddressFile()))
        known = sent_again(task, AddressFile(candidates=(party(role, of=None),)), 1, None, NOW)
        assert why_no_addressee(known, AddressFile()) is None
    assert why_no_addressee(dispatch("notice", to_role="health_body"), AddressFile()) is None
