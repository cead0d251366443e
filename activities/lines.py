"""The lines of the ledger that a transition becomes, and the facts that they are read back as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from casework.case.acts import CATALOGUE, said_of
from casework.case.agenda import Key, Moment
from casework.case.openings import OPENINGS, REQUESTS
from records.ledger import Fact
from statute.facts import Event
from statute.local_time import london_date
from statute.pack import governing_pack
from statute.words import capital, short_date
from workflows.messages import ActDone, Opening, Transition


def facts_of_transition(transition: Transition) -> tuple[Fact, ...]:
    """The lines of one transition, in their order."""
    if transition.opening is not None:
        return _opening(transition, transition.opening)
    if transition.acts:
        request = transition.receipt.request_id if transition.receipt else None
        return tuple(_act(transition, act, request) for act in transition.acts)
    if transition.refusal is not None:
        return (_refusal(transition),)
    return _moments(transition)


def _opening(transition: Transition, opening: Opening) -> tuple[Fact, ...]:
    today = london_date(transition.recorded_at)
    pack = governing_pack(opening.on)
    fields = {
        **opening.fields,
        "rule_pack": pack.id,
        "rule_pack_hash": pack.hash,
        **({"officer": opening.officer} if opening.officer else {}),
        **({"team": opening.team} if opening.team else {}),
    }
    lines = [
        Fact(
            seq=transition.seq,
            kind="opening",
            event=opening.event,
            on=opening.on,
            not_after=opening.not_after,
            recorded_at=transition.recorded_at,
            stage="received" if opening.event in REQUESTS else transition.stage,
            text=capital(f"{OPENINGS[opening.event]}.")
            if opening.on
            else "The case was taken over; the day of the request is not recorded.",
            fields=fields,
            by=opening.by,
            late=opening.on is not None and opening.on < today,
        )
    ]
    if opening.on is not None and opening.event in REQUESTS:
        lines.append(
            Fact(
                seq=transition.seq,
                kind="system",
                event="request_considered",
                on=today,
                recorded_at=transition.recorded_at,
                stage=transition.stage,
                text="The case was taken over; what the family was told before is not recorded here."
                if opening.told_before
                else "The family was told that the request is being considered, and asked for its views.",
            )
        )
    return tuple(lines)


def _act(transition: Transition, done: ActDone, request_id: str | None) -> Fact:
    action = CATALOGUE[done.action]
    today = london_date(transition.recorded_at)
    when = "" if done.on else " (taken as done; the day is not recorded)"
    return Fact(
        seq=transition.seq,
        kind="act",
        event=done.action,
        on=done.on,
        of=done.of,
        fields=done.fields,
        not_after=done.not_after,
        recorded_at=transition.recorded_at,
        stage=done.stage,
        text=capital(f"{action.said}{said_of(done.of, action.of)}{when}."),
        by=done.by,
        late=done.on is not None and done.on < today,
        request_id=request_id,
    )


def _refusal(transition: Transition) -> Fact:
    refusal = transition.refusal
    assert refusal is not None
    return Fact(
        seq=transition.seq,
        kind="system",
        event="act_refused",
        on=london_date(transition.recorded_at),
        recorded_at=transition.recorded_at,
        stage=transition.stage,
        text=f"{refusal.action} was sent by another system and refused: {refusal.why}",
        fields={"action": refusal.action},
    )


def _moments(transition: Transition) -> tuple[Fact, ...]:
    return came_with(transition, [moment.moment() for moment in transition.moments], transition.stage)


def came_with(transition: Transition, moments: Iterable[Moment], stage: str) -> tuple[Fact, ...]:
    """The lines of moments that came at the instant of a transition."""
    today = london_date(transition.recorded_at)
    return tuple(
        Fact(
            seq=transition.seq,
            kind="moment",
            event=moment.kind,
            on=today,
            of=moment.of,
            recorded_at=transition.recorded_at,
            stage=stage,
            text=moment.told_on(today),
            fields={
                "rule": moment.rule,
                "due_on": moment.due_on.isoformat(),
                "step": moment.step,
                "told": list(moment.roles),
            },
        )
        for moment in moments
    )


def events_of(lines: Iterable[Fact]) -> tuple[Event, ...]:
    """The facts of a case, as the process and the statute read them, in the order of recording."""
    return tuple(
        Event(line.event, line.on, line.of, _particulars(line), line.not_after)
        for line in lines
        if line.kind in ("opening", "act")
    )


def _particulars(line: Fact) -> dict[str, object]:
    ours = ("rule_pack", "rule_pack_hash", "officer", "team") if line.kind == "opening" else ()
    return {name: value for name, value in line.fields.items() if name not in ours}


def moments_done(lines: Sequence[Fact]) -> frozenset[Key]:
    """The keys of the moments that are recorded."""
    return frozenset(
        (
            str(line.fields["rule"]),
            line.of,
            date.fromisoformat(str(line.fields["due_on"])),
            line.event,
            int(str(line.fields["step"])),
        )
        for line in lines
        if line.kind == "moment"
    )


def late_note(line: Fact) -> str:
    """What a list says of a line that was recorded after its day."""
    return f"recorded late, on {short_date(london_date(line.recorded_at))}" if line.late else ""
