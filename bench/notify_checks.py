"""How GOV.UK Notify checks a request to send, for its stand-in: required properties, templates, addresses and PDFs."""

from __future__ import annotations

import base64
import re
from typing import Any

EMAIL_TEMPLATE = "8d0c86f1-0a8a-4b3a-a2c8-2b8a1c1c3d01"
SMS_TEMPLATE = "8d0c86f1-0a8a-4b3a-a2c8-2b8a1c1c3d02"
_NEEDS = {EMAIL_TEMPLATE: ("subject", "message"), SMS_TEMPLATE: ("message",)}


class Answer(Exception):  # noqa: N818 - an answer, good or bad
    def __init__(self, code: int, body: Any) -> None:
        super().__init__(code)
        self.code, self.body = code, body


def error(code: int, kind: str, said: str) -> Answer:
    return Answer(code, {"status_code": code, "errors": [{"error": kind, "message": said}]})


_ALLOWED = {
    "email": {
        "email_address",
        "template_id",
        "personalisation",
        "reference",
        "email_reply_to_id",
        "one_click_unsubscribe_url",
    },
    "sms": {"phone_number", "template_id", "personalisation", "reference", "sms_sender_id"},
    "letter": {"reference", "content", "postage"},
}


def _shape(kind: str, told: Any, *required: str) -> None:
    for name in required:
        if name not in told:
            raise error(400, "ValidationError", f"{name} is a required property")
    if extra := sorted(set(told) - _ALLOWED[kind]):
        raise error(
            400,
            "ValidationError",
            f"Additional properties are not allowed ({', '.join(extra)} was unexpected)",
        )
    if len(str(told.get("reference") or "")) > 1000:
        raise error(400, "ValidationError", f"reference {told['reference']} is too long")


def _template(told: Any, known: str) -> None:
    if told["template_id"] != known:
        raise error(400, "BadRequestError", "Template not found")
    missing = [name for name in _NEEDS[known] if name not in told.get("personalisation", {})]
    if missing:
        raise error(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")


def _check_email(told: Any) -> None:
    _shape("email", told, "email_address", "template_id")
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", str(told["email_address"])):
        raise error(400, "ValidationError", "email_address Not a valid email address")
    _template(told, EMAIL_TEMPLATE)


def _check_sms(told: Any) -> None:
    _shape("sms", told, "phone_number", "template_id")
    if not re.fullmatch(r"[+\d ()-]+", str(told["phone_number"])):
        raise error(400, "ValidationError", "phone_number Must not contain letters or symbols")
    if sum(c.isdigit() for c in str(told["phone_number"])) < 8:
        raise error(400, "ValidationError", "phone_number Not enough digits")
    _template(told, SMS_TEMPLATE)


def _check_letter(told: Any) -> None:
    _shape("letter", told, "reference", "content")
    if told.get("postage", "second") not in ("first", "second", "economy"):
        raise error(400, "ValidationError", "postage invalid. It must be either first, second or economy.")
    if not base64.b64decode(told["content"]).startswith(b"%PDF-"):
        raise error(400, "BadRequestError", "Letter content is not a valid PDF")


CHECKS = {"email": _check_email, "sms": _check_sms, "letter": _check_letter}
