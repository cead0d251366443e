"""Send through GOV.UK Notify: e-mails and text messages with one template each, letters as print-ready PDF.

Our dispatch id is the reference. Before a message is sent again, Notify is asked whether it already has that reference.
Errors are distinguished by status code and error type, never by message, as its documentation asks:
https://docs.notifications.service.gov.uk/rest-api.html
"""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import requests
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from activities.providers.mail_address import address_mail
from activities.providers.port import Accepted, Parcel, Rejected, Unavailable

logging.getLogger("notifications_python_client").setLevel(logging.ERROR)  # our own log covers its failures
_PATIENCE_SECONDS = 10.0
_RATE = timedelta(seconds=10)
"""Notify allows 3,000 messages in any 60 seconds, so some can be sent again after a few seconds."""
_KEY = timedelta(minutes=1)
_LATE = timedelta(seconds=45)
"""A request that timed out may still be carried out. Only after this time does a search for it give a certain
answer.
"""
_DAY_IS_FULL = timedelta(hours=1)
"""Daily limits end at midnight, so sending is tried again each hour."""


class Notify:
    """GOV.UK Notify for one service. Its client is not thread-safe."""

    name = "notify"
    needs_address = True
    remembers_for: timedelta | None = timedelta(days=6)

    def __init__(
        self,
        key: str,
        *,
        url: str,
        email_template: str | None,
        sms_template: str | None,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        made: Any = NotificationsAPIClient
        self._client: Any = made(key, base_url=url, timeout=patience)
        self._templates = {"email": email_template, "sms": sms_template}

    def find(self, dispatch_id: str, channel: str) -> Accepted | None:
        """Return the message with our reference, which Notify keeps for seven days, or None."""
        try:
            found = self._client.get_all_notifications(template_type=channel, reference=dispatch_id)
        except APIError as failure:
            raise _away(failure) from None
        first = next(iter(found["notifications"]), None)
        return Accepted(f"notify:{first['id']}", first["id"], first["status"]) if first else None

    def word(self, provider_id: str) -> str | None:
        """Return the status of a notification, or None if Notify no longer has it."""
        try:
            return str(self._client.get_notification_by_id(provider_id)["status"])
        except HTTPError as failure:
            if failure.status_code == 404:
                return None
            raise _away(failure) from None
        except APIError as failure:
            raise _away(failure) from None

    def send(self, parcel: Parcel) -> Accepted:
        """Send a message."""
        try:
            answer = self._post(parcel)
        except APIError as failure:
            raise _why(failure) from None
        return Accepted(f"notify:{answer['id']}", answer["id"], "created")

    def _post(self, parcel: Parcel) -> Any:
        if parcel.channel == "letter":
            assert parcel.pdf is not None
            return self._client.send_precompiled_letter_notification(
                reference=parcel.dispatch_id, pdf_file=io.BytesIO(parcel.pdf)
            )
        assert parcel.mail is not None
        template = self._templates[parcel.channel]
        if parcel.channel == "sms":
            return self._client.send_sms_notification(
                phone_number=parcel.to,
                template_id=template,
                personalisation={"message": parcel.mail.text},
                reference=parcel.dispatch_id,
            )
        to = address_mail(EmailMessage(), parcel.to or "")
        return self._client.send_email_notification(
            email_address=to,
            template_id=template,
            personalisation={"subject": parcel.mail.subject, "message": parcel.mail.text},
            reference=parcel.dispatch_id,
        )


def _why(failure: APIError) -> Exception:
    if (
        failure.response is not None
        and failure.status_code not in (401, 403, 408, 429)
        and failure.status_code < 500
    ):
        kind = _error_type(failure)
        return Rejected(
            f"GOV.UK Notify refused it for good ({failure.status_code} {kind}): the address or the letter itself is not "
            "valid. Correct it, and send it with `ehcp letters again`."
        )
    return _away(failure)


def _away(failure: APIError) -> Unavailable:
    code = failure.status_code
    if failure.response is None:
        cause = failure.__cause__
        never = isinstance(cause, requests.exceptions.ConnectTimeout) or "NewConnectionError" in repr(cause)
        may_come_late = isinstance(cause, requests.exceptions.ReadTimeout)
        return Unavailable(
            "GOV.UK Notify does not answer.", surely_not=never, wait=_LATE if may_come_late else timedelta()
        )
    if code == 429:
        daily = _error_type(failure) == "TooManyRequestsError"
        return Unavailable(
            "GOV.UK Notify accepts no more today." if daily else "GOV.UK Notify asks us to slow down.",
            surely_not=True,
            wait=_DAY_IS_FULL if daily else _RATE,
        )
    if code in (401, 403):
        return Unavailable(
            "GOV.UK Notify refuses our key; check EHCP_NOTIFY_KEY and this machine's clock.",
            surely_not=True,
            wait=_KEY,
        )
    return Unavailable(f"GOV.UK Notify has a fault ({code}).", surely_not=False)


def _error_type(failure: APIError) -> str:
    """Return the type of an error, such as ValidationError, which is stable while messages may change."""
    said = failure.message
    first = said[0] if isinstance(said, list) and said else {}
    return str(first.get("error", "error")) if isinstance(first, dict) else "error"
