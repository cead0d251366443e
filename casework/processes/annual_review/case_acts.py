"""The acts that a review reports to its case. None is a fact of a rule pack: the plan keeps those, and no limit of the case depends on them."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.annual_review.acts import ANSWERS, DECISIONS, RECOMMENDED
from casework.processes.annual_review.moments import KIND, NOUN, ROLES
from casework.processes.limit_alerts import waiting_act


def _told(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, of="process", fields=fields)


_REASON = Field("reason", "text", asks="The reasons, in words that the family can read")
_MEETING = Field("meeting_on", "date", asks="The day of the meeting")
_PLACE = Field("place", "text", asks="The place and the time")
_SETTING = Field("setting", "id", asks="The setting")
_DOCUMENT = Field("document", "id", asks="The paper that was sent")
_FACT = Field("fact", "code", asks="The fact of the law that it is")
_RIGHTS = (
    Field("mediation_by", "date", asks="The last day to contact the mediation adviser"),
    Field("appeal_by", "date", asks="The last day to appeal"),
)
TELLS: tuple[Action, ...] = (
    _told(
        "review_request_answered", "Record the answer to a request for a review", "a request for a review of the plan was answered",
        Field("answer", "code", choices=ANSWERS, asks="The answer"), _REASON,
    ),
    _told("review_term_listed", "Record that services know of a review", "the setting, health and social care were told that a review is coming", _SETTING, Field("by", "date", asks="The last day for the meeting"), Field("term_begins_on", "date", asks="The first day of the term")),
    _told("review_head_asked", "Record that a setting is asked to hold a review", "the setting was asked to hold the review meeting", _SETTING, _MEETING, _PLACE),
    _told("review_invited", "Record the invitations to a review meeting", "the family and others were invited to the review meeting", _SETTING, _MEETING, _PLACE, Field("invited", "text", asks="Who is invited")),
    _told("review_papers_shared", "Record that the papers of a review are shared", "the papers of the review were sent round", _SETTING, _MEETING, Field("papers", "text", asks="Which papers")),
    _told("review_put_off", "Record that a review meeting is put off", "the review meeting was put off", _SETTING, _MEETING, _REASON),
    _told(
        "review_reported", "Record the report of a review meeting", "the report of the review was sent to everyone who was invited",
        _SETTING, _DOCUMENT, Field("recommends", "code", choices=RECOMMENDED, asks="What it recommends"), Field("differences", "text", asks="Where people differed"),
    ),
    _told(
        "review_outcome_told", "Record the outcome of a review", "the family was told of the decision after the review",
        Field("decision", "code", choices=DECISIONS, asks="The decision"), _REASON, _SETTING, _FACT, *_RIGHTS,
    ),
    _told(
        "review_amendments_sent", "Record the amendments after a review", "the notice of proposed amendments was sent",
        Field("note", "text", asks="The amendments that are proposed"), _DOCUMENT, _SETTING, _FACT, Field("answer_amendments_by", "date", asks="The last day to answer"),
    ),
    _told("review_setting_consulted", "Record a consultation after a review", "a setting was consulted on the amended plan", _SETTING, _DOCUMENT, _FACT, Field("answer_by", "date", asks="The day for the answer")),
    _told("review_plan_sent", "Record the amended plan after a review", "the amended final plan was sent", _DOCUMENT, _SETTING, _FACT, *_RIGHTS),
    _told("review_not_amending", "Record that a plan is not amended after a review", "the family was told that the plan will not be amended", _REASON, _FACT, *_RIGHTS),
    _told("review_waits", "Record that something in a review waits", "something in the review is not done yet", Field("why", "code", choices=tuple(ROLES), asks="What waits"), Field("day", "date", asks="Its day")),
    waiting_act(KIND, NOUN),
)  # fmt: skip
"""The acts that a review adds to the catalogue of a case."""
