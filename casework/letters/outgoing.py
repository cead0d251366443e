"""What goes out with a dispatch: the letter with what is enclosed, or the words of a message and where they go."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from casework.letters import letter_templates, short_messages
from casework.letters.address_lines import address_lines
from casework.letters.addressee import addressee
from casework.letters.dispatch import Dispatch
from casework.letters.email_addresses import known_address, personal_address
from casework.letters.enclosures import enclosed, wrong_enclosures
from casework.letters.facts_from_records import facts_from_records
from casework.letters.letter_facts import Incomplete
from casework.letters.letter_file import AddressFile, LetterFile
from casework.letters.letter_templates import POSTAL_ADDRESS, TEXT, Missing
from casework.letters.paper import Paper, Paragraph
from casework.letters.paper_content import content_of
from casework.letters.recipient_roles import INSIDE
from casework.letters.short_messages import Mail
from casework.letters.text_file import BadText
from casework.people.parties import FAMILY
from casework.people.postal_address import why_not_posted
from statute.words import capital, long_date

PLAN = "plan"
"""The name of what is missing where the plan of a letter gives details of another child."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is handed over: `content` is what is kept of it, with the address; `template` the version of its words."""

    content: bytes
    template: str


def render(dispatch: Dispatch, file: LetterFile, *, by_hand: bool = False) -> Outgoing:
    """What a dispatch is made of. Raises Incomplete where a fact is missing, or a text that can be used.

    Whoever posts a letter `by_hand` puts its enclosures into the envelope, so none of them is missing.
    """
    try:
        if dispatch.channel == "letter":
            return _letter(dispatch, file, by_hand=by_hand)
        return _message(dispatch, file.address)
    except BadText as fault:
        raise Incomplete((_unusable(fault),)) from None


def missing_facts(dispatch: Dispatch, file: LetterFile) -> tuple[str, ...]:
    """The facts that a letter must contain and that are missing, each with its source; nothing for another message."""
    return tuple(one.said for one in missing_from(dispatch, file))


def missing_from(dispatch: Dispatch, file: LetterFile) -> tuple[Missing, ...]:
    """The same facts with their names, which lead to the pages on which they are given."""
    if dispatch.channel != "letter":
        return ()
    wrong = tuple(Missing(PLAN, said) for said in wrong_enclosures(file, dispatch.on))
    if dispatch.kind not in letter_templates.kinds():
        unposted = why_not_posted(address_lines(dispatch, file))
        return (*wrong, Missing(POSTAL_ADDRESS, unposted)) if unposted else wrong
    facts = facts_from_records(dispatch, file, enclosed(dispatch, file))
    try:
        return (*wrong, *letter_templates.missing(dispatch.kind, facts))
    except BadText as fault:
        return (*wrong, Missing(TEXT, _unusable(fault)))


def _unusable(fault: BadText) -> str:
    """What is missing for a letter whose text cannot be filled with its facts."""
    return f"a text that can be used ({str(fault).rstrip('.')})"


def message_of(content: bytes) -> tuple[str | None, Mail]:
    """The address and the words of an e-mail or text message, from what was kept of it."""
    told = json.loads(content)
    return told["to"], Mail(told["subject"], told["text"])


def _letter(dispatch: Dispatch, file: LetterFile, *, by_hand: bool) -> Outgoing:
    if wrong := wrong_enclosures(file, dispatch.on):
        raise Incomplete(wrong)
    papers = enclosed(dispatch, file)
    if dispatch.kind in letter_templates.kinds():
        facts = facts_from_records(dispatch, file, papers)
        if by_hand:
            unposted = why_not_posted(facts.family, by_hand=True)
            facts = replace(facts, enclosed=facts.enclosed | {"plan", "list"}, unposted=unposted)
        paper = letter_templates.letter(dispatch.kind, facts)
        template = letter_templates.version(dispatch.kind)
    else:
        if unposted := why_not_posted(address_lines(dispatch, file), by_hand=by_hand):
            raise Incomplete((unposted,))
        paper, template = _plain(dispatch, file), "plain"
    return Outgoing(content_of({"letter": paper, **papers}), template)


def _message(dispatch: Dispatch, address: AddressFile) -> Outgoing:
    party = addressee(dispatch, address)
    to = (party.address.telephone if dispatch.channel == "sms" else party.address.email) if party else None
    officer, team = address.officer, address.team
    if dispatch.kind == "staff_digest":  # of several cases: it names whose it is
        officer = team = dispatch.of
    if to is None and address.sealed_for is not None and dispatch.to_role in INSIDE:
        to = personal_address(dispatch, address.profile, officer, address.sealed_for)
    else:
        to = to or known_address(dispatch, address.profile, officer, team)
    message = _message_of(dispatch, is_family=party is not None and party.relationship in FAMILY)
    words = _words(message, dispatch, address)
    content = {"to": to, "subject": words.subject, "text": words.text}
    kept = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return Outgoing(kept, short_messages.version(message))


def _message_of(dispatch: Dispatch, *, is_family: bool) -> str:
    """The text that an e-mail or a text message is made of."""
    if dispatch.channel == "sms":
        return "text_message"
    if dispatch.kind in ("digest", "staff_digest"):
        return dispatch.kind
    return "announcement" if is_family else "notice"


def _words(message: str, dispatch: Dispatch, address: AddressFile) -> Mail:
    kind, case_id, on = dispatch.kind, dispatch.case_id, dispatch.on
    match message:
        case "text_message":
            return Mail("", short_messages.text_message(kind, case_id, on, address.profile))
        case "digest":
            return short_messages.digest(on, json.loads(dispatch.text))
        case "staff_digest":
            return short_messages.staff_digest(on, json.loads(dispatch.text))
        case "announcement":
            return short_messages.announcement(kind, case_id, on, address.profile)
    return short_messages.notice(kind, case_id, dispatch.of, dispatch.text, address.link)


def _plain(dispatch: Dispatch, file: LetterFile) -> Paper:
    """A letter of a kind that has no template: the sentence of its notice."""
    party, ours = addressee(dispatch, file.address), file.address.profile
    about = [Paragraph(f"About {file.child}")] if file.child is not None else []
    return Paper(
        title=capital(dispatch.kind.replace("_", " ")),
        blocks=(*about, Paragraph(dispatch.text)),
        address=address_lines(dispatch, file),
        sender=(ours.authority.name, *ours.authority.address) if ours else (),
        reference=dispatch.case_id,
        on=long_date(dispatch.on),
        large_print=party.large_print if party else False,
    )
