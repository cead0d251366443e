"""Who a dispatch is for: the party that it is bound to, or one that was added after it was queued."""

from __future__ import annotations

from dataclasses import replace

from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import AddressFile
from casework.letters.recipient_roles import INSIDE
from casework.people import parties
from casework.people.parties import Party


def addressee(dispatch: Dispatch, address: AddressFile) -> Party | None:
    """The party that a dispatch is for, under the address that it is bound to; None where none is recorded."""
    return address.bound if dispatch.party_id is not None else added_since(dispatch, address)


def added_since(dispatch: Dispatch, address: AddressFile) -> Party | None:
    """The party to which a dispatch that is bound to none can be bound now.

    None once it is made, and always for the family: an officer decides who of them a letter goes to.
    """
    if dispatch.party_id is not None or dispatch.to_role in (*INSIDE, "family"):
        return None
    if address.content is not None:
        return None
    return parties.of_role(address.candidates, dispatch.to_role, dispatch.of)


def bound_to(dispatch: Dispatch, party: Party, address: AddressFile) -> tuple[Dispatch, AddressFile]:
    """A dispatch and its addresses once it is bound to a party."""
    bound = replace(dispatch, party_id=party.party_id, address_version=party.address.version)
    return bound, replace(address, bound=party, current=party, candidates=())
