"""School closures, and the exceptions that they propose."""

import pytest
from law_says import claim, day, facts, one

from statute.exceptions import accepted, missing
from statute.facts import ExceptionClaim, Facts
from statute.pack import Ground, load_pack
from statute.school_closures import Closure, proposed_exceptions

CLOSURES = (
    Closure("Anyshire", "*", day("2026-07-22"), day("2026-09-02"), "Summer"),
    Closure("Anyshire", "Oak School", day("2026-10-26"), day("2026-11-02"), "Half term"),
)


def ground(written: str) -> Ground:
    found = load_pack("england-2014").ground(written)
    assert found is not None
    return found


def test_a_long_closure_proposes_an_exception_that_a_person_must_complete() -> None:
    [proposal] = proposed_exceptions(
        CLOSURES, day("2026-07-17"), authority="Anyshire", setting="Oak School", ground=ground("reg13(3)(a)")
    )
    assert (proposal.ground, proposal.from_, proposal.to) == (
        "reg13(3)(a)",
        day("2026-07-22"),
        day("2026-09-01"),
    )
    assert missing(proposal) == ("because", "evidence", "approved_by", "family_told_on")
    assert missing(claim("reg13(3)(a)")) == ()


def test_half_term_another_authority_and_another_day_propose_nothing() -> None:

    def proposed(asked: str, authority: str = "Anyshire") -> int:
        return len(
            proposed_exceptions(
                CLOSURES, day(asked), authority=authority, setting="Oak School", ground=ground("reg5(4)(a)")
            )
        )

    assert proposed("2026-10-20") == 0
    assert proposed("2026-07-14") == 0
    assert proposed("2026-08-26") == 0
    assert proposed("2026-07-17", "Othershire") == 0


def test_a_person_accepts_a_proposal_by_adding_every_proof() -> None:
    [proposal] = proposed_exceptions(
        CLOSURES, day("2026-07-17"), authority="Anyshire", setting="Oak School", ground=ground("reg13(3)(a)")
    )
    known = facts("request_received 2026-06-10", "advice_requested 2026-07-17 school")

    def status(claimed: ExceptionClaim) -> str:
        return one("reg13_2.final_plan", Facts(known.events, (claimed,)), "2026-11-12").status

    assert status(proposal) == "overdue"
    complete = accepted(
        proposal,
        because="the school could not be asked in the holiday",
        evidence="doc-3",
        approved_by="manager-1",
        family_told_on=day("2026-07-20"),
    )
    assert status(complete) == "excused"
    with pytest.raises(ValueError, match=r"needs because and evidence; fill it in\.$"):
        accepted(proposal, because=" ", evidence="", approved_by="m", family_told_on=day("2026-07-20"))
