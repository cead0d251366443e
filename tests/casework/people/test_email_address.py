"""E-mail addresses are accepted where every mail program reads them in one way only."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from casework.authority.profile import BadProfile, profile_of, profile_to_load
from casework.people.email_address import is_email_address
from casework.people.parties import Address, why_not
from engine.sending_settings import SendingSettings
from starter.api.models.requests import Request


@pytest.mark.parametrize(
    "written",
    ["parent@example.invalid", "o'brien@example.org", "a.b+c@mail.example.co.uk", "A_1@example.org"],
)
def test_an_address_of_everyday_use_is_accepted(written: str) -> None:
    assert is_email_address(written)


@pytest.mark.parametrize(
    "written",
    [
        "():!;[=|~@x.invalid",
        "g:evil@e.invalid;",
        "evil%example.org@e.invalid",
        "=?utf-8?q?x?=@e.invalid",
        "parent@example.org\n",
        "parent@example.org\nBcc: other@example.org",
        "Mum <parent@example.org>",
        "a@b.org, c@d.org",
        '"a b"@example.org',
        "parent@[10.0.0.1]",
        "parent@localhost",
        "not-an-email",
        "",
        "é@example.org",
        "parent@exämple.org",
    ],
)
def test_what_a_mail_program_may_read_in_another_way_is_refused(written: str) -> None:
    assert not is_email_address(written)


def test_every_entrance_refuses_an_address_that_is_read_in_two_ways() -> None:
    """The intake, parties, the API, the authority's particulars and the sender check alike."""
    odd = "():!;[=|~@x.invalid"
    assert "is not an e-mail address" in str(why_not("parent", None, "letter", Address(1, email=odd)))
    asked = {"child_name": "Sample Child", "received_on": "2026-03-02", "team": "north"}
    assert Request.model_validate({**asked, "email": "parent@example.org"})
    with pytest.raises(ValidationError, match="This is not an e-mail address"):
        Request.model_validate({**asked, "email": odd})
    body = {"name": "Sample", "email": odd}
    for part in (
        {"health_body": body},
        {"mailboxes": {"case_officer": odd}},
        {"services": {"health": {"manager": "Sample", "email": odd}}},
        {"mediators": {"a": body}},
    ):
        with pytest.raises(BadProfile, match="is not an e-mail address; write it"):
            profile_to_load({"authority": {"name": "Sample"}, **part})
        assert profile_of({"authority": {"name": "Sample"}, **part}), "what was kept before can be read"
    with pytest.raises(ValidationError, match="has no e-mail address"):
        SendingSettings(EHCP_MAIL_FROM=f"SEND <{odd}>")


@given(st.text(alphabet=string.printable, max_size=20), st.text(alphabet=string.printable, max_size=20))
def test_no_text_at_all_is_an_error(before: str, after: str) -> None:
    written = f"{before}@{after}"
    if is_email_address(written):
        assert written.count("@") == 1 and not set(written) & set('\r\n\t ,;:<>()[]\\"%')
