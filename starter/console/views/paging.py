"""The pages of a long list, and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
LONGEST = 50
"""Rows on one page of a manager's list."""
_NEARBY = 2
"""How many pages before and after the current one have a link."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page of a list that an address asks for: its number from 1, and the most rows on it."""

    number: int = 1
    most: int = LONGEST

    def within(self, total: int) -> tuple[int, int]:
        """Return the number of the page to show and of the last page, for a list of `total` rows."""
        last = max(1, -(-total // self.most))
        return min(self.number, last), last


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Row]):
    """One page of a list: its rows, its number from 1, the number of pages, and the number of rows in all."""

    rows: Sequence[Row]
    number: int
    last: int
    total: int

    def links(self, address: Callable[[int], str]) -> dict[str, Any]:
        """Return the links for the macro `pages`. `address` gives the address of a page by its number."""
        return paging(self.number, self.last, address)


def shown_of(page: PageOf[Row], one: str, several: str) -> str:
    """Return how many rows a list has and which of them are on the page, such as "120 reviews: 51 to 100"."""
    total = f"{page.total:,} {one if page.total == 1 else several}"
    if page.last == 1:
        return total
    is_last = page.number == page.last
    first = page.total - len(page.rows) if is_last else (page.number - 1) * len(page.rows)
    return f"{total}: {first + 1:,} to {first + len(page.rows):,}"


def page_number(written: str) -> int:
    """Return the number of a page as an address has it; 1 if it is not a number of up to four digits."""
    return max(int(written), 1) if written.isascii() and written.isdecimal() and len(written) < 5 else 1


def page_of(rows: Sequence[Row], wanted: Wanted) -> PageOf[Row]:
    """Return a page of a list; the last one if the list has no page with the number that is wanted."""
    number, last = wanted.within(len(rows))
    return PageOf(rows[(number - 1) * wanted.most : number * wanted.most], number, last, len(rows))


def paging(number: int, last: int, address: Callable[[int], str]) -> dict[str, Any]:
    """Return links to the first, last and nearby pages, with an ellipsis for pages left out."""
    items: list[dict[str, Any]] = []
    for each in range(1, last + 1):
        if each in (1, last) or abs(each - number) <= _NEARBY:
            items.append({"number": each, "href": address(each), "current": each == number})
        elif not items[-1].get("ellipsis"):
            items.append({"ellipsis": True})
    return {
        "last": last,
        "items": items,
        "previous": address(number - 1) if number > 1 else None,
        "next": address(number + 1) if number < last else None,
    }
