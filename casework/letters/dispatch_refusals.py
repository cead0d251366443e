"""Why a dispatch may no longer leave for the person and the address that it was bound to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import AddressFile
from casework.people.parties import FAMILY, Address, Party


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a dispatch may not leave for the person it was bound to, and what an officer does about it."""

    why: str
    then: str

    @property
    def not_sent(self) -> str:
        """The sentence where it has certainly not left."""
        return f"It was not sent: {self.why}. {self.then}"

    @property
    def was_sent(self) -> str:
        """The sentence where the provider has had it all the same."""
        return f"It was sent all the same, before this was known: {self.why}. {self.then}"

    def unknown(self, reason: str) -> str:
        """The sentence where it is not known whether it left."""
        return (
            f"It may have been sent already, and {reason}. It does not leave again by itself: {self.why}. Ask whether it "
            f"came. {self.then} Where it came, take it off the list with `ehcp letters recall ID`."
        )


def stale(dispatch: Dispatch, address: AddressFile) -> Stale | None:
    """Why a dispatch may not leave for the person and the address it was bound to; None where it may."""
    if dispatch.party_id is None or dispatch.address_version is None:
        return None
    bound = address.bound.address if address.bound else Address(0)
    return why_stale(bound, address.current, dispatch.channel, made=address.content is not None)


def why_stale(bound: Address, party: Party | None, channel: str, *, made: bool) -> Stale | None:
    """Why a dispatch may not leave for the party and the version of the address that it was bound to.

    A new version with the same address holds new preferences: what is already `made` does not follow them, and what is
    made from now on does. `channel` is the way by which it goes.
    """
    if party is None or not party.is_active:
        when = f" on {party.ended_on.isoformat()}" if party is not None and party.ended_on else ""
        return Stale(
            f"the relationship of the person it is for ended{when}",
            "Decide whether someone else must have it.",
        )
    if party.no_letters_because is not None:
        return Stale(
            "the person it is for is recorded as not getting letters",
            "Decide whether someone else must have it.",
        )
    if replace(party.address, version=bound.version) != bound:
        return Stale(
            "the address changed after it was written",
            "Look whether it is still right, and send it to the new address with `ehcp letters again`.",
        )
    if made and party.address.version != bound.version:
        return Stale(
            "their name, large print or another language changed after it was written",
            "Send it as they now want it with `ehcp letters again`.",
        )
    if channel != "letter" and party.relationship in FAMILY and party.channel != channel:
        return Stale(
            "they no longer want to be written to in this way",
            "The letter that it announces is on its own way.",
        )
    return None
