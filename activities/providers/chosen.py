"""Choose the provider of each channel and the sending times, from the settings."""

from __future__ import annotations

from datetime import timedelta

from activities.providers.folder import in_folder
from activities.providers.port import Provider
from casework.letters.sending_times import Policy
from engine.configuration import Settings
from engine.console_settings import ConsoleSettings


def providers(settings: Settings) -> dict[str, Provider]:
    """Return the provider of each channel: Notify if it is set up, SMTP for e-mail if that is, otherwise the folder."""
    sending = settings.sending
    chosen = in_folder(settings.outbox)
    if sending.notify_key is not None:
        from activities.providers.notify import Notify  # slow to import, and needed only if it is set up

        notify = Notify(
            sending.notify_key.get_secret_value(),
            url=sending.notify_url,
            email_template=sending.notify_email_template,
            sms_template=sending.notify_sms_template,
        )
        chosen |= {"letter": notify} if not sending.letters_in_folder else {}
        chosen |= {"email": notify} if sending.notify_email_template else {}
        chosen |= {"sms": notify} if sending.notify_sms_template else {}
    if sending.smtp_url is not None:
        from activities.providers.smtp import Smtp

        chosen["email"] = Smtp(sending.smtp_url.get_secret_value(), sending.mail_from)
    return chosen


def policy(settings: Settings) -> Policy:
    """Return when messages may be sent."""
    sending = settings.sending
    return Policy(
        recall=timedelta(minutes=sending.recall_minutes),
        quiet_from=sending.quiet_from,
        quiet_until=sending.quiet_until,
        digest_at=sending.digest_at,
        bulk_over=sending.bulk_over,
        console=ConsoleSettings.read().console_url,
        lease=timedelta(seconds=sending.lease_seconds),
    )
