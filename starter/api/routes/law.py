"""The law without a case: the limits for any facts, and the rules. Nothing is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from casework.access.permissions import Person
from office.dependencies import Parts
from starter.api.idempotency import require_json
from starter.api.models import law as told
from starter.api.models.base import RuleId
from starter.api.problems import documented, no_such, not_valid
from starter.api.signed_in import holding, the_parts
from statute.errors import BadFacts, Contradiction, NoSuchPack, OutsideCalendar
from statute.pack import Rule, RulePack, pack_in_force, pack_of_request
from statute.schema import facts_from_data
from statute.timeline import received_on, timeline

router = APIRouter(tags=["law"])


@router.post(
    "/timeline",
    summary="The limits of some facts",
    responses=documented(400, 401, 413, 415, 422, 429),
    dependencies=[Depends(require_json)],
)
async def limits(
    request: Request,
    facts: told.FactsGiven,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding()],
) -> told.Timeline:
    """Every limit that has begun in a case: its last day, how it stands, and why. Pure; nothing is kept."""
    given = await request.json()
    try:
        known, written = facts_from_data(given)
        day = written or parts.today()
        pack = pack_of_request(received_on(known))
        obligations = timeline(known, day, pack=pack)
        rows = [one.as_json() for one in obligations]
    except (BadFacts, Contradiction, OutsideCalendar, NoSuchPack) as bad:
        raise not_valid("body", "", str(bad)) from None
    return told.Timeline.model_validate(
        {"rule_pack": pack.id, "rule_pack_hash": pack.hash, "as_at": day, "obligations": rows}
    )


@router.get("/rules", summary="The rule pack in force", responses=documented(401, 429))
def rules(parts: Annotated[Parts, Depends(the_parts)], person: Annotated[Person, holding()]) -> told.Rules:
    """Every rule with its citation, which are not verified, and the facts that it knows."""
    pack = pack_in_force(parts.today())
    return told.Rules(
        rule_pack=pack.id,
        rule_pack_hash=pack.hash,
        effective_from=pack.effective_from,
        effective_to=pack.effective_to,
        not_verified=[one.id for one in pack.unverified],
        rules=[_rule(one, pack) for one in pack.rules],
        events=pack.events,
    )


@router.get("/rules/{rule_id}", summary="One rule", responses=documented(401, 404, 422, 429))
def rule(
    rule_id: RuleId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding()],
) -> told.Rule:
    """One rule in full."""
    pack = pack_in_force(parts.today())
    found = next((one for one in pack.rules if one.id == rule_id), None)
    if found is None:
        raise no_such("rule", rule_id, "/rules")
    return _rule(found, pack)


def _rule(one: Rule, pack: RulePack) -> told.Rule:
    return told.Rule.model_validate(
        {
            "rule": one.id,
            **one.model_dump(mode="python", exclude={"id"}),
            "verified": one.verified,
            "has_clock": one.id in pack.bound,
        }
    )
