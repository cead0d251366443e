"""Amounts of money in pence: read, rounded, and written in pounds."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Literal

_PENNY = Decimal(1)
_POUND = Decimal(100)
_MOST = Decimal(10_000_000)


def amount_read(written: Any) -> int:
    """Return the pence of an amount written in pounds. Raises ValueError with what to write instead."""
    try:
        if isinstance(written, bool) or not isinstance(written, (str, int, float, Decimal)):
            raise ValueError
        pounds = Decimal(str(written).strip())
        if not pounds.is_finite() or pounds < 0 or pounds >= _MOST or pounds * 100 != int(pounds * 100):
            raise ValueError
    except (InvalidOperation, ValueError):
        raise ValueError(
            f"{str(written)[:40]!r} is not an amount in pounds; write it as 1600 or 1600.50"
        ) from None
    return int(pounds * 100)


def rounded(
    pence: Decimal, half: Literal["up", "even"] = "up", to: Literal["pound", "penny"] = "penny"
) -> int:
    """Return an amount in whole pence, rounded to a penny or to a pound."""
    step = _POUND if to == "pound" else _PENNY
    mode = ROUND_HALF_UP if half == "up" else ROUND_HALF_EVEN
    return int((pence / step).quantize(Decimal(1), rounding=mode) * step)


def pounds(pence: int) -> str:
    """Return an amount as a page shows it, such as £1,600.50."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def plain_pounds(pence: int) -> str:
    """Return an amount as a file holds it, such as 1600.50."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"
