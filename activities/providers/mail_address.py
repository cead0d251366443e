"""Address an e-mail so that its header and its envelope hold the recorded address and no other."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from activities.providers.port import Rejected
from casework.people.email_address import is_email_address


def address_mail(mail: EmailMessage, to: str) -> str:
    """Set the recipient of an e-mail and return its address for the envelope.

    Raises Rejected if any program could read another address from what is sent than the recorded one.
    """
    if is_email_address(to) and parseaddr(to) == ("", to):
        mail["To"] = to
        if _read_by_others(mail) == [to]:
            return to
        del mail["To"]
    raise Rejected(
        "The e-mail address can be read in more than one way, so nothing was sent to it. Correct it with `ehcp party "
        "address`, and send it with `ehcp letters again`."
    )


def _read_by_others(mail: EmailMessage) -> list[str]:
    """Return the addresses that a program reads from the header as it is sent."""
    sent = message_from_bytes(bytes(mail), policy=default)
    return [address.addr_spec for header in sent.get_all("To", []) for address in header.addresses]
