"""When something leaves: at once, after its recall window, in the morning, or with a digest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.letters.notice import Notice
from casework.letters.sending_times import Policy, not_before
from casework.people.parties import Address, Party, family, stale, why_not

SERVER = Policy(recall=timedelta(minutes=10), quiet_from=20, quiet_until=7)
NIGHT = datetime(2026, 1, 14, 23, 55, tzinfo=UTC)
NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
SUMMER_NIGHT = datetime(2026, 7, 14, 19, 30, tzinfo=UTC)  # half past eight in England


def told(kind: str, role: str) -> Notice:
    return Notice(date(2026, 1, 14), kind, role, "about", None, "text")


@pytest.mark.parametrize(
    ("kind", "role", "channel", "at", "leaves"),
    [
        ("draft_plan", "family", "letter", NOON, NOON + timedelta(minutes=10)),
        ("draft_plan", "family", "letter", NIGHT, NIGHT + timedelta(minutes=10)),  # a letter wakes nobody
        ("draft_plan", "family", "sms", NIGHT, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        ("draft_plan", "family", "sms", SUMMER_NIGHT, datetime(2026, 7, 15, 6, tzinfo=UTC)),
        ("reminder", "case_officer", "email", NIGHT, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        ("reminder", "case_officer", "email", NOON, None),
        ("breach_alert", "team_manager", "email", NIGHT, None),
        ("breach_continues", "head_of_service", "email", NIGHT, None),
        ("chase", "adviser", "email", NOON, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        (
            "chase",
            "setting",
            "email",
            datetime(2026, 1, 14, 0, 0, tzinfo=UTC),
            datetime(2026, 1, 14, 8, tzinfo=UTC),
        ),
    ],
)
def test_on_a_server(kind: str, role: str, channel: str, at: datetime, leaves: datetime | None) -> None:
    assert not_before(told(kind, role), channel, at, SERVER) == leaves


def test_in_the_embedded_default_a_newcomer_sees_everything_at_once_but_digests() -> None:
    for at in (NIGHT, NOON):
        assert not_before(told("draft_plan", "family"), "letter", at, Policy()) is None
        assert not_before(told("reminder", "case_officer"), "email", at, Policy()) is None
    assert not_before(told("chase", "adviser"), "email", NOON, Policy()) is not None


def party(relationship: str, **more: object) -> Party:
    return Party(f"party-{relationship}", "case-1", relationship, **more)  # type: ignore[arg-type]


def test_a_notice_goes_to_who_holds_the_right_on_its_day() -> None:
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
    assert "Nobody of the family" in str(family([gone], "parent").problem)
    assert family([], "parent") == family([party("setting", of="urn-1")], None)


def test_a_binding_is_stale_once_its_address_or_its_relationship_is_another() -> None:
    bound = party("parent", address=Address(2, "1 Street"))
    here, before = Address(2, "1 Street"), Address(1, "9 Street")
    assert stale(here, bound, "letter", made=True) is None
    for made in (True, False):
        assert "the address changed" in str(stale(before, bound, "letter", made=made))
    ended = party("parent", ended_on=date(2026, 1, 1), address=here)
    assert "ended on 2026-01-01" in str(stale(here, ended, "letter", made=False))
    assert stale(here, None, "letter", made=False) is not None


def test_a_binding_is_stale_once_what_was_made_is_no_longer_how_they_want_to_be_written_to() -> None:
    here, wants_large = Address(1, "1 Street"), party("parent", address=Address(2, "1 Street"))
    assert stale(here, wants_large, "letter", made=False) is None
    assert "large print or another language" in str(stale(here, wants_large, "letter", made=True))
    assert "no longer want" in str(stale(here, party("parent", address=here), "email", made=False))
    assert stale(here, party("parent", address=here, channel="email"), "email", made=False) is None
    assert stale(here, party("adviser", address=here), "email", made=False) is None


@pytest.mark.parametrize(
    ("relationship", "of", "channel", "address", "part"),
    [
        ("uncle", None, "letter", Address(1), "There is no relationship 'uncle'"),
        ("adviser", None, "letter", Address(1), "An adviser needs --of"),
        ("parent", "x", "letter", Address(1), "takes no --of"),
        ("parent", None, "pigeon", Address(1), "There is no channel"),
        ("parent", None, "sms", Address(1), "needs a mobile number"),
        ("parent", None, "email", Address(1, None, "nobody"), "is not an e-mail address"),
        ("parent", None, "sms", Address(1, None, None, "call me"), "is not a telephone number"),
    ],
)
def test_who_cannot_be_a_party_is_said_in_one_sentence(
    relationship: str, of: str | None, channel: str, address: Address, part: str
) -> None:
    assert part in str(why_not(relationship, of, channel, address))
