"""Send e-mail through an SMTP server.

SMTP cannot be asked what it accepted, so no e-mail is lost but one may be sent twice. An e-mail that may have been sent
is sent again with the same Message-ID, Date and text. The Message-ID consists of our dispatch id and the sender's
domain, so systems that compare it drop the second copy.
"""

from __future__ import annotations

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from activities.providers.mail_address import address_mail
from activities.providers.port import Accepted, Parcel, Rejected, Unavailable

_PATIENCE_SECONDS = 10.0
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Smtp:
    """A mail server as smtp://user:password@host:port. smtps:// uses TLS from the start; smtp:// upgrades with
    STARTTLS.

    E-mail is never sent unencrypted, except to this machine.
    """

    name = "smtp"
    needs_address = True
    remembers_for: timedelta | None = None

    def __init__(self, url: str, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender

    def find(self, dispatch_id: str, channel: str) -> Accepted | None:
        """Return None: SMTP cannot look up messages."""
        return None

    def word(self, provider_id: str) -> str | None:
        """Return None: SMTP has no delivery statuses."""
        return None

    def send(self, parcel: Parcel) -> Accepted:
        """Send an e-mail."""
        mail, to = self._mail(parcel)
        try:
            server = self._connected()
        except smtplib.SMTPAuthenticationError as failure:
            raise _refusal(failure.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise Unavailable("The mail server cannot be reached.", surely_not=True) from None
        try:
            with server:
                server.send_message(mail, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as refused:
            code, _ = next(iter(refused.recipients.values()))
            raise _refusal(code) from None
        except smtplib.SMTPResponseException as failure:
            raise _refusal(failure.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise Unavailable("The mail server closed the connection.", surely_not=False) from None
        return Accepted(f"smtp:{self._url.hostname}", word="accepted")

    def _connected(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=_PATIENCE_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port or 25, timeout=_PATIENCE_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            elif host not in _THIS_MACHINE:
                server.close()
                raise Unavailable(
                    "The mail server offers no TLS, and e-mail is never sent unencrypted.", surely_not=True
                )
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    def _mail(self, parcel: Parcel) -> tuple[EmailMessage, str]:
        """Return an e-mail and the address for its envelope. Raises Rejected if it cannot be addressed."""
        assert parcel.mail is not None
        mail = EmailMessage()
        mail["Subject"] = " ".join(parcel.mail.subject.split())
        to = address_mail(mail, parcel.to or "")
        mail["From"] = self._sender
        mail["Date"] = format_datetime(parcel.queued_at)
        mail["Message-ID"] = f"<{parcel.dispatch_id}@{self._sender.rpartition('@')[2].rstrip('> ')}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(parcel.mail.text)
        return mail, to


def _refusal(code: int) -> Exception:
    if 400 <= code < 500:
        return Unavailable(f"The mail server asks us to try later ({code}).", surely_not=True)
    if code in (530, 534, 535, 538):
        return Unavailable(
            "The mail server refuses our user name or password; correct EHCP_SMTP_URL.", surely_not=True
        )
    return Rejected(
        f"The mail server refused it for good ({code}): the address is wrong, or the mailbox is closed. Correct it with "
        "`ehcp party address`, and send it with `ehcp letters again`."
    )
