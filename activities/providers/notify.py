"""GOV.UK Notify: e-mails and text messages by one template of each, letters as PDF that are ready to print.

Our dispatch id is the reference, and before anything is sent again Notify is asked whether it has that reference
already. Its errors are told apart by status code and error type, never by their words, as its documentation asks:
https://docs.notifications.service.gov.uk/rest-api.html
"""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from typing import Any

import requests
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from activities.providers.port import Away, Parcel, Rejected, Taken

logging.getLogger("notifications_python_client").setLevel(logging.ERROR)  # its failures are told by ours
_PATIENCE_SECONDS = 10.0
_RATE = timedelta(seconds=10)
"""Notify counts 3,000 messages in any 60 seconds, so that some may go again after a few."""
_KEY = timedelta(minutes=1)
_LATE = timedelta(seconds=45)
"""A request that was not answered in time may still be carried out; it is not looked for before that is over."""
_DAY_IS_FULL = timedelta(hours=1)
"""Daily limits end at midnight; they are tried each hour."""


class Notify:
    """GOV.UK Notify for one service. Its client is not for several threads at once."""

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

    def find(self, dispatch_id: str, channel: str) -> Taken | None:
        """What Notify has under our reference: it keeps that for seven days."""
        try:
            found = self._client.get_all_notifications(template_type=channel, reference=dispatch_id)
        except APIError as failure:
            raise _away(failure) from None
        first = next(iter(found["notifications"]), None)
        return Taken(f"notify:{first['id']}", first["id"], first["status"]) if first else None

    def word(self, provider_id: str) -> str | None:
        """The status of a notification; None once Notify no longer keeps it."""
        try:
            return str(self._client.get_notification_by_id(provider_id)["status"])
        except HTTPError as failure:
            if failure.status_code == 404:
                return None
            raise _away(failure) from None
        except APIError as failure:
            raise _away(failure) from None

    def send(self, parcel: Parcel) -> Taken:
        """Hand a message over."""
        try:
            answer = self._post(parcel)
        except APIError as failure:
            raise _why(failure) from None
        return Taken(f"notify:{answer['id']}", answer["id"], "created")

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
        return self._client.send_email_notification(
            email_address=parcel.to,
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
            f"GOV.UK Notify refused it for good ({failure.status_code} {kind}): the address, or the letter itself, is not as it "
            "must be. Correct it, and send it with `ehcp letters again`."
        )
    return _away(failure)


def _away(failure: APIError) -> Away:
    code = failure.status_code
    if failure.response is None:
        cause = failure.__cause__
        never = isinstance(cause, requests.exceptions.ConnectTimeout) or "NewConnectionError" in repr(cause)
        may_come_late = isinstance(cause, requests.exceptions.ReadTimeout)
        return Away(
            "GOV.UK Notify does not answer.", surely_not=never, wait=_LATE if may_come_late else timedelta()
        )
    if code == 429:
        daily = _error_type(failure) == "TooManyRequestsError"
        return Away(
            "GOV.UK Notify takes no more today." if daily else "GOV.UK Notify asks to slow down.",
            surely_not=True,
            wait=_DAY_IS_FULL if daily else _RATE,
        )
    if code in (401, 403):
        return Away(
            "GOV.UK Notify refuses our key; look at EHCP_NOTIFY_KEY and at this machine's clock.",
            surely_not=True,
            wait=_KEY,
        )
    return Away(f"GOV.UK Notify has a fault of its own ({code}).", surely_not=False)


def _error_type(failure: APIError) -> str:
    """The type of an error, such as ValidationError: it does not change, as its words may."""
    said = failure.message
    first = said[0] if isinstance(said, list) and said else {}
    return str(first.get("error", "error")) if isinstance(first, dict) else "error"
