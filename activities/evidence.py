"""Freeze the evidence of a plan for the local area: counted from the records and stored under an id made from its content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.inclusion_plan.counted_cases import plans_in_force
from casework.inclusion_plan.evidence import Evidence, Sources, evidence
from casework.processes.lookup import EvidenceWanted
from casework.processes.registry import BY_KIND
from records import case_lives, inclusion_evidence, settings
from statute.pack import governing_pack


def freeze(session: Session, wanted: EvidenceWanted, at: datetime) -> str:
    """Store the evidence that a plan asks for. Returns its id, which is the same if nothing has changed."""
    made = gathered(session, wanted)
    inclusion_evidence.keep(session, made, at)
    return made.id


def gathered(session: Session, wanted: EvidenceWanted) -> Evidence:
    """Return the evidence as at a day. Every case counts, whoever asks, so that two readers have the same numbers."""
    load = settings.last_load(session)
    counted = (
        BY_KIND[kind].counted_as(BY_KIND[kind].state(content))
        for kind, content in inclusion_evidence.of_cases(session)
    )
    lives = case_lives.lives(session, as_at=wanted.as_at)
    named = {one.setting for one in plans_in_force(lives, wanted.as_at) if one.setting is not None}
    sources = Sources(
        lives=lives,
        provisions=tuple(inclusion_evidence.provisions(session, wanted.as_at)),
        settings=inclusion_evidence.settings_named(session, named),
        settings_as_at=load.as_at if load is not None else None,
        placements=tuple(one for one in counted if one is not None),
    )
    pack = governing_pack(wanted.as_at)
    return evidence(sources, wanted.as_at, pack.id, wanted.assumptions)
