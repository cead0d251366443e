"""Which e-mail addresses are accepted: those that every mail program reads in one way only."""

from __future__ import annotations

from functools import cache
from types import ModuleType

_ENCODED_WORD = "=?"
"""A mail program may read what follows as another text (RFC 2047)."""


def is_email_address(written: str) -> bool:
    """Return whether a text is one e-mail address in ASCII, with nothing around it.

    A domain with other letters is written in its ASCII form (xn--), which every mail server reads.
    """
    if not written.isascii() or _ENCODED_WORD in written or "%" in written:
        return False
    validator = _validator()
    try:
        validator.validate_email(written, check_deliverability=False, allow_smtputf8=False)
    except validator.EmailNotValidError:
        return False
    return True


@cache
def _validator() -> ModuleType:
    """Return the library that checks addresses. It is slow to import, and most commands read no address."""
    import email_validator

    # The samples and the tests use names under .invalid, which no mail can reach.
    email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = [
        name for name in email_validator.SPECIAL_USE_DOMAIN_NAMES if name != "invalid"
    ]
    return email_validator
