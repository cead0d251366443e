"""The first parties of a case: the people that its request names, and the setting that the child attends. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from casework.people.child_matching import words_of
from casework.people.names import control_character, why_not_name
from casework.people.parties import ATTENDED, YOUNG_PERSON, Address, Party
from casework.people.postal_address import why_not_posted
from statute.rights import RightHolder, right_holder

THEIR_OWN_ADDRESS = "the young person's own postal address"

_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "master", "dr"})


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """What a request says of the family.

    `text` holds a name and an address, on lines or after commas. `holder` is who holds the right by age, and
    `without_capacity` is whether a young person does not have the capacity to decide.
    """

    child: str
    text: str | None
    email: str | None = None
    holder: RightHolder | None = None
    without_capacity: bool = False


def family_line(asked: FamilyLine, born_on: date | None, received_on: date, holder: str | None) -> FamilyLine:
    """What a request says of the family, with who holds the right. `holder` is that person as the request gives it."""
    by_age = right_holder(born_on, received_on) if born_on else None
    if by_age == "young_person" and holder in ("parent", "representative"):
        return replace(asked, without_capacity=True)
    return replace(asked, holder=by_age)


def why_letters_wait(line: FamilyLine) -> str | None:
    """What the letters to the family are missing to be posted, as a noun phrase; None if nothing."""
    first, *_ = of_family(line, lambda: Party("", "", "parent"))
    if first.relationship == YOUNG_PERSON and first.address.postal is None:
        return THEIR_OWN_ADDRESS
    return why_not_posted(first.lines)


def wrong_family(text: str) -> str | None:
    """What is wrong with the name and address of a family, as the end of a sentence; None if nothing."""
    lines = lines_of(text)
    for line in lines:
        if (control := control_character(line)) is not None:
            return f"contains {control}; remove it"
    if lines and (wrong := why_not_name(lines[0])) is not None:
        return f"begins with {lines[0]!r}, which {wrong}"
    return None


def of_family(line: FamilyLine, new: Callable[[], Party]) -> tuple[Party, ...]:
    """The family in a request, the holder of the rights first. `new` gives a party with an id of its own.

    If a young person holds the rights and the text names another person, that person stays the parent under this
    address. The young person then has no address, and their letters wait for one.
    """
    lines = lines_of(line.text or "")
    name = lines[0] if lines else None
    address = Address(1, "\n".join(lines[1:]) or None, line.email)
    if line.holder != "young_person":
        relationship = "representative" if line.without_capacity else "parent"
        return (replace(new(), relationship=relationship, name=name, address=address),)
    young_person = replace(new(), relationship=YOUNG_PERSON, name=line.child, address=Address(1))
    if name is None or is_name_of(name, line.child):
        return (replace(young_person, address=address),)
    return (young_person, replace(new(), relationship="parent", name=name, address=address))


def is_name_of(written: str, child: str) -> bool:
    """Whether a name on an envelope is the child's: the same, or two or more parts of it. Titles do not count."""
    parts, known = (frozenset(words_of(each)) - _TITLES for each in (written, child))
    return bool(parts) and (parts == known or (len(parts) > 1 and parts < known))


def attended(party_id: str, case_id: str, written: str) -> Party:
    """The attended setting from a request: its name and its address, on lines or after commas."""
    name, *postal = lines_of(written)
    return Party(party_id, case_id, ATTENDED, name=name, address=Address(1, "\n".join(postal) or None))


def lines_of(written: str) -> list[str]:
    """The lines of a name and an address that are written on lines or after commas."""
    written = written.strip()
    lines = [line.strip() for line in (written.splitlines() if "\n" in written else written.split(","))]
    return [line for line in lines if line]
