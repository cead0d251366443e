"""The parties of a case: who they are to it, how they are reached, and to whom of them a notice goes.

A notice to the family goes to whoever holds the right on that day, each under an address of their own: parents who
live apart, those who care for a looked-after child, a young person in their own right, or who stands in for one
without capacity. Sources: CFA 2014 ss.80, 83; Education Act 1996 s.576; SEND Regs 2014 regs 63 to 65.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from casework.people.email_address import is_email_address
from statute.rights import RightHolder

PARENTS = ("parent", "second_parent", "foster_carer", "social_worker")
"""Those who have parental responsibility or care for the child; each is written to (Education Act 1996 s.576)."""
RELATIONSHIPS = (
    *PARENTS,
    "young_person",
    "representative",
    "attended_setting",
    "setting",
    "health_body",
    "social_care",
    "adviser",
    "mediator",
    "youth_accommodation",
    "youth_offending_team",
    "detained_health",
)
"""Who somebody is to a case. A representative is one under the Mental Capacity Act 2005, or the parent who stands in
for a young person without capacity where there is none (SEND Regs 2014 reg 64). The attended setting is the school,
college or early years setting where the child is now; a setting is one that is consulted, or that the plan names. The last
three are of somebody who is detained (SI 2015/62 regs 4 and 5): who is in charge of the relevant youth accommodation, the
youth offending team, and the commissioner of the detained person's health services (CFA 2014 s.74(8))."""
FAMILY = (*PARENTS, "young_person", "representative")
YOUNG_PERSON = "young_person"
"""The relationship of the child in their own right: the name is read from the child's record."""
NAMED_BY = {
    "setting": "the setting, such as of=urn-100000",
    "adviser": "the service, such as of=health",
    "mediator": "the mediator's id",
}
"""The relationships of which a case may have several, and what tells them apart."""
ATTENDED = "attended_setting"
SETTING = "setting"
YOUTH_ACCOMMODATION = "youth_accommodation"
YOUTH_OFFENDING = "youth_offending_team"
DETAINED_HEALTH = "detained_health"
_CALLED = {
    "social_care": "officers for social care",
    YOUTH_ACCOMMODATION: "person in charge of the youth accommodation",
    DETAINED_HEALTH: "commissioner of the detained person's health services",
}
NOWHERE = "none"
"""What a request says of a child who attends no setting."""
_TEACHES = ("school", "education")
"""The advisers who are the head or the principal of the setting that the child attends (reg 6(1)(b))."""
CHANNELS = ("letter", "email", "sms")
"""What a party prefers. A notice of the family's always goes by letter; e-mail and text message only announce it."""


@dataclass(frozen=True, slots=True)
class Address:
    """One version of where, and how, a party is reached; a version is never changed.

    A change of large print or language is a version with the same address.
    """

    version: int
    postal: str | None = None
    email: str | None = None
    telephone: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a case, with the newest version of the address. `of` tells settings and advisers apart."""

    party_id: str
    case_id: str
    relationship: str
    of: str | None = None
    name: str | None = None
    channel: str = "letter"
    large_print: bool = False
    language: str | None = None
    ended_on: date | None = None
    address: Address = Address(0)

    @property
    def is_active(self) -> bool:
        """Whether the relationship goes on."""
        return self.ended_on is None

    @property
    def lines(self) -> tuple[str, ...]:
        """The name and the postal address as they stand on an envelope; nothing where either is missing."""
        postal = tuple(line.strip() for line in (self.address.postal or "").splitlines() if line.strip())
        return (self.name, *postal) if self.name and postal else ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a notice goes to; or none, and why an officer must look."""

    parties: tuple[Party, ...] = ()
    problem: str | None = None


def called(relationship: str) -> str:
    """A relationship or a role as people say it."""
    return _CALLED.get(relationship) or relationship.replace("_", " ")


def family(parties: Iterable[Party], holder: RightHolder | None) -> Recipients:
    """Those of the family to whom a notice goes, given who holds the right on its day; None where nobody knows.

    A case without any party of the family (it came before parties were kept) has no problem, and no recipients.
    """
    known = [party for party in parties if party.relationship in FAMILY]
    active = [party for party in known if party.is_active]
    if not known:
        return Recipients()
    if standing_in := [party for party in active if party.relationship == "representative"]:
        return Recipients(tuple(standing_in))
    young = tuple(party for party in active if party.relationship == "young_person")
    parents = tuple(party for party in active if party.relationship in PARENTS)
    if holder == "young_person":
        return (
            Recipients(young)
            if young
            else Recipients(
                problem="The young person now holds the rights and is no party of this case yet; add them with "
                "`ehcp party add CASE young_person`, then send the letter with `ehcp letters again`."
            )
        )
    if found := parents or young:
        return Recipients(found)
    return Recipients(
        problem="Nobody of the family is an active party of this case; add one with `ehcp party add`, then send the "
        "letter with `ehcp letters again`."
    )


def of_role(parties: Iterable[Party], role: str, of: str | None) -> Party | None:
    """The party that a notice to a setting, an adviser, a health body or a mediator goes to, if one is recorded.

    Where nobody is recorded as the setting that the child attends, it is whoever gives advice for it; a setting of which
    nobody says which is the only one there is.
    """
    active = [party for party in parties if party.is_active]
    found = [
        party
        for party in active
        if party.relationship == role and (party.relationship not in NAMED_BY or party.of == of)
    ]
    if not found and role == ATTENDED:
        found = [party for party in active if party.relationship == "adviser" and party.of in _TEACHES]
    if role == SETTING and of is None:
        found = [party for party in active if party.relationship == SETTING]
        found = found if len(found) == 1 else []
    return next(iter(found), None)


def nobody_attended(case_id: str) -> str:
    """What an officer reads where the law asks to tell the setting that a child attends, and none is recorded."""
    return (
        "The setting that the child attends is not recorded, and its head must be told; add it with `ehcp party add "
        f"{case_id} {ATTENDED}`, then send this with `ehcp letters again`. Where the child attends none, take it back "
        "with `ehcp letters recall`."
    )


def nobody_named(case_id: str) -> str:
    """What an officer reads where the law asks to tell the setting that a plan names, and the case does not say which."""
    return (
        "The setting that the plan names is not recorded, and must be told; add it with `ehcp party add "
        f"{case_id} {SETTING} --of urn-NUMBER`, then send this with `ehcp letters again`. Where the plan names none, take it "
        "back with `ehcp letters recall`."
    )


def attended(party_id: str, case_id: str, written: str) -> Party:
    """The setting that a request says the child attends: its name, and its address on lines or behind commas."""
    name, *postal = _lines(written)
    return Party(party_id, case_id, ATTENDED, name=name, address=Address(1, "\n".join(postal) or None))


def from_intake(
    party: Party,
    child: str,
    family_text: str | None,
    email: str | None,
    holder: RightHolder | None,
    lacks: bool,
) -> Party:
    """The first party of a case, as its intake tells: whose right it is, and where they live.

    The name and the address stand on lines of their own, or on one with commas. `lacks` is whether a young person lacks the capacity to decide; `party` gives the ids.
    """
    lines = _lines(family_text or "")
    young = holder == "young_person"
    relationship = "young_person" if young else "representative" if lacks else "parent"
    return replace(
        party,
        relationship=relationship,
        name=child if young else (lines[0] if lines else None),
        address=Address(1, "\n".join(lines[1:]) or None, email),
    )


def _lines(written: str) -> list[str]:
    written = written.strip()
    lines = [line.strip() for line in (written.splitlines() if "\n" in written else written.split(","))]
    return [line for line in lines if line]


def why_not(relationship: str, of: str | None, channel: str, address: Address) -> str | None:
    """Why somebody cannot be a party as they are written, in one sentence; None where they can."""
    if relationship not in RELATIONSHIPS:
        return f"There is no relationship {relationship!r}; choose from {', '.join(RELATIONSHIPS)}."
    if relationship in NAMED_BY and not of:
        return f"{_article(relationship)} needs --of: {NAMED_BY[relationship]}."
    if relationship not in NAMED_BY and of:
        return f"A {relationship.replace('_', ' ')} takes no --of; leave it out."
    if channel not in CHANNELS:
        return f"There is no channel {channel!r}; choose from {', '.join(CHANNELS)}."
    if channel == "email" and not address.email:
        return "Somebody who prefers e-mail needs an e-mail address; give --email."
    if channel == "sms" and not address.telephone:
        return "Somebody who prefers text messages needs a mobile number; give --telephone."
    if address.email and not is_email_address(address.email):
        return f"{address.email!r} is not an e-mail address; write it as name@example.org."
    if address.telephone and not 7 <= sum(c.isdigit() for c in address.telephone) <= 15:
        return f"{address.telephone!r} is not a telephone number; give it with its area code."
    return None


def _article(relationship: str) -> str:
    return f"{'An' if relationship[0] in 'aeiou' else 'A'} {relationship.replace('_', ' ')}"
