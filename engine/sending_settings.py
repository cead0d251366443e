"""How messages leave the house: by which provider, when, and after which second look.

With nothing set everything is written into the data folder's `outbox`, at once, so that a newcomer sees it. On servers
(`EHCP_TEMPORAL_ADDRESS` is set) or with a provider, messages can be recalled for ten minutes and nothing is sent at
night.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from casework.people.email_address import is_email_address
from engine.environment import FROM_FILE, EnvironmentSettings

NOTIFY = "https://api.notifications.service.gov.uk"
_NIGHT = (20, 7)


def _notify_key(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value()) < 73:
        raise ValueError("is not a key of GOV.UK Notify: a name, and two ids with 36 characters each")
    return key


def _mail_server(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("smtp://", "smtps://")):
        raise ValueError("is not the address of a mail server; write it as smtp://host:port")
    return url


def _sender(written: str) -> str:
    if not is_email_address(parseaddr(written)[1]) or len(written.splitlines()) != 1:
        raise ValueError("has no e-mail address; write it as SEND team <send@example.org>")
    return written


def _hours(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    if written == "none":
        return None
    hours = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", written)
    if hours is None or max(int(hours[1]), int(hours[2])) > 23:
        raise ValueError("is two hours of the day, as in 20-7, or none")
    return int(hours[1]), int(hours[2])


def _or_none(written: Any) -> Any:
    return None if written == "none" else written


def _at_once(known: dict[str, Any]) -> bool:
    return bool(known["embedded"]) and known["notify_key"] is None and known["smtp_url"] is None


class SendingSettings(EnvironmentSettings):
    """How messages leave the house. Times are minutes, seconds and local hours of the day."""

    embedded: bool = True
    notify_key: Annotated[SecretStr, AfterValidator(_notify_key)] | None = Field(
        default=None,
        validation_alias="EHCP_NOTIFY_KEY",
        json_schema_extra=FROM_FILE,
        description="The API key of GOV.UK Notify. When it is set, e-mails, text messages and letters are sent by Notify.",
    )
    notify_url: str = Field(
        default=NOTIFY, validation_alias="EHCP_NOTIFY_URL", description="The address of GOV.UK Notify."
    )
    notify_email_template: str | None = Field(
        default=None,
        validation_alias="EHCP_NOTIFY_EMAIL_TEMPLATE",
        description="The id of Notify's e-mail template, which has ((subject)) and ((message)).",
    )
    notify_sms_template: str | None = Field(
        default=None,
        validation_alias="EHCP_NOTIFY_SMS_TEMPLATE",
        description="The id of Notify's text message template, which has ((message)).",
    )
    notify_token: SecretStr | None = Field(
        default=None,
        validation_alias="EHCP_NOTIFY_TOKEN",
        json_schema_extra=FROM_FILE,
        description="The bearer token that Notify sends with its callbacks.",
    )
    smtp_url: Annotated[SecretStr, AfterValidator(_mail_server)] | None = Field(
        default=None,
        validation_alias="EHCP_SMTP_URL",
        json_schema_extra=FROM_FILE,
        description="A mail server for e-mails, as `smtp://user:password@host:port` or `smtps://...`. A mail is sent at "
        "least once, and a second time under the same Message-ID.",
    )
    mail_from: Annotated[str, AfterValidator(_sender)] = Field(
        default="EHCP <ehcp@localhost.invalid>",
        validation_alias="EHCP_MAIL_FROM",
        description="The sender of mails by SMTP. A Message-ID ends in its domain.",
    )
    letters: Literal["folder", "notify"] | None = Field(
        default=None,
        validation_alias="EHCP_LETTERS",
        description="`folder` keeps letters in the folder, for a print room, although Notify is set.",
    )
    letter_texts: Path | None = Field(
        default=None,
        validation_alias="EHCP_LETTER_TEXTS",
        description="A folder with the authority's own texts of letters. Not set: the texts that come with the program.",
    )
    recall_minutes: int = Field(
        default_factory=lambda known: 0 if _at_once(known) else 10,
        ge=0,
        le=24 * 60,
        validation_alias="EHCP_RECALL_MINUTES",
        description="How many minutes a message to people outside can be recalled. Not set: 10; embedded 0.",
    )
    quiet_hours: Annotated[tuple[int, int] | None, NoDecode, BeforeValidator(_hours)] = Field(
        default_factory=lambda known: None if _at_once(known) else _NIGHT,
        validation_alias="EHCP_QUIET_HOURS",
        description="The hours in which nothing is sent, as `20-7`, or `none`. Not set: 20-7; embedded none.",
    )
    digest_at: int = Field(
        default=8,
        ge=0,
        le=23,
        validation_alias="EHCP_DIGEST_HOUR",
        description="The hour at which advisers get their daily digest.",
    )
    bulk_over: Annotated[int | None, BeforeValidator(_or_none)] = Field(
        default=50,
        ge=0,
        le=1_000_000,
        validation_alias="EHCP_BULK_OVER",
        description="More messages than this of one kind from a single act wait for a second look; `none` for no limit.",
    )
    lease_seconds: int = Field(
        default=30,
        ge=0,
        le=3600,
        validation_alias="EHCP_LEASE_SECONDS",
        description="How many seconds a worker that was killed keeps the messages it had taken to send.",
    )

    @property
    def letters_in_folder(self) -> bool:
        """True when letters stay in the folder although Notify is set."""
        return self.letters == "folder"

    @property
    def quiet_from(self) -> int | None:
        """The hour from which nothing is sent; None when every hour is open."""
        return self.quiet_hours[0] if self.quiet_hours else None

    @property
    def quiet_until(self) -> int:
        """The hour at which sending goes on."""
        return self.quiet_hours[1] if self.quiet_hours else _NIGHT[1]
