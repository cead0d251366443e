"""What can be recorded in a placement in alternative provision, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Mapping

from casework.case.actions import FAMILY_READS, NOTE, TEAM_READS, Action, Field
from casework.case.casework_acts import CASEWORK_ACTS
from casework.processes.ap_placement.codes import codes_of

HOLIDAY = "bank_holiday_proclaimed"
SCREENED = ("ready", "not_complete")
DECISIONS = ("approve", "other_help", "more_information", "refuse")
NO_EDUCATION = "none"
EDUCATION = ("full_time", "part_time", NO_EDUCATION)
"""What a decision under section 19 of the Education Act 1996 arranges."""
EDUCATION_REFUSED = {
    (act, "education", NO_EDUCATION): "education_refused" for act in ("decide_education", "education_decided")
}
"""The section 19 decision that arranges nothing: the act in the placement, and that in its case."""
REVIEWS = ("offered", "held", "declined")
PROGRESS = ("on_course", "slow", "not_met")
GOES = ("well", "with_help", "not_well")
NEXT = ("another_school", "special_school", "post_16", "other")
WHY_ENDED = ("not_attended", "not_suitable", "family_asked", "provider_ended", "plan_amended", "other")
CLOSED = ("family_withdrew", "school_withdrew", "not_needed", "died", "moved_away", "aged_out")
WARNED = ("outside_the_plan", "unregistered_full_time", "not_on_the_list", "checks_ran_out")
"""The warnings that a person can override, each by its code."""
EVIDENCE = "give_as_evidence"
LOCAL_POLICY, PROVIDER = "take_in_policy", "take_in_provider"
AUTOMATIC = frozenset({LOCAL_POLICY, PROVIDER, HOLIDAY})
"""The acts that no person records."""


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


def _told(name: str, asks: str, *, required: bool = True) -> Field:
    return Field(name, "text", required, asks=asks, readers=FAMILY_READS)


def _own(name: str, asks: str, *, required: bool = True) -> Field:
    return Field(name, "text", required, asks=asks, readers=TEAM_READS)


_CLOSED = Field(
    "closed",
    "ids",
    asks="Which closures of the school are not loaded?",
    holds="closures",
)
_ACTS = (
    _act(
        "refer_placement", "Refer for alternative provision", "a referral for alternative provision was made",
        Field("tier", "code", True, codes_of("tier"), "Which tier is asked for?"),
        Field("reason", "code", True, codes_of("reason"), "What is the main reason?"),
        Field("home_school", "id", True, asks="Which school is the pupil at?", holds="setting"),
        Field("sen", "code", True, codes_of("sen"), "What special educational provision is there now?"),
        Field("exclusion", "code", True, codes_of("exclusion"), "Is the pupil excluded?"),
        Field("excluded_on", "date", asks="What was the first school day of the exclusion?"),
        Field("suspended_days", "code", asks="How many school days does the suspension last?"),
        _CLOSED,
        Field("looked_after", "flag", asks="Is the pupil looked after?"),
        _own("aim", "What should the placement achieve?"),
        _own("tried", "What has the school tried, with dates?"),
        _own("family_view", "What do the family and the pupil want?", required=False),
        _own("risk", "Which risks must a provider know?", required=False),
    ),
    _act(
        "screen_referral", "Record the screening", "the referral was screened",
        Field("outcome", "code", True, SCREENED, "Can the referral go to the panel?"), NOTE,
    ),
    _act(
        "decide_education", "Record a section 19 decision", "it was decided what education the authority arranges (section 19)",
        Field("education", "code", True, EDUCATION, "What education is arranged?"),
        _told("reason", "The reasons, in words that the family can read"),
        _own("evidence", "On what evidence did you decide?"),
    ),
    _act(
        "decide_placement", "Record the panel's decision", "the panel decided on the referral",
        Field("decision", "code", True, DECISIONS, "What was decided?"),
        _told("reason", "The reasons, in words that the family can read"),
    ),
    _act(
        "match_provider", "Match to a provider", "the pupil was matched to a provider",
        Field("provider", "id", True, asks="Which provider?"),
        Field("pattern", "code", True, codes_of("pattern"), "Full time or part time?"),
        Field("sessions", "code", True, asks="How many sessions a week, from 1 to 10?"),
        Field("registration", "code", True, codes_of("registration"), "On whose roll is the pupil?"),
        Field("commissioner", "code", True, codes_of("commissioner"), "Who arranges and pays?"),
        Field("planned_end", "date", True, asks="What is the planned last day?"),
        Field("five_pupils", "flag", asks="Are five or more pupils there full time?"),
        Field(
            "admission_reason",
            "code",
            choices=codes_of("admission_reason"),
            asks="Why does the provider admit the pupil, if it takes the pupil on its roll?",
        ),
        Field("cost", "code", asks="What does it cost, in pounds a week?"),
        Field("urn", "code", asks="URN, if the provider is not on the list"),
        Field("ukprn", "code", asks="UKPRN, if the provider is not on the list and has no URN"),
        Field("setting_type", "code", choices=codes_of("setting_type"), asks="Type, if it has no URN and no UKPRN"),
        Field("company_number", "code", asks="Company number, if the provider is not on the list"),
        Field("postcode", "code", asks="Postcode of the place without a space, if the provider is not on the list"),
    ),
    _act("check_provider", "Check the provider again", "the provider was checked again with the approved list"),
    _act("count_again", "Count the school days again", "the school days were counted again", _CLOSED),
    _act(
        "agree_objectives", "Record the placement plan", "the placement plan was agreed",
        _told("objectives", "What are the objectives, and how is each measured?"),
        _told("return_criteria", "What shows that the pupil is ready to return or to move on?"),
        _own("contact", "How do the school and the provider keep in touch, with the dates of visits?"),
        Field("review_on", "date", asks="When is the first review, if it is not the usual day?"),
    ),
    _act(
        "early_review", "Record the early review of the plan", "an early review of the plan was recorded",
        Field("outcome", "code", True, REVIEWS, "What happened with the review?"), NOTE,
    ),
    _act(
        "override_warning", "Go on despite a warning", "it was decided to go on despite a warning",
        Field("warning", "code", True, WARNED, "Which warning?"), _own("why", "Why do you go on?"),
    ),
    _act("start_placement", "Record the start", "the placement started"),
    _act(
        "mark_attendance", "Record a week's attendance", "a week's attendance was recorded",
        Field("week", "date", True, asks="Which week? Enter its Monday"),
        Field("marked", "code", True, asks="How many sessions did the provider mark?"),
        Field("attended", "code", True, asks="How many sessions did the pupil attend?"),
        Field("marks", "code", asks="Marks by session from Monday morning: P for present, A for absent, N for none, such as PPPPAANNPP"),
    ),
    _act(
        "review_placement", "Record a review", "the placement was reviewed",
        Field("progress", "code", True, PROGRESS, "What is the progress towards the objectives?"),
        Field("review_on", "date", asks="When is the next review, if it is not the usual day?"), NOTE,
    ),
    _act(
        "extend_placement", "Extend the placement", "the placement was extended",
        Field("until", "date", True, asks="What is the new last day?"), _told("reason", "The reasons, in words that the family can read"),
    ),
    _act("plan_return", "Record the phased return", "a phased return was agreed", _told("timetable", "What is the timetable of the return?")),
    _act("record_return", "Record the return", "the pupil returned to school", Field("sen_leaving", "code", True, codes_of("sen"), "What special educational provision is there on leaving?")),
    _act(
        "check_return", "Record a check after the return", "the return was checked",
        Field("goes", "code", True, GOES, "How does the return go?"), NOTE,
    ),
    _act(
        "move_on", "Record the move to another place", "the pupil moved on",
        Field("to", "code", True, NEXT, "Where does the pupil go?"), Field("sen_leaving", "code", True, codes_of("sen"), "What special educational provision is there on leaving?"),
    ),
    _act(
        "end_early", "End the placement early", "the placement ended early",
        Field("why", "code", True, WHY_ENDED, "Why does it end?"),
        _told("reason", "The reasons, in words that the family can read"),
        Field("sen_leaving", "code", True, codes_of("sen"), "What special educational provision is there on leaving?"),
    ),
    _act(EVIDENCE, "Give the placement as evidence", "the placement was given as evidence to the case", _told("summary", "What did the placement show?")),
    _act("close_referral", "Close the referral", "the referral was closed", Field("why", "code", True, CLOSED, "Why does it close?")),
    _act(LOCAL_POLICY, "Take in the local policy", "the local limits and the school days were taken in"),
    _act(PROVIDER, "Take in the provider", "the provider was looked up on the approved list"),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    HOLIDAY: next(action for action in CASEWORK_ACTS if action.name == HOLIDAY),
}
"""The acts in a placement, by name."""
