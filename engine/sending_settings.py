"""How messages leave the house: by which provider, when, and after which second look.

With nothing set everything is written into the data folder's `outbox`, at once, so that a newcomer sees it. On servers
(`EHCP_TEMPORAL_ADDRESS` is set) or with a provider, messages can be recalled for ten minutes and nobody is mailed at night.

``EHCP_NOTIFY_KEY``             API key of GOV.UK Notify: e-mails, text messages and letters go there
``EHCP_NOTIFY_EMAIL_TEMPLATE``  id of its e-mail template, which has ((subject)) and ((message))
``EHCP_NOTIFY_SMS_TEMPLATE``    id of its text message template, which has ((message))
``EHCP_NOTIFY_URL``             its address (default the real one)
``EHCP_NOTIFY_TOKEN``           the bearer token that Notify sends with its callbacks
``EHCP_SMTP_URL``               a mail server for e-mails, as smtp://user:password@host:port or smtps://...; by it a mail goes
                                at least once, and a second time under the same Message-ID
``EHCP_MAIL_FROM``              who mails by SMTP are from; a Message-ID ends in its domain
``EHCP_LETTERS``                ``folder`` keeps letters in the folder, for a print room, although Notify is set
``EHCP_LETTER_TEXTS``           folder with an authority's own texts of letters (docs/change/letters.md); unset means the shipped ones
``EHCP_RECALL_MINUTES``         how long a message to somebody outside can be recalled (10; embedded 0)
``EHCP_QUIET_HOURS``            when nobody is mailed, as ``20-7``, or ``none`` (20-7; embedded none)
``EHCP_DIGEST_HOUR``            when advisers get their daily digest (8)
``EHCP_BULK_OVER``              more of one kind by one person on one day wait for a second look (50), or ``none``
``EHCP_LEASE_SECONDS``          how long a worker that was killed keeps what it had taken to send (30)

A secret may stand in a file instead, named by ``EHCP_NOTIFY_KEY_FILE``, ``EHCP_NOTIFY_TOKEN_FILE`` or
``EHCP_SMTP_URL_FILE``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import EngineError

NOTIFY = "https://api.notifications.service.gov.uk"


@dataclass(frozen=True)
class SendingSettings:
    """What the environment says of sending. Minutes, and local hours of the day."""

    notify_key: str | None = field(default=None, repr=False)
    notify_url: str = NOTIFY
    notify_email_template: str | None = None
    notify_sms_template: str | None = None
    notify_token: str | None = field(default=None, repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "EHCP <ehcp@localhost.invalid>"
    letters_in_folder: bool = False
    letter_texts: Path | None = None
    recall_minutes: int = 0
    quiet_from: int | None = None
    quiet_until: int = 7
    digest_at: int = 8
    bulk_over: int | None = 50
    lease_seconds: int = 30


def load_sending(environ: Mapping[str, str], *, embedded: bool) -> SendingSettings:
    """The settings. Raises EngineError with one sentence where one of them is not as it should be."""
    key, smtp = _secret(environ, "EHCP_NOTIFY_KEY"), _secret(environ, "EHCP_SMTP_URL")
    if key is not None and len(key) < 73:
        raise EngineError(
            "EHCP_NOTIFY_KEY is not a key of GOV.UK Notify: a name, and two ids with 36 characters each."
        )
    if smtp is not None and not smtp.startswith(("smtp://", "smtps://")):
        raise EngineError("EHCP_SMTP_URL is not the address of a mail server; write it as smtp://host:port.")
    at_once = embedded and key is None and smtp is None
    quiet = environ.get("EHCP_QUIET_HOURS") or ("none" if at_once else "20-7")
    hours = re.fullmatch(r"(\d{1,2})-(\d{1,2})", quiet)
    if quiet != "none" and (hours is None or max(int(hours[1]), int(hours[2])) > 23):
        raise EngineError("EHCP_QUIET_HOURS is two hours of the day, as in 20-7, or none.")
    return SendingSettings(
        notify_key=key,
        notify_url=environ.get("EHCP_NOTIFY_URL") or NOTIFY,
        notify_email_template=environ.get("EHCP_NOTIFY_EMAIL_TEMPLATE") or None,
        notify_sms_template=environ.get("EHCP_NOTIFY_SMS_TEMPLATE") or None,
        notify_token=_secret(environ, "EHCP_NOTIFY_TOKEN"),
        smtp_url=smtp,
        mail_from=environ.get("EHCP_MAIL_FROM") or SendingSettings.mail_from,
        letters_in_folder=_choice(environ, "EHCP_LETTERS", ("folder", "notify")) == "folder",
        letter_texts=Path(folder) if (folder := environ.get("EHCP_LETTER_TEXTS")) else None,
        recall_minutes=_number(environ, "EHCP_RECALL_MINUTES", 0 if at_once else 10, 24 * 60),
        quiet_from=int(hours[1]) if hours else None,
        quiet_until=int(hours[2]) if hours else 7,
        digest_at=_number(environ, "EHCP_DIGEST_HOUR", 8, 23),
        lease_seconds=_number(environ, "EHCP_LEASE_SECONDS", 30, 3600),
        bulk_over=None
        if environ.get("EHCP_BULK_OVER") == "none"
        else _number(environ, "EHCP_BULK_OVER", 50, 1_000_000),
    )


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    if value := environ.get(name):
        return value
    if (file := environ.get(f"{name}_FILE")) is None:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except OSError:
        raise EngineError(f"The file that {name}_FILE names cannot be read.") from None


def _number(environ: Mapping[str, str], name: str, usual: int, most: int) -> int:
    written = environ.get(name) or str(usual)
    if not written.isdecimal() or int(written) > most:
        raise EngineError(f"{name} is a whole number from 0 to {most}; {written!r} is none.")
    return int(written)


def _choice(environ: Mapping[str, str], name: str, known: tuple[str, ...]) -> str | None:
    written = environ.get(name) or None
    if written is not None and written not in known:
        raise EngineError(f"{name} is one of {', '.join(known)}; {written!r} is none of them.")
    return written
