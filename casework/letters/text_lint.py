"""What is wrong with a set of texts, before any letter is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import get_args

from jinja2 import meta, nodes

from casework.authority.profile import Contact, Profile
from casework.case.acts import CATALOGUE as ACTS
from casework.letters.exception_grounds import ExceptionGround
from casework.letters.fact_catalogue import ACT, CATALOGUE, ENVELOPE, GIVEN, values
from casework.letters.letter_facts import LetterFacts
from casework.letters.letter_templates import kinds_to_families
from casework.letters.markdown_blocks import NotInSubset, blocks_of
from casework.letters.notice_sentences import NOTICE_FACTS
from casework.letters.notices import LETTER_KINDS
from casework.letters.short_messages import MESSAGE_FACTS, SMS_LENGTH, text_message
from casework.letters.text_file import SUFFIX, BadText, Head, TextFile
from casework.letters.text_rendering import fill, fill_plain, included, masked, parsed
from casework.letters.text_set import TextSet, head_of, in_force, shipped
from casework.money.band_in_words import BAND_FACTS
from statute.clock_roles import ClockRole
from statute.pack import GroundType

_DAY = date(2024, 1, 1)
_CASE = "case-abcdefghijkl"
_FIELDS = frozenset(field.name for act in ACTS.values() for field in act.fields)
_NAME = "Borough Council of a Fairly Long Name, SEND team"


def faults(chosen: TextSet) -> list[BadText]:
    """What is wrong with a set, in the order of its files; nothing where it can be used."""
    found = [fault for text in chosen.files.values() for fault in _of_text(chosen, text)]
    return found or [*_of_kinds(chosen), *_of_samples(chosen)]


def _of_text(chosen: TextSet, text: TextFile) -> Iterator[BadText]:
    try:
        parsed(text)
        parts = list(included(chosen, text))
        _check_markdown(masked(text))
    except BadText as fault:
        yield fault
        return
    except NotInSubset as error:
        yield BadText(text.name, text.first_line + error.line - 1, str(error))
        return
    if text.head is None:
        return
    yield from _of_head(text, text.head)
    yield from _of_names(text, parts)
    if text.sort == "letter":
        yield from _of_letter(text, text.head, parts)


def _of_head(text: TextFile, head: Head) -> Iterator[BadText]:
    """The faults of the front matter itself."""
    stem = text.name.rpartition("/")[2].removesuffix(SUFFIX)
    if head.kind != stem:
        yield BadText(text.name, 2, f"its kind is {head.kind!r}, and the name of its file says {stem!r}")
    known = {"letter": CATALOGUE, "notice": NOTICE_FACTS, "message": MESSAGE_FACTS}.get(text.sort, {})
    for name in text.declared:
        is_field = text.sort == "letter" and name.startswith(ACT) and name.removeprefix(ACT) in _FIELDS
        if name not in known and not is_field:
            yield BadText(text.name, 2, f"there is no fact {name!r}; docs/change/letters.md lists the facts")
    if text.sort == "letter" and head.to == "family" and head.announcement is None:
        yield BadText(text.name, 2, "a letter to a family needs an announcement with stage and to_do")


def _of_names(text: TextFile, parts: list[TextFile]) -> Iterator[BadText]:
    """The facts that a text or its parts use, and that it does not declare."""
    known = {*text.declared, *(GIVEN if text.sort == "letter" else ()), *_assigned(text)}
    for one in (text, *parts):
        for name, line in _used(one).items():
            if name not in known:
                where = "" if one is text else f" by {one.name}"
                at = one.first_line + line - 1 if one is text else 2
                yield BadText(text.name, at, f"the fact {name!r} is used{where} and not declared")


def _of_letter(text: TextFile, head: Head, parts: list[TextFile]) -> Iterator[BadText]:
    """The faults of a letter by what the regulations require of it."""
    used = {name for one in (text, *parts) for name in _used(one)}
    for one in head.facts:
        if one.name in used or one.name in ENVELOPE:
            continue
        yield BadText(text.name, 2, f"the words do not use the required fact {one.name!r} ({one.source})")
    names = {part.name for part in parts}
    for statement in head.statements:
        if f"parts/{statement.part}{SUFFIX}" not in names:
            yield BadText(
                text.name, 2, f"the words do not include the part {statement.part!r} ({statement.source})"
            )
        if statement.unless is not None and statement.unless not in GIVEN:
            yield BadText(
                text.name, 2, f"there is no fact {statement.unless!r}; docs/change/letters.md lists the facts"
            )
    if text.is_own:
        yield from _dropped(text, head, head_of(shipped().files[text.name]))


def _dropped(text: TextFile, own: Head, ours: Head) -> Iterator[BadText]:
    """What an authority's own text does not declare although the shipped text does."""
    if (own.kind, own.to) != (ours.kind, ours.to):
        yield BadText(text.name, 2, f"kind and to must stay {ours.kind!r} and {ours.to!r}")
    names = {one.name for one in own.facts}
    for fact in ours.facts:
        if fact.name not in names:
            yield BadText(text.name, 2, f"the required fact {fact.name!r} ({fact.source}) is not declared")
    said = {(one.part, one.unless) for one in own.statements}
    for statement in ours.statements:
        if (statement.part, statement.unless) not in said:
            yield BadText(
                text.name,
                2,
                f"the required statement {statement.part!r} ({statement.source}) is not declared",
            )


def _of_kinds(chosen: TextSet) -> Iterator[BadText]:
    """The kinds of notice that a person is written to about, and that have no text."""
    for kind in sorted(LETTER_KINDS):
        if chosen.find("letter", kind) is None:
            yield BadText(f"letters/{kind}{SUFFIX}", 1, "there is no text for this kind of letter")
        if chosen.find("notice", kind) is None:
            yield BadText(f"notices/{kind}{SUFFIX}", 1, "there is no sentence for this kind of notice")


def _of_samples(chosen: TextSet) -> Iterator[BadText]:
    """What goes wrong when letters, notices and messages are made of samples."""
    for text in chosen.files.values():
        try:
            for facts in _sample_facts(text):
                if text.sort == "letter":
                    fill(chosen, text, facts)
                else:
                    fill_plain(chosen, text, facts)
        except BadText as fault:
            yield fault
    with in_force(chosen):
        for kind in sorted(kinds_to_families()):
            text_of_kind = chosen.find("letter", kind)
            if text_of_kind is None:
                continue
            said = text_message(kind, _CASE, date(2024, 9, 30), _profile(None))
            if len(said) >= SMS_LENGTH:
                yield BadText(
                    text_of_kind.name, 2, f"its text message is longer than {SMS_LENGTH} characters"
                )


def _sample_facts(text: TextFile) -> Iterator[Mapping[str, object]]:
    """The facts to try a text with; of a notice or a message each that it declares, there and not there."""
    head = text.head
    if head is None:
        return
    if text.sort == "letter":
        yield from (values(facts, text.declared) for facts in _samples(head))
        return
    row = {"case_id": _CASE, "text": "T", "heading": "H", "link": "L"}
    there: dict[str, object] = {name: [row] if name == "lines" else "S" for name in head.optional}
    yield there
    if text.sort == "notice":
        yield from ({**there, name: None} for name in ("until", "mediation_by", "appeal_by") if name in there)
    else:
        yield from ({**there, name: None} for name in ("telephone", "of") if name in there)


def _used(text: TextFile) -> Mapping[str, int]:
    """The facts that a text uses, each with the first line on which it does; a field of the act as act.name."""
    return _used_in(text.body, parsed(text))


@lru_cache(maxsize=1024)
def _used_in(_body: str, tree: nodes.Template) -> Mapping[str, int]:
    free = meta.find_undeclared_variables(tree)
    found: dict[str, int] = {}
    for field in tree.find_all(nodes.Getattr):
        if isinstance(field.node, nodes.Name) and f"{field.node.name}." == ACT:
            found.setdefault(f"{ACT}{field.attr}", field.lineno)
    for node in tree.find_all(nodes.Name):
        if node.name in free and f"{node.name}." != ACT:
            found.setdefault(node.name, node.lineno)
    return found


@lru_cache(maxsize=1024)
def _check_markdown(words: str) -> None:
    """Check that words are in the subset of markdown for letters. Raises NotInSubset."""
    blocks_of(words)


def _assigned(text: TextFile) -> set[str]:
    """The names that a text gives values itself, for the parts that it includes."""
    targets = (node.target for node in parsed(text).find_all(nodes.Assign))
    return {target.name for target in targets if isinstance(target, nodes.Name)}


def _samples(head: Head) -> Iterator[LetterFacts]:
    """Facts to try a letter with: every fact there, and only those that it requires; in time and late, and each reader."""
    full = _full()
    required = {one.name for one in head.facts}
    bare = replace(
        full,
        language=None,
        born_on=None,
        ground=None,
        reasons=full.reasons if "reasons" in required else None,
        profile=_profile(required),
        last={role: day for role, day in full.last.items() if _needs(role, required)},
        said={
            name: said
            for name, said in full.said.items()
            if f"{ACT}{name}" in required
            or (name == "ground" and "ground_cited" in required)
            or (name == "text" and "notice" in required)
        },
        enclosed=frozenset(),
        band={name: said for name, said in full.band.items() if name in required},
    )
    for one in (full, bare):
        yield one
        yield replace(one, on=_DAY + timedelta(days=1), young_person=True)
        yield replace(one, is_detained=True, last={**one.last, ClockRole.DETAINED_DECIDE_TO_ASSESS: _DAY})
    for event in ("authority_responsible", "amended_final_issued"):
        yield replace(full, decision=event)
    if "ground_type" in head.optional:
        for ground in get_args(GroundType):
            for least_days in (14, None):
                yield replace(full, ground=ExceptionGround(ground, least_days, frozenset()))


def _needs(role: str, required: set[str]) -> bool:
    """Whether a fact that a letter requires is the last day of a limit with this role."""
    only = replace(_full(), last={role: _DAY})
    none = replace(only, last={})
    return any(
        CATALOGUE[name].is_there(only) and not CATALOGUE[name].is_there(none)
        for name in required
        if name in CATALOGUE
    )


def _profile(required: set[str] | None) -> Profile:
    """The particulars of an invented authority with all bodies, or only with those that are required."""
    body = Contact(name=_NAME, address=("A",), telephone="00000 000000")
    bodies = (
        "mediation_adviser",
        "tribunal",
        "disagreement_resolution",
        "information_and_advice",
        "local_offer",
    )
    return Profile(authority=body, **{name: body for name in bodies if required is None or name in required})


def _full() -> LetterFacts:
    return LetterFacts(
        decision="",
        case_id=_CASE,
        on=_DAY,
        decided_on=_DAY,
        family=("N", "A"),
        child="C",
        reasons="R",
        mediation_by=_DAY,
        appeal_by=_DAY,
        profile=_profile(None),
        last=dict.fromkeys((role for role in ClockRole if not role.startswith("detained")), _DAY),
        said={name: "2024-01-01" if name in ("from", "to") else "S" for name in (*_FIELDS, "text")},
        enclosed=frozenset({"plan", "list"}),
        band=dict.fromkeys(BAND_FACTS, "S"),
        language="L",
        born_on=_DAY,
    )
