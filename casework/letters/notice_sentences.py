"""The sentence of each notice, which an e-mail carries and the record of the case keeps."""

from __future__ import annotations

from collections.abc import Mapping

from casework.letters.text_file import BadText
from casework.letters.text_rendering import fill_plain
from casework.letters.text_set import TextSet, head_of, shipped, texts

NOTICE_FACTS: Mapping[str, str] = {
    "until": "the last day of what the notice asks for or promises, or the day that it tells",
    "received_on": "the day on which the request was received",
    "mediation_by": "the last day to contact the mediation adviser",
    "appeal_by": "the last day to appeal",
    "ground": "the ground of an exception, as the act names it",
    "law": "the provision under which the reader is told",
    "act": "the name of an act",
    "why": "why, in words or as the code of the reason",
    "dispute": "the dispute that a mediator is invited to",
    "outcome": "what came of it, in words or as a code",
    "limit": "what a limit is about, with the adviser or setting",
    "due": "the last day of a limit, with its source",
    "when": "how far ahead the last day is, such as in 3 days; not there once it has passed",
    "late": "for how long, such as 3 days",
    "after_window": "what the family can still do once its time is over",
    "next_limit": "the next limit of the case, which waits for no one",
    "next_limit_on": "the last day of that limit",
    "sits_on": "the day of a sitting",
    "missing": "the members who were missing at a sitting",
    "advised": "what a panel advises",
    "dates": "the dates that a mediator offers",
    "agreed": "what was agreed at mediation",
    "answers": "the service that must answer a concern",
    "response_by": "the day that the Tribunal directs for the response",
    "evidence_by": "the day that the Tribunal directs for evidence",
    "hearing_on": "the day of the hearing",
    "start_by": "the day by which the Tribunal wants the family told of the assessment",
    "refusal_by": "the day by which the Tribunal wants the family told if no plan follows",
    "draft_by": "the day by which the Tribunal wants the draft plan",
    "due_on": "the day by which the Tribunal wants its order done",
    "tier": "what sort of alternative provision is asked for",
    "way": "how a message was sent, such as letter or e-mail",
    "sent_on": "the day of a message",
    "reader": "who a message is for",
    "subject": "what a message is about",
    "chance": "the estimated chance of missing a limit, such as 70 in 100",
    "planned_on": "the day by which someone planned to act",
    "process": "what the reader is invited to, such as a sitting, by its reference",
}
"""The facts that the sentence of a notice may use, each with what it is."""


def sentence(kind: str, **facts: str | None) -> str:
    """The sentence of a kind of notice. A fact that its text declares and that is not given is not there."""
    try:
        return _filled(texts(), kind, facts)
    except BadText:  # an act is recorded whatever an authority's own text does
        return _filled(shipped(), kind, facts)


def _filled(chosen: TextSet, kind: str, facts: Mapping[str, str | None]) -> str:
    text = chosen.text("notice", kind)
    known: dict[str, object] = dict.fromkeys(head_of(text).optional)
    return " ".join(fill_plain(chosen, text, {**known, **facts}).split())


def subject_of(kind: str) -> str | None:
    """The subject of the e-mail of a kind of notice; None where the kind has no text."""
    text = texts().find("notice", kind)
    return head_of(text).title if text is not None else None


def heading_of(kind: str) -> str | None:
    """The heading above the alerts of a kind in a digest; None where the kind has no text."""
    text = texts().find("notice", kind)
    return (head_of(text).heading or head_of(text).title) if text is not None else None
