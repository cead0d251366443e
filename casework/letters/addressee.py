"""Who a dispatch is for: the party that it is bound to, or one that was added after it was queued."""

from __future__ import annotations

from dataclasses import replace

from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import AddressFile
from casework.letters.recipient_roles import INSIDE
from casework.people import parties
from casework.people.parties import Party
from casework.people.postal_address import why_not_posted


def addressee(dispatch: Dispatch, address: AddressFile) -> Party | None:
    """The party that a dispatch is for, under the address that it is bound to; None where none is recorded."""
    return to_bind(dispatch, address) or address.bound


def to_bind(dispatch: Dispatch, address: AddressFile) -> Party | None:
    """The party and address that a dispatch can be bound to now; None where it stays as it is."""
    return address_mended(dispatch, address) or added_since(dispatch, address)


def address_mended(dispatch: Dispatch, address: AddressFile) -> Party | None:
    """The party of a letter that waited because it could not be posted, once its address has been mended."""
    bound, current = address.bound, address.current
    if dispatch.channel != "letter" or address.content is not None or bound is None or current is None:
        return None
    is_mended = why_not_posted(bound.lines) is not None and why_not_posted(current.lines) is None
    return current if is_mended and current.is_active else None


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
