"""The name and address at the head of a letter."""

from __future__ import annotations

from dataclasses import replace

from casework.authority.profile import Contact, Profile
from casework.letters.address_lines import address_lines
from casework.letters.letter_file import AddressFile, LetterFile
from tests.casework.letters.samples import dispatch, party

OURS = Profile(authority=Contact(name="Sample authority", address=("1 Council Road",)))
BODY = Contact(name="Sample board", address=("2 Board Road",))
CARE = Contact(name="Head of care", address=("3 Care Road",))
FILE = LetterFile(address=AddressFile(profile=OURS), family=("The family", "1 Sample Street"))


def lines(role: str, file: LetterFile = FILE, of: str | None = None) -> tuple[str, ...]:
    return address_lines(dispatch("act", to_role=role, of=of), file)


def ours(**contacts: Contact) -> LetterFile:
    return replace(FILE, address=AddressFile(profile=OURS.model_copy(update=contacts)))


def test_the_party_that_a_letter_is_for_comes_first() -> None:
    known = replace(FILE, address=replace(FILE.address, candidates=(party("health_body"),)))
    assert lines("health_body", known) == ("Sample health_body", "1 Sample Street", "ZZ1 1ZZ")


def test_a_letter_to_a_family_without_parties_goes_where_the_request_said() -> None:
    assert lines("family") == ("The family", "1 Sample Street")


def test_health_and_social_care_are_where_the_particulars_say() -> None:
    assert lines("health_body") == ("The responsible health body",)
    assert lines("health_body", ours(health_body=BODY)) == ("Sample board", "2 Board Road")
    assert lines("social_care", ours(social_care=CARE)) == ("Head of care", "3 Care Road")
    own = ("Social care for children and young people", "Sample authority", "1 Council Road")
    assert lines("social_care") == own
    assert lines("social_care", replace(FILE, address=AddressFile())) == ()


def test_the_family_is_never_written_to_in_the_place_of_an_unknown_setting_or_body() -> None:
    for role in ("attended_setting", "youth_accommodation", "youth_offending_team", "detained_health"):
        assert lines(role) == ()
    assert lines("setting", of="urn-1") == ("urn-1",)
    assert lines("setting") == ("The setting",)
