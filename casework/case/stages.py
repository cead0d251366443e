"""The stages of a case, from receipt to the plan, and the other ways it can end."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stage of a case. The values appear in the search attribute and in JSON."""

    RECEIVED = "received"
    DECIDING_TO_ASSESS = "deciding_to_assess"
    ASSESSING = "assessing"
    DECIDING_TO_ISSUE = "deciding_to_issue"
    DRAFTING = "drafting"
    CONSULTING = "consulting"
    FINALISING = "finalising"
    PLAN_ISSUED = "plan_issued"
    ASSESSMENT_REFUSED = "assessment_refused"
    PLAN_REFUSED = "plan_refused"
    WITHDRAWN = "withdrawn"
    MOVED_AWAY = "moved_away"
    DIED = "died"
    AGED_OUT = "aged_out"


STAGE_CLAUSES: dict[Stage, str] = {
    Stage.RECEIVED: "the request has been received",
    Stage.DECIDING_TO_ASSESS: "it is being decided whether to assess",
    Stage.ASSESSING: "advice is being gathered for the assessment",
    Stage.DECIDING_TO_ISSUE: "it is being decided whether to issue a plan",
    Stage.DRAFTING: "the draft plan is being written",
    Stage.CONSULTING: "the draft plan is with the family and the settings",
    Stage.FINALISING: "the plan is being finalised",
    Stage.PLAN_ISSUED: "the final plan has been issued",
    Stage.ASSESSMENT_REFUSED: "an assessment has been refused",
    Stage.PLAN_REFUSED: "a plan has been refused",
    Stage.WITHDRAWN: "the request has been withdrawn",
    Stage.MOVED_AWAY: "the child or young person has moved away",
    Stage.DIED: "the child or young person has died",
    Stage.AGED_OUT: "the young person is beyond the age of a plan",
}
"""Each stage as a clause, to follow "while": "it is being decided whether to assess"."""

PATH = (
    Stage.RECEIVED,
    Stage.DECIDING_TO_ASSESS,
    Stage.ASSESSING,
    Stage.DECIDING_TO_ISSUE,
    Stage.DRAFTING,
    Stage.CONSULTING,
    Stage.FINALISING,
)
"""The stages on the way to a plan, in order."""
DECIDING = frozenset({Stage.RECEIVED, Stage.DECIDING_TO_ASSESS})
GATHERING = frozenset({Stage.ASSESSING, Stage.DECIDING_TO_ISSUE})
PLANNING = frozenset({Stage.DRAFTING, Stage.CONSULTING, Stage.FINALISING})
UNDECIDED = DECIDING | GATHERING | PLANNING
DECIDED = frozenset({Stage.PLAN_ISSUED, Stage.ASSESSMENT_REFUSED, Stage.PLAN_REFUSED})
"""The authority has decided; the family's time to ask for mediation or to appeal is running or was used."""
ENDED = frozenset({Stage.WITHDRAWN, Stage.MOVED_AWAY, Stage.DIED, Stage.AGED_OUT})
"""The case has ended: nothing is left to do, and it closes at once."""
OPEN = UNDECIDED | DECIDED
