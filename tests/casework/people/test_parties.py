"""The recipients of a notice to the family, and the parties of a case."""

from __future__ import annotations

from datetime import date

import pytest

from casework.people.entitlements import why_not_entitled
from casework.people.parties import Address, Party, family, why_not, why_not_withheld


def party(relationship: str, **more: object) -> Party:
    return Party(f"party-{relationship}", "case-1", relationship, **more)  # type: ignore[arg-type]


def test_a_notice_goes_to_the_holder_of_the_right_on_its_day() -> None:
    parent, other, young = party("parent"), party("second_parent"), party("young_person")
    gone = party("second_parent", ended_on=date(2026, 1, 1))
    assert family([parent, other, young], "parent").parties == (parent, other)
    assert family([parent, gone], "parent").parties == (parent,)
    assert family([parent, young], "young_person").parties == (young,)
    assert (
        family([parent, young, party("representative")], "young_person").parties[0].relationship
        == "representative"
    )
    assert "holds the rights" in str(family([parent], "young_person").problem)
    assert "No one in the family" in str(family([gone], "parent").problem)
    assert family([], "parent") == family([party("setting", of="urn-1")], None)


@pytest.mark.parametrize(
    ("relationship", "of", "channel", "address", "part"),
    [
        ("uncle", None, "letter", Address(1), "There is no relationship 'uncle'"),
        ("adviser", None, "letter", Address(1), "An adviser needs --of"),
        ("parent", "x", "letter", Address(1), "takes no --of"),
        ("parent", None, "pigeon", Address(1), "There is no channel"),
        ("parent", None, "sms", Address(1), "Enter a mobile number"),
        ("parent", None, "email", Address(1, None, "no-address"), "is not an e-mail address"),
        ("parent", None, "sms", Address(1, None, None, "call me"), "is not a telephone number"),
    ],
)
def test_an_invalid_party_is_refused_in_one_sentence(
    relationship: str, of: str | None, channel: str, address: Address, part: str
) -> None:
    assert part in str(why_not(relationship, of, channel, address))


def test_the_family_is_written_to_without_those_who_get_no_letters() -> None:
    parent, stopped = party("parent"), party("second_parent", no_letters_because="A court order.")
    assert family([parent, stopped], "parent").parties == (parent,)
    assert "recorded as not getting letters" in str(family([stopped], "parent").problem)
    representative = party("representative", no_letters_because="She asked us to write to no one.")
    held = family([parent, party("young_person"), representative], "young_person")
    assert held.parties == () and held.problem is not None, "no other person takes the representative's place"


def test_only_a_right_that_fits_the_relationship_is_recorded() -> None:
    assert why_not_entitled("parent", None) is None
    assert why_not_entitled("foster_carer", "care") is None
    assert why_not_entitled("representative", "deputy") is None
    assert "cannot be recorded for this relationship" in str(why_not_entitled("parent", "deputy"))
    assert "from the options" in str(why_not_entitled("parent", "king"))
    assert why_not_withheld("parent", "A court order.") is None
    assert "Only letters to the family" in str(why_not_withheld("adviser", "A court order."))
