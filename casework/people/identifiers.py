"""The numbers that identify a child across services: the unique pupil number and the NHS number. Pure."""

from __future__ import annotations

import re

_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NHS = re.compile(r"\d{10}")


def plain_number(written: str) -> str:
    """A number in capitals, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", written).upper()


def wrong_upn(number: str) -> str | None:
    """What is wrong with a unique pupil number, in one sentence; None if it is valid.

    Source: DfE, Unique pupil numbers (UPNs) guidance. It is a check letter and 12 digits. In a temporary number the last
    digit is a letter, which counts as its place among the check letters.
    """
    if not _UPN.fullmatch(number):
        return "Unique pupil number must be a letter and 12 digits, like A123456789012."
    last = number[12]
    digits = [*map(int, number[1:12]), int(last) if last.isdigit() else _UPN_LETTERS.index(last)]
    total = sum(digit * weight for weight, digit in enumerate(digits, start=2))
    if _UPN_LETTERS[total % 23] != number[0]:
        return "Unique pupil number has a check letter that does not fit; check each character."
    return None


def wrong_nhs_number(number: str) -> str | None:
    """What is wrong with an NHS number, in one sentence; None if it is valid.

    Source: NHS Data Dictionary, NHS number: ten digits, the last a modulus 11 check digit.
    """
    if not _NHS.fullmatch(number):
        return "NHS number must be 10 digits, like 943 476 5919."
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    if (11 - total % 11) % 11 != int(number[9]):
        return "NHS number has a check digit that does not fit; check each digit."
    return None
