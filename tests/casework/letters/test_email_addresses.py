"""The e-mail address of a role, from the authority's particulars."""

from __future__ import annotations

import pytest

from casework.authority.profile import Contact, Mediator, Profile, Service
from casework.letters.email_addresses import known_address, nowhere
from tests.casework.letters.samples import CASE, dispatch

OURS = Profile(
    authority=Contact(name="Sample authority"),
    health_body=Contact(name="Sample board", email="board@example.org"),
    mediation_adviser=Contact(name="Sample adviser", email="mediation@example.org"),
    services={
        "health": Service(manager="Sample manager", email="health@example.org"),
        "camhs": Service(manager="X"),
    },
    mediators={"a": Mediator(name="Sample a", email="a@mediators.invalid"), "b": Mediator(name="Sample b")},
    mailboxes={
        "case_officer": "officers@example.org",
        "officer-1": "officer-1@example.org",
        "team_manager": "managers@example.org",
        "urn-1": "school@example.org",
        "camhs": "camhs@example.org",
        "head_of_service": "head@example.org",
    },
)


@pytest.mark.parametrize(
    ("role", "of", "address"),
    [
        ("service_manager", "health", "health@example.org"),
        ("service_manager", "camhs", None),
        ("service_manager", None, None),
        ("case_officer", None, "officer-1@example.org"),
        ("team_manager", None, "managers@example.org"),
        ("mediation_adviser", None, "mediation@example.org"),
        ("health_body", None, "board@example.org"),
        ("adviser", "health", "health@example.org"),
        ("adviser", "camhs", "camhs@example.org"),
        ("adviser", "school", None),
        ("mediator", "a", "a@mediators.invalid"),
        ("mediator", "b", None),
        ("setting", "urn-1", "school@example.org"),
        ("setting", None, None),
        ("head_of_service", None, "head@example.org"),
        ("social_care", None, None),
    ],
)
def test_each_role_is_reached_where_the_particulars_say(
    role: str, of: str | None, address: str | None
) -> None:
    message = dispatch("reminder", to_role=role, of=of, channel="email")
    assert known_address(message, OURS, "officer-1", "north") == address
    assert known_address(message, None, "officer-1", "north") is None


def test_an_officer_without_a_mailbox_is_reached_at_the_one_of_all_officers() -> None:
    for officer in (None, "officer-2"):
        assert (
            known_address(dispatch("reminder", to_role="case_officer"), OURS, officer)
            == "officers@example.org"
        )


def test_where_no_address_is_known_the_sentence_says_where_to_give_it() -> None:
    inside = nowhere(dispatch("reminder", to_role="case_officer", channel="email"))
    assert inside.startswith("No e-mail address is known for the case officer; give it under mailboxes")
    outside = nowhere(dispatch("chase", to_role="adviser", of="health", channel="sms"))
    assert outside.startswith(
        f"No mobile number is known for the adviser (health); add it with `ehcp party add {CASE} adviser`"
    )
