"""What a cell or a line of a plan in Word says: its column, a provision, a date, an adviser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from casework.case.acts import ADVISERS

_NUMBER: Final = re.compile(
    r"^\s*(?:[A-K]\d?\s*)?\d+(?:\.\d+)*\s*[:.)]\s*|^\s*[•\-–*]\s+|^\s*[A-K]\d?\s\d+(?:\.\d+)*:\s*"
)
_COLUMNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (
        ("h1", r"\bh1\b|chronically sick"),
        ("h2", r"\bh2\b|other social care provision"),
        ("who_pays", r"who pays|fund(?:ing|ed)|\bcosts?\b"),
        ("how_often", r"how often|frequency"),
        ("how_long", r"how long|duration|length of"),
        ("outcome", r"outcome|\bsection e\b"),
        ("provision", r"provision|support|what will|\bsection [fg]\b"),
        ("who", r"\bwho\b|(?:provided|delivered) by|staff"),
        ("need", r"\bneeds?\b|difficult|\bsection [bcd]\b"),
        ("author", r"author|\bname\b"),
        ("on", r"\bdate\b|\bdated\b"),
        ("of", r"\bfrom\b|advis[eo]r|\brole\b|service|professional|source"),
        ("id", r"^(?:number|no\.?|ref(?:erence)?|appendix)$"),
    )
)
_LINKS: Final = re.compile(r"\s*\(Section K: ([^)]*)\)\s*\.?\s*$")
_OURS: Final = re.compile(r"(.+?)\. ((?:By|Paid for by) [^\n]+)\.", re.DOTALL)
_PAID: Final = "paid for by "
_DATES: Final = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%Y-%m-%d")


def column_of(head: str) -> str | None:
    """Return the column that the head of a table names, or None."""
    return next((name for name, words in _COLUMNS if words.search(head.strip())), None)


def without_number(line: str) -> str:
    """Return a line without its number or bullet, such as "B 1.2: "."""
    return _NUMBER.sub("", line.strip(), count=1)


def numbered_lines(text: str) -> list[str]:
    """Return the items of a cell: each numbered or bulleted line, or the whole text if none is."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not any(_NUMBER.match(line) for line in lines):
        return [text.strip()] if text.strip() else []
    items: list[str] = []
    for line in lines:
        if items and not _NUMBER.match(line) and not is_for_adulthood(line):
            items[-1] += f"\n{line.strip()}"
        else:
            items.append(without_number(line))
    return items


def is_for_adulthood(line: str) -> bool:
    """Return whether a line says that a row prepares for adulthood."""
    return line.strip().rstrip(".").lower() == "this prepares for adulthood"


def provision_of(text: str) -> dict[str, Any]:
    """Return a provision from its text, with who, how often, how long and who pays if it follows our own form."""
    links = _LINKS.search(text)
    told: dict[str, Any] = (
        {"advice": [one.strip() for one in links[1].split(",") if one.strip()]} if links else {}
    )
    body = _LINKS.sub("", text).strip()
    ours = _OURS.fullmatch(body)
    details = _details(ours[2].split("; ")) if ours else None
    return told | ({"what": body} if ours is None or details is None else {"what": ours[1], **details})


def _details(items: list[str]) -> dict[str, str] | None:
    """Who, how often, how long and who pays, as our own papers say them; None if there is more."""
    told: dict[str, str] = {}
    free = ["how_often", "how_long"]
    for item in items:
        if item.startswith("By "):
            told["who"] = item.removeprefix("By ")
        elif item.lower().startswith(_PAID):
            told["who_pays"] = item[len(_PAID) :]
        elif free:
            told[free.pop(0)] = item
        else:
            return None
    return told


def contact_of(text: str) -> dict[str, str]:
    """Return a contact from a line: name (relationship), telephone, email, address."""
    name, _, rest = text.partition(", ")
    found = re.fullmatch(r"(.+?) \(([^)]+)\)", name)
    told = {"name": found[1], "relationship": found[2]} if found else {"name": name}
    address = []
    for item in (one.strip() for one in rest.split(", ") if one.strip()):
        if "@" in item:
            told["email"] = item
        elif re.fullmatch(r"[\d +()]{7,}", item):
            told["telephone"] = item
        else:
            address.append(item)
    return told | ({"address": ", ".join(address)} if address else {})


def day_of(text: str) -> str:
    """Return the date in a text as YYYY-MM-DD, or an empty text if it is none."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.strip())
    for form in _DATES:
        try:
            return datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return ""


def adviser_of(text: str) -> str:
    """Return the code of the adviser that a text names, or an empty text."""
    words = text.lower()
    names: Mapping[str, str] = {code: name.removeprefix("the ") for code, name in ADVISERS.items()}
    by_length = sorted(names, key=lambda code: -len(names[code]))
    return next((code for code in by_length if names[code] in words or code.replace("_", " ") in words), "")
