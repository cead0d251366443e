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
    "why": "why an act was refused",
    "dispute": "the dispute that a mediator is invited to",
    "outcome": "what came of a concern",
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
