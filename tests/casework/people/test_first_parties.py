"""The people that a request names: who is the young person, and who is their parent."""

from __future__ import annotations

from itertools import count

import pytest

from casework.people.first_parties import FamilyLine, is_name_of, of_family
from casework.people.parties import Address, Party, family
from statute.rights import RightHolder

MOTHER = "Mary Parent, 1 Old Street, Exampleton, ZZ1 1ZZ"
THERE = Address(1, "1 Old Street\nExampleton\nZZ1 1ZZ", "mary@example.invalid")


def found(text: str | None, holder: RightHolder | None, without_capacity: bool = False) -> list[Party]:
    numbers = count(1)
    line = FamilyLine("Jay Adult", text, "mary@example.invalid", holder, without_capacity)
    return list(of_family(line, lambda: Party(f"party-{next(numbers)}", "case-1", "parent")))


def test_a_parent_stays_the_parent_and_the_young_person_has_no_address_yet() -> None:
    young, parent = found(MOTHER, "young_person")
    assert (young.relationship, young.name, young.address) == ("young_person", "Jay Adult", Address(1))
    assert (parent.relationship, parent.name, parent.address) == ("parent", "Mary Parent", THERE)
    assert young.party_id != parent.party_id
    assert family([young, parent], "young_person").parties == (young,)


@pytest.mark.parametrize("named", ["Jay Adult", "Mr Jay Adult", "ADULT Jay", None])
def test_a_young_person_who_is_named_has_the_address(named: str | None) -> None:
    (young,) = found(f"{named}, 1 Old Street, Exampleton, ZZ1 1ZZ" if named else None, "young_person")
    assert (young.relationship, young.name) == ("young_person", "Jay Adult")
    assert young.address == (THERE if named else Address(1, None, "mary@example.invalid"))


@pytest.mark.parametrize(
    ("holder", "without_capacity", "relationship"),
    [("parent", False, "parent"), (None, False, "parent"), (None, True, "representative")],
)
def test_a_parent_who_holds_the_right_is_the_only_party(
    holder: RightHolder | None, without_capacity: bool, relationship: str
) -> None:
    (one,) = found(MOTHER, holder, without_capacity)
    assert (one.relationship, one.name, one.address) == (relationship, "Mary Parent", THERE)


@pytest.mark.parametrize(
    ("written", "is_theirs"),
    [
        ("Jay Robin Adult", True),
        ("Miss Jay Adult", True),
        ("Adult", False),
        ("Mr Adult", False),
        ("Mary Adult", False),
        ("Family of Jay Robin Adult", False),
        ("Jay Adult and Mary Adult", False),
        ("", False),
    ],
)
def test_a_name_on_an_envelope_is_the_childs_or_another_persons(written: str, is_theirs: bool) -> None:
    assert is_name_of(written, "Jay Robin Adult") is is_theirs
