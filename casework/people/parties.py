"""The parties of a case: their relationships, their addresses, and which of them receive a notice.

A notice to the family goes to everyone who holds the right on that day, each at their own address: parents who live
apart, carers of a looked-after child, a young person in their own right, or the representative of a young person without
capacity. Sources: CFA 2014 ss.80, 83; Education Act 1996 s.576; SEND Regs 2014 regs 63 to 65.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.people.email_address import is_email_address
from casework.people.names import why_not_name
from statute.rights import RightHolder

PARENTS = ("parent", "second_parent", "foster_carer", "social_worker")
"""People with parental responsibility or care of the child; we write to each (Education Act 1996 s.576)."""
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
    "contact",
)
"""The relationships of parties to a case.

A representative is one under the Mental Capacity Act 2005 or, if a young person without capacity has none, the parent
(SEND Regs 2014 reg 64). The attended setting is the school, college or early years setting where the child is now; a
setting is one that is consulted or that the plan names. The next three are for a detained person (SI 2015/62 regs 4 and
5): the person in charge of the relevant youth accommodation, the youth offending team, and the commissioner of the
detained person's health services (CFA 2014 s.74(8)). A contact is a professional who works with the child and gets no
letters."""
FAMILY = (*PARENTS, "young_person", "representative")
YOUNG_PERSON = "young_person"
"""The relationship of the young person in their own right. Their name comes from the child's record."""
NAMED_BY = {
    "setting": "the setting, such as of=urn-100000",
    "adviser": "the service, such as of=health",
    "mediator": "the mediator's id",
}
"""The relationships of which a case may have several, and how `of` identifies each."""
ATTENDED = "attended_setting"
SETTING = "setting"
YOUTH_ACCOMMODATION = "youth_accommodation"
YOUTH_OFFENDING = "youth_offending_team"
DETAINED_HEALTH = "detained_health"
COPIED_OF_DETAINED = (YOUTH_ACCOMMODATION, YOUTH_OFFENDING, DETAINED_HEALTH)
"""Who else is sent the plan of a detained person (SI 2015/62 regs 13(2)(b), (c) and (f) and 17(1))."""
CONTACT = "contact"
_CALLED = {
    "social_care": "officers for social care",
    YOUTH_ACCOMMODATION: "person in charge of the youth accommodation",
    DETAINED_HEALTH: "commissioner of the detained person's health services",
    CONTACT: "professional contact",
}
NOWHERE = "none"
"""The word in a request for a child who attends no setting."""
_TEACHES = ("school", "education")
"""The advisers who are the head or principal of the setting that the child attends (reg 6(1)(b))."""
CHANNELS = ("letter", "email", "sms")
"""The channels that a party may prefer. A notice to the family always goes by letter; e-mail and text only announce it."""


@dataclass(frozen=True, slots=True)
class Address:
    """One version of a party's contact details. It never changes.

    A change of large print or language makes a new version with the same address.
    """

    version: int
    postal: str | None = None
    email: str | None = None
    telephone: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a case, with the newest version of the address. `of` says which setting or adviser it is.

    `job` is the title of a professional, and `entitlement` a code of casework/people/entitlements.py. A person of the family
    with `no_letters_because` is not written to.
    """

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
    job: str | None = None
    entitlement: str | None = None
    no_letters_because: str | None = None

    @property
    def is_active(self) -> bool:
        """Whether the relationship has not ended."""
        return self.ended_on is None

    @property
    def gets_letters(self) -> bool:
        """Whether this person may be written to."""
        return self.is_active and self.no_letters_because is None

    @property
    def lines(self) -> tuple[str, ...]:
        """The name and the postal address for an envelope; empty if either is missing."""
        postal = tuple(line.strip() for line in (self.address.postal or "").splitlines() if line.strip())
        return (self.name, *postal) if self.name and postal else ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """The parties that a notice goes to, or the problem that an officer must solve."""

    parties: tuple[Party, ...] = ()
    problem: str | None = None


def called(relationship: str) -> str:
    """A relationship or role in words."""
    return _CALLED.get(relationship) or relationship.replace("_", " ")


def family(parties: Iterable[Party], holder: RightHolder | None) -> Recipients:
    """The recipients of a notice to the family. `holder` is who holds the right on its day, None if not known.

    A case without any family party (one from before parties were recorded) has no recipients and no problem.
    """
    known = [party for party in parties if party.relationship in FAMILY]
    active = [party for party in known if party.is_active]
    if not known:
        return Recipients()
    if standing_in := [party for party in active if party.relationship == "representative"]:
        return _written_to(standing_in)
    young = tuple(party for party in active if party.relationship == "young_person")
    parents = tuple(party for party in active if party.relationship in PARENTS)
    if holder == "young_person":
        return (
            _written_to(young)
            if young
            else Recipients(
                problem="The young person now holds the rights, but is not yet recorded as a person of this case. Add them, "
                "then send the letter again."
            )
        )
    if found := parents or young:
        return _written_to(found)
    return Recipients(
        problem="No one in the family is an active person of this case. Add the person to write to, then send the letter "
        "again."
    )


def _written_to(holders: Iterable[Party]) -> Recipients:
    """The holders of the right who may be written to, or the problem if none of them may."""
    found = tuple(party for party in holders if party.gets_letters)
    return Recipients(found) if found else Recipients(problem=NO_ONE_IS_WRITTEN_TO)


def of_role(parties: Iterable[Party], role: str, of: str | None) -> Party | None:
    """The party that receives a notice to a setting, an adviser, a health body or a mediator, or None.

    If no attended setting is recorded, this is the adviser from the child's school. If `of` is None for a setting, this is
    the only setting of the case.
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


NO_ONE_IS_WRITTEN_TO = (
    "Each person of the family who holds the right is recorded as not getting letters. Change that on the people page, or "
    "add the person to write to, then send the letter again."
)
"""The problem for an officer where a letter to the family has no one who may get it."""


ATTENDED_SETTING_MISSING = (
    "The setting that the child attends is not recorded, and its head must be told. Add it to the people of this case, then "
    "send this letter again. If the child attends none, recall this letter."
)
"""The problem for an officer where the law requires a letter to the attended setting and none is recorded."""


NAMED_SETTING_MISSING = (
    "The setting that the plan names is not recorded, and must be told. Add it to the people of this case, then send this "
    "letter again. If the plan names none, recall this letter."
)
"""The problem for an officer where the law requires a letter to the setting in the plan and none is recorded."""


def why_not(
    relationship: str, of: str | None, channel: str, address: Address, name: str | None = None
) -> str | None:
    """Why a party is not valid, in one sentence; None if it is."""
    if relationship not in RELATIONSHIPS:
        return f"There is no relationship {relationship!r}; choose from {', '.join(RELATIONSHIPS)}."
    if relationship in NAMED_BY and not of:
        return f"{_article(relationship)} needs --of: {NAMED_BY[relationship]}."
    if relationship not in NAMED_BY and of:
        return f"A {relationship.replace('_', ' ')} takes no --of; leave it out."
    if name is not None and (wrong := why_not_name(name)) is not None:
        return f"{name!r} {wrong}."
    if channel not in CHANNELS:
        return f"There is no channel {channel!r}; choose from {', '.join(CHANNELS)}."
    if channel == "email" and not address.email:
        return "Enter an e-mail address for a person who prefers e-mail."
    if channel == "sms" and not address.telephone:
        return "Enter a mobile number for a person who prefers text messages."
    if address.email and not is_email_address(address.email):
        return f"{address.email!r} is not an e-mail address; write it as name@example.org."
    if address.telephone and not 7 <= sum(c.isdigit() for c in address.telephone) <= 15:
        return f"{address.telephone!r} is not a telephone number; give it with its area code."
    return None


def why_not_withheld(relationship: str, because: str | None) -> str | None:
    """Why letters to a person cannot be stopped, in one sentence; None if they can, or are not."""
    if because is None or relationship in FAMILY:
        return None
    return "Only letters to the family can be stopped for one person; end this relationship instead."


def _article(relationship: str) -> str:
    return f"{'An' if relationship[0] in 'aeiou' else 'A'} {relationship.replace('_', ' ')}"
