"""Refuse a form or an address with text that cannot be kept."""

from __future__ import annotations

from fastapi import Request

from casework.readable_text import fault_of_text

_SAFE = ("GET", "HEAD")
_LONGEST_FIELD = 20_000
"""Characters in one field of a form; the longest question takes fewer."""


class UnreadableInput(Exception):  # noqa: N818 - named for what it says
    """Something that a person sent cannot be kept. The message says what is wrong and what to do."""


async def check_input(request: Request) -> None:
    """Check the address and the fields of a form. Runs before every route. Raises UnreadableInput."""
    values = [*request.path_params.values(), *(value for _, value in request.query_params.multi_items())]
    if request.method not in _SAFE:
        values += [value for _, value in (await request.form()).multi_items()]
    for value in values:
        if not isinstance(value, str):
            continue
        if (why := fault_of_text(value)) is not None:
            raise UnreadableInput(why.replace("It holds", "What you entered holds", 1))
        if len(value) > _LONGEST_FIELD:
            raise UnreadableInput(
                f"What you entered is too long. Enter {_LONGEST_FIELD:,} characters or fewer."
            )
