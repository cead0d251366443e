"""What leaves has the recorded address in its header and its envelope, or it does not leave."""

from __future__ import annotations

import random
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import getaddresses, parseaddr

import pytest

from activities.providers.mail_address import address_mail
from activities.providers.port import Rejected

PIECES = (
    "parent", "a", "o'brien", "x.y", "g", "evil", "example.org", "e.invalid", "x" * 64, "d" * 63 + ".org", "xn--bcher-kva.example",
    "@", "@", "@", ".", "..", ":", ";", ",", "<", ">", "(", ")", "[", "]", "\\", '"', "=?utf-8?q?a?=", "%40", "%", "|", "~", "!", "+", "-",
    "_", " ", "\t", "\r\n", "\n", "\0", "é", "＠", "\u202e", "\ud800", "[10.0.0.1]", "localhost", "Mum ", "Bcc: c@d.org", "{", "}", "`", "#", "=",
)  # fmt: skip
MANY = 40_000


def addressed(written: str) -> str | None:
    """Return the envelope's address of a mail to a written address after checking its header; None if it is refused."""
    mail = EmailMessage()
    mail["Subject"] = "Sample"
    mail["From"] = "SEND team <send@exampleton.invalid>"
    mail.set_content("Sample text.")
    try:
        envelope = address_mail(mail, written)
    except Rejected:
        assert mail["To"] is None
        return None
    for policy in (default, SMTP):
        sent = message_from_bytes(mail.as_bytes(policy=policy), policy=default)
        assert [one.addr_spec for one in sent["To"].addresses] == [written] == [envelope]
        assert [address for _, address in getaddresses([str(sent["To"])])] == [written]
        assert sent["Bcc"] is None and sent["Cc"] is None
    assert parseaddr(envelope)[1] == written
    return envelope


@pytest.mark.parametrize(
    "written",
    [
        "():!;[=|~@x.invalid", "g:evil@e.invalid;", "evil%example.org@e.invalid", "=?utf-8?q?evil=40e.invalid?=", "a@b.org, c@d.org",
        "Mum <parent@example.org>", "parent@example.org\nBcc: other@example.org", "parent@exämple.org", "", " parent@example.org",
    ],
)  # fmt: skip
def test_an_address_that_can_be_read_in_two_ways_is_refused(written: str) -> None:
    assert addressed(written) is None


@pytest.mark.parametrize(
    "written", ["parent@example.invalid", "O'Brien+ehc@Mail.Example.org", f"{'x' * 64}@{'d' * 63}.org"]
)
def test_an_address_of_everyday_use_is_in_the_header_and_the_envelope(written: str) -> None:
    assert addressed(written) == written


def test_of_forty_thousand_odd_addresses_none_goes_to_another_person_and_none_is_an_error() -> None:
    chance = random.Random(25)
    accepted = set()
    for _ in range(MANY):
        written = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        try:
            accepted.add(address_mail(EmailMessage(), written))
        except Rejected:
            continue
        assert written in accepted
    assert 20 < len(accepted) < MANY / 10
    assert all(addressed(written) == written for written in sorted(accepted)[:100])
