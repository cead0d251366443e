"""Why a dispatch may no longer leave for the person and the address that it was bound to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.letters.dispatch_refusals import Stale, stale, why_stale
from casework.letters.letter_file import AddressFile
from casework.people.parties import Address, Party
from tests.casework.letters.samples import dispatch
from tests.casework.letters.samples import party as sample


def party(relationship: str, **more: object) -> Party:
    return Party(f"party-{relationship}", "case-1", relationship, **more)  # type: ignore[arg-type]


def test_a_binding_is_stale_once_its_address_or_its_relationship_is_another() -> None:
    bound = party("parent", address=Address(2, "1 Street"))
    here, before = Address(2, "1 Street"), Address(1, "9 Street")
    assert why_stale(here, bound, "letter", made=True) is None
    for made in (True, False):
        assert "the address changed" in str(why_stale(before, bound, "letter", made=made))
    ended = party("parent", ended_on=date(2026, 1, 1), address=here)
    assert "ended on 2026-01-01" in str(why_stale(here, ended, "letter", made=False))
    assert why_stale(here, None, "letter", made=False) is not None
    stopped = party("parent", no_letters_because="A court order.", address=here)
    assert "not getting letters" in str(why_stale(here, stopped, "letter", made=False))


def test_a_binding_is_stale_once_what_was_made_is_no_longer_how_they_want_to_be_written_to() -> None:
    here, wants_large = Address(1, "1 Street"), party("parent", address=Address(2, "1 Street"))
    assert why_stale(here, wants_large, "letter", made=False) is None
    assert "large print or another language changed" in str(why_stale(here, wants_large, "letter", made=True))
    assert "no longer want" in str(why_stale(here, party("parent", address=here), "email", made=False))
    assert why_stale(here, party("parent", address=here, channel="email"), "email", made=False) is None
    assert why_stale(here, party("adviser", address=here), "email", made=False) is None


def test_a_dispatch_is_stale_by_what_its_party_is_now() -> None:
    parent = sample("parent")
    moved = replace(parent, address=replace(parent.address, version=2, postal="2 New Street"))
    larger = replace(parent, address=replace(parent.address, version=2))
    bound = dispatch("draft_plan", party_id=parent.party_id, address_version=1)
    assert stale(bound, AddressFile(bound=parent, current=parent)) is None
    assert "the address changed" in str(stale(bound, AddressFile(bound=parent, current=moved)))
    assert stale(bound, AddressFile(bound=parent, current=larger)) is None
    made = AddressFile(bound=parent, current=larger, content=b"made")
    assert "large print or another language changed" in str(stale(bound, made))
    assert "ended" in str(stale(bound, AddressFile()))


def test_a_dispatch_without_a_recipient_is_never_stale() -> None:
    assert stale(dispatch("draft_plan"), AddressFile()) is None
    assert stale(dispatch("draft_plan", party_id="party-1"), AddressFile()) is None


def test_an_officer_reads_whether_it_left_why_not_and_what_to_do() -> None:
    why = Stale("the address changed", "Look whether it is still right.")
    assert why.not_sent == "It was not sent: the address changed. Look whether it is still right."
    assert why.was_sent.startswith("It was sent all the same, before this was known: the address changed.")
    assert "and no one knows. It does not leave again" in why.unknown("no one knows")
